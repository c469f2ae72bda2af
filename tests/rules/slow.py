"""A recurrence rule expanded day by day, slowly and obviously: what the quick expansion is held to."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
DAY = timedelta(days=1)


def days_of(rule: str, start: date, last: date) -> Iterator[date]:
    """From `start` to `last`, which COUNT and UNTIL of the rule may come before."""
    parts = dict(part.split("=") for part in rule.split(";"))
    left = int(parts.get("COUNT", 10**9))
    if "UNTIL" in parts:
        last = min(last, date.fromisoformat(parts["UNTIL"][:8]))
    day, chosen = start, dict[int, set[date]]()
    while day <= last and left:
        number = periods_between(parts, start, day)
        if number not in chosen:
            chosen[number] = chosen_of(parts, start, day)
        if day in chosen[number]:
            left -= 1
            yield day
        day += DAY


def chosen_of(parts: dict[str, str], start: date, day: date) -> set[date]:
    """Those of the day's period."""
    if periods_between(parts, start, day) % int(parts.get("INTERVAL", 1)):
        return set()
    found = [one for one in period(parts, day) if passes(parts, start, one)]
    if "BYSETPOS" not in parts:
        return set(found)
    wanted = [int(number) for number in parts["BYSETPOS"].split(",")]
    return {found[n - 1 if n > 0 else n] for n in wanted if abs(n) <= len(found)}


def periods_between(parts: dict[str, str], start: date, day: date) -> int:
    match parts["FREQ"]:
        case "DAILY":
            return (day - start).days
        case "WEEKLY":
            return (week_of(parts, day) - week_of(parts, start)).days // 7
        case "MONTHLY":
            return (day.year - start.year) * 12 + day.month - start.month
        case _:
            return day.year - start.year


def period(parts: dict[str, str], day: date) -> list[date]:
    match parts["FREQ"]:
        case "DAILY":
            return [day]
        case "WEEKLY":
            return [week_of(parts, day) + number * DAY for number in range(7)]
        case "MONTHLY":
            return month_of(day)
        case _:
            return year_of(day)


def passes(parts: dict[str, str], start: date, day: date) -> bool:
    by = {name for name in parts if name.startswith("BY")} - {"BYMONTH", "BYSETPOS"}
    if not by:
        return passes_bare(parts, start, day)
    return (
        ("BYMONTH" not in parts or str(day.month) in parts["BYMONTH"].split(","))
        and ("BYDAY" not in parts or any(is_weekday(parts, one, day) for one in parts["BYDAY"].split(",")))
        and (
            "BYMONTHDAY" not in parts
            or is_monthday(parts, day, clamps=by == {"BYMONTHDAY"} and "BYSETPOS" not in parts)
        )
        and ("BYYEARDAY" not in parts or is_at(parts["BYYEARDAY"], day, year_of(day)))
        and ("BYWEEKNO" not in parts or is_week(parts, day))
    )


def passes_bare(parts: dict[str, str], start: date, day: date) -> bool:
    """A rule that names no days has that of its start."""
    month = parts.get("BYMONTH", str(start.month) if parts["FREQ"] == "YEARLY" else str(day.month)).split(",")
    if str(day.month) not in month:
        return False
    if parts["FREQ"] == "WEEKLY":
        return day.weekday() == start.weekday()
    last = 99 if "BYSETPOS" in parts else month_of(day)[-1].day
    return parts["FREQ"] == "DAILY" or day.day == min(start.day, last)


def is_weekday(parts: dict[str, str], wanted: str, day: date) -> bool:
    if NAMES[day.weekday()] != wanted[-2:]:
        return False
    if wanted in NAMES:
        return True
    within = year_of(day) if parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts else month_of(day)
    return is_at(wanted[:-2], day, [one for one in within if one.weekday() == day.weekday()])


def is_monthday(parts: dict[str, str], day: date, *, clamps: bool) -> bool:
    month = month_of(day)
    if clamps and parts["FREQ"] in {"MONTHLY", "YEARLY"}:
        numbers = [min(int(number), len(month)) for number in parts["BYMONTHDAY"].split(",")]
        return is_at(",".join(map(str, numbers)), day, month)
    return is_at(parts["BYMONTHDAY"], day, month)


def is_at(numbers: str, day: date, days: list[date]) -> bool:
    """The day is the one of the days that one of the numbers says, from the end if that is negative."""
    found = [int(number) for number in numbers.split(",")]
    return any(abs(n) <= len(days) and days[n - 1 if n > 0 else n] == day for n in found)


def is_week(parts: dict[str, str], day: date) -> bool:
    """A week is of the year that its fourth day is in."""
    middle = week_of(parts, day) + 3 * DAY
    return is_at(parts["BYWEEKNO"], middle, year_of(middle)[(middle - date(middle.year, 1, 1)).days % 7 :: 7])


def week_of(parts: dict[str, str], day: date) -> date:
    while NAMES[day.weekday()] != parts.get("WKST", "MO"):
        day -= DAY
    return day


def month_of(day: date) -> list[date]:
    return _month(day.year, day.month)


def year_of(day: date) -> list[date]:
    return _year(day.year)


@cache
def _month(year: int, month: int) -> list[date]:
    return [date(year, month, number + 1) for number in range(monthrange(year, month)[1])]


@cache
def _year(year: int) -> list[date]:
    return [one for month in range(1, 13) for one in _month(year, month)]
