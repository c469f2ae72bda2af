"""From a moment as it is written to its bounds: days where the person is, or instants."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from todo.rules import when
from todo.rules.query.tree import At, Count, Dated, Day, DayOfYear, Lasting, Moment, Period, Shifted, Weekday

Bound = date | datetime
"""A day, or an instant in UTC. Which of them it is decides what is compared: a todo's day, or its instant."""

_PAST = {"created", "completed"}  # what has happened lies behind us: its nearest Monday is the last one
_SECONDS = {"minute": 60, "hour": 3600}
_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Now, in the zone of the account, and the day that its week begins with, 1 Monday to 7 Sunday."""

    now: datetime
    week_start: int = 1

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def zone(self) -> str:
        return str(self.now.tzinfo)


class Bounds(NamedTuple):
    """From the lower on, up to and without the upper; None is no bound."""

    lower: Bound | None
    upper: Bound | None


def bounds(dated: Dated, clock: Clock) -> Bounds:
    """Between what the field of a todo lies."""
    first, end = _span(dated.moment, clock, is_past=dated.field in _PAST)
    if dated.relation == "on":
        return Bounds(first, end)
    return Bounds(None, first) if dated.relation == "before" else Bounds(end, None)


def day_of(bound: Bound, clock: Clock) -> date:
    """The day that the bound is on where the person is."""
    if not isinstance(bound, datetime):
        return bound
    try:
        return bound.astimezone(clock.now.tzinfo).date()
    except OverflowError:
        return bound.date()


def instant_of(bound: Bound, clock: Clock) -> datetime:
    """The instant, of a day its first: where midnight comes twice the first one."""
    return bound if isinstance(bound, datetime) else _utc(datetime.combine(bound, time(), clock.now.tzinfo))


def _utc(local: datetime) -> datetime:
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return _EARLIEST if local.year == 1 else _LATEST


def _span(moment: Moment, clock: Clock, *, is_past: bool) -> tuple[Bound, Bound]:
    match moment:
        case Lasting(count):
            one, other = _lasting(count, clock)
            return min(one, other), max(one, other)
        case At(origin, at):
            day = _first_day(origin, clock, is_past=is_past)
            return _minute(when.instant(datetime.combine(day, at, clock.now.tzinfo)))
        case Shifted(count, None) if count.unit in _SECONDS:
            return _minute(_later(_utc(clock.now), count))
        case Period(unit, which):
            first = _shift(_beginning(unit, clock), Count(which, unit))
            return first, _shift(first, Count(1, unit))
        case _:
            day = _first_day(moment, clock, is_past=is_past)
            return day, _days(day, 1)


def _lasting(count: Count, clock: Clock) -> tuple[Bound, Bound]:
    if count.unit in _SECONDS:
        now = _utc(clock.now)
        return now, _later(now, count)
    return clock.today, _shift(clock.today, count)


def _first_day(moment: Moment | None, clock: Clock, *, is_past: bool) -> date:
    match moment:
        case None:
            return clock.today
        case Day(day):
            return day
        case Weekday(number):
            away = (number - clock.today.weekday()) % 7
            return _days(clock.today, away - 7 if is_past and away else away)
        case DayOfYear(month, day):
            return _day_of_year(month, day, clock.today, is_past=is_past)
        case Shifted(count, origin):
            return _shift(_first_day(origin, clock, is_past=is_past), count)
        case _:
            return day_of(_span(moment, clock, is_past=is_past)[0], clock)


def _day_of_year(month: int, day: int, today: date, *, is_past: bool) -> date:
    step = -1 if is_past else 1
    for year in range(today.year, today.year + 9 * step, step):  # 29 February is at most 8 years away
        if 1 <= year <= 9999 and day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= today if is_past else found >= today:
                return found
    return date.min if is_past else date.max


def _beginning(unit: str, clock: Clock) -> date:
    today = clock.today
    if unit == "week":
        return _days(today, -((today.isoweekday() - clock.week_start) % 7))
    if unit == "month":
        return today.replace(day=1)
    return today.replace(month=1, day=1) if unit == "year" else today


def _shift(day: date, count: Count) -> date:
    if count.unit in {"day", "week"}:
        return _days(day, count.number * (7 if count.unit == "week" else 1))
    return _months(day, count.number * (12 if count.unit == "year" else 1))


def _days(day: date, number: int) -> date:
    try:
        return day + timedelta(days=number)
    except OverflowError:
        return date.max if number > 0 else date.min


def _months(day: date, number: int) -> date:
    """The same day of another month, or its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not 1 <= year <= 9999:
        return date.max if number > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _later(instant: datetime, count: Count) -> datetime:
    try:
        return instant + timedelta(seconds=count.number * _SECONDS[count.unit])
    except OverflowError:
        return _LATEST if count.number > 0 else _EARLIEST


def _minute(instant: datetime) -> tuple[datetime, datetime]:
    first = instant.replace(second=0, microsecond=0)
    return first, _later(first, Count(1, "minute"))
