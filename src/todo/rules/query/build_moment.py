"""Dates and times of a query, from what the grammar has recognised."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import cast

from lark import Token

from todo.rules.query.misread import Misread
from todo.rules.query.parsed import Parsed, column, tokens, trees
from todo.rules.query.tree import At, Count, Day, DayOfYear, Lasting, Moment, Period, Shifted, Unit, Weekday

MAX_NUMBER = 9999
"""Of days and other units."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS: Mapping[str, Unit] = {"min": "minute", "h": "hour", "d": "day", "w": "week", "mon": "month", "y": "year"}


def moment(tree: Parsed) -> Moment:
    """The moment. Raises Misread for one that there is not, as 31 feb."""
    return _MOMENTS[str(tree.data)](tree)


def _lasting(tree: Parsed) -> Moment:
    return Lasting(_count(tree, is_negative=_begins_with(tree, {"MINUS", "LAST"})))


def _shifted(tree: Parsed) -> Moment:
    return Shifted(_count(tree, is_negative=_begins_with(tree, {"MINUS"})))


def _from(tree: Parsed) -> Moment:
    return Shifted(_count(tree), moment(trees(tree)[1]))


def _count(tree: Parsed, *, is_negative: bool = False) -> Count:
    number, unit = tokens(trees(tree)[0])
    if len(number) > 4:
        raise Misread(column(number), f"expected a number up to {MAX_NUMBER}")
    return Count(-int(number) if is_negative else int(number), _unit(unit))


def _unit(token: Token) -> Unit:
    return next(unit for begin, unit in _UNITS.items() if token.lower().startswith(begin))


def _period(tree: Parsed) -> Moment:
    which, unit = tokens(tree)
    return Period(_unit(unit), {"THIS": 0, "NEXT": 1, "LAST": -1}[which.type])


def _first_day(tree: Parsed) -> Moment:
    unit = tokens(tree)[1]
    if unit.lower() != "day":
        raise Misread(column(unit), "expected day: the first day is that of the next month")
    return Shifted(Count(0, "day"), Period("month", 1))


def _iso_date(tree: Parsed) -> Moment:
    (token,) = tokens(tree)
    return Day(_real_day(token, *map(int, token.split("-"))))


def _calendar(tree: Parsed) -> Moment:
    one, other, *year = tokens(tree)
    name, number = (one, other) if one.type == "MONTH" else (other, one)
    month, day = _MONTHS.index(name[:3].lower()) + 1, int(re.sub(r"\D", "", number)[:5])
    if year:
        if len(year[0]) != 4:
            raise Misread(column(year[0]), "expected a year of four digits")
        return Day(_real_day(number, int(year[0]), month, day))
    if not 1 <= day <= _DAYS_OF_MONTH[month - 1]:
        raise Misread(column(number), "expected a day that there is")
    return DayOfYear(month, day)


def _real_day(token: Token, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Misread(column(token), "expected a day that there is") from None


def _at(tree: Parsed) -> Moment:
    days = trees(tree)
    return At(moment(days[0]) if days else None, _time(tokens(tree)[-1]))


_TIME = re.compile(r"([0-9]+)(?::([0-9]+))?\s*([ap])?", re.IGNORECASE)


def _time(token: Token) -> time:
    """`14:00`, `2pm` or `2:30 pm`; 12am is midnight."""
    hour, minute, half = cast("re.Match[str]", _TIME.match(token)).groups()
    hours, minutes = int(hour), int(minute or 0)
    if (half and not 1 <= hours <= 12) or hours > 23 or minutes > 59:
        raise Misread(column(token), "expected a time such as 14:00 or 2pm")
    return time(hours % 12 + (12 if half in {"p", "P"} else 0) if half else hours, minutes)


_MOMENTS: Mapping[str, Callable[[Parsed], Moment]] = {
    "lasting": _lasting,
    "later": _shifted,
    "shifted": _shifted,
    "ago": lambda tree: Shifted(_count(tree, is_negative=True)),
    "from": _from,
    "at": _at,
    "relative": lambda tree: Shifted(Count({"TODAY": 0, "TOMORROW": 1, "YESTERDAY": -1}[tokens(tree)[0].type], "day")),
    "weekday": lambda tree: Weekday(_WEEKDAYS.index(tokens(tree)[0][:3].lower())),
    "iso_date": _iso_date,
    "calendar": _calendar,
    "period": _period,
    "first_day": _first_day,
}


def _begins_with(tree: Parsed, types: set[str]) -> bool:
    first = tree.children[0]
    return isinstance(first, Token) and first.type in types
