"""A recurrence rule as a sentence that a person can check: `every 2 weeks on Mon, Thu`.

Every part of the rule is in it, so that rules which differ do not read alike. The words of a language are data, in
`sentences/`, which the web application reads too.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, reduce
from pathlib import Path
from typing import Any

WORKDAYS = {"MO", "TU", "WE", "TH", "FR"}
_FILES = Path(__file__).parent / "sentences"
_TEENS = {11, 12, 13}

Parts = Mapping[str, str]
Words = Mapping[str, Any]


def sentence(rule: str, *, repeat_from: str = "due", language: str = "en") -> str:
    """The rule in the language of a BCP 47 tag, in English where its own is not known."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    words = _words(language.partition("-")[0].lower())
    found = [_often(parts, words), *_days(parts, words), *_limits(parts, words)]
    said = " ".join([*found, words["after_completion"]] if repeat_from == "completion" else found)
    return reduce(lambda text, elision: text.replace(*elision), words["elisions"].items(), said)


@cache
def languages() -> frozenset[str]:
    return frozenset(path.stem for path in _FILES.glob("*.json"))


@cache
def _words(language: str) -> Words:
    name = language if language in languages() else "en"
    return json.loads((_FILES / f"{name}.json").read_text())


def _often(parts: Parts, words: Words) -> str:
    count = _interval(parts)
    if count > 1:
        return words["every_n"][parts["FREQ"]].format(n=count)
    return words["every_workday"] if _is_on_workdays(parts) else words["every"][parts["FREQ"]]


def _interval(parts: Parts) -> int:
    return int(parts.get("INTERVAL", "1"))


def _is_on_workdays(parts: Parts) -> bool:
    return _has_workdays(parts) and "BYSETPOS" not in parts and parts["FREQ"] in {"DAILY", "WEEKLY"}


def _has_workdays(parts: Parts) -> bool:
    return set(_each(parts, "BYDAY")) == WORKDAYS


def _days(parts: Parts, words: Words) -> Iterator[str]:
    is_of_year = _is_day_of_year(parts)
    if "BYDAY" in parts:
        yield from _weekdays(parts, words)
    if "BYMONTHDAY" in parts:
        yield _of_year(parts, words) if is_of_year else _monthdays(parts, words)
    if "BYYEARDAY" in parts:
        yield words["on_yeardays"].format(list=_listed(parts, "BYYEARDAY", lambda day: _nth(day, words)))
    if "BYWEEKNO" in parts:
        yield words["in_weeks"].format(list=_listed(parts, "BYWEEKNO", lambda week: _week(week, words)))
    if "BYMONTH" in parts and not is_of_year:
        yield words["in_months"].format(list=_listed(parts, "BYMONTH", lambda month: words["months"][int(month) - 1]))
    if "BYSETPOS" in parts and not _is_nth_weekday(parts):
        yield words["nth_of_them"].format(list=_listed(parts, "BYSETPOS", lambda nth: _nth(nth, words)))


def _is_nth_weekday(parts: Parts) -> bool:
    return "BYDAY" in parts and not {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & parts.keys()


def _is_day_of_year(parts: Parts) -> bool:
    days = _each(parts, "BYMONTHDAY")
    is_alone = bool(days) and not {"BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"} & parts.keys()
    return (
        parts["FREQ"] == "YEARLY" and is_alone and len(_each(parts, "BYMONTH")) == 1 and all(int(d) > 0 for d in days)
    )


def _of_year(parts: Parts, words: Words) -> str:
    month = words["months"][int(parts["BYMONTH"]) - 1]
    days = _listed(parts, "BYMONTHDAY", lambda day: words["day_of_year"].format(day=int(day), month=month))
    return words["on_days_of_year"].format(list=days)


def _weekdays(parts: Parts, words: Words) -> Iterator[str]:
    days = _listed(parts, "BYDAY", lambda day: _weekday(day, words))
    if "BYSETPOS" in parts and _is_nth_weekday(parts):
        nth = _listed(parts, "BYSETPOS", lambda nth: _nth(nth, words))
        form = words["nth_workday"] if _has_workdays(parts) else words["nth_of_weekdays"]
        yield form.format(list=nth, weekdays=days)
    elif not _is_on_workdays(parts):
        yield words["on_weekdays"].format(list=days)
    elif _interval(parts) > 1:
        yield words["on_workdays"]


def _weekday(day: str, words: Words) -> str:
    name = words["weekdays"][day[-2:]]
    return words["nth_weekday"].format(nth=_nth(day[:-2], words), weekday=name) if day[:-2] else name


def _monthdays(parts: Parts, words: Words) -> str:
    return words["on_monthdays"].format(list=_listed(parts, "BYMONTHDAY", lambda day: _monthday(int(day), words)))


def _monthday(day: int, words: Words) -> str:
    return _formed(day, words["monthday"]) if day > 0 else words["monthday_from_end"].format(nth=_nth(str(day), words))


def _week(week: str, words: Words) -> str:
    return str(int(week)) if int(week) > 0 else words["week_from_end"].format(n=-int(week))


def _nth(text: str, words: Words) -> str:
    number = int(text)
    if known := words["nth"].get(str(number)):
        return known
    return _number(number, words) if number > 0 else words["nth_from_end"].format(number=_number(-number, words))


def _number(number: int, words: Words) -> str:
    return _formed(number, words["number"])


def _formed(number: int, forms: Words) -> str:
    usual = forms["teens"] if number % 100 in _TEENS else forms["digits"].get(str(number % 10), forms["other"])
    return forms["exact"].get(str(number), usual).format(n=number)


def _limits(parts: Parts, words: Words) -> Iterator[str]:
    if "WKST" in parts:
        yield words["week_start"].format(weekday=words["weekdays"][parts["WKST"]])
    if "COUNT" in parts:
        yield words["once"] if parts["COUNT"] == "1" else words["times"].format(n=int(parts["COUNT"]))
    if "UNTIL" in parts:
        day = _day(parts["UNTIL"])
        month = words["months"][day.month - 1]
        yield words["until"].format(date=words["date"].format(day=day.day, month=month, year=day.year))


def _day(until: str) -> date:
    return datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007 (a day, not a moment)


def _each(parts: Parts, name: str) -> list[str]:
    return [value for value in parts.get(name, "").split(",") if value]


def _listed(parts: Parts, name: str, said: Callable[[str], str]) -> str:
    return ", ".join(said(value) for value in _each(parts, name))
