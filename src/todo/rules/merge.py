"""Merging field by field: of two settings of one field the later action wins, whichever arrives first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Fields = Mapping[str, object]
TOGETHER = {
    "due_zone": "due",
    "start_zone": "start",
    "completed_at": "status",
    **dict.fromkeys(("series_start", "occurrence", "steps"), "recurrence"),
    **dict.fromkeys(("list", "section", "parent"), "place"),
}
"""Fields that are set as one, because a half of each would be nobody's wish."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What to write, the stamps to write beside it, and what lost to a later action."""

    applied: dict[str, object]
    stamps: dict[str, str]
    lost: dict[str, object]

    def __or__(self, other: "Merged") -> "Merged":
        """Of fields that do not meet, both."""
        return Merged(self.applied | other.applied, self.stamps | other.stamps, self.lost | other.lost)


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


def tag_fields(stamps: Mapping[str, str]) -> list[str]:
    """What says when the tags were set: all of them at once, and single ones since."""
    return ["tags", *(name for name in stamps if name.startswith(_TAG))]


_TAG = "tags."


def merge_tags(stamps: Mapping[str, str], current: Collection[str], wanted: Collection[str], new: str) -> Merged:
    """Sets all tags at once, but for those that were given or taken later, one by one."""
    if stamps.get("tags", "") > new:
        return Merged({}, {}, {"tags": sorted(wanted)})
    later = {name.removeprefix(_TAG) for name in tag_fields(stamps) if stamps.get(name, "") > new}
    tags = set(wanted) - later | set(current) & later
    return Merged({"tags": sorted(tags)}, {"tags": new}, {} if tags == set(wanted) else {"tags": sorted(wanted)})


def toggle_tags(
    stamps: Mapping[str, str], current: Collection[str], add: Collection[str], remove: Collection[str], new: str
) -> Merged:
    """Gives some tags and takes others; each is a field of its own, so that two devices can give one each."""
    wins = {tag for tag in {*add, *remove} if max(stamps.get("tags", ""), stamps.get(_TAG + tag, "")) <= new}
    tags = set(current) - (set(remove) & wins) | set(add) & wins
    lost = {"tags_added": sorted(set(add) - wins), "tags_removed": sorted(set(remove) - wins)}
    return Merged(
        {"tags": sorted(tags)} if wins else {},
        {_TAG + tag: new for tag in wins},
        {name: tags for name, tags in lost.items() if tags},
    )
