"""Where a todo lives, how deep, and beside which others."""

import random
from typing import Any
from uuid import uuid4

import pytest

from people import Person, problem


@pytest.fixture
def home(owner: Person) -> dict[str, str]:
    """A list with two sections, and another list with one."""
    first, second = owner.made("list")["id"], owner.made("list")["id"]
    return {
        "list": first,
        "section": owner.made("section", list=first)["id"],
        "section 2": owner.made("section", list=first)["id"],
        "other": second,
        "section of other": owner.made("section", list=second)["id"],
    }


def place(owner: Person, todo: str) -> tuple[str | None, str | None, str | None]:
    found = owner.get(f"/todo/{todo}").get_json()
    return found["list"], found["section"], found["parent"]


def chain(owner: Person, depth: int, **fields: Any) -> list[str]:
    """Ids of todos, each a subtask of the one before it."""
    ids: list[str] = []
    for _ in range(depth):
        ids.append(owner.made("todo", **(fields if not ids else {"parent": ids[-1]}))["id"])
    return ids


@pytest.mark.parametrize("how", ["create", "patch", "move"])
@pytest.mark.parametrize(
    ("named", "lives"),
    [
        ({"list": "list"}, ("list", None)),
        ({"section": "section"}, ("list", "section")),
        ({"list": "list", "section": "section"}, ("list", "section")),
        ({"list": "list", "section": None}, ("list", None)),
        ({"list": None}, (None, None)),
        ({"list": None, "section": "section"}, ("list", "section")),
    ],
)
def test_a_todo_lives_where_the_named_fields_say(
    owner: Person, home: dict[str, str], how: str, named: dict[str, str | None], lives: tuple[str | None, str | None]
) -> None:
    fields = {name: home.get(value or "") for name, value in named.items()}

    todo = asked(owner, how, fields).get_json()["id"]

    assert place(owner, todo) == (home.get(lives[0] or ""), home.get(lives[1] or ""), None)


def asked(owner: Person, how: str, fields: dict[str, Any]) -> Any:
    if how == "create":
        return owner.post("/todo", {"title": "x", **fields})
    path = f"/todo/{owner.made('todo')['id']}"
    return owner.patch(path, fields) if how == "patch" else owner.post(f"{path}/move", fields)


@pytest.mark.parametrize("how", ["create", "patch", "move"])
@pytest.mark.parametrize(
    ("named", "wrong"),
    [
        ({"list": "nowhere"}, ("list", "unknown")),
        ({"section": "nowhere"}, ("section", "unknown")),
        ({"parent": "nowhere"}, ("parent", "unknown")),
        ({"list": "list", "section": "section of other"}, ("section", "other_list")),
        ({"parent": "todo", "list": "other"}, ("list", "not_the_parents")),
        ({"parent": "todo", "section": "section 2"}, ("section", "not_the_parents")),
        ({"parent": "section"}, ("parent", "unknown")),
        ({"list": "section"}, ("list", "unknown")),
        ({"section": "list"}, ("section", "unknown")),
    ],
)
def test_a_place_that_is_none_is_refused_by_name(
    owner: Person, home: dict[str, str], how: str, named: dict[str, str], wrong: tuple[str, str]
) -> None:
    parent = owner.made("todo", section=home["section"])["id"]
    fields = {name: {**home, "nowhere": str(uuid4()), "todo": parent}[value] for name, value in named.items()}

    assert problem(asked(owner, how, fields)) == (422, "invalid", [wrong])


@pytest.mark.parametrize("how", ["create", "patch", "move"])
def test_a_subtask_lives_where_its_parent_does(owner: Person, home: dict[str, str], how: str) -> None:
    parent = owner.made("todo", section=home["section"])["id"]

    for also in ({}, {"list": home["list"]}, {"section": home["section"]}):
        todo = asked(owner, how, {"parent": parent, **also}).get_json()["id"]

        assert place(owner, todo) == (home["list"], home["section"], parent)


@pytest.mark.parametrize("how", ["patch", "move"])
def test_subtasks_come_along(owner: Person, home: dict[str, str], how: str) -> None:
    top, middle, leaf = chain(owner, 3, section=home["section"])
    owner.delete(f"/todo/{leaf}")
    ask = owner.patch if how == "patch" else owner.post
    path = f"/todo/{top}" + ("/move" if how == "move" else "")

    for fields, lives in (
        ({"list": home["other"]}, (home["other"], None)),
        ({"section": home["section 2"]}, (home["list"], home["section 2"])),
        ({"section": None}, (home["list"], None)),
        ({"list": None}, (None, None)),
    ):
        ask(path, fields)
        assert [place(owner, todo) for todo in (top, middle, leaf)] == [(*lives, None), (*lives, top), (*lives, middle)]


def test_a_subtask_that_is_moved_to_another_list_leaves_its_parent(owner: Person, home: dict[str, str]) -> None:
    top, middle, leaf = chain(owner, 3)

    owner.patch(f"/todo/{middle}", {"list": home["list"]})

    assert place(owner, middle) == (home["list"], None, None)
    assert place(owner, leaf) == (home["list"], None, middle)
    assert place(owner, top) == (None, None, None)


@pytest.mark.parametrize("fields", [{"list": None}, {"section": None}, {"list": None, "section": None}, {}])
def test_a_place_that_is_its_own_already_keeps_the_parent(owner: Person, fields: dict[str, None]) -> None:
    top, leaf = chain(owner, 2)

    owner.patch(f"/todo/{leaf}", fields)

    assert place(owner, leaf) == (None, None, top)


def test_no_parent_is_a_place_too(owner: Person, home: dict[str, str]) -> None:
    _, leaf = chain(owner, 2, section=home["section"])

    owner.patch(f"/todo/{leaf}", {"parent": None})

    assert place(owner, leaf) == (home["list"], home["section"], None)


def test_a_todo_cannot_be_inside_itself(owner: Person) -> None:
    ids = chain(owner, 4)

    for inside in ids:
        assert problem(owner.patch(f"/todo/{ids[0]}", {"parent": inside})) == (422, "invalid", [("parent", "loop")])
        assert problem(owner.post(f"/todo/{ids[0]}/move", {"parent": inside})) == (422, "invalid", [("parent", "loop")])

    assert place(owner, ids[0]) == (None, None, None)


def test_todos_nest_sixteen_deep_and_no_deeper(owner: Person) -> None:
    ids = chain(owner, 16)

    refused = owner.post("/todo", {"title": "x", "parent": ids[-1]})

    assert problem(refused) == (422, "invalid", [("parent", "too_deep")])


def test_a_todo_with_subtasks_cannot_be_moved_too_deep(owner: Person) -> None:
    upper, lower = chain(owner, 9), chain(owner, 8)

    refused = owner.patch(f"/todo/{lower[0]}", {"parent": upper[-1]})

    assert problem(refused) == (422, "invalid", [("parent", "too_deep")])
    assert owner.patch(f"/todo/{lower[0]}", {"parent": upper[-2]}).status_code == 200
    assert problem(owner.post("/todo", {"title": "x", "parent": lower[-1]})) == (
        422,
        "invalid",
        [("parent", "too_deep")],
    )


def test_a_move_is_to_the_end_unless_it_says_beside_what(owner: Person, home: dict[str, str]) -> None:
    first, second, third = (owner.made("todo", title=title, list=home["list"])["id"] for title in "123")

    owner.post(f"/todo/{first}/move", {"list": home["list"]})
    assert owner.titles() == ["2", "3", "1"]

    owner.post(f"/todo/{first}/move", {"list": home["other"], "before": third})
    assert owner.titles() == ["2", "1", "3"]

    owner.post(f"/todo/{second}/move", {"after": third})
    assert owner.titles() == ["1", "3", "2"]
    assert place(owner, first) == (home["other"], None, None)


def test_an_order_is_kept_whatever_is_moved_where(owner: Person) -> None:
    dice = random.Random(1)
    ids = [owner.made("todo")["id"] for _ in range(8)]

    for _ in range(60):
        moved, beside = dice.sample(ids, 2)
        side = dice.choice(["before", "after"])
        assert owner.post(f"/todo/{moved}/reorder", {side: beside}).status_code == 200
        ids.remove(moved)
        ids.insert(ids.index(beside) + (side == "after"), moved)

    assert [todo["id"] for todo in owner.get("/todo").get_json()] == ids


def test_two_can_change_places_hundreds_of_times(owner: Person) -> None:
    first, one, other = (owner.made("todo", title=title)["id"] for title in ("first", "one", "other"))

    for number in range(150):
        answer = owner.post(f"/todo/{(one, other)[number % 2]}/reorder", {"after": first})

    assert len(answer.get_json()["position"]) < 60
    assert owner.titles() == ["first", "other", "one"]


def test_a_place_right_beside_is_that_also_where_another_stands_at_the_same(owner: Person) -> None:
    for title in ("a", "b", "c"):
        owner.made("todo", id=f"0198b0c0-0000-7000-8000-00000000000{title}", title=title, position="a0")
    moved = owner.made("todo", title="moved")["id"]

    assert owner.post(f"/todo/{moved}/reorder", {"before": "0198b0c0-0000-7000-8000-00000000000a"}).status_code == 200
    assert owner.titles() == ["moved", "a", "b", "c"]
    assert owner.post(f"/todo/{moved}/reorder", {"after": "0198b0c0-0000-7000-8000-00000000000c"}).status_code == 200
    assert owner.titles() == ["a", "b", "c", "moved"]


def test_a_place_without_room_is_refused_as_that(owner: Person) -> None:
    lower = owner.made("todo", position="a0" + "V" * 998)["id"]
    owner.made("todo", position="a0" + "V" * 997 + "W")
    moved = owner.made("todo")

    refused = owner.post(f"/todo/{moved['id']}/reorder", {"after": lower})

    assert problem(refused) == (422, "invalid", [("after", "no_room")])
    assert owner.get(f"/todo/{moved['id']}").get_json() == moved


def test_what_is_in_the_trash_is_no_place(owner: Person, home: dict[str, str]) -> None:
    gone = {
        name: owner.made(name, **({"list": home["list"]} if name == "section" else {}))["id"]
        for name in ("list", "section")
    }
    gone["parent"] = owner.made("todo")["id"]
    for name, noun in (("list", "list"), ("section", "section"), ("parent", "todo")):
        owner.delete(f"/{noun}/{gone[name]}")

    for how in ("create", "patch", "move"):
        for name, trashed in gone.items():
            assert problem(asked(owner, how, {name: trashed})) == (422, "invalid", [(name, "unknown")])
    assert problem(asked(owner, "move", {"before": gone["parent"]})) == (422, "invalid", [("before", "unknown")])


def test_what_is_in_the_trash_is_not_moved(owner: Person, home: dict[str, str]) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    other = owner.made("todo")["id"]
    owner.delete(path)

    for answer in (
        owner.patch(path, {"list": home["list"]}),
        owner.post(f"{path}/move", {"list": home["list"]}),
        owner.post(f"{path}/reorder", {"after": other}),
        owner.post(f"{path}/complete"),
    ):
        assert problem(answer) == (409, "in_trash", [])


def test_a_place_beside_others_is_named_once(owner: Person) -> None:
    todo, other = owner.made("todo")["id"], owner.made("todo")["id"]
    path = f"/todo/{todo}/reorder"

    assert problem(owner.post(path)) == (422, "invalid", [("before", "required")])
    assert problem(owner.post(path, {"before": other, "after": other})) == (422, "invalid", [("before", "required")])
    assert problem(owner.post(path, {"before": todo})) == (422, "invalid", [("before", "itself")])
    assert problem(owner.post(path, {"after": todo})) == (422, "invalid", [("after", "itself")])
    assert problem(owner.post(path, {"after": str(uuid4())})) == (422, "invalid", [("after", "unknown")])
    assert problem(owner.post(path, {"beside": other})) == (422, "invalid", [("beside", "unknown_field")])
