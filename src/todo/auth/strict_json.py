"""JSON objects without a second meaning: RFC 8259 to the letter, and no name twice in one (RFC 7515, 4)."""

import json
import math
from collections.abc import Iterable
from typing import Any, NoReturn, cast

MAX_DEPTH = 16


def parse_object(data: bytes) -> dict[str, Any]:
    """The object in `data`. Raises ValueError for anything else, also for NaN and for 1e400."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 (callers catch one kind)
    value = cast("dict[str, Any]", value)
    if _is_deeper(value, MAX_DEPTH):
        raise ValueError("nested too deeply")
    return value


def strings(value: object) -> list[str] | None:
    """The value if it is an array of strings."""
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    found = [item for item in items if isinstance(item, str)]
    return found if len(found) == len(items) else None


def _is_deeper(value: object, levels: int) -> bool:
    level = [value]
    for _ in range(levels):
        level = [child for item in level for child in _children(item)]
        if not level:
            return False
    return True


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands twice")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value
