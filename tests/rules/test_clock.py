"""When people acted, whatever the clock of the device shows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from todo.rules.clock import acted

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)

moments = some.integers(-(2 * 10**9), 3 * 10**10).map(lambda second: NOON + timedelta(seconds=second / 7))


@pytest.mark.parametrize("skew", [timedelta(0), timedelta(days=-365), timedelta(days=365), timedelta(seconds=-7)])
def test_a_minute_ago_is_a_minute_ago_on_any_clock(skew: timedelta) -> None:
    at = acted(NOON + skew - timedelta(minutes=1), NOON + skew, NOON)

    assert at == NOON - timedelta(minutes=1)


def test_what_a_request_takes_to_arrive_does_not_count() -> None:
    at = NOON - timedelta(minutes=1)

    assert acted(at, NOON - timedelta(seconds=0.4), NOON) == acted(at, NOON, NOON) == at


@given(moments, moments, moments)
def test_nobody_acts_in_the_future_or_before_1970(at: datetime, clock: datetime, now: datetime) -> None:
    now = max(now, NOON)

    assert datetime(1970, 1, 1, tzinfo=UTC) <= acted(at, clock, now) <= now


@given(moments, moments, moments)
def test_what_was_done_in_an_order_stays_in_it(one: datetime, other: datetime, clock: datetime) -> None:
    first, then = sorted([one, other])

    assert acted(first, clock, NOON) <= acted(then, clock, NOON)
