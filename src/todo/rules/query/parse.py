"""From the text of a query to its tree, or to where it cannot be read and what could stand there."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedInput

from todo.rules.query.build import panes
from todo.rules.query.misread import Misread, misread
from todo.rules.query.parsed import Parsed, tokens, trees
from todo.rules.query.tree import Pane

MAX_LENGTH = 1000
"""Characters of a query."""

MAX_DEPTH = 16
"""Parentheses within each other."""

MAX_TERMS = 100
"""Filters in a query, of all its panes together."""

MAX_SEARCHES = 10
"""Those of them that look through the words of all todos."""

_MARKS = re.compile(r"\\.|[()]")
_NOT_A_LINE = {"Cc", "Cs", "Zl", "Zp"}  # Unicode's control characters, halves of characters and breaks


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Pane, ...]:
    """The panes of the query. Raises Misread."""
    _check_characters(text)
    _check_depth(text)
    try:
        tree = _read(text)
    except UnexpectedInput as error:
        raise misread(text, error) from None
    _check_terms(tree)
    return panes(tree)


def _read(text: str) -> Parsed:
    return cast("Parsed", cast("Any", _grammar()).parse(text))  # lark is typed for texts of any kind


@cache
def _grammar() -> Lark:
    text = resources.files("todo.rules.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", maybe_placeholders=False)


def _check_characters(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise Misread(MAX_LENGTH + 1, f"a query has at most {MAX_LENGTH} characters")
    for number, character in enumerate(text):
        if unicodedata.category(character) in _NOT_A_LINE:
            raise Misread(number + 1, "a query is one line, without control characters")


def _check_depth(text: str) -> None:
    depth = 0
    for mark in _MARKS.finditer(text):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth > MAX_DEPTH:
            raise Misread(mark.start() + 1, f"parentheses nest at most {MAX_DEPTH} deep")


def _check_terms(tree: Parsed) -> None:
    terms = [term for negated in tree.find_data("negated") for term in trees(negated) if term.data != "either"]
    _check_number(terms, MAX_TERMS, "filters")
    _check_number([term for term in terms if term.data == "said"], MAX_SEARCHES, "searches")


def _check_number(terms: list[Parsed], most: int, what: str) -> None:
    if len(terms) > most:
        places = sorted(min(token.start_pos or 0 for token in _all_tokens(term)) for term in terms)
        raise Misread(places[most] + 1, f"a query has at most {most} {what}")


def _all_tokens(tree: Parsed) -> list[Token]:
    return [token for found in tree.iter_subtrees() for token in tokens(found)]
