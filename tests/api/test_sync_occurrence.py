"""Todos that repeat, from devices that were away: an occurrence is completed once, whoever was where."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from device import Device, statuses
from people import Person


def day(number: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=number)).isoformat()


@pytest.fixture
def phone(owner: Person) -> Device:
    return Device(owner)


@pytest.fixture
def laptop(owner: Person) -> Device:
    return Device(owner)


def shared(phone: Device, laptop: Device, rule: str = "FREQ=DAILY", due: str = day(0)) -> str:
    row = phone.makes("todo", due=due, recurrence=rule)
    phone.syncs()
    laptop.syncs()
    return row


def test_two_devices_that_complete_the_same_occurrence_take_one_step(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop)
    phone.does("todo.complete", ago=600, id=row, occurrence=day(0))
    laptop.does("todo.complete", ago=300, id=row, occurrence=day(0))

    assert statuses(phone.syncs()) == ["applied"]
    assert statuses(laptop.syncs()) == ["applied"]

    phone.syncs()
    assert [device.knows("todo", row)["occurrence"] for device in (phone, laptop)] == [day(1), day(1)]
    assert phone.knows("todo", row) == laptop.knows("todo", row)
    assert phone.knows("todo", row)["steps"] == 1


def test_one_that_skips_what_another_has_completed_does_nothing(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop)
    phone.does("todo.complete", id=row, occurrence=day(0))
    laptop.does("todo.skip", ago=300, id=row, occurrence=day(0))
    laptop.does("todo.postpone", ago=200, id=row, occurrence=day(0), to=day(9))

    phone.syncs()
    assert statuses(laptop.syncs()) == ["applied", "applied"]

    assert laptop.knows("todo", row)["due"] == day(1)


def test_several_occurrences_that_were_completed_offline_are_several_steps(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop, due=day(-1))
    for number in (-1, 0, 1):
        phone.does("todo.complete", id=row, occurrence=day(number))

    phone.syncs()

    assert (phone.knows("todo", row)["occurrence"], phone.knows("todo", row)["steps"]) == (day(2), 3)


def test_what_was_done_late_counts_from_the_day_on_which_it_was_done(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop, due=day(-9))
    phone.does("todo.complete", ago=4 * 86_400, id=row, occurrence=day(-9))

    phone.syncs()

    assert phone.knows("todo", row)["due"] == day(-4)


def test_a_step_is_taken_though_a_later_action_had_moved_the_occurrence(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop, "FREQ=WEEKLY")
    laptop.does("todo.patch", ago=60, id=row, due=day(2), due_zone=None)
    phone.does("todo.complete", ago=600, id=row, occurrence=day(0))
    laptop.syncs()

    phone.syncs()

    assert (phone.knows("todo", row)["occurrence"], phone.knows("todo", row)["due"]) == (day(7), day(7))


def test_a_rule_of_an_earlier_action_is_taken_though_a_step_came_first(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop)
    phone.does("todo.patch", ago=600, id=row, recurrence="FREQ=WEEKLY")
    laptop.does("todo.complete", ago=60, id=row, occurrence=day(0))
    laptop.syncs()

    phone.syncs()

    todo = phone.knows("todo", row)
    assert (todo["recurrence"], todo["series_start"], todo["due"]) == ("FREQ=WEEKLY", day(1), day(1))


def test_what_no_longer_repeats_is_neither_skipped_nor_refused(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop)
    phone.does("todo.patch", id=row, recurrence=None)
    phone.syncs()
    laptop.does("todo.skip", id=row, occurrence=day(0))

    assert statuses(laptop.syncs()) == ["applied"]
    assert laptop.knows("todo", row)["due"] == day(0)


def test_undo_of_a_step_is_a_mutation_like_any_other(phone: Device, laptop: Device) -> None:
    row = shared(phone, laptop)
    before = phone.knows("todo", row)
    step = phone.does("todo.complete", id=row, occurrence=day(0))
    phone.syncs()
    laptop.does("undo", mutation=step)

    assert statuses(laptop.syncs()) == ["applied"]

    assert {**laptop.knows("todo", row), "seq": 0, "updated_at": ""} == {**before, "seq": 0, "updated_at": ""}


def test_an_occurrence_is_detached_once(phone: Device, laptop: Device) -> None:
    row, new = shared(phone, laptop), str(uuid4())
    for _ in range(2):
        phone.does("todo.detach", id=row, new=new)

    assert statuses(phone.syncs()) == ["applied", "applied"]

    assert (phone.knows("todo", new)["due"], phone.knows("todo", new)["recurrence"]) == (day(0), None)
    assert (phone.knows("todo", row)["due"], phone.knows("todo", row)["steps"]) == (day(1), 1)


@pytest.mark.parametrize(
    ("args", "field"),
    [
        ({"occurrence": "yesterday"}, "args.occurrence"),
        ({"to": day(1), "days": 1}, "args.days"),
        ({"days": 0}, "args.days"),
        ({"by": 1}, "args.by"),
    ],
)
def test_what_cannot_be_is_refused_by_name(phone: Device, args: dict[str, object], field: str) -> None:
    row = phone.makes("todo", due=day(0))
    phone.does("todo.postpone", id=row, **args)

    phone.syncs()

    assert [error["field"] for error in phone.refused[0]["problem"]["errors"]] == [field]
