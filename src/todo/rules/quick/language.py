"""The words of one language, as data, and the patterns that are made of them.

A pattern is a regular expression with slots in braces, such as `in {n} {unit}`; a space is any white space. What may
stand in a slot comes from the same file, so that another language is another file and no code.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from todo.rules.quick.words import alternation, slots_of, spaced

LANGUAGES = ("en", "de", "fr")
_NUMBERS = ("intervals", "minute_words", "minutes_past", "nth_words", "numbers")
_CAPITALS = ("weekdays", "short_weekdays", "plural_weekdays", "months")
_SLOT = re.compile(r"\{([a-z]\w*)\}")
# What stands behind a phrase: no letter, no possessive, and nothing that makes a longer word or number of it.
END = r"(?![\w'\u2019%$€£°]|[-./:@]\w)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """`meaning` names what the words say, `strength` when they count: `strong` ones anywhere."""

    expression: re.Pattern[str]
    meaning: str
    strength: str


@dataclass(frozen=True, slots=True)
class Language:
    """`data` is the file; patterns are by kind: date, time, repeat, reminder_before."""

    code: str
    data: dict[str, Any]
    patterns: dict[str, tuple[Pattern, ...]]
    slots: dict[str, str]
    numbers: dict[str, int]
    lists: dict[str, frozenset[str]]
    capitals: frozenset[str]
    names: re.Pattern[str]

    def words(self, name: str) -> dict[str, Any]:
        """A table of the file: word to meaning."""
        return cast("dict[str, Any]", self.data[name])

    def one_of(self, name: str) -> str:
        """An alternation that the file has under this name."""
        return f"(?:{spaced(str(self.data[name]))})"


@cache
def language(code: str) -> Language:
    """The language of a BCP 47 tag; English where its own is not known."""
    short = code.partition("-")[0].lower()
    short = short if short in LANGUAGES else "en"
    data = cast("dict[str, Any]", json.loads((files("todo.rules.quick") / f"{short}.json").read_text("utf-8")))
    slots = slots_of(data)
    patterns = {
        kind: tuple(_pattern(list(entry), slots, data["macros"]) for entry in cast("list[list[str]]", data[kind]))
        for kind in ("date", "time", "repeat")
    }
    numbers = {word: number for name in _NUMBERS for word, number in data.get(name, {}).items()}
    lists = {
        name: frozenset(cast("list[str]", words))
        for name, words in data.items()
        if isinstance(words, list) and name not in patterns
    }
    capitals = frozenset(word for name in _CAPITALS for phrase in data[name] for word in phrase.split())
    return Language(short, data, patterns, slots, numbers, lists, capitals, _names(lists["names"]))


def _names(phrases: frozenset[str]) -> re.Pattern[str]:
    """Titles that have a date in them; those in lower case are found in any case."""
    exact = alternation(name for name in phrases if name != name.lower())
    others = alternation(name for name in phrases if name == name.lower())
    return re.compile(rf"(?<!\w)(?:{exact}|(?i:{others}))(?!\w)")


def compiled(text: str, slots: dict[str, str]) -> re.Pattern[str]:
    """A pattern with its slots filled in; a slot that comes twice is `name2` the second time."""
    seen: dict[str, int] = {}

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        seen[name] = seen.get(name, 0) + 1
        group = name if seen[name] == 1 else f"{name}{seen[name]}"
        return f"(?P<{group}>{slots[name]})"

    return re.compile(_SLOT.sub(fill, spaced(text)) + END, re.IGNORECASE)


def _pattern(entry: list[str], slots: dict[str, str], macros: dict[str, str]) -> Pattern:
    text = entry[0]
    for name, words in macros.items():
        text = text.replace(f"{{{name}}}", words)
    return Pattern(compiled(text, slots), entry[1], entry[2] if len(entry) > 2 else "strong")
