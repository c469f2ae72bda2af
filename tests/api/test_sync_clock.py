"""When people acted: devices whose clocks are wrong take part like any other."""

from datetime import timedelta

import pytest

from device import Device


@pytest.mark.parametrize("skew", [timedelta(days=-365), timedelta(days=365), timedelta(hours=-1), timedelta(hours=1)])
def test_a_device_whose_clock_is_wrong_takes_part_like_any_other(
    phone: Device, laptop: Device, skew: timedelta
) -> None:
    phone.skew = skew
    todo = phone.makes("todo", ago=100, title="Old", notes="Old")
    phone.syncs()
    laptop.syncs()

    phone.does("todo.patch", ago=60, id=todo, title="Phone, first")
    laptop.does("todo.patch", ago=30, id=todo, title="Laptop, then", notes="Laptop, first")
    phone.does("todo.patch", ago=10, id=todo, notes="Phone, then")
    laptop.syncs()
    phone.syncs()
    laptop.syncs()

    found = laptop.knows("todo", todo)
    assert (found["title"], found["notes"]) == ("Laptop, then", "Phone, then")
    assert laptop.rows == phone.rows


def test_nobody_acts_in_the_future(phone: Device, laptop: Device) -> None:
    todo = phone.makes("todo")
    phone.does("todo.patch", ago=-86_400, id=todo, title="Tomorrow")
    phone.syncs()

    laptop.does("todo.patch", id=todo, title="Today, but later")
    laptop.syncs()

    assert laptop.knows("todo", todo)["title"] == "Today, but later"


def test_what_was_done_offline_bears_its_own_time(phone: Device) -> None:
    todo = phone.makes("todo", ago=7200)
    phone.does("todo.complete", ago=3600, id=todo)

    phone.syncs()

    row, now = phone.knows("todo", todo), phone.clock()
    assert row["created_at"][:16] == phone.clock(7200)[:16] < row["completed_at"][:16] == phone.clock(3600)[:16] < now


def test_a_device_overtakes_its_own_slow_request(phone: Device) -> None:
    todo = phone.makes("todo", ago=60)
    phone.syncs()
    phone.does("todo.patch", ago=10, id=todo, title="First")
    phone.takes(phone.asks(clock=phone.clock(9)).get_json())  # it was on its way for nine seconds

    phone.does("todo.patch", ago=8, id=todo, title="Second")
    phone.syncs()

    assert phone.knows("todo", todo)["title"] == "Second"
