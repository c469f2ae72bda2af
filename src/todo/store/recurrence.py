"""What setting a recurrence sets along: a series begins with the day on which the todo is due then.

Every further day counts from there, so that moving one occurrence moves none of the others.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from todo.db import Connection
from todo.rules import series, when
from todo.store import account
from todo.store.change import Mutation
from todo.store.row import Row

NONE: Row = {"due": None, "due_zone": None, "recurrence": None, "series_start": None, "exceptions": []}
"""What a todo is before it is made, as far as it concerns a series."""


def along(conn: Connection, space: UUID, row: Row, changes: Row, mutation: Mutation) -> dict[str, Any]:
    """The fields that change with the recurrence, if `changes` begin a series or end the one that there is.

    The rule that the todo has already begins one only where it comes with another day.
    """
    if "recurrence" not in changes or _goes_on(row, changes):
        return {}
    rule, due = changes["recurrence"], changes.get("due", row["due"])
    if rule is None:
        return _ended(row, changes)
    if due is not None:
        return _begun(day_of(due))
    first = series.beginning(rule, today(conn, space, row, mutation.at))
    return {"due": first.isoformat(), "due_zone": None, **_begun(first)}


def day_of(text: str) -> date:
    """The day of a date or local time."""
    return date.fromisoformat(text[:10])


def today(conn: Connection, space: UUID, row: Row, at: datetime) -> date:
    """The day on which the person acts, where the todo is due or else where they are."""
    return when.today(at, row["due_zone"] or account.zone(conn, space))


def _goes_on(row: Row, changes: Row) -> bool:
    is_moved = changes.get("due", row["due"]) is None or day_of(changes.get("due", row["due"])) != _day(row)
    return row["series_start"] is not None and changes["recurrence"] == row["recurrence"] and not is_moved


def _day(row: Row) -> date | None:
    return day_of(row["due"]) if row["due"] else None


def _begun(first: date) -> dict[str, Any]:
    return {"series_start": first.isoformat(), "occurrence": first.isoformat(), "steps": 0}


def _ended(row: Row, changes: Row) -> dict[str, Any]:
    if row["series_start"] is None:
        return {}
    kept: Mapping[str, Any] = {} if "exceptions" in changes or not row["exceptions"] else {"exceptions": []}
    return {"series_start": None, "occurrence": None, "steps": 0, **kept}
