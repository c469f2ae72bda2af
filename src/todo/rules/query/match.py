"""Whether a todo is one that a query means: of rows as clients see them, so that it works without a connection.

It says the same as the SQL that the store makes of the same tree.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from todo.rules import when
from todo.rules.query.moment import Bound, Clock, bounds, day_of, instant_of
from todo.rules.query.names import Names
from todo.rules.query.tree import (
    All,
    Dated,
    Either,
    Field,
    Named,
    Node,
    Not,
    Overdue,
    Pane,
    Plain,
    Priority,
    Said,
    Word,
)

Row = Mapping[str, Any]


def matches(pane: Pane, todo: Row, clock: Clock, names: Names) -> bool:
    """True if the todo is in the pane: a row as `GET /todo` answers it."""
    if not pane.speaks_of_status and todo["status"] != "open":
        return False
    return _holds(pane.node, todo, clock, names)


def _holds(node: Node, todo: Row, clock: Clock, names: Names) -> bool:
    match node:
        case All(terms):
            return all(_holds(term, todo, clock, names) for term in terms)
        case Either(terms):
            return any(_holds(term, todo, clock, names) for term in terms)
        case Not(term):
            return not _holds(term, todo, clock, names)
        case Dated():
            return _lies_within(node, todo, clock)
        case Overdue():
            return todo["status"] == "open" and _is_past(todo, clock)
        case Named():
            return bool(names.ids(node) & _named(node, todo, names))
        case _:
            return _says(node, todo)


def _says(node: Plain | Priority | Said, todo: Row) -> bool:
    match node:
        case Plain(word):
            return _WORDS[word](todo)
        case Priority(level):
            return todo["priority"] == level
        case Said(text):
            return text.lower() in todo["title"].lower() or text.lower() in todo["notes"].lower()


_WORDS: Mapping[Word, Callable[[Row], bool]] = {
    "everything": lambda _: True,
    "open": lambda todo: todo["status"] == "open",
    "done": lambda todo: todo["status"] == "done",
    "cancelled": lambda todo: todo["status"] == "cancelled",
    "subtask": lambda todo: todo["parent"] is not None,
    "recurring": lambda todo: todo["recurrence"] is not None,
    "no due": lambda todo: todo["due"] is None,
    "no start": lambda todo: todo["start"] is None,
    "no deadline": lambda todo: todo["deadline"] is None,
    "no time": lambda todo: "T" not in (todo["due"] or ""),
}


def _named(node: Named, todo: Row, names: Names) -> set[str]:
    """The ids that the todo has of what the name is of."""
    if node.kind == "tag":
        return set(todo["tags"])
    found = todo["section"] if node.kind == "section" else todo["list"] or names.inbox
    return {found} if found else set()


class Local(NamedTuple):
    """A date, and the time of day and the zone that it may have."""

    on: date
    at: time | None
    zone: ZoneInfo | None


def _lies_within(dated: Dated, todo: Row, clock: Clock) -> bool:
    value = _value(dated.field, todo)
    if value is None or (dated.field == "completed" and todo["status"] != "done"):
        return False
    lower, upper = bounds(dated, clock)
    return (lower is None or not _is_before(value, lower, clock)) and (upper is None or _is_before(value, upper, clock))


def _is_past(todo: Row, clock: Clock) -> bool:
    due = _value("due", todo)
    if not isinstance(due, Local):
        return False
    if due.at is None:
        return due.on < clock.today
    return _instant(due, clock) <= clock.now


def _value(field: Field, todo: Row) -> Local | datetime | None:
    text = todo[{"created": "created_at", "completed": "completed_at"}.get(field, field)]
    if text is None:
        return None
    if field in {"created", "completed"}:
        return datetime.fromisoformat(text)
    on, at = when.split(text)
    zone = todo.get(f"{field}_zone")
    return Local(date.fromisoformat(on or ""), time.fromisoformat(at) if at else None, ZoneInfo(zone) if zone else None)


def _is_before(value: Local | datetime, bound: Bound, clock: Clock) -> bool:
    """A date alone is before an instant once its day is over, as is usual of what is due on it."""
    if isinstance(value, datetime):
        return value < instant_of(bound, clock)
    if value.at is None:
        return value.on < day_of(bound, clock)
    if isinstance(bound, datetime):
        return _instant(value, clock) < bound
    return _day(value, clock) < bound


def _day(value: Local, clock: Clock) -> date:
    """The day that it is on where the person is."""
    return day_of(_instant(value, clock), clock) if value.zone else value.on


def _instant(value: Local, clock: Clock) -> datetime:
    local = datetime.combine(value.on, value.at or time(), value.zone or clock.now.tzinfo)
    return when.instant(local)
