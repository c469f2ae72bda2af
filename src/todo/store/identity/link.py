"""What a link that was sent to an address allows, once."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from todo.db import Connection

LIFETIME_MINUTES = 30
Purpose = Literal["reset", "confirm"]


@dataclass(frozen=True, slots=True)
class Link:
    """`person` of a reset; `email`, `name` and `password` (hashed) of a sign-up that waits to be confirmed."""

    person: UUID | None
    email: str | None = None
    name: str | None = None
    password: str | None = field(default=None, repr=False)


def create(conn: Connection, purpose: Purpose, link_hash: bytes, link: Link) -> None:
    conn.execute(
        "insert into identity.link (purpose, hash, person, email, name, password) values (%s, %s, %s, %s, %s, %s)",
        (purpose, link_hash, link.person, link.email, link.name, link.password),
    )


def find(conn: Connection, purpose: Purpose, link_hash: bytes) -> Link | None:
    """None if there is none, it is too old or was used."""
    row = conn.execute(
        "select person, email, name, password from identity.link where hash = %s and purpose = %s"
        " and created_at > now() - make_interval(mins => %s)",
        (link_hash, purpose, LIFETIME_MINUTES),
    ).fetchone()
    return Link(*row) if row else None


def use(conn: Connection, purpose: Purpose, link_hash: bytes) -> Link | None:
    """Like `find`, once: a used link is gone, and all others of its person with it."""
    row = conn.execute(
        "delete from identity.link where hash = %s and purpose = %s"
        " and created_at > now() - make_interval(mins => %s) returning person, email, name, password",
        (link_hash, purpose, LIFETIME_MINUTES),
    ).fetchone()
    if row is None:
        return None
    conn.execute("delete from identity.link where person = %s", (row[0],))
    return Link(*row)
