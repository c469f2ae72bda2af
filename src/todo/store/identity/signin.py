"""Browsers that are signed in at the pages of the issuer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from todo.db import Connection
from todo.store.identity.person import Person


@dataclass(frozen=True, slots=True)
class Signin:
    """`age` is the time since the person gave their password, by the clock of the database."""

    hash: bytes
    auth_time: datetime
    age: timedelta
    person: Person


def create(conn: Connection, signin_hash: bytes, person: UUID, lifetime: timedelta) -> None:
    conn.execute(
        "insert into identity.signin (hash, person, expires_at) values (%s, %s, now() + %s)",
        (signin_hash, person, lifetime),
    )


def find(conn: Connection, signin_hash: bytes) -> Signin | None:
    """None if there is none or it is over."""
    row = conn.execute(
        "select s.hash, s.auth_time, now() - s.auth_time, p.id, p.email, p.name, p.is_verified, p.password"
        " from identity.signin s join identity.person p on p.id = s.person where s.hash = %s and s.expires_at > now()",
        (signin_hash,),
    ).fetchone()
    return Signin(row[0], row[1], row[2], Person(*row[3:])) if row else None


def end(conn: Connection, signin_hash: bytes) -> None:
    conn.execute("delete from identity.signin where hash = %s", (signin_hash,))


def end_of_person(conn: Connection, person: UUID, but: bytes | None) -> None:
    conn.execute("delete from identity.signin where person = %s and hash is distinct from %s", (person, but))
