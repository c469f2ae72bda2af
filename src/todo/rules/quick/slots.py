"""What the words in the slots of a pattern mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from todo.rules.quick.language import Language

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Slots:
    """One match of a pattern, and the language that it is in."""

    found: re.Match[str]
    language: Language

    def __contains__(self, name: str) -> bool:
        return bool(self.found.groupdict().get(name))

    def text(self, name: str) -> str:
        """The words in the slot as the tables have them: lower case, one space, straight apostrophes."""
        return plain(self.found.groupdict().get(name) or "")

    def number(self, name: str) -> int:
        """Of a day, a year, `{n}`: by its digits or its word."""
        words = self.text(name).removeprefix("'")
        if digits := _DIGITS.match(words):
            return int(digits[0])
        return int(self.language.numbers.get(words, 0))

    def of(self, table: str, name: str) -> Any:
        return self.language.words(table)[self.text(name)]

    @property
    def year(self) -> int:
        """Of 2027 or of '27."""
        year = self.number("year")
        return year + 2000 if 0 < year < 100 else year

    @property
    def weekday(self) -> int:
        for name in ("weekday", "full_weekday", "short_weekday"):
            if name in self:
                return weekday(self.language, self.text(name))
        raise KeyError("weekday")

    @property
    def unit(self) -> str:
        return str(self.of("units", "unit"))

    @property
    def month(self) -> int:
        return int(self.of("months", "month"))

    def ordinal(self, name: str = "ordinal") -> int:
        return ordinal(self.language, self.text(name))

    @property
    def day_of_month(self) -> int:
        """Of `15th`, `first` or, where the pattern has that, a mere number."""
        return next((self.number(name) for name in ("nth", "nth_word", "day") if name in self), 0)

    def nth_or_ordinal(self) -> int:
        """Of `15th` or `last`, whichever the pattern has."""
        return self.number("nth") or self.ordinal()

    def each(self, name: str, one: str) -> Iterator[str]:
        """The words of a list such as `mon, wed and fri`; `one` is the slot of a single one."""
        expression = re.compile(rf"(?<!\w)(?:{self.language.slots[one]})(?!\w)", re.IGNORECASE)
        yield from (plain(found[0]) for found in expression.finditer(self.found[name]))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().replace("\u2019", "'")).strip()


def weekday(language: Language, word: str) -> int:
    tables = (language.words(name) for name in ("weekdays", "short_weekdays", "plural_weekdays"))
    return int(next(table[word] for table in tables if word in table))


def ordinal(language: Language, word: str) -> int:
    """1 to 5 from the beginning, -1 is the last."""
    if digits := _DIGITS.match(word):
        return int(digits[0])
    return int(language.words("ordinals")[word])
