"""Arithmetic on local days: nothing here has a zone, and nothing is converted through an instant."""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.easter import easter

LAST_YEAR = 9998


DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def plus(on: date, count: int, unit: str) -> date:
    """`count` units later; a month's or a year's end clamps. Raises ValueError beyond the calendar."""
    try:
        if unit in DAYS:
            return on + timedelta(days=DAYS[unit] * count)
        if unit in MONTHS:
            return _months_later(on, MONTHS[unit] * count)
        if unit == "workday":
            return _workdays_later(on, count)
    except OverflowError:
        raise ValueError("beyond the calendar") from None
    raise ValueError(unit)


def _months_later(on: date, count: int) -> date:
    number = on.year * 12 + on.month - 1 + count
    year, month = divmod(number, 12)
    if not 1 <= year <= LAST_YEAR:
        raise ValueError("beyond the calendar")
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def _workdays_later(on: date, count: int) -> date:
    step = timedelta(days=1 if count >= 0 else -1)
    if abs(count) > 10_000:
        raise ValueError("beyond the calendar")
    for _ in range(abs(count)):
        on += step
        while on.isoweekday() > 5:
            on += step
    return on


def on_weekday(after: date, weekday: int) -> date:
    """The first day behind `after` that is this weekday, 1 Monday to 7 Sunday."""
    return after + timedelta(days=(weekday - after.isoweekday() - 1) % 7 + 1)


def start_of_week(on: date, week_start: int) -> date:
    return on - timedelta(days=(on.isoweekday() - week_start) % 7)


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The nth such weekday of the month, from its end if negative. Raises ValueError if there is none."""
    if nth > 0:
        found = on_weekday(date(year, month, 1) - timedelta(days=1), weekday) + timedelta(weeks=nth - 1)
    else:
        end = month_end(year, month)
        found = end - timedelta(days=(end.isoweekday() - weekday) % 7) + timedelta(weeks=nth + 1)
    if found.month != month:
        raise ValueError("there is no such weekday in the month")
    return found


def nth_workday(year: int, month: int, nth: int) -> date:
    """The nth of Monday to Friday in the month, from its end if negative. Raises ValueError if there is none."""
    start = date(year, month, 1) - timedelta(days=1) if nth > 0 else month_end(year, month) + timedelta(days=1)
    found = plus(start, nth, "workday")
    if found.month != month:
        raise ValueError("there are not so many workdays in the month")
    return found


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def holiday(year: int, rule: str) -> date:
    """`12-25`, `11 4TH` for the fourth Thursday of November, `11 4TH +1` the day after, or `easter -2`."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.split()[1]))
    if " " in rule:
        month, day, *later = rule.split()
        found = nth_weekday(year, int(month), int(day[:-2]), WEEKDAYS.index(day[-2:]) + 1)
        return found + timedelta(days=int(later[0]) if later else 0)
    month, day = rule.split("-")
    return date(year, int(month), int(day))
