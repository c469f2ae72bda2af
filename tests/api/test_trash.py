"""The trash: what goes together comes back together, and nothing is lost that was not thrown away."""

from typing import Any

import pytest

from people import Person, problem


def trashed(owner: Person) -> dict[str, set[str]]:
    """What is in the trash, by noun: names or titles."""
    return {
        noun: {row.get("title", row.get("name")) for row in owner.get(f"/{noun}?trash=true").get_json()}
        for noun in ("list", "section", "todo", "tag")
    }


def live(owner: Person) -> dict[str, set[str]]:
    return {
        noun: {row.get("title", row.get("name")) for row in owner.get(f"/{noun}").get_json()}
        for noun in ("list", "section", "todo", "tag")
    }


@pytest.fixture
def house(owner: Person) -> dict[str, str]:
    """Ids by name: a list, a section and a list in it, each with a todo, and one of these with a subtask."""
    ids = {"house": owner.made("list", name="house")["id"]}
    ids["room"] = owner.made("list", name="room", parent=ids["house"])["id"]
    ids["now"] = owner.made("section", name="now", list=ids["house"])["id"]
    ids["in house"] = owner.made("todo", title="in house", list=ids["house"])["id"]
    ids["in room"] = owner.made("todo", title="in room", list=ids["room"])["id"]
    ids["in now"] = owner.made("todo", title="in now", section=ids["now"])["id"]
    ids["sub"] = owner.made("todo", title="sub", parent=ids["in now"])["id"]
    ids["inbox"] = owner.made("todo", title="inbox")["id"]
    return ids


def place(owner: Person, todo: str) -> tuple[str | None, str | None, str | None]:
    found = owner.get(f"/todo/{todo}").get_json()
    return found["list"], found["section"], found["parent"]


def test_subtasks_go_along_and_come_back(owner: Person, house: dict[str, str]) -> None:
    path = f"/todo/{house['in now']}"

    assert (owner.delete(path).status_code, owner.delete(path).status_code) == (204, 204)
    assert trashed(owner)["todo"] == {"in now", "sub"}

    restored = owner.post(f"{path}/restore").get_json()
    assert (restored["deleted_at"], trashed(owner)["todo"]) == (None, set())
    assert place(owner, house["sub"]) == (house["house"], house["now"], house["in now"])


def test_what_was_thrown_away_apart_stays_there(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/todo/{house['sub']}")
    owner.delete(f"/todo/{house['in now']}")

    owner.post(f"/todo/{house['in now']}/restore")

    assert trashed(owner)["todo"] == {"sub"}
    assert owner.post(f"/todo/{house['sub']}/restore").status_code == 200
    assert place(owner, house["sub"]) == (house["house"], house["now"], house["in now"])


def test_a_subtask_that_is_restored_without_its_parent_stands_alone(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/todo/{house['in now']}")

    owner.post(f"/todo/{house['sub']}/restore")

    assert place(owner, house["sub"]) == (house["house"], house["now"], None)
    assert trashed(owner)["todo"] == {"in now"}
    owner.post(f"/todo/{house['in now']}/restore")
    assert place(owner, house["in now"]) == (house["house"], house["now"], None)


def test_a_list_takes_along_what_is_in_it_and_brings_it_back(owner: Person, house: dict[str, str]) -> None:
    before = live(owner)

    owner.delete(f"/list/{house['house']}")
    assert trashed(owner) == {
        "list": {"house", "room"},
        "section": {"now"},
        "todo": {"in house", "in room", "in now", "sub"},
        "tag": set(),
    }
    assert live(owner)["todo"] == {"inbox"}

    owner.post(f"/list/{house['house']}/restore")
    assert live(owner) == before
    assert place(owner, house["sub"]) == (house["house"], house["now"], house["in now"])
    assert owner.get(f"/list/{house['room']}").get_json()["parent"] == house["house"]


def test_what_was_thrown_away_before_its_list_stays_when_the_list_comes_back(
    owner: Person, house: dict[str, str]
) -> None:
    owner.delete(f"/todo/{house['in house']}")
    owner.delete(f"/section/{house['now']}")
    owner.delete(f"/list/{house['room']}")
    owner.delete(f"/list/{house['house']}")

    owner.post(f"/list/{house['house']}/restore")

    assert trashed(owner) == {
        "list": {"room"},
        "section": {"now"},
        "todo": {"in house", "in now", "sub", "in room"},
        "tag": set(),
    }


def test_a_todo_whose_list_is_in_the_trash_comes_back_to_the_inbox(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/list/{house['house']}")

    owner.post(f"/todo/{house['in now']}/restore")

    assert place(owner, house["in now"]) == (None, None, None)
    assert place(owner, house["sub"]) == (None, None, house["in now"])
    assert live(owner)["todo"] == {"inbox", "in now", "sub"}
    owner.post(f"/list/{house['house']}/restore")
    assert place(owner, house["in now"]) == (None, None, None)


def test_a_todo_whose_section_is_in_the_trash_comes_back_to_the_list(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/section/{house['now']}")
    assert trashed(owner)["todo"] == {"in now", "sub"}

    owner.post(f"/todo/{house['in now']}/restore")

    assert place(owner, house["sub"]) == (house["house"], None, house["in now"])


def test_a_section_comes_back_with_its_todos(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/section/{house['now']}")

    owner.post(f"/section/{house['now']}/restore")

    assert trashed(owner) == {"list": set(), "section": set(), "todo": set(), "tag": set()}
    assert place(owner, house["sub"]) == (house["house"], house["now"], house["in now"])


def test_a_section_does_not_come_back_without_its_list(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/section/{house['now']}")
    owner.delete(f"/list/{house['house']}")

    refused = owner.post(f"/section/{house['now']}/restore")

    assert problem(refused) == (409, "list_in_trash", [])


def test_a_list_whose_parent_is_in_the_trash_comes_back_to_the_top(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/list/{house['house']}")

    restored = owner.post(f"/list/{house['room']}/restore").get_json()

    assert restored["parent"] is None
    assert live(owner)["todo"] == {"inbox", "in room"}
    owner.post(f"/list/{house['house']}/restore")
    assert owner.get(f"/list/{house['room']}").get_json()["parent"] is None


@pytest.mark.parametrize("noun", ["list", "section", "tag", "todo"])
def test_what_is_in_the_trash_can_be_read_but_not_changed(owner: Person, house: dict[str, str], noun: str) -> None:
    fields: dict[str, Any] = {"list": house["house"]} if noun == "section" else {}
    made, other = (
        owner.made(noun, **fields, **({} if noun == "todo" else {"name": name})) for name in ("one", "other")
    )
    path = f"/{noun}/{made['id']}"
    owner.delete(path)
    seen = owner.get(path).get_json()

    for answer in (owner.patch(path, {"position": "a0"}), owner.post(f"{path}/reorder", {"before": other["id"]})):
        assert problem(answer) == (409, "in_trash", [])

    assert seen == {**made, "deleted_at": seen["deleted_at"], "seq": seen["seq"]}
    assert owner.get(path).get_json() == seen


@pytest.mark.parametrize("noun", ["list", "section", "tag", "todo"])
def test_restoring_what_is_not_in_the_trash_changes_nothing(owner: Person, house: dict[str, str], noun: str) -> None:
    made = owner.made(noun, **({"list": house["house"]} if noun == "section" else {}))

    assert owner.post(f"/{noun}/{made['id']}/restore").get_json() == made


def test_everything_of_one_deletion_bears_its_number(owner: Person, house: dict[str, str]) -> None:
    owner.delete(f"/list/{house['house']}")

    paths = [f"/list/{house['house']}", f"/list/{house['room']}", f"/section/{house['now']}", f"/todo/{house['sub']}"]

    assert len({owner.get(path).get_json()["seq"] for path in paths}) == 1


def test_a_todo_that_is_moved_out_of_the_trashed_list_is_not_taken_along_later(
    owner: Person, house: dict[str, str]
) -> None:
    owner.patch(f"/todo/{house['in now']}", {"list": None})

    owner.delete(f"/list/{house['house']}")

    assert live(owner)["todo"] == {"inbox", "in now", "sub"}
