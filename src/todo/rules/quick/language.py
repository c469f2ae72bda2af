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

LANGUAGES = ("en",)
_SLOT = re.compile(r"\{(\w+)\}")
# What stands behind a phrase: no letter, no possessive, and nothing that makes a longer word or number of it.
END = r"(?![\w'\u2019]|[-./:@]\w)"


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

    def words(self, name: str) -> dict[str, Any]:
        """A table of the file: word to meaning."""
        return cast("dict[str, Any]", self.data[name])

    def one_of(self, name: str) -> str:
        """An alternation that the file has under this name."""
        return f"(?:{_spaced(str(self.data[name]))})"


@cache
def language(code: str) -> Language:
    """The language of a BCP 47 tag; English where its own is not known."""
    short = code.partition("-")[0].lower()
    short = short if short in LANGUAGES else "en"
    data = cast("dict[str, Any]", json.loads((files("todo.rules.quick") / f"{short}.json").read_text("utf-8")))
    slots = _slots(data)
    patterns = {
        kind: tuple(_pattern(list(entry), slots) for entry in cast("list[list[str]]", data[kind]))
        for kind in ("date", "time", "repeat")
    }
    return Language(short, data, patterns, slots)


def alternation(words: Any) -> str:
    """Any of the words, the longest first."""
    return "|".join(_spaced(re.escape(word)) for word in sorted(words, key=lambda word: (-len(word), word)))


def compiled(text: str, slots: dict[str, str]) -> re.Pattern[str]:
    """A pattern with its slots filled in; a slot that comes twice is `name2` the second time."""
    seen: dict[str, int] = {}

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        seen[name] = seen.get(name, 0) + 1
        group = name if seen[name] == 1 else f"{name}{seen[name]}"
        return f"(?P<{group}>{slots[name]})"

    return re.compile(_SLOT.sub(fill, _spaced(text)) + END, re.IGNORECASE)


def _pattern(entry: list[str], slots: dict[str, str]) -> Pattern:
    return Pattern(compiled(entry[0], slots), entry[1], entry[2] if len(entry) > 2 else "strong")


def _spaced(text: str) -> str:
    return text.replace("\\ ", " ").replace("'", "['\u2019]").replace(" ?", r"\s*").replace(" ", r"\s+")


def _slots(data: dict[str, Any]) -> dict[str, str]:
    suffix = f"(?:{data['ordinal_suffix']})"
    day = "(?:3[01]|[12][0-9]|0?[1-9])"
    ordinal = f"{alternation(data['ordinals'])}|[1-5]{suffix}"
    weekday = f"(?:{alternation([*data['weekdays'], *data['short_weekdays']])})"
    join = rf"(?:\s*(?:{data['and']})\s*)+"
    month = f"(?:{alternation(data['months'])})"
    monthday = rf"(?:{day}{suffix}|{day}(?=\s*(?:,|{data['and']})\s*{day}|\s*$|\s+(?:{data['at']})))"
    return {
        **{
            name: alternation(data[table])
            for name, table in (
                ("relative", "relative"), ("full_weekday", "weekdays"), ("short_weekday", "short_weekdays"),
                ("month", "months"), ("holiday", "holidays"), ("daypart", "dayparts"), ("time_name", "times_by_name"),
                ("adverb", "adverbs"), ("unit", "units"),
            )
        },
        "weekday": weekday,
        "weekdays": f"{weekday}(?:{join}{weekday})*",
        "months": f"{month}(?:{join}{month})*",
        "ordinal": ordinal,
        "ordinals": f"(?:{ordinal})(?:{join}(?:{ordinal}))*",
        "monthdays": f"{monthday}(?:{join}(?:{monthday}|{day}(?:{suffix})?))*",
        "n": f"{alternation(data['numbers'])}|[0-9]{{1,4}}",
        "digits": "[0-9]{1,4}",
        "day": f"{day}(?:{suffix})?",
        "nth": day + suffix,
        "year": "(?:19|20|21)[0-9]{2}",
        "iso": "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}",
        "numeric": "|".join(rf"[0-9]{{1,2}}{s}[0-9]{{1,2}}{s}(?:[0-9]{{4}}|[0-9]{{2}})" for s in ("/", r"\.", "-")),
        "short_numeric": str(data.get("short_numeric", "[0-9]{1,2}/[0-9]{1,2}")),
        "hour12": "(?:1[0-2]|0?[1-9])",
        "hour24": "(?:2[0-3]|[01]?[0-9])",
        "minute": "[0-5][0-9]",
        "clock": "(?:[01][0-9]|2[0-3])[0-5][0-9]",
        "ampm": alternation([*data["am"], *data["pm"]]) or "(?!)",
        "every": f"(?:{_spaced(data['every'])})!?",
    }  # fmt: skip
