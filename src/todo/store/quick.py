"""What quick add must know of a space: its names, and how its person reads a date."""

from typing import NamedTuple, cast
from uuid import UUID

from todo.db import Connection
from todo.errors import not_found


class Named(NamedTuple):
    """A list, a section or a tag; `inside` is a section's list."""

    kind: str
    name: str
    id: str
    inside: str | None


class Known(NamedTuple):
    """Where and how the person reads a date, and what they have names for, in the order of their positions."""

    zone: str
    week_start: int
    language: str
    names: list[Named]

    def of(self, kind: str) -> list[Named]:
        return [it for it in self.names if it.kind == kind]


def known(conn: Connection, space: UUID) -> Known:
    """Raises Problem 404 where there is no such account."""
    found = conn.execute(
        "select coalesce(zone, 'UTC'), week_start, language from account where space = %s", (space,)
    ).fetchone()
    names = conn.execute(
        """
        select 'list', name, id::text, null, position from list where space = %(space)s and deleted_at is null
        union all
        select 'section', name, id::text, list::text, position from section
          where space = %(space)s and deleted_at is null
        union all
        select 'tag', name, id::text, null, position from tag where space = %(space)s and deleted_at is null
        order by 5, 3""",
        {"space": space},
    ).fetchall()
    if found is None:
        raise not_found("account")
    return Known(*cast("tuple[str, int, str]", found), [Named(*row[:4]) for row in names])
