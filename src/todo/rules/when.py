"""The three kinds of time that a todo can have, kept apart: a date, a floating time and a zoned time.

`2026-12-01` is that day wherever the person is; `2026-12-01T09:00` is nine on the clock in front of them; the same
with a zone is an instant. None is ever turned into another: a time is asked for its instant to be compared, no more.
"""

import re
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LOCAL = re.compile(rf"({_DAY.pattern})(?:T((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?))?")


def day(text: str) -> str:
    """`text` if it is a date in the one form that we write. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError("write a date like 2026-12-01")
    return date.fromisoformat(text).isoformat()


def local(text: str) -> str:
    """`text` in its shortest form: a date, or a local date-time to the minute unless its seconds say more.

    Raises ValueError if it is neither, or no such day or time exists.
    """
    found = _LOCAL.fullmatch(text)
    if not found:
        raise ValueError("write a date like 2026-12-01 or a local time like 2026-12-01T09:00, without an offset")
    on = date.fromisoformat(found[1])
    if found[2] is None:
        return on.isoformat()
    at = time.fromisoformat(found[2])
    return datetime.combine(on, at).isoformat(timespec="seconds" if at.second else "minutes")


def split(text: str | None) -> tuple[str | None, str | None]:
    """The day and the time of day of what `local` returned."""
    if text is None:
        return None, None
    on, _, at = text.partition("T")
    return on, at or None


def today(at: datetime, zone: str) -> date:
    """The day that it is in the zone at this instant."""
    return at.astimezone(ZoneInfo(zone)).date()


def instant(local: datetime) -> datetime:
    """The instant in UTC of a time on the clock of its zone (RFC 5545, section 3.3.5).

    Of a time that comes twice, as clocks are put back, it is the first; one that is left out, as they are put forward,
    is as long after midnight as if they had not been yet. PostgreSQL's `instant_of` is the same.
    """
    try:
        return local.replace(fold=0).astimezone(UTC)
    except OverflowError:
        return EARLIEST if local.year == 1 else LATEST


def zone(name: str) -> str:
    """`name` if it is in the IANA time zone database. Raises ValueError."""
    if name not in _zones():
        raise ValueError("write the name of a time zone like Europe/Berlin")
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "posixrules", "Factory"})
