"""Conditions on when a todo is due, starts, has its deadline, was made or was completed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import LiteralString

from todo.rules.query.moment import Bound, Clock, bounds, day_of, instant_of
from todo.rules.query.tree import Dated, Field
from todo.store.todo_page import DUE_ON

_DIGITS: tuple[LiteralString, ...] = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
_FARTHEST = timedelta(days=2)  # the day of a time in one zone is at most so far from its day in another


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of a statement, named as they come: q0, q1 …"""

    values: dict[str, object]

    def __call__(self, value: object) -> LiteralString:
        """What stands for the value in the statement."""
        name: LiteralString = "q"
        for digit in str(len(self.values)):
            name = name + _DIGITS[int(digit)]
        self.values[name] = value
        return "%(" + name + ")s"


def dated(node: Dated, clock: Clock, given: Given) -> LiteralString:
    """The field lies between the bounds of the moment."""
    lower, upper = bounds(node, clock)
    conditions: list[LiteralString] = [_THERE[node.field]]
    given.values["zone"] = clock.zone
    if lower is not None:
        conditions.append(_BOUNDED[node.field](lower, ">= ", clock, given))
    if upper is not None:
        conditions.append(_BOUNDED[node.field](upper, "< ", clock, given))
    return " and ".join(conditions)


def _due(bound: Bound, sign: LiteralString, clock: Clock, given: Given) -> LiteralString:
    """Beside the condition itself a wider one, which the index of due dates can answer."""
    is_upper = sign == "< "
    wider = _moved(day_of(bound, clock), _FARTHEST if is_upper else -_FARTHEST)
    within_index = DUE_ON + (" <= " if is_upper else " >= ") + given(wider) + "::date"
    return within_index + " and " + _local(bound, sign, clock, given, ("t.due_on", "t.due_time", "t.due_zone"))


def _start(bound: Bound, sign: LiteralString, clock: Clock, given: Given) -> LiteralString:
    return _local(bound, sign, clock, given, ("t.start_on", "t.start_time", "t.start_zone"))


def _local(
    bound: Bound,
    sign: LiteralString,
    clock: Clock,
    given: Given,
    columns: tuple[LiteralString, LiteralString, LiteralString],
) -> LiteralString:
    """A date alone is before an instant once its day is over; a time in another zone is on its day here."""
    on, at, zone = columns
    day = given(day_of(bound, clock)) + "::date"
    if isinstance(bound, datetime):
        instant = "instant_of(coalesce(" + zone + ", %(zone)s), " + on + " + " + at + ")"
        by_time = instant + " " + sign + given(bound) + "::timestamptz"
        return "case when " + at + " is null then " + on + " " + sign + day + " else " + by_time + " end"
    here = "timezone(%(zone)s, instant_of(" + zone + ", " + on + " + " + at + "))::date"
    return "case when " + zone + " is null then " + on + " else " + here + " end " + sign + day


def _deadline(bound: Bound, sign: LiteralString, clock: Clock, given: Given) -> LiteralString:
    return "t.deadline_on " + sign + given(day_of(bound, clock)) + "::date"


def _created(bound: Bound, sign: LiteralString, clock: Clock, given: Given) -> LiteralString:
    return "t.created_at " + sign + given(instant_of(bound, clock)) + "::timestamptz"


def _completed(bound: Bound, sign: LiteralString, clock: Clock, given: Given) -> LiteralString:
    return "t.completed_at " + sign + given(instant_of(bound, clock)) + "::timestamptz"


_BOUNDED: Mapping[Field, Callable[[Bound, LiteralString, Clock, Given], LiteralString]] = {
    "due": _due,
    "start": _start,
    "deadline": _deadline,
    "created": _created,
    "completed": _completed,
}
_THERE: Mapping[Field, LiteralString] = {
    "due": "t.due_on is not null",
    "start": "t.start_on is not null",
    "deadline": "t.deadline_on is not null",
    "created": "true",
    "completed": "t.status = 'done'",
}


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day
