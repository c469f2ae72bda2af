"""What completing, skipping and moving an occurrence does to a todo that repeats.

A series is its rule, the day `start` that it counts from and is the first of, and the days `exceptions` that are left
out. A todo stands for one `occurrence` of it, a day of the series, wherever that one was moved to. One step goes on:

- it is behind the occurrence, however early it was done, so that doing it early does not repeat it;
- it is not before today, however late it was done, so that nothing that was missed has to be ticked off;
- from completion, the rule counts from the day on which it was done.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from typing import Literal

from todo.rules.occurrences import first, occurrences, without


@dataclass(frozen=True, slots=True)
class Series:
    """`rule` as `recurrence.rule` has passed it; `steps` is how many occurrences were completed or skipped."""

    rule: str
    start: date
    repeat_from: Literal["due", "completion"] = "due"
    exceptions: Collection[date] = frozenset()
    steps: int = 0


def beginning(rule: str, today: date) -> date:
    """The first day of a series that was given none: of the days that the rule names, whatever its interval."""
    return first(without(rule, "INTERVAL", "COUNT"), today) or today


def following(series: Series, occurrence: date, today: date) -> date | None:
    """What comes behind the occurrence when it is completed or skipped today; None if the series is over."""
    if series.repeat_from == "completion":
        return _from_completion(series, occurrence, today)
    behind = max(occurrence, today - timedelta(days=1))
    return next((day for day in _days(series, behind) if day not in series.exceptions), None)


def coming(series: Series, occurrence: date, today: date, *, until: date, most: int) -> list[date]:
    """At most so many occurrences behind this one, up to `until`; from completion, as if each were done on its day."""
    if series.repeat_from == "due":
        days = _days(series, max(occurrence, today - timedelta(days=1)), until)
        return list(islice((day for day in days if day not in series.exceptions), most))
    left = most if _count(series) is None else min(most, (_count(series) or 0) - series.steps - 1)
    found = list[date]()
    while len(found) < left:
        done_on = found[-1] if found else max(occurrence, today)
        day = _from_day(series, done_on, done_on)
        if day is None or day > until:
            break
        found.append(day)
    return found


def moved(text: str | None, days: int) -> str | None:
    """A date or local time so many days later, at the same time of the clock; as it was if there is no such day."""
    if text is None:
        return None
    on, _, at = text.partition("T")
    try:
        return (date.fromisoformat(on) + timedelta(days=days)).isoformat() + (f"T{at}" if at else "")
    except OverflowError:
        return text


def put_on(text: str | None, day: date) -> str:
    """A date or local time on another day, at the same time of the clock."""
    _, _, at = (text or "").partition("T")
    return day.isoformat() + (f"T{at}" if at else "")


def _days(series: Series, after: date, until: date | None = None) -> Iterator[date]:
    """The days of the series behind `after`: the start is the first of them, also where the rule does not name it."""
    count = _count(series)
    if count is None:
        return occurrences(series.rule, series.start, after=max(after, series.start), until=until)
    behind = occurrences(without(series.rule, "COUNT"), series.start, until=until)
    days = chain([series.start], (day for day in behind if day > series.start))
    return (day for day in islice(days, count) if day > after)


def _from_completion(series: Series, occurrence: date, today: date) -> date | None:
    """COUNT is of the whole series, which has no days of its own before they come: the steps are counted instead."""
    count = _count(series)
    if count is not None and series.steps + 1 >= count:
        return None
    return _from_day(series, today, occurrence)


def _from_day(series: Series, day: date, occurrence: date) -> date | None:
    days = occurrences(without(series.rule, "COUNT"), day, after=max(day, occurrence))
    return next((found for found in days if found not in series.exceptions), None)


def _count(series: Series) -> int | None:
    named = dict(part.split("=", 1) for part in series.rule.split(";"))
    return int(named["COUNT"]) if "COUNT" in named else None
