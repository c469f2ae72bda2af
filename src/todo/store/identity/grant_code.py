"""Authorization codes (RFC 6749, section 4.1.2): once, within a minute."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from todo.db import Connection

LIFETIME_SECONDS = 60


class Asked(NamedTuple):
    """What the authorization request asked for, and which client that was."""

    client: str
    redirect_uri: str
    scope: str
    nonce: str | None
    challenge: str


@dataclass(frozen=True, slots=True)
class GrantCode:
    family: UUID
    person: UUID
    signin: bytes
    asked: Asked
    auth_time: datetime


@dataclass(frozen=True, slots=True)
class Replayed:
    """The code was used before; the family is what it was exchanged for."""

    family: UUID


def create(
    conn: Connection, code_hash: bytes, person: UUID, signin_hash: bytes, auth_time: datetime, asked: Asked
) -> None:
    conn.execute(
        "insert into identity.grant_code"
        " (hash, person, signin, auth_time, client, redirect_uri, scope, nonce, challenge)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (code_hash, person, signin_hash, auth_time, *asked),
    )


def use(conn: Connection, code_hash: bytes) -> GrantCode | Replayed | None:
    """Ends the code, whatever becomes of the request: a code that somebody else has seen must not be tried twice."""
    row = conn.execute(
        "update identity.grant_code set used_at = now() where hash = %s and used_at is null"
        " and created_at > now() - make_interval(secs => %s)"
        " returning family, person, signin, auth_time, client, redirect_uri, scope, nonce, challenge",
        (code_hash, LIFETIME_SECONDS),
    ).fetchone()
    if row:
        return GrantCode(row[0], row[1], row[2], Asked(*row[4:]), row[3])
    used = conn.execute(
        "select family from identity.grant_code where hash = %s and used_at is not null", (code_hash,)
    ).fetchone()
    return Replayed(used[0]) if used else None
