"""When rules happen: held to a slow, obvious expansion, to dateutil where nothing clamps, and to a bound."""

import time
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from rules.slow import days_of
from todo.rules import recurrence
from todo.rules.occurrences import MOST_DAYS, first, occurrences

STARTS = some.dates(date(1999, 1, 1), date(2030, 12, 31))
WEEKDAYS = some.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
SOME_YEARS = timedelta(days=366 * 4)


def signed(most: int) -> some.SearchStrategy[int]:
    return some.integers(-most, most).filter(bool)


def several(what: some.SearchStrategy[Any]) -> some.SearchStrategy[str]:
    return some.lists(what, min_size=1, max_size=3).map(lambda them: ",".join(map(str, them)))


@some.composite
def rules(draw: some.DrawFn) -> str:
    """Any rule that the program takes."""
    often = draw(some.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    nth = some.sampled_from(["", "1", "2", "-1", "5"]) if often in {"MONTHLY", "YEARLY"} else some.just("")
    may: dict[str, some.SearchStrategy[str]] = {
        "INTERVAL": some.integers(1, 5).map(str),
        "BYMONTH": several(some.integers(1, 12)),
        "BYDAY": several(some.tuples(nth, WEEKDAYS).map("".join)),
        "BYMONTHDAY": several(signed(31)),
        "BYYEARDAY": several(signed(366)),
        "BYWEEKNO": several(signed(53)),
        "BYSETPOS": several(signed(4)),
        "WKST": WEEKDAYS,
        "COUNT": some.integers(1, 12).map(str),
        "UNTIL": STARTS.map(lambda day: f"{day:%Y%m%d}"),
    }
    chosen = draw(some.lists(some.sampled_from(sorted(may)), max_size=4, unique=True))
    text = ";".join([f"FREQ={often}", *(f"{name}={draw(may[name])}" for name in chosen)])
    try:
        return recurrence.rule(text)
    except ValueError:
        assume(condition=False)
        raise


@settings(max_examples=150, deadline=None)
@given(rules(), STARTS)
def test_a_rule_happens_on_the_days_that_an_obvious_expansion_finds(rule: str, start: date) -> None:
    last = start + SOME_YEARS

    found = list(occurrences(rule, start, until=last))

    assert found == list(days_of(rule, start, last))


def is_as_dateutil_has_it(rule: str, start: date) -> bool:
    """Where nothing is clamped, and where dateutil is not known to do other than RFC 5545 says."""
    parts = dict(part.split("=") for part in rule.split(";"))
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    clamps = any(int(number) > 28 for number in parts.get("BYMONTHDAY", "0").split(",")) or start.day > 28
    mixes = 0 < len([day for day in days if len(day) > 2]) < len(days)  # it wants both kinds of day at once
    of_first_week = parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts  # it counts from the start, not from its week
    weeks = [int(week) for week in parts.get("BYWEEKNO", "1").split(",")]  # it knows those from the end in part
    return not (clamps or mixes or of_first_week or any(week < 0 or week > 51 for week in weeks))


@settings(max_examples=150, deadline=None)
@given(rules(), STARTS)
def test_where_nothing_clamps_a_rule_happens_as_dateutil_says(rule: str, start: date) -> None:
    assume(is_as_dateutil_has_it(rule, start))
    assume(first(rule, start))
    until = ";UNTIL=99981231" if "UNTIL" not in rule and "COUNT" not in rule else ""
    theirs = rrulestr(rule + until, dtstart=datetime.combine(start, datetime.min.time()))

    count = len(found := list(islice(occurrences(rule, start), 15)))

    assert found == [moment.date() for moment in islice(theirs, count)]


@settings(max_examples=100, deadline=None)
@given(rules(), STARTS, some.integers(0, 4000))
def test_beginning_later_leaves_out_what_comes_before_and_nothing_else(rule: str, start: date, days: int) -> None:
    after = start + timedelta(days=days)
    last = after + SOME_YEARS / 3

    assert list(occurrences(rule, start, after=after, until=last)) == [
        day for day in occurrences(rule, start, until=last) if day > after
    ]


HOSTILE = [
    *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO"),
    *("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100"),
    *("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=YEARLY;BYDAY=53MO,53TU;BYMONTHDAY=5", "FREQ=MONTHLY;BYDAY=6MO"),
    *("FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31;BYDAY=MO,TU", "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1"),
    "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
]


@pytest.mark.parametrize("rule", HOSTILE)
@pytest.mark.parametrize("more", ["", ";COUNT=10000", ";UNTIL=99981231", ";INTERVAL=1000", ";INTERVAL=7"])
def test_a_rule_that_never_happens_is_refused(rule: str, more: str) -> None:
    with pytest.raises(ValueError, match="this never happens"):
        recurrence.rule(rule + more)


SELDOM = [
    *("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=YEARLY;BYYEARDAY=366;INTERVAL=4", "FREQ=YEARLY;INTERVAL=1000"),
    *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29"),
    *(
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
        "FREQ=MONTHLY;INTERVAL=1000;BYDAY=5MO",
        "FREQ=WEEKLY;INTERVAL=1000;BYDAY=SU",
    ),
    *("FREQ=DAILY;COUNT=10000", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366", "FREQ=YEARLY;COUNT=10000"),
]


@pytest.mark.parametrize("rule", [*HOSTILE, *SELDOM])
@pytest.mark.parametrize(
    ("start", "more"), [(date(2026, 11, 23), ""), (date(1, 1, 1), ";COUNT=10000"), (date(9980, 1, 1), "")]
)
def test_no_expansion_looks_at_more_days_than_are_allowed(
    rule: str, start: date, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0
    real = occurrences.__globals__["_chosen"]

    def counted(wanted: Any, period: list[date]) -> list[date]:
        nonlocal looked_at
        looked_at += len(period)
        return real(wanted, period)

    monkeypatch.setitem(occurrences.__globals__, "_chosen", counted)
    began = time.process_time()
    for _ in occurrences(rule + ("" if "COUNT" in rule else more), start):
        pass

    assert looked_at <= MOST_DAYS
    assert time.process_time() - began < 5  # beside seconds upon seconds: a stop, not a measure
