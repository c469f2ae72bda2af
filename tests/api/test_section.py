"""Sections: a named group of todos inside a list."""

from uuid import uuid4

import pytest

from people import NOWHERE, Person, problem


def test_a_section_is_in_a_list(owner: Person) -> None:
    home = owner.made("list")["id"]

    made = owner.made("section", list=home, name="Now")

    assert (made["name"], made["list"], made["deleted_at"]) == ("Now", home, None)
    assert owner.get("/section").get_json() == [made]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "x"}, ("list", "required")),
        ({"name": "x", "list": None}, ("list", "invalid")),
        ({"name": "x", "list": NOWHERE}, ("list", "unknown")),
        ({"list": NOWHERE}, ("name", "required")),
        ({"list": NOWHERE, "name": "x" * 201}, ("name", "too_long")),
        ({"list": NOWHERE, "name": "x", "color": "red"}, ("color", "unknown_field")),
    ],
)
def test_what_is_no_section_is_refused_by_field(
    owner: Person, fields: dict[str, object], wrong: tuple[str, str]
) -> None:
    assert problem(owner.post("/section", fields)) == (422, "invalid", [wrong])


def test_sections_are_filtered_by_list(owner: Person) -> None:
    first, second = owner.made("list")["id"], owner.made("list")["id"]
    inside = owner.made("section", list=first)
    owner.made("section", list=second)

    assert owner.get(f"/section?list={first}").get_json() == [inside]
    assert owner.get(f"/section?list={uuid4()}").get_json() == []


def test_a_patch_changes_what_it_names_and_nothing_else(owner: Person) -> None:
    before = owner.made("section", list=owner.made("list")["id"])

    after = owner.patch(f"/section/{before['id']}", {"name": "Later"}).get_json()

    assert after == {**before, "name": "Later", "seq": after["seq"], "updated_at": after["updated_at"]}


def test_another_list_takes_the_todos_of_the_section_along(owner: Person) -> None:
    home, other = owner.made("list")["id"], owner.made("list")["id"]
    section = owner.made("section", list=home)["id"]
    todo = owner.made("todo", section=section)["id"]
    subtask = owner.made("todo", parent=todo)["id"]
    trashed = owner.made("todo", section=section)["id"]
    owner.delete(f"/todo/{trashed}")
    outside = owner.made("todo", list=home)["id"]

    moved = owner.patch(f"/section/{section}", {"list": other, "name": "Moved"}).get_json()

    places = {todo: owner.get(f"/todo/{todo}").get_json() for todo in (todo, subtask, trashed, outside)}
    assert (moved["list"], moved["name"]) == (other, "Moved")
    assert {todo: (place["list"], place["section"]) for todo, place in places.items()} == {
        todo: (other, section),
        subtask: (other, section),
        trashed: (other, section),
        outside: (home, None),
    }
    assert places[subtask]["parent"] == todo


def test_what_moves_with_a_section_bears_the_number_of_the_change(owner: Person) -> None:
    section = owner.made("section", list=owner.made("list")["id"])["id"]
    todo = owner.made("todo", section=section)["id"]

    moved = owner.patch(f"/section/{section}", {"list": owner.made("list")["id"]}).get_json()

    assert owner.get(f"/todo/{todo}").get_json()["seq"] == moved["seq"]


@pytest.mark.parametrize("home", [NOWHERE, None])
def test_a_section_is_never_without_a_list(owner: Person, home: str | None) -> None:
    section = owner.made("section", list=owner.made("list")["id"])

    refused = owner.patch(f"/section/{section['id']}", {"list": home})

    assert (refused.status_code, problem(refused)[2][0][0]) == (422, "list")
    assert owner.get(f"/section/{section['id']}").get_json() == section


def test_a_section_stands_before_or_after_another(owner: Person) -> None:
    home = owner.made("list")["id"]
    first, second, third = (owner.made("section", list=home, name=name)["id"] for name in "123")

    owner.post(f"/section/{third}/reorder", {"before": first})
    owner.post(f"/section/{first}/reorder", {"after": second})

    assert [found["id"] for found in owner.get("/section").get_json()] == [third, second, first]


def test_a_section_that_is_not_there_is_not_found(owner: Person) -> None:
    path = f"/section/{uuid4()}"

    for method in ("GET", "PATCH", "DELETE"):
        assert problem(owner.ask(method, path, json={})) == (404, "not_found", [])
