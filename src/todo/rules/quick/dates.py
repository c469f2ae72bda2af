"""The day that a phrase means. Each function is a meaning that the patterns of a language name."""

from collections.abc import Callable
from datetime import date, timedelta

from todo.rules.quick import calendar, months
from todo.rules.quick.context import Context
from todo.rules.quick.slots import Slots, weekday

Meaning = Callable[[Slots, Context], date]


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


def _week_after_next(slots: Slots, context: Context) -> date:
    return _next_week(slots, context) + timedelta(weeks=1)


def _weekday_week(slots: Slots, context: Context) -> date:
    """`friday week` is a week behind the next Friday."""
    return _weekday(slots, context) + timedelta(weeks=1)


def _relative_week(slots: Slots, context: Context) -> date:
    return _relative(slots, context) + timedelta(weeks=1)


def _nth_coming(slots: Slots, context: Context) -> date:
    """`two fridays from now` is the second that comes."""
    number = weekday(slots.language, slots.text("plurals"))
    return calendar.on_weekday(context.today, number) + timedelta(weeks=slots.number("n") - 1)


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


def _unit_after_next(slots: Slots, context: Context) -> date:
    return calendar.plus(_next_unit(slots, context), 1, slots.unit)


def _in_next_week(weekday: int) -> Meaning:
    def meaning(_slots: Slots, context: Context) -> date:
        start = calendar.start_of_week(context.today, context.week_start) + timedelta(weeks=1)
        return calendar.on_weekday(start - timedelta(days=1), weekday)

    return meaning


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


def _end_of_next_month(_slots: Slots, context: Context) -> date:
    return _end(_start_of_next_month(_slots, context), "month", context)


def _end_of_week(_slots: Slots, context: Context) -> date:
    return _end(context.today, "week", context)


def _end_of_quarter(_slots: Slots, context: Context) -> date:
    return _end(context.today, "quarter", context)


def _end_of_this_month(_slots: Slots, context: Context) -> date:
    return _end(context.today, "month", context)


def _end_of_year(_slots: Slots, context: Context) -> date:
    return _end(context.today, "year", context)


def _start_of_next_month(_slots: Slots, context: Context) -> date:
    return calendar.plus(context.today.replace(day=1), 1, "month")


MEANINGS: dict[str, Meaning] = {
    "relative": _relative, "tonight": _today, "tonight_at": _today, "this_daypart": _today, "later_today": _today,
    "after": _after, "ago": _ago, "weekday": _weekday, "weekday_week": _weekday_week, "relative_week": _relative_week,
    "this_week": _this_week, "next_week": _next_week, "week_after_next": _week_after_next, "weekday_in": _weekday_in,
    "nth_coming": _nth_coming,
    "last_weekday": _last_weekday, "weekend": _weekend, "next_weekend": _next_weekend, "next_unit": _next_unit,
    "unit_after_next": _unit_after_next, "mid_next_week": _in_next_week(3), "late_next_week": _in_next_week(5),
    "later_this_week": _later_this_week, "end_of": _end_of, "end_of_next": _end_of_next,
    "end_of_next_month": _end_of_next_month, "end_of_day": _today,
    "end_of_week": _end_of_week, "end_of_quarter": _end_of_quarter, "end_of_this_month": _end_of_this_month,
    "end_of_year": _end_of_year, "start_of_next_month": _start_of_next_month, **months.MEANINGS,
}  # fmt: skip
