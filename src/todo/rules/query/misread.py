"""Why a query cannot be read: where, and what could stand there."""

from collections.abc import Mapping
from typing import Any, cast

from lark import Token
from lark.exceptions import UnexpectedInput


class Misread(ValueError):
    """A query that is none. `column` is the place of the first character that does not fit, 1 for the first of all.

    Characters are counted as Unicode's code points. One behind the last is the end of the text.
    """

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(f"column {column}: {reason}")
        self.column = column


def misread(text: str, error: UnexpectedInput) -> Misread:
    """What the parser says, for people."""
    token = getattr(error, "token", None)
    is_at_end = isinstance(token, Token) and token.type == "$END"
    at = len(text) if is_at_end else cast("int", error.pos_in_stream)
    if text[at:] == "\\":
        return Misread(at + 1, "expected the character that the backslash is for")
    return Misread(at + 1, f"expected {_expected(cast('Any', error.interactive_parser).accepts())}")


# Where these terminals may stand so may many others, and one sentence is for all of them.
_ANY_OF: Mapping[str, str] = {
    "LPAR": "a filter such as today, no date, p1, @tag, #list, /section or search: words",
    "YESTERDAY": "a date such as today, 27 jan, 2026-01-27, friday, next week or -3 days",
    "TIMES": "date, start, deadline, time, priority or tags",
}
_ONE_OF: Mapping[str, str] = {
    "AMPERSAND": "&",
    "VBAR": "|",
    "COMMA": "a comma",
    "RPAR": ")",
    "$END": "the end",
    "COLON": ":",
    "BEFORE": "before:",
    "AFTER": "after",
    "AGO": "ago",
    "NUMBER": "a number",
    "DAYS": "days, weeks, months or years",
    "HOURS": "hours or minutes",
    "MONTH": "a month such as jan",
    "TIME": "a time such as 14:00 or 2pm",
}


def _expected(terminals: set[str]) -> str:
    for name, phrase in _ANY_OF.items():
        if name in terminals:
            return phrase
    phrases = [phrase for name, phrase in _ONE_OF.items() if name in terminals]
    return " or ".join(filter(None, [", ".join(phrases[:-1]), phrases[-1] if phrases else "the end"]))
