"""Merging: the later action wins each field, whichever arrives first."""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from todo.rules.merge import TOGETHER, merge, stamp, stamp_now

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
FIELDS = ["title", "notes", "due", "due_zone", "list", "section"]

moments = some.integers(1, 7 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC))
changes = some.dictionaries(some.sampled_from(FIELDS), some.integers(0, 9), min_size=1)
mutations = some.lists(some.tuples(some.integers(0, 3), some.uuids(), changes), max_size=4, unique_by=lambda m: m[1])


def merged(mutations: list[tuple[int, UUID, dict[str, int]]]) -> dict[str, object]:
    """The state that the mutations leave, arriving in this order."""
    state: dict[str, object] = {}
    stamps: dict[str, str] = {}
    for second, mutation, wanted in mutations:
        found = merge(stamps, wanted, stamp(NOON + timedelta(seconds=second), mutation))
        state |= found.applied
        stamps |= found.stamps
        assert found.applied.keys() | found.lost.keys() == wanted.keys()
    return state


def whole(wanted: dict[str, int]) -> dict[str, int]:
    """With all fields that are set as one, as clients send them."""
    groups = {TOGETHER.get(name, name) for name in wanted}
    return {name: wanted.get(name, 0) for name in FIELDS if TOGETHER.get(name, name) in groups}


@given(mutations)
def test_the_order_of_arrival_makes_no_difference(found: list[tuple[int, UUID, dict[str, int]]]) -> None:
    sent = [(second, mutation, whole(wanted)) for second, mutation, wanted in found]

    assert len({tuple(sorted(merged(list(order)).items())) for order in itertools.permutations(sent)}) <= 1


@given(mutations)
def test_what_arrives_twice_changes_nothing(found: list[tuple[int, UUID, dict[str, int]]]) -> None:
    assert merged(found + found) == merged([m for m in found for _ in range(2)])


def test_a_day_and_its_zone_are_set_as_one() -> None:
    early, late = stamp(NOON, UUID(int=1)), stamp(NOON + timedelta(seconds=1), UUID(int=2))

    moved = merge({}, {"due": "2026-12-02T09:00", "due_zone": "Asia/Tokyo"}, late)
    lost = merge(moved.stamps, {"due_zone": "Europe/Berlin"}, early)

    assert (lost.applied, lost.lost) == ({}, {"due_zone": "Europe/Berlin"})


def test_different_fields_do_not_meet() -> None:
    early, late = stamp(NOON, UUID(int=1)), stamp(NOON + timedelta(seconds=1), UUID(int=2))

    title = merge({}, {"title": "New"}, late)

    assert merge(title.stamps, {"notes": "More"}, early).applied == {"notes": "More"}


def test_of_the_same_moment_the_mutations_id_decides() -> None:
    small, large = stamp(NOON, UUID(int=1)), stamp(NOON, UUID(int=2))

    assert merge({"title": large}, {"title": "Late"}, small).applied == {}
    assert merge({"title": small}, {"title": "Late"}, large).applied == {"title": "Late"}


@given(moments, moments)
def test_stamps_compare_as_the_moments_do(one: datetime, other: datetime) -> None:
    assert (one < other) == (stamp(one, UUID(int=7)) < stamp(other, UUID(int=7)))


def test_an_action_of_now_wins_over_the_stamp_of_a_clock_that_was_ahead() -> None:
    ahead = {"title": stamp(NOON + timedelta(hours=1), UUID(int=2))}

    now = stamp_now(ahead, {"title": "New"}, NOON, UUID(int=1))

    assert merge(ahead, {"title": "New"}, now).applied == {"title": "New"}
