"""Positions: between any two there is room for another."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from todo.rules import order

A_SENTENCE = r"\w+ \w+"


@given(some.lists(some.integers(0, 1000), max_size=60))
def test_positions_stay_ordered_whatever_is_inserted_where(places: list[int]) -> None:
    positions: list[str] = []

    for number in places:
        place = number % (len(positions) + 1)
        before = positions[place - 1] if place else None
        after = positions[place] if place < len(positions) else None
        positions.insert(place, order.between(before, after))

    assert positions == sorted(set(positions))
    assert [order.position(position) for position in positions] == positions


@given(some.lists(some.datetimes(datetime(2020, 1, 1), datetime(2300, 1, 1), timezones=some.just(UTC)), min_size=2))  # noqa: DTZ001
def test_what_is_made_later_stands_behind(moments: list[datetime]) -> None:
    moments = sorted(set(moments))

    positions = [order.at_end(moment) for moment in moments]

    assert positions == sorted(set(positions))
    assert [order.position(position) for position in positions] == positions


@given(some.datetimes(datetime(2020, 1, 1), datetime(2300, 1, 1), timezones=some.just(UTC)))  # noqa: DTZ001
def test_there_is_room_around_what_was_made(moment: datetime) -> None:
    first, second = order.at_end(moment), order.at_end(moment + timedelta(microseconds=1))

    assert order.between(None, first) < first < order.between(first, second) < second < order.between(second, None)


@given(some.text(max_size=40))
def test_whatever_is_accepted_as_a_position_has_room_around_it(text: str) -> None:
    try:
        position = order.position(text)
    except ValueError:
        return

    assert order.between(None, position) < position < order.between(position, None)
    assert order.position(order.between(None, position))


def test_a_thousand_fit_into_one_gap() -> None:
    lower, upper = order.between(None, None), order.between(order.between(None, None), None)
    position = upper

    for _ in range(1000):
        assert lower < (position := order.between(lower, position)) < upper

    assert len(position) < 200


@pytest.mark.parametrize(
    ("lower", "upper"),
    [("a0" + "z" * 998, "a1"), ("a0" + "V" * 998, "a0" + "V" * 997 + "W"), ("a0", "a0" + "0" * 997 + "1")],
)
def test_where_no_room_is_left_it_says_so(lower: str, upper: str) -> None:
    with pytest.raises(ValueError, match="no room"):
        order.between(lower, upper)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "a",
        "A",
        "a00",
        "a0V0",
        "!",
        "a!",
        "a0é",
        "a0 ",
        " a0",
        "a1\n",
        "b0",
        "z",
        "A" + "0" * 26,
        "A" + "0" * 25 + "1",
        "a٣",
    ],
)
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=A_SENTENCE):
        order.position(text)
