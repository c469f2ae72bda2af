"""Which phrases count, and which are rather part of the title."""

import re
from datetime import time
from itertools import pairwise
from typing import Protocol

from todo.rules.quick import phrases
from todo.rules.quick.context import Context
from todo.rules.quick.language import Language


class Candidate(Protocol):
    """A phrase that may count."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def at(self) -> time | None: ...
    @property
    def strength(self) -> str: ...


_NOTHING = re.compile(r"[\s,.;!?)]*")
_LAST_WORD = re.compile(r"([\w.'\u2019]+)\s*$")
_NEXT_WORD = re.compile(r"\s*([\w'\u2019]+|@)?")
_STOP = re.compile(r"\s*[,.;:!?)\u2013\u2014-]")
_NEAR = 40  # characters: no word that is looked for is longer


def refused(text: str, candidates: list[Candidate], days: set[int], context: Context) -> set[int]:
    """Where a phrase begins that is rather part of the title. Seen from the end, so that what counts makes room.

    `days` are the beginnings of phrases that name a day.
    """
    end, found = len(text), _connected(text, candidates, days, context.language)
    for candidate in reversed(candidates):
        rest = _NOTHING.match(text, candidate.end)
        is_at_end = rest is not None and rest.end() >= end
        if candidate.start in found or not _counts(text, candidate, context, is_at_end=is_at_end, has_day=bool(days)):
            found.add(candidate.start)
        elif is_at_end:
            end = candidate.start
    return found


def _connected(text: str, candidates: list[Candidate], days: set[int], spoken: Language) -> set[int]:
    """`tuesday or friday`, `from 5pm to 6pm`: no single date, so both stay."""
    found: set[int] = set()
    for one, other in pairwise(candidates):
        between = text[one.end : other.start].strip().lower()
        are_days = one.start in days and other.start in days
        if between in spoken.lists["connecting"] or (are_days and between in {"", ","}):
            found |= {*range(one.start, one.end), *range(other.start, other.end)}
    return found


def _counts(text: str, candidate: Candidate, context: Context, *, is_at_end: bool, has_day: bool) -> bool:
    spoken = context.language
    before = _word_before(text, candidate.start)
    if _is_of_title(text, candidate, before, spoken):
        return False
    match candidate.strength:
        case phrases.STRONG:
            return True
        case phrases.NAMED:
            if before in spoken.lists["not_before_weekday"]:
                return False
            return is_at_end or not before or _goes_on(text, candidate.end, spoken)
        case phrases.BESIDE:
            return is_at_end and has_day
        case phrases.CLOCK:
            return is_at_end and _is_round(candidate.at) and not _is_amount(text[: candidate.start], spoken)
        case _:
            is_heading = not before and text.startswith(":", candidate.end)  # `Sat: brunch`
            return is_heading or (is_at_end and bool(before) and before not in spoken.lists["not_before_weak"])


def _is_of_title(text: str, candidate: Candidate, before: str, spoken: Language) -> bool:
    """What no phrase is that counts, however sure its words are."""
    first = text[candidate.start]
    behind = _NEXT_WORD.match(text, candidate.end)
    next_word = (behind[1] or "").lower().replace("\u2019", "'") if behind else ""
    return (
        before in spoken.lists["not_before"]
        or next_word in spoken.lists["not_behind"]
        or (first.isdigit() and _is_numbered(text, before, spoken))
        or text[: candidate.start].endswith(("(", "["))
        or _is_name(text, candidate, before, spoken)
    )


def _is_name(text: str, candidate: Candidate, before: str, spoken: Language) -> bool:
    """`watch 28 Days Later`, `buy Sunday Times`: by capital letters, where a language has them for names."""
    phrase = text[candidate.start : candidate.end]
    if not spoken.data["capitals_are_names"] or text.isupper():
        return False
    if before in spoken.lists["media"] and (phrase[0].isupper() or phrase[0].isdigit()):
        return True
    behind = re.match(r"\s+(\S)", text[candidate.end : candidate.end + _NEAR])
    if behind is None or not behind[1].isupper() or any(letter.isdigit() for letter in phrase):
        return False
    if before:
        return phrase[0].isupper()
    return any(word[0].isupper() and word.lower() not in spoken.capitals for word in phrase.split()[1:])


def _is_numbered(text: str, before: str, spoken: Language) -> bool:
    """`room 1415`, `Beethoven's 5th`, `read John 3:16`."""
    if before in spoken.lists["numbered"] or before.endswith("'s"):
        return True
    first = _NEXT_WORD.match(text)
    is_read = first is not None and (first[1] or "").lower() in spoken.lists["media_first"]
    return is_read and before in spoken.lists["verses"]


def _is_amount(before: str, spoken: Language) -> bool:
    words = set(re.findall(r"\w+", before[-200:].lower()))
    return not words.isdisjoint(spoken.lists["amounts"])


def _word_before(text: str, start: int) -> str:
    """The word in front; empty at the beginning of the line or a sentence."""
    near = text[max(0, start - _NEAR) : start]
    found = _LAST_WORD.search(near)
    if found:
        return found[1].lower().replace("\u2019", "'").rstrip(".")
    return near.strip()


def _goes_on(text: str, end: int, spoken: Language) -> bool:
    """What stands behind is no noun that the phrase would belong to: `friday about the trip`, not `friday tickets`."""
    if _STOP.match(text, end):
        return True
    found = _NEXT_WORD.match(text, end)
    return found is not None and (found[1] or "").lower() in spoken.lists["goes_on"]


def _is_round(at: time | None) -> bool:
    """Four digits at the end are a time rather than a year or an amount if it is a quarter of an hour, but not 2000."""
    return at is not None and at.minute % 15 == 0 and (at.hour, at.minute) not in {(20, 0), (10, 0), (0, 0)}
