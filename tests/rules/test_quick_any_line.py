"""Quick add and lines that nobody would write: it never fails and loses nothing."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.test_quick_agreement import check_what_holds_of_any, vocabulary
from todo.rules.quick import Context, parse

WORDS = {code: vocabulary(code) for code in ("en", "de", "fr")}
REPEATED = (
    *(
        "every ",
        "mon, ",
        "mon and ",
        "5 days ",
        "x ",
        "1 jan, ",
        "first and ",
        '"',
        "#a ",
        "!5 ",
        "at 5 ",
        "1/",
        "1, and ",
    ),
    *("every mon ", "{", "friday or ", "for 1 hour ", "starting monday ", "tuesday ", ",", "\\", "a.", "@", "1", "a-"),
    *("last ", "jan ", "1 hour and ", "jeden zweiten ", "tous les ", "1. und ", "\u00a0", "// ", "p1 ", "«"),
    "every day starting monday until june for 3 weeks at 5 ",
)
NOW = datetime.fromisoformat("2026-11-22T10:30")
EARLIEST, LATEST = map(datetime.fromisoformat, ("0001-01-08T00:00", "9998-12-01T00:00"))


@given(text=st.text(max_size=80), moment=st.datetimes(EARLIEST, LATEST))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str, moment: datetime) -> None:
    found = parse(text, Context(moment))

    assert found.title or not text.strip()


@given(data=st.data(), code=st.sampled_from(sorted(WORDS)), week_start=st.integers(1, 7))
@settings(max_examples=300, deadline=None)
def test_of_any_words_nothing_is_lost(data: st.DataObject, code: str, week_start: int) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS[code]), min_size=1, max_size=12))
    moment = data.draw(st.datetimes(EARLIEST, LATEST))

    found = parse(" ".join(words), Context(moment, code=code, week_start=week_start))

    check_what_holds_of_any(" ".join(words), found)


@pytest.mark.parametrize("code", sorted(WORDS))
@pytest.mark.parametrize("size", [999, 10_000])
def test_no_line_takes_for_ever(code: str, size: int) -> None:
    for words in REPEATED:
        line = (words * size)[:size]

        assert parse(line, Context(NOW, code=code)).title or not line.strip()


def test_what_is_too_long_for_a_title_is_not_read() -> None:
    text = "tomorrow " * 112

    assert parse(text, Context(NOW)).title == text.strip()
    assert parse("x tomorrow // " + text, Context(NOW)).fields["notes"] == text.strip()
