"""People who signed up here, with their passwords as argon2id hashes."""

from dataclasses import dataclass, field
from uuid import UUID

from todo.db import Connection


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is the `sub` of their tokens."""

    id: UUID
    email: str
    name: str | None
    is_verified: bool
    password: str = field(repr=False)


def find(conn: Connection, address: str) -> Person | None:
    """By the email as it is compared."""
    row = conn.execute(
        "select id, email, name, is_verified, password from identity.person where address = %s", (address,)
    ).fetchone()
    return Person(*row) if row else None


def read(conn: Connection, person: UUID) -> Person | None:
    row = conn.execute(
        "select id, email, name, is_verified, password from identity.person where id = %s", (person,)
    ).fetchone()
    return Person(*row) if row else None


def create(
    conn: Connection, email: str, address: str, name: str | None, password: str, *, is_verified: bool
) -> Person | None:
    """None if somebody has this address already."""
    row = conn.execute(
        "insert into identity.person (email, address, name, password, is_verified) values (%s, %s, %s, %s, %s)"
        " on conflict (address) do nothing returning id, email, name, is_verified, password",
        (email, address, name, password, is_verified),
    ).fetchone()
    return Person(*row) if row else None


def set_password(conn: Connection, person: UUID, password: str, *, is_verified: bool) -> None:
    """`is_verified` says that the person has just shown that the address is theirs."""
    conn.execute(
        "update identity.person set password = %s, password_at = now(), is_verified = is_verified or %s where id = %s",
        (password, is_verified, person),
    )


def strengthen(conn: Connection, person: Person, password: str) -> None:
    """The same password, hashed with the parameters of today, unless it was changed meanwhile."""
    conn.execute(
        "update identity.person set password = %s where id = %s and password = %s",
        (password, person.id, person.password),
    )


def delete(conn: Connection, person: UUID) -> None:
    """With all that hangs on them: sign-ins, codes, tokens, links."""
    conn.execute("delete from identity.person where id = %s", (person,))
