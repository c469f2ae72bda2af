"""Merging field by field: of two settings of one field the later action wins, whichever arrives first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Fields = Mapping[str, object]
TOGETHER = {
    "due_zone": "due",
    "start_zone": "start",
    "completed_at": "status",
    **dict.fromkeys(("list", "section", "parent"), "place"),
}
"""Fields that are set as one, because a half of each would be nobody's wish."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What to write, the stamps to write beside it, and what lost to a later action."""

    applied: dict[str, object]
    stamps: dict[str, str]
    lost: dict[str, object]


def stamp(at: datetime, mutation: UUID) -> str:
    """When a field was set and by which mutation; stamps compare as strings."""
    return f"{int(at.timestamp() * 1000):014d}:{mutation.hex}"


def stamp_now(stamps: Mapping[str, str], changes: Fields, at: datetime, mutation: UUID) -> str:
    """The stamp of an action that happens now: behind what is stored, also where another machine's clock was ahead."""
    latest = max((stamps.get(TOGETHER.get(name, name), "") for name in changes), default="")
    new = stamp(at, mutation)
    return new if new > latest else f"{int(latest.partition(':')[0]) + 1:014d}:{mutation.hex}"


def merge(stamps: Mapping[str, str], changes: Fields, new: str) -> Merged:
    """Splits `changes` into those that are later than what `stamps` says of their field, and those that are not."""
    applied: dict[str, object] = {}
    lost: dict[str, object] = {}
    for name, value in changes.items():
        wins = stamps.get(TOGETHER.get(name, name), "") <= new
        (applied if wins else lost)[name] = value
    return Merged(applied, {TOGETHER.get(name, name): new for name in applied}, lost)
