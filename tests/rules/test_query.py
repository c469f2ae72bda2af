"""The query language by itself: what it finds, where it cannot be read, and that nothing makes it slow."""

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from filters import CASES, NAMES, TODOS, clock, name
from todo.rules.query.match import matches
from todo.rules.query.misread import Misread
from todo.rules.query.moment import Clock
from todo.rules.query.names import is_called
from todo.rules.query.parse import MAX_DEPTH, MAX_LENGTH, MAX_SEARCHES, MAX_TERMS, parse

ANY = "a filter such as today, no date, p1, @tag, #list, /section or search: words"


def found(query: str, at: Clock) -> list[str]:
    """The ids of each pane, separated by spaces."""
    return [" ".join(todo["id"] for todo in TODOS if matches(pane, todo, at, NAMES)) for pane in parse(query)]


@pytest.mark.parametrize("case", [case for case in CASES if "panes" in case], ids=name)
def test_a_query_finds_what_it_means(case: dict[str, Any]) -> None:
    assert found(case["query"], clock(case)) == case["panes"]


@pytest.mark.parametrize("case", [case for case in CASES if "column" in case], ids=name)
def test_what_cannot_be_read_is_refused_at_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(Misread) as refusal:
        parse(case["query"])

    assert refusal.value.column == case["column"]


def test_there_are_enough_cases_for_who_reads_them_elsewhere() -> None:
    assert len([case for case in CASES if "panes" in case]) > 150
    assert len([case for case in CASES if "column" in case]) > 50


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", f"column 1: expected {ANY}"),
        ("meetings", f"column 1: expected {ANY}"),
        ("p1 &", f"column 5: expected {ANY}"),
        ("(today", "column 7: expected )"),
        ("today)", "column 6: expected a comma or the end"),
        ("no idea", "column 4: expected date, start, deadline, time, priority or tags"),
        ("due", "column 4: expected :, before: or after"),
        ("due before today", "column 12: expected :"),
        ("due: soon", "column 6: expected a date such as today, 27 jan, 2026-01-27, friday, next week or -3 days"),
        ("31 apr", "column 1: expected a day that there is"),
        ("#a\\", "column 3: expected the character that the backslash is for"),
        ("@", "column 2: expected a name behind @"),
        ("today\0", "column 6: a query is one line, without control characters"),
        ("today\ud800", "column 6: a query is one line, without control characters"),
    ],
)
def test_a_refusal_says_what_could_stand_there(query: str, said: str) -> None:
    with pytest.raises(Misread) as refusal:
        parse(query)

    assert str(refusal.value) == said


@pytest.mark.parametrize(
    ("most", "more", "column"),
    [
        ("#" + "x" * (MAX_LENGTH - 1), "#" + "x" * MAX_LENGTH, MAX_LENGTH + 1),
        ("(" * MAX_DEPTH + "p1" + ")" * MAX_DEPTH, "(" * (MAX_DEPTH + 1) + "p1", MAX_DEPTH + 1),
        ("|".join(["p1"] * MAX_TERMS), "|".join(["p1"] * (MAX_TERMS + 1)), 3 * MAX_TERMS + 1),
        ("|".join(["search:x"] * MAX_SEARCHES), "|".join(["search:x"] * (MAX_SEARCHES + 1)), 9 * MAX_SEARCHES + 1),
        ("search:" + "x" * 200, "search:" + "x" * 201, 1),
        ("9999 days", "10000 days", 1),
    ],
)
def test_each_limit_is_reached_and_not_passed(most: str, more: str, column: int) -> None:
    parse(most)

    with pytest.raises(Misread) as refusal:
        parse(more)

    assert refusal.value.column == column


@pytest.mark.parametrize(
    "query",
    [
        "!" * 999,
        "(" * 1000,
        ")" * 1000,
        "!(" * 500,
        "#" + "\\" * 999,
        "@" + "*a" * 499,
        "@" + "*" * 999,
        "search:" + " " * 993,
        " " * 1000,
        "1" * 1000,
        "1:" * 500,
        "no " * 333,
        "over " + " " * 990 + "x",
        "view" + " " * 995,
        "12" + " " * 990 + "x",
        "##" * 500,
        "//" * 500,
        "&" * 1000,
        "p1|" * 333,
        "2026-" * 200,
    ],
    ids=lambda query: query[:6],
)
def test_no_text_takes_long_to_read(query: str) -> None:
    started = time.process_time()

    with suppress(Misread):
        parse(query)

    assert time.process_time() - started < 0.5


def test_no_number_of_wildcards_makes_a_name_slow() -> None:
    started = time.process_time()

    assert not is_called("a" * 200 + "b", ("", *["a"] * 500, "c"))
    assert is_called("a" * 200, ("", *["a"] * 200, ""))
    assert not is_called("a" * 199, ("", *["a"] * 200, ""))

    assert time.process_time() - started < 0.1


@pytest.mark.parametrize(
    ("pattern", "called", "not_called"),
    [
        (("home", ""), ["home", "Homework"], ["at home", "hom"]),
        (("", "work"), ["Artwork", "work"], ["works"]),
        (("a", "a"), ["aa", "aba"], ["a"]),
        (("a", "b", "c"), ["abc", "a-b-c", "abbc"], ["acb", "ac"]),
        (("ab", "bc"), ["abbc"], ["abc"]),
        (("", ""), ["", "anything"], []),
    ],
)
def test_a_wildcard_stands_for_any_characters_or_none(
    pattern: tuple[str, ...], called: list[str], not_called: list[str]
) -> None:
    assert all(is_called(one, pattern) for one in called)
    assert not any(is_called(one, pattern) for one in not_called)


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "UTC"])
def test_the_ends_of_the_calendar_are_no_errors(year: int, zone: str) -> None:
    at = clock({"now": f"{year:04}-{'01-01' if year == 1 else '12-31'}T12:00:00", "zone": zone})
    queries = "-9999 years, 9999 years, due before: -9999 weeks, due after: +9999 months, last week, next year, 29 feb"
    more = "created: 29 feb, created: monday, due before: -9999 hours, due: 2pm, created after: 9999-12-31, 0001-01-01"

    for pane in parse(f"{queries}, {more}"):
        assert [todo for todo in TODOS if matches(pane, todo, at, NAMES)] != TODOS


def _documented() -> list[str]:
    """What stands in the first column of a table of docs/filters.md."""
    text = (Path(__file__).parents[2] / "docs" / "filters.md").read_text().replace("\\|", "\x1f")
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| ")]
    return [found.replace("\x1f", "|") for cell in cells for found in re.findall("`([^`]+)`", cell)]


@pytest.mark.parametrize("query", _documented())
def test_what_is_documented_can_be_read(query: str) -> None:
    assert parse(query)


def test_enough_is_documented() -> None:
    assert len(_documented()) > 60
