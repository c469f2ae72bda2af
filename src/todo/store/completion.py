"""What became of the occurrences of a todo that repeats: completed or skipped, each once.

In the history, and so for undo, they are a field of the todo: `completions`, from the day of the series to what became
of it, or null.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, LiteralString, cast
from uuid import UUID

from todo.db import Connection
from todo.rules.merge import Merged
from todo.store.row import Locked, Row

FIELDS: LiteralString = "c.outcome, c.due, c.due_zone, c.completed_at"
_BODY: LiteralString = "(select row_to_json(x) from (select " + FIELDS + ") x)"


def of(conn: Connection, space: UUID, todo: UUID, days: Collection[str]) -> dict[str, Any]:
    """What became of each of these days; None of one that nothing has become of."""
    found = conn.execute(
        "select c.occurrence::text, " + _BODY + " from completion c"
        " where c.space = %s and c.todo = %s and c.occurrence = any(%s::date[])",
        (space, todo, list(days)),
    )
    return {**dict.fromkeys(days), **dict(found.fetchall())}


def newest(conn: Connection, space: UUID, todo: UUID, most: int) -> list[dict[str, Any]]:
    """The latest occurrences of which something became, in the order of their days."""
    found = conn.execute(
        "select row_to_json(x) from (select c.occurrence, " + FIELDS + " from completion c"
        " where c.space = %s and c.todo = %s order by c.occurrence desc limit %s) x order by x.occurrence",
        (space, todo, most),
    )
    return [cast("dict[str, Any]", body) for (body,) in found]


def beside(conn: Connection, space: UUID, row: Locked, merged: Merged, wanted: Row) -> tuple[Locked, Merged]:
    """The row and what is to be written of it, with what became of occurrences as one more field."""
    known = of(conn, space, row.id, list(wanted))
    return (
        replace(row, fields={**row.fields, "completions": known}),
        merged | Merged({"completions": dict(wanted)}, {}, {}),
    )


def write(conn: Connection, space: UUID, todo: UUID, completions: Mapping[str, Any]) -> None:
    """Sets what became of each day, or that nothing did. Behind what changes the todo, whose number it takes."""
    for day, became in completions.items():
        if became is None:
            conn.execute(
                "delete from completion where space = %s and todo = %s and occurrence = %s", (space, todo, day)
            )
        else:
            conn.execute(_PUT, {**became, "space": space, "todo": todo, "occurrence": day})


_PUT: LiteralString = """
insert into completion (space, todo, occurrence, outcome, due, due_zone, completed_at, seq)
select id, %(todo)s, %(occurrence)s::date, %(outcome)s, %(due)s, %(due_zone)s, %(completed_at)s::timestamptz, seq
from space where id = %(space)s
on conflict (space, todo, occurrence) do update set outcome = excluded.outcome, due = excluded.due,
  due_zone = excluded.due_zone, completed_at = excluded.completed_at, seq = excluded.seq"""
