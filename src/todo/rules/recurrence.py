"""Recurrence rules of RFC 5545 §3.3.10, validated here; `occurrences` says when they happen."""

import re
from datetime import UTC, date, datetime

from dateutil.rrule import rrulestr

from todo.rules.occurrences import occurrences, without

_PART = re.compile(r"[A-Z]+=[A-Z0-9,+\-]+")
_KNOWN = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"),
    *("WKST",),
}
_OFTEN = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_ONE_NUMBER = {"INTERVAL": 1000, "COUNT": 10_000}  # from 1 to that
_NUMBERS = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYSETPOS": (-366, 366),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
_ONLY_WITH = {
    "BYWEEKNO": {"YEARLY"},
    "BYYEARDAY": {"YEARLY"},
    "BYMONTHDAY": {"DAILY", "MONTHLY", "YEARLY"},
}
_START = datetime(2026, 1, 1)  # noqa: DTZ001 (rules are about local dates)


def rule(text: str) -> str:
    """`text` without the `RRULE:` in front, if it is a rule that this program understands. Raises ValueError."""
    text = text.upper().removeprefix("RRULE:")
    parts = text.split(";")
    if not all(_PART.fullmatch(part) for part in parts):
        raise ValueError("write a rule like FREQ=WEEKLY;BYDAY=MO,TH (RFC 5545)")
    values = dict(part.split("=", 1) for part in parts)
    if unknown := [name for name in values if name not in _KNOWN]:
        raise ValueError(f"{unknown[0][:20]} is not a part of a rule that is understood here")
    if len(values) < len(parts):
        raise ValueError("each part of a rule may stand once")
    if values.get("FREQ") not in _OFTEN:
        raise ValueError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    _check_numbers(values)
    _check_days(values)
    _check_together(values)
    _check_happens(text)
    return text


def _check_numbers(values: dict[str, str]) -> None:
    for name, most in _ONE_NUMBER.items():
        number = values.get(name, "1")
        if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= most):
            raise ValueError(f"{name} must be a number from 1 to {most}")
    for name, (least, most) in _NUMBERS.items():
        if name in values and not all(_is_within(number, least, most) for number in values[name].split(",")):
            raise ValueError(f"{name} must be numbers from {least} to {most}" + (", not 0" if least < 0 else ""))


def _is_within(number: str, least: int, most: int) -> bool:
    return bool(_NUMBER.fullmatch(number)) and least <= int(number) <= most and int(number) != 0


def _check_days(values: dict[str, str]) -> None:
    found = [_DAY.fullmatch(day) for day in values.get("BYDAY", "MO").split(",")]
    if not all(day and _is_within(day[1] or "1", -53, 53) for day in found):
        raise ValueError("BYDAY must be days such as MO or -1FR")
    if any(day and day[1] for day in found) and (values["FREQ"] not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in values):
        raise ValueError("BYDAY may have numbers with MONTHLY and YEARLY only, and not beside BYWEEKNO (RFC 5545)")
    if not _DAY.fullmatch(values.get("WKST", "MO")) or len(values.get("WKST", "MO")) > 2:
        raise ValueError("WKST must be a day such as MO")


def _check_together(values: dict[str, str]) -> None:
    if "COUNT" in values and "UNTIL" in values:
        raise ValueError("COUNT and UNTIL may not stand together (RFC 5545)")
    for name, often in _ONLY_WITH.items():
        if name in values and values["FREQ"] not in often:
            raise ValueError(f"{name} may not stand with {values['FREQ']} (RFC 5545)")
    if "BYSETPOS" in values and not any(name.startswith("BY") for name in values.keys() - {"BYSETPOS"}):
        raise ValueError("BYSETPOS needs another BY… part to choose from (RFC 5545)")
    if not _UNTIL.fullmatch(values.get("UNTIL", "20260101")) or not _expands(values):
        raise ValueError("UNTIL must be a day like 20261231 or a time like 20261231T090000")


def _check_happens(text: str) -> None:
    """Of what days a year has, and of those around it, there are 14 kinds, all of which come within 28 years."""
    open_ended = without(text, "INTERVAL", "COUNT", "UNTIL")
    if next(occurrences(open_ended, date(2000, 1, 1), until=date(2030, 12, 31)), None) is None:
        raise ValueError("this never happens: there is no day that is all of it at once")


def _expands(values: dict[str, str]) -> bool:
    start = _START.replace(tzinfo=UTC) if values.get("UNTIL", "").endswith("Z") else _START
    try:
        rrulestr(";".join(f"{name}={value}" for name, value in values.items()), dtstart=start)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        return False
    return True
