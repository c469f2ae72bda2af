"""What undo sets: the values of before, as they fit to what the row has become."""

from collections.abc import Mapping
from typing import cast

Fields = Mapping[str, object]


def fields(current: Fields, before: Fields, after: Fields) -> dict[str, object]:
    """The fields of `before`, so that the row has them again whatever happened since to its other fields.

    Tags are taken and given one by one: those that somebody else has added meanwhile stay.
    """
    wanted = dict(before)
    if "tags" in wanted:
        wanted["tags"] = _tags(*(cast("list[str]", of.get("tags") or []) for of in (current, before, after)))
    for name in ("start", "due"):
        zone = f"{name}_zone"
        has_time = "T" in str(wanted.get(name, current.get(name)) or "")
        if wanted.keys() & {name, zone} and not has_time:
            wanted[zone] = None  # a zone belongs to a time of day
    return wanted


def _tags(current: list[str], before: list[str], after: list[str]) -> list[str]:
    added, taken = set(after) - set(before), set(before) - set(after)
    return sorted(set(current) - added | taken)
