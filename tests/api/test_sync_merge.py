"""What two devices did apart is merged field by field: the later action wins, in whatever order they arrive."""

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest

from device import Device
from people import Person

Sql = Callable[..., list[Any]]
BOTH_ORDERS = pytest.mark.parametrize("is_later_first", [False, True])


def lost(sql: Sql, row_id: str) -> list[Any]:
    """What the history of a row says that lost, the oldest first."""
    found = sql("select lost from history where entity = %s and lost is not null order by seq, id", row_id)
    return [row[0] for row in found]


def arrive(first: Device, second: Device, *, is_later_first: bool) -> None:
    """Both sync, in one order or the other, and hear of each other."""
    for device in (second, first, second) if is_later_first else (first, second, first):
        device.syncs()
    assert first.rows == second.rows


def known(phone: Device, laptop: Device) -> None:
    phone.syncs()
    laptop.syncs()


def test_two_devices_that_changed_different_fields_both_keep_their_change(phone: Device, laptop: Device) -> None:
    todo = phone.makes("todo", title="Old", ago=100)
    known(phone, laptop)

    phone.does("todo.patch", ago=50, id=todo, title="Phone")
    laptop.does("todo.patch", ago=40, id=todo, notes="Laptop", priority=3)
    arrive(phone, laptop, is_later_first=False)

    found = phone.knows("todo", todo)
    assert (found["title"], found["notes"], found["priority"]) == ("Phone", "Laptop", 3)


@BOTH_ORDERS
def test_of_the_same_field_the_later_action_wins_and_the_other_is_in_the_history(
    phone: Device, laptop: Device, sql: Sql, is_later_first: bool
) -> None:
    todo = phone.makes("todo", title="Old", ago=100)
    known(phone, laptop)

    phone.does("todo.patch", ago=50, id=todo, title="Earlier")
    laptop.does("todo.patch", ago=40, id=todo, title="Later")
    arrive(phone, laptop, is_later_first=is_later_first)

    assert phone.knows("todo", todo)["title"] == "Later"
    overwritten = sql("select before from history where entity = %s and before ->> 'title' = 'Earlier'", todo)
    assert lost(sql, todo) == ([{"title": "Earlier"}] if is_later_first else [])
    assert len(overwritten) == (0 if is_later_first else 1)


@BOTH_ORDERS
@pytest.mark.parametrize(("first", "then", "is_gone"), [("delete", "restore", False), ("restore", "delete", True)])
@pytest.mark.parametrize("noun", ["todo", "list", "section", "tag", "filter"])
def test_to_delete_and_to_restore_are_settings_too(
    phone: Device, laptop: Device, noun: str, first: str, then: str, is_gone: bool, is_later_first: bool
) -> None:
    fields = {"section": {"list": phone.makes("list")}, "filter": {"query": "today"}}.get(noun, {})
    row = phone.makes(noun, ago=100, **fields)
    phone.does(f"{noun}.delete", ago=90, id=row)
    known(phone, laptop)

    phone.does(f"{noun}.{first}", ago=50, id=row)
    laptop.does(f"{noun}.{then}", ago=40, id=row)
    arrive(phone, laptop, is_later_first=is_later_first)

    assert (phone.knows(noun, row)["deleted_at"] is not None) == is_gone


@BOTH_ORDERS
def test_completed_and_opened_again_is_what_was_last(phone: Device, laptop: Device, is_later_first: bool) -> None:
    todo = phone.makes("todo", ago=100)
    known(phone, laptop)

    phone.does("todo.complete", ago=50, id=todo)
    laptop.does("todo.reopen", ago=40, id=todo)
    arrive(phone, laptop, is_later_first=is_later_first)

    found = phone.knows("todo", todo)
    assert (found["status"], found["completed_at"]) == ("open", None)


def test_what_is_in_the_trash_can_still_be_edited(phone: Device, laptop: Device) -> None:
    todo = phone.makes("todo", ago=100)
    known(phone, laptop)

    phone.does("todo.delete", ago=50, id=todo)
    laptop.does("todo.patch", ago=40, id=todo, title="Edited")
    arrive(phone, laptop, is_later_first=False)

    assert phone.knows("todo", todo)["title"] == "Edited"
    assert phone.knows("todo", todo)["deleted_at"]


@BOTH_ORDERS
def test_two_devices_can_add_a_tag_each(phone: Device, laptop: Device, is_later_first: bool) -> None:
    one, other, third = (phone.makes("tag", name=name) for name in ("one", "other", "third"))
    todo = phone.makes("todo", ago=100, tags=[third])
    known(phone, laptop)

    phone.does("todo.tag", ago=50, id=todo, add=[one])
    laptop.does("todo.tag", ago=40, id=todo, add=[other], remove=[third])
    arrive(phone, laptop, is_later_first=is_later_first)

    assert phone.knows("todo", todo)["tags"] == sorted([one, other])


@BOTH_ORDERS
def test_a_tag_given_later_outlives_all_tags_being_set(phone: Device, laptop: Device, is_later_first: bool) -> None:
    one, other, third = (phone.makes("tag", name=name) for name in ("one", "other", "third"))
    todo = phone.makes("todo", ago=100)
    known(phone, laptop)

    phone.does("todo.tag", ago=60, id=todo, add=[third])
    laptop.does("todo.patch", ago=50, id=todo, tags=[one])
    phone.does("todo.tag", ago=40, id=todo, add=[other])
    arrive(phone, laptop, is_later_first=is_later_first)

    assert phone.knows("todo", todo)["tags"] == sorted([one, other])


@BOTH_ORDERS
def test_list_section_and_parent_are_one_field(phone: Device, laptop: Device, sql: Sql, is_later_first: bool) -> None:
    one, other = phone.makes("list", name="one"), phone.makes("list", name="other")
    section = phone.makes("section", list=one)
    todo = phone.makes("todo", ago=100)
    known(phone, laptop)

    phone.does("todo.patch", ago=50, id=todo, list=one, section=section)
    laptop.does("todo.patch", ago=40, id=todo, list=other)
    arrive(phone, laptop, is_later_first=is_later_first)

    found = phone.knows("todo", todo)
    assert (found["list"], found["section"]) == (other, None)
    assert bool(lost(sql, todo)) == is_later_first


@BOTH_ORDERS
def test_lists_and_sections_are_moved_by_the_later_action_too(
    phone: Device, laptop: Device, is_later_first: bool
) -> None:
    one, other, moved = (phone.makes("list", name=name) for name in ("one", "other", "moved"))
    section = phone.makes("section", ago=100, list=moved)
    inside = phone.makes("todo", section=section)
    known(phone, laptop)

    for device, ago, target in ((phone, 50, one), (laptop, 40, other)):
        device.does("list.patch", ago, id=moved, parent=target)
        device.does("section.patch", ago, id=section, list=target)
    arrive(phone, laptop, is_later_first=is_later_first)

    assert phone.knows("list", moved)["parent"] == phone.knows("section", section)["list"] == other
    assert (phone.knows("todo", inside)["list"], phone.knows("todo", inside)["section"]) == (other, section)


@BOTH_ORDERS
def test_the_accounts_settings_are_merged_as_well(phone: Device, laptop: Device, is_later_first: bool) -> None:
    known(phone, laptop)

    phone.does("account.patch", ago=50, name="Earlier", theme="dark")
    laptop.does("account.patch", ago=40, name="Later")
    arrive(phone, laptop, is_later_first=is_later_first)

    ((kind, _), account) = next(iter(phone.rows.items()))
    assert (kind, account["name"], account["theme"]) == ("account", "Later", "dark")


def test_what_comes_by_rest_happens_now_and_wins(phone: Device, owner: Person, sql: Sql) -> None:
    todo = phone.makes("todo", ago=100)
    phone.syncs()
    phone.does("todo.patch", ago=1, id=todo, title="Offline", notes="Offline")

    owner.patch(f"/todo/{todo}", {"title": "Now"})
    phone.syncs()

    assert (phone.knows("todo", todo)["title"], phone.knows("todo", todo)["notes"]) == ("Now", "Offline")
    assert lost(sql, todo) == [{"title": "Offline"}]


def test_a_zone_loses_to_a_later_day_without_a_time(phone: Device, laptop: Device, sql: Sql) -> None:
    todo = phone.makes("todo", ago=100, due="2026-12-01T09:00")
    known(phone, laptop)

    laptop.does("todo.patch", ago=40, id=todo, due="2026-12-02")
    phone.does("todo.patch", ago=50, id=todo, due_zone="Asia/Tokyo")
    arrive(phone, laptop, is_later_first=True)

    assert (phone.knows("todo", todo)["due"], phone.knows("todo", todo)["due_zone"]) == ("2026-12-02", None)
    assert lost(sql, todo) == [{"due_zone": "Asia/Tokyo"}]


def test_lists_that_two_devices_put_into_each_other_do_not_make_a_loop(phone: Device, laptop: Device) -> None:
    one, other = phone.makes("list", name="one"), phone.makes("list", name="other")
    above, below = phone.makes("todo", title="above"), phone.makes("todo", title="below")
    known(phone, laptop)

    phone.does("list.patch", ago=50, id=one, parent=other)
    phone.does("todo.patch", ago=50, id=above, parent=below)
    laptop.does("list.patch", ago=40, id=other, parent=one)
    laptop.does("todo.patch", ago=40, id=below, parent=above)
    arrive(phone, laptop, is_later_first=False)

    assert [one["problem"]["errors"][0]["code"] for one in laptop.refused] == ["loop", "loop"]
    assert [one["row"]["id"] for one in laptop.refused] == [other, below]


FIELDS = {
    "title": ["a", "b"],
    "notes": ["", "more"],
    "priority": [0, 4],
    "status": ["open", "done", "cancelled"],
    "deadline": [None, "2026-12-01"],
}


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_arrival_makes_no_difference(owner: Person, seed: int) -> None:
    chance = random.Random(seed)
    devices = [Device(owner) for _ in range(4)]
    actions = [
        (ago, chance.choice(["patch", "complete", "delete", "restore"]), {name: chance.choice(values)})
        for ago, (name, values) in zip(
            chance.sample(range(10, 90), 4), chance.choices([*FIELDS.items()], k=4), strict=True
        )
    ]
    found = set()

    for order in chance.sample([*itertools.permutations(range(4))], 6):
        todo = devices[0].makes("todo", ago=100)
        devices[0].syncs()
        for number in order:
            ago, action, fields = actions[number]
            devices[number].does(f"todo.{action}", ago, id=todo, **(fields if action == "patch" else {}))
            devices[number].syncs()
        row = owner.get(f"/todo/{todo}").get_json()
        found.add((*(row[name] for name in FIELDS), row["deleted_at"] is None))

    assert len(found) == 1


def test_a_tag_does_not_come_back_while_another_has_its_name(phone: Device) -> None:
    old = phone.makes("tag", name="garden")
    phone.does("tag.delete", id=old)
    phone.makes("tag", name="Garden")
    phone.does("tag.restore", id=old)

    answers = phone.syncs()

    assert (answers[3]["problem"]["code"], answers[3]["row"]) == ("taken", phone.knows("tag", old))


@BOTH_ORDERS
def test_a_subtask_that_went_along_comes_back_by_a_later_word_only(
    phone: Device, laptop: Device, is_later_first: bool
) -> None:
    parent = phone.makes("todo", ago=100)
    early, late = (phone.makes("todo", ago=100, title=title, parent=parent) for title in ("early", "late"))
    known(phone, laptop)
    phone.does("todo.delete", ago=50, id=parent)
    phone.syncs()

    for ago, todo in ((40, late), (60, early)) if is_later_first else ((60, early), (40, late)):
        laptop.does("todo.restore", ago, id=todo)
    laptop.syncs()

    assert laptop.knows("todo", early)["deleted_at"]
    assert (laptop.knows("todo", late)["deleted_at"], laptop.knows("todo", late)["parent"]) == (None, None)
