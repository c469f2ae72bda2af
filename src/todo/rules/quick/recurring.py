"""The rule of RFC 5545 that a phrase means. Each function is a meaning that the patterns of a language name."""

import re
from collections.abc import Callable
from datetime import date

from todo.rules.quick import calendar
from todo.rules.quick.slots import Slots, ordinal, weekday

FREQUENCIES = {
    "day": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1),
}  # fmt: skip
WORKDAYS = "BYDAY=MO,TU,WE,TH,FR"
LEAP_YEAR = 2028


def _of_unit(count: int, unit: str, *more: str) -> str:
    if unit == "workday":
        if count > 1 or more:
            raise ValueError("no rule of RFC 5545 counts workdays")
        return f"FREQ=WEEKLY;{WORKDAYS}"
    name, factor = FREQUENCIES[unit]
    if not 1 <= count * factor <= 1000:
        raise ValueError("too seldom")
    interval = [f"INTERVAL={count * factor}"] if count * factor > 1 else []
    return ";".join([f"FREQ={name}", *interval, *more])


def _count_and_unit(slots: Slots) -> tuple[int, str]:
    """Of `every 2 weeks` or of `monthly`; of a rule that names no such thing a month, as in `every 3rd friday`."""
    if "adverb" in slots:
        count, unit = slots.of("adverbs", "adverb")
        return int(count), str(unit)
    if "unit" not in slots:
        return 1, "month"
    return slots.number("interval") if "interval" in slots else 1, slots.unit


def _period(slots: Slots) -> str:
    count, unit = _count_and_unit(slots)
    if "weekdays" in slots:
        if unit not in {"week", "fortnight"}:
            raise ValueError("weekdays are of weeks")
        return _of_unit(count, unit, _days(slots))
    if "monthdays" in slots:
        return _monthly(slots, _monthdays(slots))
    return _of_unit(count, unit)


def _monthly(slots: Slots, *more: str) -> str:
    count, unit = _count_and_unit(slots)
    if unit not in {"month", "quarter"}:
        raise ValueError("days of a month are of months")
    return _of_unit(count, unit, *more)


def _in_year(slots: Slots, *more: str) -> str:
    """In the months that are named, of every year, or of each second one."""
    count, unit = _count_and_unit(slots) if "unit" in slots or "adverb" in slots else (1, "year")
    if unit != "year":
        raise ValueError("named months are of years")
    return _of_unit(count, unit, f"BYMONTH={_months(slots)}", *more)


def _every(slots: Slots) -> str:
    return _of_unit(slots.number("n") if "n" in slots else 1, "week", _days(slots))


def _other(slots: Slots) -> str:
    return _of_unit(2, "week", _days(slots))


def _days(slots: Slots) -> str:
    name = "weekdays" if "weekdays" in slots else "plurals"
    if name not in slots:
        return "BYDAY=" + calendar.WEEKDAYS[slots.weekday - 1]
    return _by_day({weekday(slots.language, word) for word in slots.each(name, "any_weekday")})


def _by_day(numbers: set[int]) -> str:
    return "BYDAY=" + ",".join(calendar.WEEKDAYS[number - 1] for number in sorted(numbers))


def _weekday_range(slots: Slots) -> str:
    first, last = weekday(slots.language, slots.text("weekday")), weekday(slots.language, slots.text("weekday2"))
    return _of_unit(1, "week", _by_day({(first - 1 + step) % 7 + 1 for step in range((last - first) % 7 + 1)}))


def _monthdays(slots: Slots) -> str:
    if "monthdays" not in slots:
        return f"BYMONTHDAY={slots.day_of_month}"
    return _by_monthday({int(number) for number in re.findall(r"[0-9]+", slots.text("monthdays"))})


def _by_monthday(days: set[int]) -> str:
    return "BYMONTHDAY=" + ",".join(map(str, sorted(days)))


def _monthdays_and_last(slots: Slots) -> str:
    return f"FREQ=MONTHLY;{_monthdays(slots)},-1"


def _weekdays_in_months(slots: Slots) -> str:
    return f"FREQ=YEARLY;BYMONTH={_months(slots)};{_days(slots)}"


def _nth_weekday(slots: Slots) -> str:
    numbers = [ordinal(slots.language, word) for word in slots.each("ordinals", "ordinal")]
    day = calendar.WEEKDAYS[slots.weekday - 1]
    by_day = "BYDAY=" + ",".join(f"{number}{day}" for number in numbers)
    return _in_year(slots, by_day) if "months" in slots else _monthly(slots, by_day)


def _months(slots: Slots) -> str:
    name = "months" if "months" in slots else "month"
    table = slots.language.words("months")
    return ",".join(map(str, sorted({int(table[word]) for word in slots.each(name, "month")})))


def _nth_workday(slots: Slots) -> str:
    more = (WORKDAYS, f"BYSETPOS={slots.nth_or_ordinal()}")
    return _in_year(slots, *more) if "months" in slots else _monthly(slots, *more)


def _last_day(slots: Slots) -> str:
    return _in_year(slots, "BYMONTHDAY=-1") if "months" in slots else _monthly(slots, "BYMONTHDAY=-1")


def _yearly(slots: Slots) -> str:
    day = slots.number("day")
    for month in _months(slots).split(","):
        date(LEAP_YEAR, int(month), day)  # raises ValueError where there is no such day
    return _in_year(slots, f"BYMONTHDAY={day}")


def _pairs(slots: Slots) -> str:
    """`15 jan, 15 jul`: a rule has all of its days in all of its months, so one of the two must be the same."""
    text = slots.text("days_months") or slots.text("months_days")
    spoken = slots.language
    pair = re.compile(rf"({spoken.slots['month']})|([0-9]+)")
    words = [(found[1], found[2]) for found in pair.finditer(text)]
    months = [int(spoken.words("months")[word]) for word, _ in words if word]
    days = [int(number) for _, number in words if number]
    if len(set(months)) > 1 and len(set(days)) > 1:
        raise ValueError("no rule of RFC 5545 has such pairs")
    for month, day in zip(months, days, strict=True):
        date(LEAP_YEAR, month, day)
    by_month = ",".join(map(str, sorted(set(months))))
    return f"FREQ=YEARLY;BYMONTH={by_month};{_by_monthday(set(days))}"


def _after_completion(slots: Slots) -> str:
    return _of_unit(slots.number("n"), slots.unit)


def _holiday(slots: Slots) -> str:
    rule = str(slots.of("holidays", "holiday"))
    if rule.startswith("easter") or "+" in rule:
        raise ValueError("no rule of RFC 5545 has it")
    if " " in rule:
        month, day = rule.split()
        return f"FREQ=YEARLY;BYMONTH={int(month)};BYDAY={day}"
    month, day = rule.split("-")
    return f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day)}"


RULES: dict[str, Callable[[Slots], str]] = {
    "every": _every, "other": _other, "period": _period, "weekday_range": _weekday_range, "nth_weekday": _nth_weekday,
    "nth_workday": _nth_workday, "monthdays": lambda slots: _monthly(slots, _monthdays(slots)), "yearly": _yearly,
    "pairs": _pairs, "in_months": lambda slots: _in_year(slots, "BYMONTHDAY=1"), "last_day": _last_day,
    "first_day": lambda _: "FREQ=MONTHLY;BYMONTHDAY=1", "workdays": lambda _: f"FREQ=WEEKLY;{WORKDAYS}",
    "weekend": lambda _: "FREQ=WEEKLY;BYDAY=SA", "daily": lambda _: "FREQ=DAILY", "after": _after_completion,
    "holiday": _holiday, "monthdays_and_last": _monthdays_and_last, "weekdays_in_months": _weekdays_in_months,
    "days_in_months": lambda slots: f"FREQ=DAILY;BYMONTH={_months(slots)}",
}  # fmt: skip
