"""Families of refresh tokens: all that descend from one sign-in, and end together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from todo.db import Connection
from todo.store.identity.grant_code import GrantCode


@dataclass(frozen=True, slots=True)
class Family:
    id: UUID
    person: UUID
    client: str
    scope: str
    auth_time: datetime


def begin(conn: Connection, code: GrantCode, lifetime: timedelta) -> Family:
    conn.execute(
        "insert into identity.family (id, person, signin, client, scope, auth_time, expires_at)"
        " values (%s, %s, %s, %s, %s, %s, now() + %s)",
        (code.family, code.person, code.signin, code.asked.client, code.asked.scope, code.auth_time, lifetime),
    )
    return Family(code.family, code.person, code.asked.client, code.asked.scope, code.auth_time)


def is_alive(conn: Connection, family: UUID) -> bool:
    row = conn.execute(
        "select from identity.family where id = %s and ended_at is null and expires_at > now()", (family,)
    ).fetchone()
    return row is not None


def add_token(conn: Connection, family: UUID, token_hash: bytes, lifetime: timedelta) -> None:
    """A token never outlives its family."""
    conn.execute(
        "insert into identity.refresh_token (hash, family, expires_at)"
        " select %s, id, least(now() + %s, expires_at) from identity.family where id = %s",
        (token_hash, lifetime, family),
    )


def use_token(conn: Connection, token_hash: bytes, client: str) -> Family | None:
    """Ends the token and gives its family. A token used before ends the family: there are two who hold it."""
    row = conn.execute(
        "update identity.refresh_token t set used_at = now() from identity.family f"
        " where t.hash = %s and t.used_at is null and t.expires_at > now()"
        " and f.id = t.family and f.client = %s and f.ended_at is null"
        " returning f.id, f.person, f.client, f.scope, f.auth_time",
        (token_hash, client),
    ).fetchone()
    if row is None:
        conn.execute(
            "update identity.family set ended_at = now() where ended_at is null and id = ("
            "select family from identity.refresh_token where hash = %s and used_at is not null)",
            (token_hash,),
        )
    return Family(*row) if row else None


def of_token(conn: Connection, token_hash: bytes) -> Family | None:
    row = conn.execute(
        "select f.id, f.person, f.client, f.scope, f.auth_time from identity.refresh_token t"
        " join identity.family f on f.id = t.family where t.hash = %s",
        (token_hash,),
    ).fetchone()
    return Family(*row) if row else None


def end(conn: Connection, family: UUID) -> None:
    conn.execute("update identity.family set ended_at = now() where id = %s and ended_at is null", (family,))


def end_of_signin(conn: Connection, signin_hash: bytes, client: str) -> None:
    conn.execute(
        "update identity.family set ended_at = now() where signin = %s and client = %s and ended_at is null",
        (signin_hash, client),
    )


def end_of_person(conn: Connection, person: UUID, but: bytes | None) -> None:
    """`but` is a sign-in whose families live on."""
    conn.execute(
        "update identity.family set ended_at = now() where person = %s and ended_at is null"
        " and signin is distinct from %s",
        (person, but),
    )


def programs(conn: Connection, person: UUID, client: str) -> list[str]:
    """The families of a client that go on, as JSON in the form of sessions, the one seen last first."""
    found = conn.execute(
        "select row_to_json(x)::text from ("
        "select f.id, 'program' as kind, 'todo' as client, f.created_at, t.created_at as seen_at, false as is_current"
        " from identity.family f join identity.refresh_token t on t.family = f.id"
        " where f.person = %s and f.client = %s and f.ended_at is null and f.expires_at > now()"
        " and t.used_at is null and t.expires_at > now() order by t.created_at desc) x",
        (person, client),
    ).fetchall()
    return [str(body) for (body,) in found]


def end_program(conn: Connection, person: UUID, family: UUID, client: str) -> bool:
    """True if it was a family of this person's and went on until now."""
    row = conn.execute(
        "update identity.family set ended_at = now()"
        " where id = %s and person = %s and client = %s and ended_at is null returning id",
        (family, person, client),
    ).fetchone()
    return row is not None


def signin_of_token(conn: Connection, token_hash: bytes) -> bytes | None:
    """The sign-in that a refresh token descends from."""
    row = conn.execute(
        "select f.signin from identity.refresh_token t join identity.family f on f.id = t.family where t.hash = %s",
        (token_hash,),
    ).fetchone()
    return row[0] if row else None
