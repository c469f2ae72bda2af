"""When a recurrence rule happens: RFC 5545, section 3.3.10, on local days, with what people mean by a month's end.

`BYMONTHDAY=31` is the last day of a shorter month, and 29 February is the 28th where there is none; RFC 5545 would
leave such a month out. The day stays in the rule, so that it comes back.

All else is as dateutil has it, to which the tests compare. dateutil itself cannot be told to stop: a rule that never
happens keeps it busy up to the year 9999, for seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count as counted
from itertools import islice

MOST_DAYS = 75_000
"""So many days one expansion looks at, some 200 years of a rule that asks of each day, so that none takes long."""

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_YEAR = 9990


@dataclass(frozen=True, slots=True)
class _Rule:
    frequency: str
    interval: int
    count: int | None
    until: date | None
    week_start: int  # 0 Monday to 6 Sunday, as `date.weekday` has them
    months: tuple[int, ...]
    monthdays: tuple[int, ...]
    yeardays: tuple[int, ...]
    weeks: tuple[int, ...]
    positions: tuple[int, ...]
    weekdays: tuple[tuple[int, int], ...]  # which of them, 0 for every one, and the day


def occurrences(rule: str, start: date, *, after: date | None = None, until: date | None = None) -> Iterator[date]:
    """The days of the rule from `start` on, each once, in order. `start` itself counts only if the rule has it.

    Only those behind `after` and up to `until`, where they are named; COUNT counts from `start` all the same, and UNTIL
    counts by its day. Needs a rule that `recurrence.rule` has passed.
    """
    wanted = _anchored(_read(rule), start)
    end = min((day for day in (wanted.until, until) if day), default=date(_LAST_YEAR, 12, 31))
    skipped = start if after is None or wanted.count else max(after, start)
    looked_at = found = 0
    for period in _periods(wanted, start, skipped):
        looked_at += len(period)
        if looked_at > MOST_DAYS or (period and period[0] > end):
            return
        for day in _chosen(wanted, period):
            if day > end or found == wanted.count:
                return
            if day >= start:
                found += 1
                if after is None or day > after:
                    yield day


def first(rule: str, start: date) -> date | None:
    """The first day of the rule on or after `start`; None if there is none."""
    return next(islice(occurrences(rule, start), 1), None)


def without(rule: str, *names: str) -> str:
    """The rule without the parts of these names."""
    return ";".join(part for part in rule.split(";") if part.partition("=")[0] not in names)


def _read(text: str) -> _Rule:
    parts = dict(part.split("=", 1) for part in text.split(";"))

    def numbers(name: str) -> tuple[int, ...]:
        return tuple(int(number) for number in parts.get(name, "").split(",") if number)

    until = parts.get("UNTIL")
    return _Rule(
        parts["FREQ"],
        int(parts.get("INTERVAL", "1")),
        int(parts["COUNT"]) if "COUNT" in parts else None,
        datetime.strptime(until[:8], "%Y%m%d").date() if until else None,  # noqa: DTZ007 (a day, not a moment)
        WEEKDAYS.index(parts.get("WKST", "MO")),
        numbers("BYMONTH"),
        numbers("BYMONTHDAY"),
        numbers("BYYEARDAY"),
        numbers("BYWEEKNO"),
        numbers("BYSETPOS"),
        tuple((int(day[:-2] or 0), WEEKDAYS.index(day[-2:])) for day in parts.get("BYDAY", "").split(",") if day),
    )


def _anchored(rule: _Rule, start: date) -> _Rule:
    """With the days that it takes from `start`."""
    if rule.monthdays or rule.yeardays or rule.weeks or rule.weekdays:
        return rule
    match rule.frequency:
        case "WEEKLY":
            return replace(rule, weekdays=((0, start.weekday()),))
        case "MONTHLY":
            return replace(rule, monthdays=(start.day,))
        case "YEARLY":
            return replace(rule, months=rule.months or (start.month,), monthdays=(start.day,))
        case _:
            return rule


def _periods(rule: _Rule, start: date, skipped: date) -> Iterator[list[date]]:
    """The days of each period that the interval leaves, from that of `start`, or later from that of `skipped`.

    Of a year that names its months only those.
    """
    match rule.frequency:
        case "DAILY":
            yield from _stretches(start, skipped, rule.interval, 1)
        case "WEEKLY":
            yield from _stretches(_week_of(start, rule.week_start), skipped, 7 * rule.interval, 7)
        case "MONTHLY":
            origin, aim = _months(start), _months(skipped)
            for number in counted(origin + (aim - origin) // rule.interval * rule.interval, rule.interval):
                year, month = divmod(number, 12)
                if year > _LAST_YEAR:
                    return
                yield _month(year, month + 1) if not rule.months or month + 1 in rule.months else []
        case _:
            begin = start.year + (skipped.year - start.year) // rule.interval * rule.interval
            for year in range(begin, _LAST_YEAR + 1, rule.interval):
                yield [day for month in sorted(set(rule.months)) or range(1, 13) for day in _month(year, month)]


def _stretches(origin: date, skipped: date, step: int, length: int) -> Iterator[list[date]]:
    begin = origin.toordinal()
    begin += (skipped.toordinal() - begin) // step * step
    for number in range(begin, date(_LAST_YEAR, 12, 31).toordinal() - length, step):
        yield [date.fromordinal(day) for day in range(max(number, 1), number + length)]


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(year: int, month: int) -> list[date]:
    begin = date(year, month, 1).toordinal()
    return [date.fromordinal(day) for day in range(begin, begin + _days_in(year, month))]


def _days_in(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def _week_of(day: date, week_start: int) -> date:
    away = (day.weekday() - week_start) % 7
    return day - timedelta(days=away) if day.toordinal() > away else date.min


def _chosen(rule: _Rule, period: list[date]) -> list[date]:
    days = [day for day in period if _has(rule, day)]
    if not rule.positions:
        return days
    size = len(days)
    places = {position - 1 if position > 0 else size + position for position in rule.positions}
    return [days[place] for place in sorted(places) if 0 <= place < size]


def _has(rule: _Rule, day: date) -> bool:
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.weekdays or any(_is_weekday(rule, which, number, day) for which, number in rule.weekdays))
        and (not rule.monthdays or _is_monthday(rule, day))
        and (not rule.yeardays or _is_yearday(rule, day))
        and (not rule.weeks or _is_in_week(rule, day))
    )


def _is_monthday(rule: _Rule, day: date) -> bool:
    if day.day in rule.monthdays:
        return True
    length = _days_in(day.year, day.month)
    if day.day - length - 1 in rule.monthdays:
        return True
    clamps = rule.frequency in {"MONTHLY", "YEARLY"} and not (rule.weekdays or rule.positions or rule.weeks)
    return clamps and day.day == length and any(number > length for number in rule.monthdays)


def _is_yearday(rule: _Rule, day: date) -> bool:
    number = (day - date(day.year, 1, 1)).days + 1
    length = (date(day.year, 12, 31) - date(day.year, 1, 1)).days + 1
    return number in rule.yeardays or number - length - 1 in rule.yeardays


def _is_in_week(rule: _Rule, day: date) -> bool:
    """Weeks as ISO 8601 has them, but for the day that they begin with: the first has 4 days of its year."""
    begin, year = _week_of(day, rule.week_start), day.year
    first_week = _first_week(year, rule.week_start)
    if begin < first_week:
        first_week, next_first = _first_week(year - 1, rule.week_start), first_week
    else:
        next_first = _first_week(year + 1, rule.week_start)
        if begin >= next_first:
            first_week, next_first = next_first, _first_week(year + 2, rule.week_start)
    number, weeks = (begin - first_week).days // 7 + 1, (next_first - first_week).days // 7
    return number in rule.weeks or number - weeks - 1 in rule.weeks


def _first_week(year: int, week_start: int) -> date:
    return _week_of(date(max(year, 1), 1, 4), week_start)


def _is_weekday(rule: _Rule, which: int, number: int, day: date) -> bool:
    if day.weekday() != number:
        return False
    if not which or rule.frequency in {"DAILY", "WEEKLY"}:
        return True
    if rule.frequency == "YEARLY" and not rule.months:
        begin, end = date(day.year, 1, 1), date(day.year, 12, 31)
    else:
        begin, end = day.replace(day=1), day.replace(day=_days_in(day.year, day.month))
    return (day - begin).days // 7 + 1 == which if which > 0 else (end - day).days // 7 + 1 == -which
