"""Nothing is refused for being late: what belongs to what is gone meanwhile lands as near as there is a place."""

from collections.abc import Callable
from typing import Any

import pytest

from device import Device, statuses

Sql = Callable[..., list[Any]]


@pytest.fixture
def house(phone: Device, laptop: Device) -> dict[str, str]:
    """Ids by name: a list with a section and a todo in that, which both devices know, and another list."""
    ids = {"list": phone.makes("list", ago=100), "other": phone.makes("list", name="Other")}
    ids["section"] = phone.makes("section", ago=100, list=ids["list"])
    ids["parent"] = phone.makes("todo", ago=100, section=ids["section"])
    phone.syncs()
    laptop.syncs()
    return ids


def place(device: Device, todo: str) -> tuple[str | None, str | None, str | None]:
    row = device.knows("todo", todo)
    return row["list"], row["section"], row["parent"]


def lost(sql: Sql, row_id: str) -> list[Any]:
    found = sql("select lost from history where entity = %s and lost is not null order by seq", row_id)
    return [row[0] for row in found]


def purged(sql: Sql, kind: str, row_id: str) -> None:
    """As the sweep of the trash leaves it after 30 days."""
    sql(f"delete from {kind} where id = %s", row_id)
    sql("insert into tombstone (space, id, kind, seq) select id, %s, %s, seq from space", row_id, kind)


def test_a_new_todo_of_a_list_in_the_trash_lands_in_the_inbox(
    phone: Device, laptop: Device, house: dict[str, str], sql: Sql
) -> None:
    phone.does("list.delete", id=house["list"])
    phone.syncs()
    todo = laptop.makes("todo", list=house["list"], section=house["section"], parent=house["parent"])

    assert statuses(laptop.syncs()) == ["applied"]

    assert place(laptop, todo) == (None, None, None)
    assert laptop.knows("todo", todo)["deleted_at"] is None
    assert lost(sql, todo) == [{name: house[name] for name in ("list", "section", "parent")}]


def test_a_new_todo_of_a_section_in_the_trash_lands_in_the_list(
    phone: Device, laptop: Device, house: dict[str, str]
) -> None:
    phone.does("section.delete", id=house["section"])
    phone.syncs()
    todo = laptop.makes("todo", list=house["list"], section=house["section"])
    laptop.syncs()

    assert place(laptop, todo) == (house["list"], None, None)


def test_a_new_subtask_of_a_todo_in_the_trash_lands_beside_it(
    phone: Device, laptop: Device, house: dict[str, str]
) -> None:
    phone.does("todo.delete", id=house["parent"])
    phone.syncs()
    todo = laptop.makes("todo", list=house["list"], section=house["section"], parent=house["parent"])
    laptop.syncs()

    assert place(laptop, todo) == (house["list"], house["section"], None)


def test_a_new_subtask_lives_where_its_parent_was_moved_to(
    phone: Device, laptop: Device, house: dict[str, str]
) -> None:
    phone.does("todo.patch", id=house["parent"], list=house["other"])
    phone.syncs()
    todo = laptop.makes("todo", list=house["list"], section=house["section"], parent=house["parent"])
    laptop.syncs()

    assert place(laptop, todo) == (house["other"], None, house["parent"])


@pytest.mark.parametrize("noun", ["todo", "list"])
def test_what_has_left_for_good_is_gone_meanwhile_too(
    phone: Device, laptop: Device, house: dict[str, str], sql: Sql, noun: str
) -> None:
    phone.does("list.delete", id=house["other"])
    phone.syncs()
    purged(sql, "list", house["other"])
    row = laptop.makes(noun, **{"todo": {"list": house["other"]}, "list": {"parent": house["other"]}}[noun])

    assert statuses(laptop.syncs()) == ["applied"]

    assert laptop.knows(noun, row)["list" if noun == "todo" else "parent"] is None


def test_a_new_section_of_a_list_in_the_trash_comes_back_with_it(
    phone: Device, laptop: Device, house: dict[str, str]
) -> None:
    phone.does("list.delete", id=house["list"])
    phone.syncs()
    section = laptop.makes("section", list=house["list"])
    todo = laptop.makes("todo", section=section)

    assert statuses(laptop.syncs()) == ["applied", "applied"]
    assert laptop.knows("section", section)["deleted_at"]
    assert place(laptop, todo) == (None, None, None)

    phone.does("list.restore", id=house["list"])
    phone.syncs()
    assert phone.knows("section", section)["deleted_at"] is None


def test_a_new_section_of_a_list_that_has_left_for_good_is_refused(
    phone: Device, laptop: Device, house: dict[str, str], sql: Sql
) -> None:
    phone.does("list.delete", id=house["other"])
    phone.syncs()
    purged(sql, "list", house["other"])
    laptop.makes("section", list=house["other"])

    (refused,) = laptop.syncs()

    assert refused["problem"]["errors"][0]["field"] == "args.list"


@pytest.mark.parametrize("is_purged", [False, True])
def test_what_is_moved_to_where_nothing_is_any_more_stays(
    phone: Device, laptop: Device, house: dict[str, str], sql: Sql, is_purged: bool
) -> None:
    phone.does("list.delete", id=house["other"])
    phone.syncs()
    if is_purged:
        purged(sql, "list", house["other"])
    laptop.does("todo.patch", id=house["parent"], list=house["other"], title="Renamed too")
    laptop.does("section.patch", id=house["section"], list=house["other"])
    laptop.does("list.patch", id=house["list"], parent=house["other"])

    assert statuses(laptop.syncs()) == ["applied"] * 3

    assert place(laptop, house["parent"]) == (house["list"], house["section"], None)
    assert laptop.knows("todo", house["parent"])["title"] == "Renamed too"
    assert laptop.knows("section", house["section"])["list"] == house["list"]
    assert laptop.knows("list", house["list"])["parent"] is None
    assert lost(sql, house["parent"]) == lost(sql, house["section"]) == [{"list": house["other"]}]
    assert lost(sql, house["list"]) == [{"parent": house["other"]}]


def test_a_todo_that_is_restored_although_it_was_moved_later_comes_back_to_the_inbox(
    phone: Device, laptop: Device, house: dict[str, str]
) -> None:
    todo = phone.makes("todo", ago=90)
    phone.does("todo.delete", ago=80, id=todo)
    phone.does("todo.patch", ago=20, id=todo, list=house["other"])
    phone.does("list.delete", ago=10, id=house["other"])
    phone.syncs()
    laptop.does("todo.restore", ago=50, id=todo)

    laptop.syncs()

    assert place(laptop, todo) == (None, None, None)
    assert laptop.knows("todo", todo)["deleted_at"] is None


def test_no_todo_is_refused_for_a_tag_that_another_device_has_made_under_another_id(
    phone: Device, laptop: Device, sql: Sql
) -> None:
    phone.makes("tag", name="garden")
    phone.syncs()
    mine, other = laptop.makes("tag", name="Garden"), laptop.makes("tag", name="kitchen")
    todo = laptop.makes("todo", tags=[mine, other])
    later = laptop.makes("todo")
    laptop.does("todo.patch", id=later, tags=[mine, other])
    laptop.does("todo.tag", id=later, add=[mine])

    answers = laptop.syncs()

    assert statuses(answers) == ["taken", "applied", "applied", "applied", "applied", "applied"]
    assert laptop.knows("todo", todo)["tags"] == laptop.knows("todo", later)["tags"] == [other]
    assert lost(sql, todo) == [{"tags": [mine, other]}]
    assert lost(sql, later) == [{"tags": [mine, other]}, {"tags_unknown": [mine]}]


@pytest.mark.parametrize("near", [["list", "section", "parent"], ["list", "section"], ["parent"]])
def test_what_stayed_behind_in_a_list_that_is_in_the_trash_is_no_trap(
    laptop: Device, house: dict[str, str], sql: Sql, near: list[str]
) -> None:
    """A todo can be added at the very moment in which its list is thrown away."""
    sql("update list set deleted_at = now(), deletion = id where id = %s", house["list"])
    todo = laptop.makes("todo", **{name: house[name] for name in near})

    assert statuses(laptop.syncs()) == ["applied"]

    with_parent = (house["list"], house["section"], house["parent"])
    assert place(laptop, todo) == (with_parent if "parent" in near else (None, None, None))
