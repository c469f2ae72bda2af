"""Lists: an ordered, nested home of todos."""

from uuid import uuid4

import pytest

from people import NOWHERE, Person, problem

FULL = {"name": "Work", "color": "teal", "view": "board", "position": "a0V", "foreign_properties": {"x": 1}}


def nested(owner: Person, depth: int) -> list[str]:
    """Ids of lists, each in the one before it."""
    ids: list[str] = []
    for _ in range(depth):
        ids.append(owner.made("list", parent=ids[-1] if ids else None)["id"])
    return ids


def test_a_list_needs_only_a_name(owner: Person) -> None:
    made = owner.made("list", name="Work")

    assert {name: made[name] for name in ("name", "parent", "color", "view", "foreign_properties", "deleted_at")} == {
        "name": "Work",
        "parent": None,
        "color": None,
        "view": "list",
        "foreign_properties": {},
        "deleted_at": None,
    }
    assert owner.get("/list").get_json() == [made]


def test_every_field_is_stored_as_it_was_sent(owner: Person) -> None:
    parent = owner.made("list")["id"]

    made = owner.made("list", **FULL, parent=parent)

    assert {name: made[name] for name in FULL} == FULL
    assert made["parent"] == parent
    assert owner.get(f"/list/{made['id']}").get_json() == made


@pytest.mark.parametrize("name", FULL)
def test_a_patch_changes_what_it_names_and_nothing_else(owner: Person, name: str) -> None:
    before = owner.made("list")

    after = owner.patch(f"/list/{before['id']}", {name: FULL[name]}).get_json()

    assert after == {**before, name: FULL[name], "seq": after["seq"], "updated_at": after["updated_at"]}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ("name", "required")),
        ({"name": ""}, ("name", "too_short")),
        ({"name": " "}, ("name", "too_short")),
        ({"name": "x" * 201}, ("name", "too_long")),
        ({"name": "a\nb"}, ("name", "invalid")),
        ({"name": "x", "color": "mauve"}, ("color", "invalid")),
        ({"name": "x", "view": "calendar"}, ("view", "invalid")),
        ({"name": "x", "parent": NOWHERE}, ("parent", "unknown")),
        ({"name": "x", "list": None}, ("list", "unknown_field")),
    ],
)
def test_what_is_no_list_is_refused_by_field(owner: Person, fields: dict[str, object], wrong: tuple[str, str]) -> None:
    assert problem(owner.post("/list", fields)) == (422, "invalid", [wrong])
    assert owner.get("/list").get_json() == []


def test_a_name_may_be_200_characters(owner: Person) -> None:
    assert owner.made("list", name="😀" * 200)["name"] == "😀" * 200


def test_lists_nest_eight_deep_and_no_deeper(owner: Person) -> None:
    ids = nested(owner, 8)

    assert problem(owner.post("/list", {"name": "x", "parent": ids[-1]})) == (422, "invalid", [("parent", "too_deep")])


def test_a_list_with_lists_in_it_cannot_be_moved_too_deep(owner: Person) -> None:
    upper, lower = nested(owner, 5), nested(owner, 4)

    refused = owner.patch(f"/list/{lower[0]}", {"parent": upper[-1]})

    assert problem(refused) == (422, "invalid", [("parent", "too_deep")])
    assert owner.patch(f"/list/{lower[0]}", {"parent": upper[-2]}).status_code == 200
    assert problem(owner.post("/list", {"name": "x", "parent": lower[-1]})) == (
        422,
        "invalid",
        [("parent", "too_deep")],
    )


def test_a_list_cannot_be_inside_itself(owner: Person) -> None:
    ids = nested(owner, 3)

    for inside in ids:
        assert problem(owner.patch(f"/list/{ids[0]}", {"parent": inside})) == (422, "invalid", [("parent", "loop")])

    assert owner.get(f"/list/{ids[0]}").get_json()["parent"] is None


def test_a_list_moves_with_what_is_in_it_and_back_to_the_top(owner: Person) -> None:
    ids, other = nested(owner, 3), owner.made("list")["id"]
    todo = owner.made("todo", list=ids[2])["id"]

    moved = owner.patch(f"/list/{ids[1]}", {"parent": other, "name": "Moved"}).get_json()
    back = owner.patch(f"/list/{ids[1]}", {"parent": None}).get_json()

    assert (moved["parent"], moved["name"], back["parent"]) == (other, "Moved", None)
    assert owner.get(f"/list/{ids[2]}").get_json()["parent"] == ids[1]
    assert owner.get(f"/todo/{todo}").get_json()["list"] == ids[2]


def test_a_list_stands_before_or_after_another(owner: Person) -> None:
    first, second, third = (owner.made("list", name=name)["id"] for name in "123")

    owner.post(f"/list/{third}/reorder", {"before": second})
    owner.post(f"/list/{first}/reorder", {"after": second})

    assert [found["id"] for found in owner.get("/list").get_json()] == [third, second, first]


def test_a_list_in_the_trash_takes_no_more(owner: Person) -> None:
    gone = owner.made("list")["id"]
    owner.delete(f"/list/{gone}")

    for path, body in (
        ("/list", {"name": "x", "parent": gone}),
        ("/section", {"name": "x", "list": gone}),
        ("/todo", {"title": "x", "list": gone}),
    ):
        assert problem(owner.post(path, body))[:2] == (422, "invalid")


def test_a_list_that_is_not_there_is_not_found(owner: Person) -> None:
    path = f"/list/{uuid4()}"

    for method in ("GET", "PATCH", "DELETE"):
        assert problem(owner.ask(method, path, json={})) == (404, "not_found", [])
    assert problem(owner.post(f"{path}/restore")) == (404, "not_found", [])
