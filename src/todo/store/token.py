"""Personal access tokens, by the hash of what their holder shows."""

from datetime import datetime, timedelta
from typing import LiteralString, NamedTuple
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem, not_found

MAX_TOKENS = 100
KEPT_AFTER_EXPIRY = timedelta(days=30)

_FIELDS: LiteralString = "t.id, t.name, t.scopes, t.list, t.created_at, t.expires_at, t.used_at"


class Found(NamedTuple):
    """A token that holds. `used_at` lags: it is not written at each use."""

    id: UUID
    account: UUID
    scopes: list[str]
    list: UUID | None
    used_at: datetime | None
    expires_at: datetime | None


class New(NamedTuple):
    """What a person asks for. `expires_at` is None if it is to have no end."""

    id: UUID
    hash: bytes
    name: str
    scopes: list[str]
    list: UUID | None
    expires_at: datetime | None


def find(conn: Connection, space: UUID, hash_: bytes, issuer: str, now: datetime) -> Found | None:
    """By the issuer too: the account of another one than is configured lets nobody in."""
    found = conn.execute(
        "select t.id, a.id, t.scopes, t.list, t.used_at, t.expires_at from token t join account a on a.space = t.space"
        " where t.space = %s and t.hash = %s and (t.expires_at is null or t.expires_at > %s) and a.issuer = %s",
        (space, hash_, now, issuer),
    ).fetchone()
    return Found(*found) if found else None


def use(conn: Connection, space: UUID, found: Found, now: datetime) -> None:
    """Notes the use. Of several at once only the first writes."""
    conn.execute(
        "update token set used_at = %s where space = %s and id = %s and used_at is not distinct from %s",
        (now, space, found.id, found.used_at),
    )


def create(conn: Connection, space: UUID, new: New, now: datetime) -> str:
    """The token as JSON. Sweeps those that have ended long ago. Raises Problem 409 if there are too many."""
    conn.execute("delete from token where space = %s and expires_at < %s", (space, now - KEPT_AFTER_EXPIRY))
    made = conn.execute(
        "insert into token as t (space, id, hash, name, scopes, list, created_at, expires_at)"
        " select %s, %s, %s, %s, %s, %s, %s, %s where (select count(*) from token where space = %s) < %s"
        " returning (select row_to_json(x)::text from (select " + _FIELDS + ") x)",
        (space, new.id, new.hash, new.name, new.scopes, new.list, now, new.expires_at, space, MAX_TOKENS),
    ).fetchone()
    if made is None:
        raise Problem(409, "too_many", f"There are {MAX_TOKENS} tokens; revoke one first.")
    return str(made[0])


def every(conn: Connection, space: UUID) -> list[str]:
    """Each token as JSON, the newest first."""
    found = conn.execute(
        "select row_to_json(x)::text from (select " + _FIELDS + " from token t"
        " where t.space = %s order by t.created_at desc, t.id desc) x",
        (space,),
    ).fetchall()
    return [str(body) for (body,) in found]


def revoke(conn: Connection, space: UUID, token: UUID) -> None:
    """It is gone for every process: each asks at each request. Raises Problem 404."""
    if not conn.execute("delete from token where space = %s and id = %s returning id", (space, token)).fetchone():
        raise not_found("token")
