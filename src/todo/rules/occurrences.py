"""When a recurrence rule happens: RFC 5545, section 3.3.10, on local days, with what people mean by a month's end.

`BYMONTHDAY=31` is the last day of a shorter month, and 29 February is the 28th where there is none; RFC 5545 would
leave such a month out. The day stays in the rule, so that it comes back. dateutil does the rest.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from heapq import merge as merged
from itertools import groupby, islice

from dateutil.rrule import rrulestr

LAST = datetime(9998, 12, 31)  # noqa: DTZ001 (rules are about local dates)
_SHORTEST = 28


def occurrences(rule: str, start: date, *, until: date | None = None) -> Iterator[date]:
    """The days of the rule from `start` on, each once, in order. `start` itself counts only if the rule has it.

    What COUNT and UNTIL leave; UNTIL counts by its day. Needs a rule that `recurrence.rule` has passed.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    count, last = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    anchored = _anchored(parts, start)
    days = _distinct(merged(*(_expanded(simple, start) for simple in _clamped(anchored))))
    end = min(filter(None, (_day_of(last) if last else None, until)), default=None)
    for number, on in enumerate(days):
        if (count and number >= int(count)) or (end and on > end):
            return
        yield on


def first(rule: str, start: date) -> date | None:
    """The first day of the rule on or after `start`; None if there is none."""
    return next(islice(occurrences(rule, start), 1), None)


def anchored(rule: str, start: date) -> str:
    """The rule with the days that it takes from `start`, so that it stays as it is when one occurrence moves."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    return ";".join(f"{name}={value}" for name, value in _anchored(parts, start).items())


def _anchored(parts: dict[str, str], start: date) -> dict[str, str]:
    named = {name for name in parts if name.startswith("BY")} - {"BYMONTH"}
    if named:
        return parts
    match parts["FREQ"]:
        case "WEEKLY":
            return {**parts, "BYDAY": ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]}
        case "MONTHLY":
            return {**parts, "BYMONTHDAY": str(start.day)}
        case "YEARLY":
            return {"BYMONTH": str(start.month), **parts, "BYMONTHDAY": str(start.day)}
        case _:
            return parts


def _clamped(parts: dict[str, str]) -> Iterator[dict[str, str]]:
    """Rules that together are this one, each with at most one day of the month, which every month has."""
    days = parts.get("BYMONTHDAY", "").split(",")
    is_simple = parts["FREQ"] in {"MONTHLY", "YEARLY"} and "BYDAY" not in parts and "BYSETPOS" not in parts
    if not is_simple or not any(day and int(day) > _SHORTEST for day in days) or "BYWEEKNO" in parts:
        yield parts
        return
    months = parts.get("BYMONTH", "").split(",") if parts["FREQ"] == "YEARLY" else [parts.get("BYMONTH", "")]
    if months == [""] and parts["FREQ"] == "YEARLY":
        months = [str(month) for month in range(1, 13)]  # BYMONTHDAY alone is that day of each month
    for month in months:
        for day in days:
            yield {**parts, **({"BYMONTH": month} if month else {}), **_one_day(int(day))}


def _one_day(day: int) -> dict[str, str]:
    if day <= _SHORTEST:
        return {"BYMONTHDAY": str(day)}
    return {"BYMONTHDAY": ",".join(str(it) for it in range(_SHORTEST, day + 1)), "BYSETPOS": "-1"}


def _expanded(parts: dict[str, str], start: date) -> Iterator[date]:
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    for moment in rrulestr(text, dtstart=datetime.combine(start, time())):
        if moment > LAST:
            return
        yield moment.date()


def _distinct(days: Iterator[date]) -> Iterator[date]:
    return (day for day, _ in groupby(days))


def _day_of(until: str) -> date:
    return datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007 (a day, not a moment)
