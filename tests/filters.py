"""The cases of vectors/filter.json, which the program in the browser reads too."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from todo.rules.query.moment import Clock
from todo.rules.query.names import Called, Listed, Names

_FILE: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "filter.json").read_text())
_NULL = ("list", "section", "parent", "start", "start_zone", "due", "due_zone", "deadline", "recurrence")
_USUAL = {"notes": "", "tags": [], "status": "open", "priority": 0, "completed_at": None}

CASES: list[dict[str, Any]] = _FILE["cases"]

LISTS: list[dict[str, Any]] = _FILE["lists"]

SECTIONS: list[dict[str, Any]] = _FILE["sections"]

TAGS: list[dict[str, Any]] = _FILE["tags"]

TODOS: list[dict[str, Any]] = [
    {**dict.fromkeys(_NULL), **_USUAL, "created_at": _FILE["created_at"], "title": todo["id"], **todo}
    for todo in _FILE["todos"]
]

NAMES = Names(
    "inbox",
    tuple(Listed(one["id"], one.get("parent"), one["name"]) for one in LISTS),
    tuple(Called(one["id"], one["name"]) for one in SECTIONS),
    tuple(Called(one["id"], one["name"]) for one in TAGS),
)


def clock(case: dict[str, Any]) -> Clock:
    """The time at which the case asks."""
    asked = {**_FILE, **case}
    return Clock(datetime.fromisoformat(asked["now"]).replace(tzinfo=ZoneInfo(asked["zone"])), asked["week_start"])


def name(case: dict[str, Any]) -> str:
    """What a test of the case is called."""
    return "; ".join(
        str(case[key]).encode("ascii", "backslashreplace").decode()[:60]
        for key in ("query", "now", "zone", "week_start")
        if key in case
    )
