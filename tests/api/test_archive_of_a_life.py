"""Whatever somebody has done: an export taken into an empty account is the same account."""

import itertools
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.test_archive import comparable, exported, taken_in
from people import Person
from todo import embedded
from todo.api import taking_in

_number = itertools.count(1)

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)
NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NOTES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NOTES, inner, max_size=3),
    max_leaves=8,
)
FOREIGN = st.dictionaries(NOTES, JSON, max_size=3)
PICK = st.integers(0, 9)

ACTIONS = st.one_of(
    st.tuples(st.just("list"), TEXT, FOREIGN, PICK),
    st.tuples(st.just("section"), TEXT, FOREIGN, PICK),
    st.tuples(st.just("tag"), TEXT, FOREIGN, PICK),
    st.tuples(st.just("filter"), st.sampled_from(["today", "p1 & !@x", "search: ü"]), FOREIGN, PICK),
    st.tuples(st.just("todo"), TEXT, FOREIGN, PICK),
    st.tuples(st.just("subtask"), TEXT, NOTES, PICK),
    st.tuples(st.just("patch"), TEXT, NOTES, PICK),
    st.tuples(st.just("dates"), st.sampled_from([None, "2026-12-01", "2026-12-01T09:00:01"]), st.none(), PICK),
    st.tuples(st.just("complete"), st.none(), st.none(), PICK),
    st.tuples(st.just("move"), st.none(), st.none(), PICK),
    st.tuples(st.just("delete"), st.sampled_from(["todo", "list", "section", "tag", "filter"]), st.none(), PICK),
    st.tuples(st.just("restore"), st.sampled_from(["todo", "list", "section", "tag", "filter"]), st.none(), PICK),
    st.tuples(st.just("settings"), TEXT, st.none(), PICK),
    st.tuples(st.just("empty"), st.none(), st.none(), PICK),
)


class Life:
    """Somebody who does one thing after another; what cannot be done is refused, and that is all right."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.made: dict[str, list[str]] = {}

    def live(self, action: tuple[str, Any, Any, int]) -> None:
        kind, first, second, pick = action
        if kind in {"list", "section", "tag", "filter", "todo"}:
            self.make(kind, first, second, pick)
        elif kind in {"delete", "restore"}:
            path = f"/{self.one(first, pick)}"
            self.person.delete(f"/{first}{path}") if kind == "delete" else self.post(first, f"{path}/restore")
        elif kind == "subtask":
            self.post("todo", "", title=first, notes=second, parent=self.one("todo", pick))
        elif kind == "empty":
            assert self.person.delete("/trash").status_code == 204
        elif kind == "settings":
            self.person.patch("/me", {"name": first, "zone": "America/St_Johns"})
        else:
            self.change(kind, f"/{self.one('todo', pick)}", first, second, pick)

    def change(self, kind: str, path: str, first: Any, second: Any, pick: int) -> None:
        match kind:
            case "patch":
                self.person.patch(f"/todo{path}", {"title": first, "notes": second})
            case "dates":
                self.person.patch(f"/todo{path}", {"due": first, "start": first, "priority": 2})
            case "complete":
                self.post("todo", f"{path}/complete")
            case _:
                self.post("todo", f"{path}/move", list=self.one("list", pick + 1))

    def make(self, kind: str, name: str, foreign: Any, pick: int) -> None:
        more = {
            "list": {"parent": self.one("list", pick)},
            "section": {"list": self.one("list", pick)},
            "filter": {"query": name},
            "todo": {"title": name, "section": self.one("section", pick), "tags": self.made.get("tag", [])[:pick]},
        }.get(kind, {})
        named = {"name": name[:100]} if kind != "todo" else {}
        self.post(kind, "", **named, **more, foreign_properties=foreign)

    def one(self, kind: str, pick: int) -> str | None:
        made = self.made.get(kind)
        return made[pick % len(made)] if made and pick else None

    def post(self, kind: str, path: str, **fields: Any) -> None:
        response = self.person.post(f"/{kind}{path}", fields)
        assert response.status_code < 500, response.get_data(as_text=True)
        if response.status_code == 201:
            self.made.setdefault(kind, []).append(response.get_json()["id"])


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=st.lists(ACTIONS, min_size=1, max_size=25), batch=st.sampled_from([1, 2, 500]))
def test_whatever_somebody_has_done_comes_back(
    make_person: Callable[[], Person], actions: list[tuple[str, Any, Any, int]], batch: int
) -> None:
    life, empty = Life(make_person()), make_person()
    for action in actions:
        life.live(action)
    usual, taking_in.BATCH_ROWS = taking_in.BATCH_ROWS, batch
    before = exported(life.person)

    try:
        answer = taken_in(empty, life.person.get("/me/export").get_data())
    finally:
        taking_in.BATCH_ROWS = usual

    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert comparable(exported(empty), empty) == comparable(before, life.person)


@pytest.fixture
def crowded(make_person: Callable[[], Person], database: embedded.Database) -> Person:
    """Somebody with 10,000 todos, and what has happened to them."""
    person = make_person()
    space = UUID(person.get("/me").get_json()["space"])
    home = person.made("list")["id"]
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        conn.execute(
            "insert into todo (space, id, title, notes, position, list, seq)"
            " select %s, gen_random_uuid(), 'todo ' || n, repeat('x', 200), 'i' || lpad(n::text, 9, '0'), %s, n"
            " from generate_series(1, 10000) n",
            (space, home),
        )
        conn.execute(
            "insert into history (space, id, mutation, seq, kind, entity, action, at, actor, after)"
            " select space, gen_random_uuid(), gen_random_uuid(), seq, 'todo', id, 'create', now(), 'session',"
            " jsonb_build_object('title', title, 'notes', notes) from todo"
        )
        conn.execute("update space set seq = 10001")
    return person


def test_a_big_account_goes_out_and_in(crowded: Person, stranger: Person) -> None:
    archive = crowded.get("/me/export").get_data()

    answer = taken_in(stranger, archive)

    assert len(archive) > 5_000_000
    assert answer.get_json()["todo"] == 10_000
    back, there = exported(stranger), json.loads(archive)
    assert [row["title"] for row in back["todo"]] == [row["title"] for row in there["todo"]]


def test_what_is_written_meanwhile_is_in_it_as_a_whole_or_not_at_all(make_person: Callable[[], Person]) -> None:
    person = make_person()
    writer = replace(person, client=person.client.application.test_client())
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            home = writer.made("list")["id"]
            todo = writer.made("todo", list=home, tags=[writer.made("tag", name=f"tag {next(_number)}")["id"]])["id"]
            writer.made("todo", parent=todo)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        archives = [person.get("/me/export").get_data() for _ in range(30)]
    finally:
        stop.set()
        thread.join()

    answers = [taken_in(make_person(), archive) for archive in archives[::6]]

    assert {answer.status_code for answer in answers} == {201}
    assert len({len(archive) for archive in archives}) > 3
