"""The day that a phrase means. Each function is a meaning that the patterns of a language name."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from todo.rules.quick import calendar
from todo.rules.quick.context import Context
from todo.rules.quick.slots import Slots

Meaning = Callable[[Slots, Context], date]
CENTURY_SPLIT = 70  # 1/2/69 is in 2069 and 1/2/70 in 1970, as POSIX has it


def _relative(slots: Slots, context: Context) -> date:
    return context.today + timedelta(days=int(slots.of("relative", "relative")))


def _today(_slots: Slots, context: Context) -> date:
    return context.today


def _after(slots: Slots, context: Context) -> date:
    start = context.today
    if "relative" in slots:
        start = _relative(slots, context)
    elif "weekday" in slots:
        start = calendar.on_weekday(start, slots.weekday)
    return calendar.plus(start, slots.number("n") or slots.number("digits"), slots.unit)


def _ago(slots: Slots, context: Context) -> date:
    return calendar.plus(context.today, -slots.number("n"), slots.unit)


def _weekday(slots: Slots, context: Context) -> date:
    return calendar.on_weekday(context.today, slots.weekday)


def _this_week(slots: Slots, context: Context) -> date:
    start = calendar.start_of_week(context.today, context.week_start)
    return calendar.on_weekday(start - timedelta(days=1), slots.weekday)


def _next_week(slots: Slots, context: Context) -> date:
    return _this_week(slots, context) + timedelta(weeks=1)


def _weekday_in(slots: Slots, context: Context) -> date:
    return _this_week(slots, context) + timedelta(weeks=slots.number("n"))


def _last_weekday(slots: Slots, context: Context) -> date:
    return calendar.on_weekday(context.today, slots.weekday) - timedelta(weeks=1 + (_is_today(slots, context)))


def _is_today(slots: Slots, context: Context) -> bool:
    return slots.weekday == context.today.isoweekday()


def _weekend(_slots: Slots, context: Context) -> date:
    """Saturday; on a weekend it is today."""
    is_weekend = context.today.isoweekday() >= 6
    return context.today if is_weekend else calendar.on_weekday(context.today, 6)


def _next_weekend(_slots: Slots, context: Context) -> date:
    monday = calendar.start_of_week(context.today, 1)
    return calendar.on_weekday(monday + timedelta(weeks=1), 6)


def _next_unit(slots: Slots, context: Context) -> date:
    """Its first day; of a week the one that weeks start with."""
    today = context.today
    match slots.unit:
        case "week":
            return calendar.start_of_week(today, context.week_start) + timedelta(weeks=1)
        case "month":
            return calendar.plus(today.replace(day=1), 1, "month")
        case "quarter":
            return calendar.plus(today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1), 1, "quarter")
        case "year":
            return date(today.year + 1, 1, 1)
        case "workday":
            return calendar.plus(today, 1, "workday")
        case "day":
            return today + timedelta(days=1)
        case _:
            raise ValueError("there is no next one")


def _later_this_week(_slots: Slots, context: Context) -> date:
    end = calendar.start_of_week(context.today, 1) + timedelta(days=4)
    return min(context.today + timedelta(days=2), max(end, context.today))


def _end_of(slots: Slots, context: Context) -> date:
    return _end(context.today, slots.unit, context)


def _end_of_next(slots: Slots, context: Context) -> date:
    return _end(_next_unit(slots, context), slots.unit, context)


def _end(on: date, unit: str, context: Context) -> date:
    match unit:
        case "day":
            return on
        case "week":
            return calendar.start_of_week(on, context.week_start) + timedelta(days=6)
        case "month":
            return calendar.month_end(on.year, on.month)
        case "quarter":
            return calendar.month_end(on.year, (on.month - 1) // 3 * 3 + 3)
        case "year":
            return date(on.year, 12, 31)
        case _:
            raise ValueError("it has no end")


def _end_of_week(_slots: Slots, context: Context) -> date:
    return _end(context.today, "week", context)


def _end_of_this_month(_slots: Slots, context: Context) -> date:
    return _end(context.today, "month", context)


def _end_of_year(_slots: Slots, context: Context) -> date:
    return _end(context.today, "year", context)


def _start_of_next_month(_slots: Slots, context: Context) -> date:
    return calendar.plus(context.today.replace(day=1), 1, "month")


def _in_month(slots: Slots, context: Context, day: int) -> date:
    """That day of the named month, or its last, in this year or, if that is over, the next."""
    years = [slots.number("year")] if "year" in slots else [context.today.year, context.today.year + 1]
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


def _mid_this_month(_slots: Slots, context: Context) -> date:
    found = context.today.replace(day=15)
    return found if found >= context.today else calendar.plus(found, 1, "month")


def _nth_weekday(slots: Slots, context: Context) -> date:
    """Of the named month or this one; if that is over, of the next year or month."""
    today = context.today
    if "month" not in slots:
        found = calendar.nth_weekday(today.year, today.month, slots.ordinal(), slots.weekday)
        return found if found >= today else _nth_weekday_next(slots, context)
    year = slots.number("year") or today.year
    found = calendar.nth_weekday(year, slots.month, slots.ordinal(), slots.weekday)
    if found < today and "year" not in slots:
        found = calendar.nth_weekday(year + 1, slots.month, slots.ordinal(), slots.weekday)
    return found


def _nth_weekday_next(slots: Slots, context: Context) -> date:
    start = calendar.plus(context.today.replace(day=1), 1, "month")
    return calendar.nth_weekday(start.year, start.month, slots.ordinal(), slots.weekday)


def _day_month(slots: Slots, context: Context) -> date:
    """In this year or, if it is over, the next; 29 February in the next that has one."""
    if "year" in slots:
        return date(slots.number("year"), slots.month, slots.number("day"))
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
    year, month, day = (int(part) for part in slots.text("iso").replace("/", "-").split("-"))
    return date(year, month, day)


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
    day, start = slots.number("nth"), context.today.replace(day=1)
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
    rule = str(slots.of("holidays", "holiday"))
    found = calendar.holiday(context.today.year, rule)
    return found if found >= context.today else calendar.holiday(context.today.year + 1, rule)


MEANINGS: dict[str, Meaning] = {
    "relative": _relative, "tonight": _today, "this_daypart": _today, "after": _after, "ago": _ago, "weekday": _weekday,
    "this_week": _this_week, "next_week": _next_week, "weekday_in": _weekday_in, "last_weekday": _last_weekday,
    "weekend": _weekend, "next_weekend": _next_weekend, "next_unit": _next_unit, "later_this_week": _later_this_week,
    "end_of": _end_of, "end_of_next": _end_of_next, "end_of_month": _end_of_month, "end_of_day": _today,
    "end_of_week": _end_of_week, "end_of_this_month": _end_of_this_month, "end_of_year": _end_of_year,
    "start_of_month": _start_of_month, "start_of_next_month": _start_of_next_month, "mid_month": _mid_month,
    "late_month": _late_month, "next_month_named": _next_month_named, "mid_this_month": _mid_this_month,
    "nth_weekday": _nth_weekday, "nth_weekday_next": _nth_weekday_next, "day_month": _day_month, "iso": _iso,
    "numeric": _numeric, "short_numeric": _short_numeric, "nth": _nth, "day_of_this_month": _day_of_this_month,
    "day_of_next_month": _day_of_next_month, "holiday": _holiday,
}  # fmt: skip
