"""Reads an archive, which is one JSON object, piece by piece: a big one is never in memory as a whole.

A piece is a member of the object or, where that is an array, an element of it. Each comes as the text that stands in
the file, so that what other programs have kept here stays as it is to the last byte.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn, TextIO

CHUNK = 1 << 18
MAX_PIECE = 1 << 22
"""The most characters in one piece: several times what the largest row has."""


_BEHIND = frozenset(" \t\n\r,:]}")
_SPACE = re.compile(r"[ \t\n\r]*")


class Piece(NamedTuple):
    """A member, or an element of one; `number` is the element's, from 0."""

    name: str
    number: int | None
    text: str

    @property
    def place(self) -> str:
        return self.name if self.number is None else f"{self.name}.{self.number}"


class Malformed(ValueError):
    """`place` is the piece in which, or behind which, the text stops being JSON; `at` counts characters from 1."""

    def __init__(self, place: str, at: int, why: str) -> None:
        super().__init__(why)
        self.place = place
        self.at = at


def pieces(text: TextIO) -> Iterator[Piece]:
    """The pieces in the order of the file. Raises Malformed where it is not JSON, and UnicodeDecodeError."""
    reader = _Reader(text)
    reader.take("{")
    names: set[str] = set()
    while reader.peek() != "}":
        if names:
            reader.take(",")
        name = reader.name()
        if name in names:
            reader.fail("is there twice")
        names.add(name)
        reader.place = name[:100]
        reader.take(":")
        if reader.peek() == "[":
            yield from reader.elements(name)
        else:
            yield Piece(name, None, reader.value())
    reader.take("}")
    if reader.peek():
        reader.fail("there is something behind its end")


class _Reader:
    """A window on the text, which moves on as it is read."""

    def __init__(self, text: TextIO) -> None:
        self.place = "the beginning"
        self._text = text
        self._window = ""
        self._at = 0
        self._before = 0  # how many characters are behind the window
        self._is_over = False

    def fail(self, why: str) -> NoReturn:
        raise Malformed(self.place, self._before + self._at + 1, why)

    def peek(self) -> str:
        """The next character that is no white space; '' at the end."""
        while True:
            space = _SPACE.match(self._window, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._window) or not self._more():
                return self._window[self._at : self._at + 1]

    def take(self, character: str) -> None:
        if self.peek() != character:
            self.fail(f"'{character}' is missing")
        self._at += 1

    def name(self) -> str:
        if self.peek() != '"':
            self.fail("a name is missing")
        return str(json.loads(self.value()))

    def elements(self, name: str) -> Iterator[Piece]:
        self.take("[")
        number = 0
        while self.peek() != "]":
            if number:
                self.take(",")
            self.place = f"{name[:100]}.{number}"
            yield Piece(name, number, self.value())
            number += 1
        self.take("]")

    def value(self) -> str:
        """The text of the next value. At the edge of the window it could go on: more is read until it cannot."""
        self.peek()
        while True:
            try:
                _, end = _DECODER.raw_decode(self._window, self._at)
            except RecursionError:
                self.fail("is nested too deeply")
            except ValueError as error:
                if len(self._window) - self._at > MAX_PIECE:
                    self.fail("is too large")
                if not self._more():
                    self._at = min(getattr(error, "pos", self._at), len(self._window))
                    self.fail("is not JSON")
                continue
            is_whole = self._window[end : end + 1] in _BEHIND or len(self._window) - self._at > MAX_PIECE
            if is_whole or not self._more():
                text, self._at = self._window[self._at : end], end
                return text

    def _more(self) -> bool:
        if self._is_over:
            return False
        read = self._text.read(CHUNK)
        if not read:
            self._is_over = True
            return False
        self._before += self._at
        self._window, self._at = self._window[self._at :] + read, 0
        return True


def _without_duplicates(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# Nothing is made of the numbers: some are too large to be any.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant, parse_int=len, parse_float=len
)
