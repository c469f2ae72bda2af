"""A token that is limited to one list sees that list and nothing else, whatever it asks."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from api.test_token import program
from people import Person, problem
from todo.auth.guard import WITHIN_A_LIST, is_public


@dataclass(frozen=True)
class World:
    """Two lists of the owner's, and a program that was given one of them."""

    owner: Person
    program: Person
    own: dict[str, str]
    other: dict[str, str]

    def elsewhere(self) -> list[Any]:
        """All that is not in the program's list, as its owner sees it."""
        return [
            self.owner.get(f"/todo?limit=500&{where}").get_json()
            for where in ("list=none", f"list={self.other['list']}", "trash=true")
        ] + [self.owner.get(f"/{noun}").get_json() for noun in ("list", "section", "tag")]


@pytest.fixture
def world(owner: Person) -> World:
    homes: list[dict[str, str]] = []
    for name in ("Garden", "Secret"):
        home = owner.made("list", name=name)["id"]
        section = owner.made("section", list=home, name=name)["id"]
        todo = owner.made("todo", title=name, list=home, section=section)["id"]
        homes.append({"list": home, "section": section, "todo": todo})
    owner.made("todo", title="In the Inbox")
    return World(owner, program(owner, list=homes[0]["list"]), *homes)


def test_it_sees_its_list_alone(world: World) -> None:
    theirs = world.program

    assert theirs.titles() == ["Garden"]
    assert [row["name"] for row in theirs.get("/list").get_json()] == ["Garden"]
    assert [row["name"] for row in theirs.get("/section").get_json()] == ["Garden"]
    assert theirs.titles("?list=none") == theirs.titles(f"?list={world.other['list']}") == []
    assert theirs.titles("?search=Secret") == theirs.titles("?trash=true") == []
    assert world.owner.titles() == ["Garden", "Secret", "In the Inbox"]


def test_quick_add_knows_its_list_and_makes_no_tag(world: World) -> None:
    world.owner.made("tag", name="water")

    answer = world.program.post("/quick", {"text": "Rake #Garden @leaves @water"}).get_json()
    elsewhere = problem(world.program.post("/quick", {"text": "Rake #Secret"}))

    assert (answer["title"], answer["todo"]["list"]) == ("Rake @leaves", world.own["list"])
    assert [tag["name"] for tag in world.owner.get("/tag").get_json()] == ["water"]
    assert elsewhere == (403, "limited", [])


@pytest.mark.parametrize("noun", ["list", "section", "todo"])
def test_the_rest_is_not_there(world: World, noun: str) -> None:
    assert world.program.get(f"/{noun}/{world.own[noun]}").status_code == 200
    assert problem(world.program.get(f"/{noun}/{world.other[noun]}")) == (404, "not_found", [])


def test_it_works_within_its_list(world: World) -> None:
    made = world.program.made("todo", title="Dig", list=world.own["list"])
    below = world.program.made("todo", title="Deeper", parent=made["id"])
    section = world.program.made("section", name="Beds", list=world.own["list"])
    path = f"/todo/{made['id']}"

    assert below["list"] == world.own["list"]
    assert world.program.patch(path, {"title": "Dig!", "section": section["id"]}).status_code == 200
    for step in ("complete", "reopen"):
        assert world.program.post(f"{path}/{step}").status_code == 200
    assert world.program.post(f"{path}/reorder", {"before": world.own["todo"]}).status_code == 200
    assert world.program.delete(path).status_code == 204
    assert world.program.post(f"{path}/restore").status_code == 200
    assert world.owner.get(path).get_json()["title"] == "Dig!"


@pytest.mark.parametrize(
    ("method", "path", "body", "answer"),
    [
        ("PATCH", "/todo/{other[todo]}", {"title": "x"}, (404, "not_found", [])),
        ("DELETE", "/todo/{other[todo]}", None, (404, "not_found", [])),
        ("POST", "/todo/{other[todo]}/complete", None, (404, "not_found", [])),
        ("POST", "/todo/{other[todo]}/move", {"list": "{own[list]}"}, (404, "not_found", [])),
        ("PATCH", "/section/{other[section]}", {"name": "x"}, (404, "not_found", [])),
        ("DELETE", "/section/{other[section]}", None, (404, "not_found", [])),
        ("POST", "/todo", {"title": "x"}, (403, "limited", [])),
        ("POST", "/todo", {"title": "x", "list": "{other[list]}"}, (422, "invalid", [("list", "unknown")])),
        ("POST", "/todo", {"title": "x", "section": "{other[section]}"}, (422, "invalid", [("section", "unknown")])),
        ("POST", "/todo", {"title": "x", "parent": "{other[todo]}"}, (422, "invalid", [("parent", "unknown")])),
        ("POST", "/section", {"name": "x", "list": "{other[list]}"}, (422, "invalid", [("list", "unknown")])),
        ("PATCH", "/todo/{own[todo]}", {"list": None}, (403, "limited", [])),
        ("PATCH", "/todo/{own[todo]}", {"list": "{other[list]}"}, (422, "invalid", [("list", "unknown")])),
        ("PATCH", "/todo/{own[todo]}", {"parent": "{other[todo]}"}, (422, "invalid", [("parent", "unknown")])),
        ("POST", "/todo/{own[todo]}/move", {"list": None}, (403, "limited", [])),
        ("POST", "/todo/{own[todo]}/move", {"list": "{other[list]}"}, (422, "invalid", [("list", "unknown")])),
        ("POST", "/todo/{own[todo]}/move", {"section": "{other[section]}"}, (422, "invalid", [("section", "unknown")])),
        ("POST", "/todo/{own[todo]}/reorder", {"after": "{other[todo]}"}, (422, "invalid", [("after", "unknown")])),
        ("PATCH", "/section/{own[section]}", {"list": "{other[list]}"}, (422, "invalid", [("list", "unknown")])),
        ("POST", "/list", {"name": "x"}, (403, "limited", [])),
        ("PATCH", "/list/{own[list]}", {"name": "x"}, (403, "limited", [])),
        ("DELETE", "/list/{own[list]}", None, (403, "limited", [])),
        ("POST", "/tag", {"name": "x"}, (403, "limited", [])),
        ("PATCH", "/me", {"theme": "dark"}, (403, "limited", [])),
    ],
)
def test_nothing_reaches_beyond_it(
    world: World, method: str, path: str, body: Any, answer: tuple[int, str, list[Any]]
) -> None:
    values = {"own": world.own, "other": world.other}
    named = {k: v.format(**values) if isinstance(v, str) else v for k, v in (body or {}).items()}
    before = world.elsewhere()

    response = world.program.ask(method, path.format(**values), json=named if method != "GET" else None)

    assert problem(response) == answer
    assert world.elsewhere() == before


def test_an_id_of_elsewhere_cannot_be_taken_over(world: World) -> None:
    before = world.elsewhere()

    response = world.program.post("/todo", {"id": world.other["todo"], "title": "Mine", "list": world.own["list"]})

    assert response.status_code in {409, 404}
    assert "Secret" not in response.get_data(as_text=True)
    assert world.elsewhere() == before


def test_every_other_route_is_closed_to_it(world: World, app: Flask) -> None:
    closed = [
        (method, re.sub(r"<(?:uuid:)?\w+>", world.own["todo"], rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in WITHIN_A_LIST and not is_public(app.view_functions[rule.endpoint])
    ]

    answers = {f"{method} {path}": world.program.ask(method, path, json={}) for method, path in closed}

    assert len(answers) > 10
    assert {problem(answer)[1] for answer in answers.values()} <= {"limited", "person_only"}
    assert {name for name in WITHIN_A_LIST if name not in app.view_functions} == set()


def test_what_its_owner_moves_away_is_gone(world: World) -> None:
    world.owner.patch(f"/todo/{world.own['todo']}", {"list": world.other["list"]})

    assert world.program.titles() == []
    assert world.program.get(f"/todo/{world.own['todo']}").status_code == 404


def test_a_page_that_its_owner_has_is_not_its_own(world: World) -> None:
    seen = world.owner.get("/todo").headers["ETag"]

    assert world.program.get("/todo", headers={"If-None-Match": seen}).status_code == 200


def test_it_goes_with_its_list(world: World) -> None:
    assert world.owner.delete(f"/list/{world.own['list']}").status_code == 204
    assert world.program.titles() == []
    assert problem(world.program.post("/todo", {"title": "x", "list": world.own["list"]}))[:2] == (422, "invalid")

    assert world.owner.delete("/trash").status_code == 204

    assert problem(world.program.get("/todo")) == (401, "invalid_token", [])
    assert world.owner.get("/token").get_json() == []


@pytest.mark.parametrize(
    ("which", "action", "changes", "answer"),
    [
        ("other", "delete", {}, (404, "not_found", [])),
        ("other", "complete", {}, (404, "not_found", [])),
        ("other", "patch", {"title": "x"}, (404, "not_found", [])),
        ("other", "move", {"list": "own"}, (404, "not_found", [])),
        ("own", "move", {"list": None}, (403, "limited", [])),
        ("own", "move", {"list": "other"}, (422, "invalid", [("changes.list", "unknown")])),
        ("own", "patch", {"list": "other"}, (422, "invalid", [("changes.list", "unknown")])),
    ],
)
def test_many_at_once_reach_no_further(
    world: World, which: str, action: str, changes: dict[str, Any], answer: tuple[int, str, list[Any]]
) -> None:
    lists = {"own": world.own["list"], "other": world.other["list"]}
    named = {name: lists.get(value, value) for name, value in changes.items()}
    ids = [world.own["todo"]] + ([world.other["todo"]] if which == "other" else [])
    before, own = world.elsewhere(), world.program.get("/todo").get_json()

    response = world.program.post("/todo/bulk", {"ids": ids, "action": action, "changes": named})

    assert problem(response) == answer
    assert world.elsewhere() == before
    assert world.program.get("/todo").get_json() == own
