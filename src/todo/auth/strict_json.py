"""JSON objects without a second meaning: RFC 8259 to the letter, and no name twice in one (RFC 7515, 4)."""

import json
import math
import re
from typing import Any, NoReturn, cast

MAX_DEPTH = 16
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_BRACKET = re.compile(r"[\[{\]}]")


def parse_object(data: bytes) -> dict[str, Any]:
    """The object in `data`. Raises ValueError for anything else, also for NaN and for 1e400."""
    text = data.decode("utf-8")
    if _depth(text) > MAX_DEPTH:
        raise ValueError("nested too deeply")
    value = json.loads(
        text, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant, parse_float=_finite
    )
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 (callers catch one kind)
    return cast("dict[str, Any]", value)


def strings(value: object) -> list[str] | None:
    """The value if it is an array of strings."""
    items = cast("list[object]", value) if isinstance(value, list) else [None]
    found = [item for item in items if isinstance(item, str)]
    return found if len(found) == len(items) else None


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


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
