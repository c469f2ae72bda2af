"""Where a row stands among those of its kind: right before or right after another."""

from typing import LiteralString, cast
from uuid import UUID

from todo.db import Connection
from todo.errors import wrong
from todo.rules import order
from todo.store.row import Noun


def beside(conn: Connection, noun: Noun, space: UUID, *, before: UUID | None, after: UUID | None) -> str:
    """A position right before or right after the row that is named. Raises Problem 422 if there is none."""
    return several_beside(conn, noun, space, before=before, after=after, count=1)[0]


def several_beside(
    conn: Connection, noun: Noun, space: UUID, *, before: UUID | None, after: UUID | None, count: int
) -> list[str]:
    """So many positions right before or right after the row that is named. Raises Problem 422 if there are none."""
    beside = before or after
    found = conn.execute(
        "select position from " + noun.name + " where space = %s and id = %s and deleted_at is null", (space, beside)
    ).fetchone()
    if found is None:
        raise wrong("before" if before else "after", "unknown", f"there is no such {noun.name}")
    lower, upper = _neighbour_below, _neighbour_above
    position = cast("str", found[0])
    try:
        if before:
            return order.several(_one(conn, lower(noun), space, position), position, count)
        return order.several(position, _one(conn, upper(noun), space, position), count)
    except ValueError as error:
        raise wrong("before" if before else "after", "no_room", str(error)) from None


def _neighbour_below(noun: Noun) -> LiteralString:
    return "select max(position) from " + noun.name + " where space = %s and position < %s and deleted_at is null"


def _neighbour_above(noun: Noun) -> LiteralString:
    return "select min(position) from " + noun.name + " where space = %s and position > %s and deleted_at is null"


def _one(conn: Connection, sql: LiteralString, space: UUID, position: str) -> str | None:
    found = conn.execute(sql, (space, position)).fetchone()
    return cast("str | None", found[0]) if found else None
