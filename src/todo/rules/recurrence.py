"""Recurrence rules of RFC 5545 §3.3.10, validated here; what they mean for a todo comes with the engine."""

import re
from datetime import UTC, datetime

from dateutil.rrule import rrulestr

_NUMBER = re.compile(r"[+-]?[0-9]{1,5}")
_PART = re.compile(r"[A-Z]+=[A-Z0-9,+\-:]+", re.ASCII)
_KNOWN = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"),
    *("WKST",),
}
_NUMBERS = {
    "INTERVAL": (1, 1000), "COUNT": (1, 10000), "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31),
    "BYSETPOS": (-366, 366), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
}
_OFTEN = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_START = datetime(2026, 1, 1)  # noqa: DTZ001 (rules are about local dates)


def rule(text: str) -> str:
    """`text` without the `RRULE:` in front, if it is a rule that this program understands. Raises ValueError."""
    text = text.removeprefix("RRULE:").upper()
    parts = text.split(";")
    if not all(_PART.fullmatch(part) for part in parts):
        raise ValueError("write a rule like FREQ=WEEKLY;BYDAY=MO,TH (RFC 5545)")
    names = [part.partition("=")[0] for part in parts]
    if unknown := [name for name in names if name not in _KNOWN]:
        raise ValueError(f"{unknown[0]} is not a part of a rule that is understood here")
    if len(set(names)) < len(names):
        raise ValueError("each part of a rule may stand once")
    values = dict(part.split("=", 1) for part in parts)
    if values.get("FREQ") not in _OFTEN:
        raise ValueError("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if "COUNT" in values and "UNTIL" in values:
        raise ValueError("COUNT and UNTIL may not stand together (RFC 5545)")
    _expand(text, values)
    return text


def _expand(text: str, values: dict[str, str]) -> None:
    for name, (least, most) in _NUMBERS.items():
        for number in values.get(name, "").split(","):
            if number and not _is_within(number, least, most):
                raise ValueError(f"{name} must be from {least} to {most}" + (", not 0" if least < 0 else ""))
    start = _START.replace(tzinfo=UTC) if values.get("UNTIL", "").endswith("Z") else _START
    try:
        rrulestr(text, dtstart=start)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"not a rule of RFC 5545: {error}") from None


def _is_within(number: str, least: int, most: int) -> bool:
    return bool(_NUMBER.fullmatch(number)) and least <= int(number) <= most and int(number) != 0
