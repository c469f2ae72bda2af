"""Series: tests/vectors/recurrence.json is read here and by the web application alike."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rules.slow import days_of
from rules.test_occurrences import STARTS, rules
from todo.rules import recurrence, when
from todo.rules.occurrences import without
from todo.rules.sentence import languages, sentence
from todo.rules.series import Series, beginning, coming, following, moved

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "recurrence.json").read_text())
CASES = [(group["today"], case) for group in VECTORS["series"] for case in group["cases"]]


def series_of(case: dict[str, Any], steps: int = 0) -> Series:
    return Series(
        case["rule"],
        date.fromisoformat(case["start"]),
        case.get("repeat_from", "due"),
        frozenset(map(date.fromisoformat, case.get("exceptions", []))),
        case.get("steps", 0) + steps,
    )


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 300
    assert len({group["zone"] for group in VECTORS["series"]}) >= 5


@pytest.mark.parametrize("group", VECTORS["series"], ids=lambda group: f"{group['now']} {group['zone']}")
def test_today_is_the_day_where_the_person_is(group: dict[str, Any]) -> None:
    assert when.today(datetime.fromisoformat(group["now"]), group["zone"]).isoformat() == group["today"]


@pytest.mark.parametrize(("today", "case"), CASES, ids=lambda it: it if isinstance(it, str) else it["rule"])
def test_what_comes_next_is_what_the_table_says(today: str, case: dict[str, Any]) -> None:
    now = date.fromisoformat(today)
    here = date.fromisoformat(case.get("occurrence", case["start"]))
    recurrence.rule(case["rule"])

    found = [following(series_of(case), here, now)]
    while (here := found[-1] or here) and found[-1] and len(found) < 4:
        found.append(following(series_of(case, len(found)), here, max(here, now)))

    assert [day.isoformat() if day else None for day in found[:1]] == [case["next"]]
    assert [day.isoformat() for day in found[1:] if day] == case["then"]


@pytest.mark.parametrize("case", VECTORS["moments"], ids=lambda case: f"{case['local']} {case['zone']}")
def test_a_time_that_comes_twice_is_the_first_and_one_that_is_left_out_comes_later(case: dict[str, str]) -> None:
    local = datetime.fromisoformat(case["local"]).replace(tzinfo=ZoneInfo(case["zone"]))

    assert when.instant(local) == datetime.fromisoformat(case["instant"])


@pytest.mark.parametrize("case", VECTORS["sentences"], ids=lambda case: case["rule"])
@pytest.mark.parametrize("language", sorted(languages()))
def test_a_rule_is_said_in_a_sentence(case: dict[str, str], language: str) -> None:
    said = sentence(case["rule"], repeat_from=case.get("repeat_from", "due"), language=f"{language}-XX")

    assert said == case[language]


def test_a_language_that_is_not_known_is_english() -> None:
    assert sentence("FREQ=DAILY", language="tlh") == "every day"


@settings(max_examples=200, deadline=None)
@given(rules(), rules())
def test_rules_that_read_alike_happen_alike(rule: str, other: str) -> None:
    start, last = date(2026, 11, 23), date(2029, 1, 1)
    said = [sentence(without(one, "WKST"), language="en") for one in (rule, other)]

    if said[0] == said[1]:
        one, another = (list(days_of(without(it, "WKST"), start, last)) for it in (rule, other))
        assert one == another


@settings(max_examples=100, deadline=None)
@given(rules(), STARTS, some.integers(-300, 300), some.sampled_from(["due", "completion"]), some.integers(0, 3))
def test_a_step_goes_forward_to_the_first_day_that_is_still_possible(
    rule: str, start: date, away: int, repeat_from: Any, left_out: int
) -> None:
    today = start + timedelta(days=away)
    series = Series(without(rule, "COUNT"), start, repeat_from)
    found = coming(series, start, today, until=today + timedelta(days=900), most=left_out + 1)
    series = Series(series.rule, start, repeat_from, frozenset(found[:left_out]))

    step = following(series, start, today)

    begin = today if repeat_from == "completion" else start
    obvious = (
        day
        for day in days_of(series.rule, begin, max(today, start) + timedelta(days=1000))
        if day > start and (day > today if repeat_from == "completion" else day >= today)
        if day not in series.exceptions
    )
    if (expected := next(obvious, None)) or step is None:
        assert step == expected


@given(rules(), STARTS)
def test_a_series_without_a_day_begins_on_one_of_the_rule_or_today(rule: str, today: date) -> None:
    begun = beginning(rule, today)

    assert begun >= today
    assert begun == today or begun in days_of(without(rule, "INTERVAL", "COUNT"), today, begun)


@given(some.dates(date(2, 1, 1), date(9990, 1, 1)), some.integers(-300, 300))
def test_a_date_and_a_local_time_move_by_whole_days(day: date, days: int) -> None:
    later = (day + timedelta(days=days)).isoformat()

    assert moved(day.isoformat(), days) == later
    assert moved(f"{day.isoformat()}T09:00", days) == f"{later}T09:00"


@pytest.mark.parametrize("text", [None, "9999-12-31"])
def test_where_there_is_no_such_day_it_stays(text: str | None) -> None:
    assert moved(text, 1) == text


@given(some.datetimes(timezones=some.just(UTC)), some.timezones())
def test_an_instant_that_is_shown_on_a_clock_is_that_instant_or_the_first_of_two(at: datetime, zone: ZoneInfo) -> None:
    if not 1900 < at.year < 2100:
        return
    shown = at.astimezone(zone)

    found = when.instant(shown)

    assert found == at if shown.fold == 0 else found < at
    assert found.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None)


def rows_of_the_page(columns: int) -> list[list[str]]:
    """The rows of docs/recurrence.md that begin with a rule."""
    text = (Path(__file__).parents[2] / "docs" / "recurrence.md").read_text()
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `FREQ=")]
    return [row for row in rows if (row[1] in {"due", "completion"}) == (columns > 4)]


@pytest.mark.parametrize("row", rows_of_the_page(4), ids=lambda row: row[0])
def test_the_page_says_what_a_rule_means(row: list[str]) -> None:
    rule, start = row[0].strip("`"), date.fromisoformat(row[2])
    then: list[date] = []
    for text in row[3].split(", "):
        year = (then[-1] if then else start).year
        then.append(date.fromisoformat(text if len(text) > 5 else f"{year}-{text}"))

    assert sentence(rule) == row[1]
    assert coming(Series(rule, start), start, start, until=date(2040, 1, 1), most=len(then)) == then


@pytest.mark.parametrize("row", rows_of_the_page(6), ids=lambda row: " ".join(row[:3]))
def test_the_page_says_what_a_step_does(row: list[str]) -> None:
    rule, repeat_from, here, today, then = (cell.strip("` |") for cell in row[:5])
    day = date.fromisoformat(here)

    step = following(Series(rule, day, "due" if repeat_from == "due" else "completion"), day, date.fromisoformat(today))

    assert (step.isoformat() if step else "over") == then
