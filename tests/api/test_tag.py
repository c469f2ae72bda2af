"""Tags: words on todos, across lists."""

from uuid import uuid4

import pytest

from people import Person, problem

TAKEN = (409, "taken", [("name", "taken")])


def test_a_tag_needs_only_a_name(owner: Person) -> None:
    made = owner.made("tag", name="phone")

    assert (made["name"], made["color"], made["foreign_properties"]) == ("phone", None, {})
    assert owner.get("/tag").get_json() == [made]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ("name", "required")),
        ({"name": ""}, ("name", "too_short")),
        ({"name": "x" * 101}, ("name", "too_long")),
        ({"name": "x", "color": "Red"}, ("color", "invalid")),
        ({"name": "x", "parent": None}, ("parent", "unknown_field")),
    ],
)
def test_what_is_no_tag_is_refused_by_field(owner: Person, fields: dict[str, object], wrong: tuple[str, str]) -> None:
    assert problem(owner.post("/tag", fields)) == (422, "invalid", [wrong])


@pytest.mark.parametrize(("one", "other"), [("phone", "phone"), ("phone", "PHONE"), ("Äpfel", "äpfel"), ("x", " x ")])
def test_a_name_is_the_only_one_of_its_kind(owner: Person, one: str, other: str) -> None:
    owner.made("tag", name=one)
    second = owner.made("tag", name="other")["id"]

    assert problem(owner.post("/tag", {"name": other})) == TAKEN
    assert problem(owner.patch(f"/tag/{second}", {"name": other})) == TAKEN


def test_a_tag_keeps_its_own_name(owner: Person) -> None:
    tag = owner.made("tag", name="phone")["id"]

    assert owner.patch(f"/tag/{tag}", {"name": "Phone", "color": "red"}).get_json()["name"] == "Phone"


def test_people_do_not_take_names_from_each_other(owner: Person, stranger: Person) -> None:
    owner.made("tag", name="phone")

    assert stranger.made("tag", name="phone")["name"] == "phone"


def test_the_name_of_a_tag_in_the_trash_is_free_until_it_is_restored(owner: Person) -> None:
    first = owner.made("tag", name="phone")["id"]
    owner.delete(f"/tag/{first}")

    second = owner.made("tag", name="Phone")["id"]

    assert problem(owner.post(f"/tag/{first}/restore")) == TAKEN
    owner.delete(f"/tag/{second}")
    assert owner.post(f"/tag/{first}/restore").status_code == 200


def test_a_tag_stays_on_its_todos_while_it_is_in_the_trash(owner: Person) -> None:
    tag = owner.made("tag")["id"]
    todo = owner.made("todo", tags=[tag])

    owner.delete(f"/tag/{tag}")

    assert owner.get(f"/todo/{todo['id']}").get_json() == todo
    assert owner.get("/tag").get_json() == []
    assert owner.post(f"/tag/{tag}/restore").get_json()["deleted_at"] is None


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_tag_that_is_not_there_is_refused_on_a_todo(owner: Person, method: str) -> None:
    path = "/todo" if method == "POST" else f"/todo/{owner.made('todo')['id']}"
    tag = owner.made("tag")["id"]

    refused = owner.ask(method, path, json={"title": "x", "tags": [tag, str(uuid4())]})

    assert problem(refused) == (422, "invalid", [("tags", "unknown")])


def test_a_tag_stands_before_or_after_another(owner: Person) -> None:
    first, second, third = (owner.made("tag", name=name)["id"] for name in "123")

    owner.post(f"/tag/{third}/reorder", {"before": first})
    owner.post(f"/tag/{first}/reorder", {"after": second})

    assert [found["id"] for found in owner.get("/tag").get_json()] == [third, second, first]
