"""Marks: `p1`, `#list`, `/section`, `@tag`, `{deadline}`, `!reminder`, `for 45min`, `// notes`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from todo.rules.quick import lengths, phrases
from todo.rules.quick.context import Context
from todo.rules.quick.language import END, compiled, language
from todo.rules.quick.slots import Slots
from todo.rules.quick.words import alternation

NOTES = re.compile(r"(?:^|(?<=\s))//(?:\s+|$)(?P<notes>.*)$", re.DOTALL)
_PRIORITY = re.compile(r"(?<![\w#@/!.-])[pP](?P<level>[1-4])(?![\w'\u2019.-]|:\S)")
_NAME = r"[^\W\d_][^\s#@{}!]*(?<![,.;:?)])"
_BRACES = re.compile(r"(?<!\S)\{(?P<inside>[^{}]*)\}(?!\w)")
_BANG = re.compile(r"(?<!\S)!(?=\S)")
LONGEST = 527_040  # minutes: a year
PRIORITY = {"1": 4, "2": 3, "3": 2, "4": 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark from `start` to `end`, and the fields that it sets."""

    start: int
    end: int
    kind: str
    value: Any


def marks(text: str, context: Context) -> Iterator[Mark]:
    """All of them, as they stand; which count is decided by the caller."""
    if notes := NOTES.search(text):
        yield Mark(notes.start(), len(text), "notes", notes["notes"].strip())
        text = text[: notes.start()]
    for found in _PRIORITY.finditer(text):
        yield Mark(*found.span(), "priority", PRIORITY[found["level"]])
    lists = list(_named(text, "#", "list", context.lists))
    yield from lists
    yield from _named(text, "@", "tag", context.tags)
    for mark in _named(text, "/", "section", context.sections):
        is_path = "/" in mark.value
        if not is_path and (lists or mark.value.casefold() in {name.casefold() for name in context.sections}):
            yield mark
    yield from _deadlines(text, context)
    yield from _reminders(text, context)
    yield from _durations(text, context)


def _named(text: str, sign: str, kind: str, known: tuple[str, ...]) -> Iterator[Mark]:
    """Names that are known may have spaces; others end at one, and begin with a letter."""
    names = f"(?:{alternation(known)})(?!\\w)|" if known else ""
    for found in re.finditer(rf"(?<!\S){re.escape(sign)}(?P<name>{names}{_NAME})", text, re.IGNORECASE):
        name = next((it for it in known if it.casefold() == found["name"].casefold()), found["name"])
        yield Mark(*found.span(), kind, name)


def _deadlines(text: str, context: Context) -> Iterator[Mark]:
    for found in _BRACES.finditer(text):
        inside = found["inside"].strip()
        meant = phrases.when(inside, 0, context, is_bound=True)
        if meant and meant.on and meant.end == len(inside):
            yield Mark(*found.span(), "deadline", meant.on.isoformat())


def _reminders(text: str, context: Context) -> Iterator[Mark]:
    for found in _BANG.finditer(text):
        if before := _before(context.code).match(text, found.end()):
            slots = Slots(before, context.language)
            minutes = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}.get(slots.unit)
            if minutes:
                yield Mark(found.start(), before.end(), "reminder", {"before_minutes": slots.number("n") * minutes})
                continue
        meant = phrases.when(text, found.end(), context)
        if meant and meant.at:
            on = meant.on or phrases.next_at(meant.at, context)
            yield Mark(found.start(), meant.end, "reminder", {"at": f"{on.isoformat()}T{meant.at:%H:%M}"})


def _durations(text: str, context: Context) -> Iterator[Mark]:
    for found in _duration(context.code).finditer(text):
        minutes = lengths.minutes(found["span"], context.language)
        if minutes and 1 <= minutes <= LONGEST:
            yield Mark(*found.span(), "duration", minutes)


@cache
def _duration(code: str) -> re.Pattern[str]:
    spoken = language(code)
    text = rf"(?<!\w){spoken.one_of('duration')}\s+(?P<span>{spoken.slots['span']}){END}"
    return re.compile(text, re.IGNORECASE)


@cache
def _before(code: str) -> re.Pattern[str]:
    spoken = language(code)
    return compiled(str(spoken.data["reminder_before"][0]), spoken.slots)
