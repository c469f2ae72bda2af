"""Where a row stands among its siblings: fractional indices, strings that compare byte by byte.

Between any two there is room for another, so that moving one row writes one row. The scheme is David Greenspan's, see
https://observablehq.com/@dgreensp/implementing-fractional-indexing; its first letter says how many digits of a whole
number follow ('a' one … 'i' nine), and what comes after those is the fraction.
"""

from datetime import UTC, datetime, timedelta

from fractional_indexing import (  # pyright: ignore[reportMissingTypeStubs]
    BASE_62_DIGITS,
    FIError,
    generate_n_keys_between,
    validate_order_key,
)

MAX_LENGTH = 1000
_DIGITS = 9
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def at_end(now: datetime) -> str:
    """A position behind all that were made earlier: the whole number is the time in microseconds, nothing is read."""
    number, digits = (now - _EPOCH) // _MICROSECOND, ""
    for _ in range(_DIGITS):
        number, digit = divmod(number, 62)
        digits = BASE_62_DIGITS[digit] + digits
    return "i" + digits


def between(before: str | None, after: str | None) -> str:
    """A position behind `before` and ahead of `after`; None is the beginning or the end. Needs before < after.

    Raises ValueError where so much was put in between already that there is no room for another.
    """
    return several(before, after, 1)[0]


def several(before: str | None, after: str | None, count: int) -> list[str]:
    """So many positions, each behind the one ahead of it, as `between`."""
    try:
        found = generate_n_keys_between(before, after, count)
    except RecursionError:  # one level for each character
        found = []
    if len(found) != count or max(map(len, found)) > MAX_LENGTH:
        raise ValueError("there is no room left between the two")
    return found


def position(text: str) -> str:
    """`text` if it is a position. Raises ValueError."""
    try:
        validate_order_key(text, BASE_62_DIGITS)
    except (FIError, ValueError, IndexError, TypeError):
        raise ValueError("write a fractional index such as a0 or a0V") from None
    if text.startswith("A0"):
        raise ValueError("nothing could stand ahead of a position that begins with A0")
    if not set(text) <= set(BASE_62_DIGITS):
        raise ValueError("a fractional index has the characters 0-9, A-Z and a-z")
    return text
