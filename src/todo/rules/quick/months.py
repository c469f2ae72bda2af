"""The day that a phrase means which names a month, or a day of one."""

import re
from datetime import date

from todo.rules.quick import calendar
from todo.rules.quick.context import Context
from todo.rules.quick.slots import Slots

CENTURY_SPLIT = 70  # 1/2/69 is in 2069 and 1/2/70 in 1970, as POSIX has it


def _in_month(slots: Slots, context: Context, day: int) -> date:
    """That day of the named month, or its last, in this year or, if that is over, the next."""
    years = [slots.year] if "year" in slots else [context.today.year, context.today.year + 1]
    for year in years:
        end = calendar.month_end(year, slots.month)
        found = end.replace(day=min(day, end.day))
        if found >= context.today or year == years[-1]:
            return found
    raise AssertionError


def _start_of_month(slots: Slots, context: Context) -> date:
    return _in_month(slots, context, 1)


def _mid_month(slots: Slots, context: Context) -> date:
    return _in_month(slots, context, 15)


def _late_month(slots: Slots, context: Context) -> date:
    return _in_month(slots, context, 25)


def _end_of_month(slots: Slots, context: Context) -> date:
    return _in_month(slots, context, 31)


def _next_month_named(slots: Slots, context: Context) -> date:
    return _in_month(slots, context, 1)


def _mid_next_month(_slots: Slots, context: Context) -> date:
    return calendar.plus(context.today.replace(day=15), 1, "month")


def _mid_this_month(_slots: Slots, context: Context) -> date:
    found = context.today.replace(day=15)
    return found if found >= context.today else calendar.plus(found, 1, "month")


def _nth_weekday(slots: Slots, context: Context) -> date:
    """Of the named month or this one; if that is over, of the next year or month."""
    today = context.today
    if "month" not in slots:
        found = calendar.nth_weekday(today.year, today.month, slots.ordinal(), slots.weekday)
        return found if found >= today else _nth_weekday_next(slots, context)
    year = slots.year or today.year
    found = calendar.nth_weekday(year, slots.month, slots.ordinal(), slots.weekday)
    if found < today and "year" not in slots:
        found = calendar.nth_weekday(year + 1, slots.month, slots.ordinal(), slots.weekday)
    return found


def _nth_weekday_next(slots: Slots, context: Context) -> date:
    start = calendar.plus(context.today.replace(day=1), 1, "month")
    return calendar.nth_weekday(start.year, start.month, slots.ordinal(), slots.weekday)


def _nth_workday(slots: Slots, context: Context) -> date:
    """Of the named month or this one; if that is over, of the next year or month."""
    today, nth = context.today, slots.nth_or_ordinal()
    year, month = slots.year or today.year, slots.month if "month" in slots else today.month
    found = calendar.nth_workday(year, month, nth)
    if found >= today or "year" in slots:
        return found
    return calendar.nth_workday(year + 1, month, nth) if "month" in slots else _nth_workday_next(slots, context)


def _nth_workday_next(slots: Slots, context: Context) -> date:
    start = calendar.plus(context.today.replace(day=1), 1, "month")
    return calendar.nth_workday(start.year, start.month, slots.nth_or_ordinal())


def _day_month(slots: Slots, context: Context) -> date:
    """In this year or, if it is over, the next; 29 February in the next that has one."""
    if "year" in slots:
        return date(slots.year, slots.month, slots.number("day"))
    return _next_with(slots.month, slots.number("day"), context)


def _next_with(month: int, day: int, context: Context) -> date:
    for year in range(context.today.year, context.today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= context.today:
            return found
    raise ValueError("there is no such day")


def _iso(slots: Slots, _context: Context) -> date:
    year, month, day = (int(part) for part in re.split(r"[./-]", slots.text("iso")))
    return date(year, month, day)


def _compact(slots: Slots, _context: Context) -> date:
    text = slots.text("compact")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _numeric(slots: Slots, context: Context) -> date:
    first, second, year = (int(part) for part in re.split(r"[./-]", slots.text("numeric")))
    if year < 100:
        year += 2000 if year < CENTURY_SPLIT else 1900
    month, day = _order(first, second, context, has_dots="." in slots.text("numeric"))
    return date(year, month, day)


def _short_numeric(slots: Slots, context: Context) -> date:
    text = slots.text("short_numeric")
    first, second = (int(part) for part in text.replace(".", "/").strip("/").split("/"))
    month, day = _order(first, second, context, has_dots="." in text)
    return _next_with(month, day, context)


def _order(first: int, second: int, context: Context, *, has_dots: bool) -> tuple[int, int]:
    """Month and day: as the account has it, but for what only the other order can be; dots are day first."""
    is_day_first = (context.is_day_first or has_dots or first > 12) and second <= 12
    return (second, first) if is_day_first else (first, second)


def _nth(slots: Slots, context: Context) -> date:
    """That day of this month or, if it is over or there is none, of the next that has one."""
    day, start = slots.day_of_month, context.today.replace(day=1)
    for months in range(13):
        first = calendar.plus(start, months, "month")
        end = calendar.month_end(first.year, first.month)
        if day <= end.day and first.replace(day=day) >= context.today:
            return first.replace(day=day)
    raise ValueError("there is no such day")


def _day_of_this_month(slots: Slots, context: Context) -> date:
    return context.today.replace(day=slots.number("nth"))


def _day_of_next_month(slots: Slots, context: Context) -> date:
    return calendar.plus(context.today.replace(day=1), 1, "month").replace(day=slots.number("nth"))


def _holiday(slots: Slots, context: Context) -> date:
    """In the named year, else in this or, if it is over, in the next."""
    rule = str(slots.of("holidays", "holiday"))
    if "year" in slots:
        return calendar.holiday(slots.year, rule)
    found = calendar.holiday(context.today.year, rule)
    return found if found >= context.today else calendar.holiday(context.today.year + 1, rule)


def _before_holiday(slots: Slots, context: Context) -> date:
    return calendar.plus(_holiday(slots, context), -(slots.number("n") or 1), slots.unit)


def _after_holiday(slots: Slots, context: Context) -> date:
    return calendar.plus(_holiday(slots, context), slots.number("n") or 1, slots.unit)


MEANINGS = {
    "end_of_month": _end_of_month, "start_of_month": _start_of_month, "mid_month": _mid_month,
    "late_month": _late_month,
    "next_month_named": _next_month_named, "mid_next_month": _mid_next_month, "mid_this_month": _mid_this_month,
    "nth_weekday": _nth_weekday, "nth_weekday_next": _nth_weekday_next, "nth_workday": _nth_workday,
    "nth_workday_next": _nth_workday_next, "day_month": _day_month, "iso": _iso, "compact": _compact, "nth": _nth,
    "numeric": _numeric, "short_numeric": _short_numeric, "day_of_this_month": _day_of_this_month,
    "day_of_next_month": _day_of_next_month, "holiday": _holiday, "before_holiday": _before_holiday,
    "after_holiday": _after_holiday,
}  # fmt: skip
