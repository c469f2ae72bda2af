"""Many who change many at once: each change is whole, whatever comes between, and nobody is left without an answer."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from people import Person

HANDS = 6


@pytest.fixture
def others(app: Flask, owner: Person) -> list[Person]:
    """The owner at several devices."""
    return [Person(app.test_client(), owner.token) for _ in range(HANDS)]


def at_once(people: list[Person], *asked: tuple[str, str, Any]) -> list[TestResponse]:
    """What each is answered who asks for one of these; all of them begin together."""
    ready = threading.Barrier(len(people))

    def begin(number: int) -> TestResponse:
        ready.wait()
        method, path, body = asked[number % len(asked)]
        return people[number].ask(method, path, json=body)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(begin, range(len(people))))


def test_of_several_changes_to_the_same_many_one_is_the_last_for_all(owner: Person, others: list[Person]) -> None:
    ids = [owner.made("todo")["id"] for _ in range(30)]
    for turn in range(4):
        asked = [
            (
                "POST",
                "/todo/bulk",
                {"ids": random.Random(number).sample(ids, 30), "action": "patch", "changes": {"title": f"{number}"}},
            )
            for number in range(turn, turn + HANDS)
        ]

        answers = at_once(others, *asked)

        assert {answer.status_code for answer in answers} == {200}
        assert len(set(owner.titles())) == 1


def test_two_who_undo_the_same_leave_it_undone(owner: Person, others: list[Person]) -> None:
    ids = [owner.made("todo", title="Old")["id"] for _ in range(20)]
    for _ in range(3):
        body = {"ids": ids, "action": "patch", "changes": {"title": "New"}}
        mutation = owner.post("/todo/bulk", body).get_json()["mutation"]

        answers = at_once(others, ("POST", f"/history/{mutation}/undo", {}))

        assert {answer.status_code for answer in answers} == {200}
        assert set(owner.titles()) == {"Old"}


def test_a_list_that_goes_while_many_move_is_not_torn(owner: Person, others: list[Person]) -> None:
    ids = [owner.made("todo")["id"] for _ in range(20)]
    for _ in range(3):
        home = owner.made("list")["id"]
        move = {"ids": ids, "action": "move", "changes": {"list": home}}
        first = owner.post("/todo/bulk", move).get_json()["mutation"]

        answers = at_once(
            others,
            ("DELETE", f"/list/{home}", None),
            ("POST", f"/history/{first}/undo", {}),
            ("POST", "/todo/bulk", {**move, "ids": ids[::-1]}),
            ("POST", "/todo/bulk", {"ids": ids[::2], "action": "delete"}),
            ("POST", "/todo/bulk", {"ids": ids, "action": "restore"}),
            ("DELETE", "/trash", None),
        )

        assert {answer.status_code for answer in answers} <= {200, 204, 404, 409, 422, 503}
        found = [owner.get(f"/todo/{row_id}") for row_id in ids]
        stranded = [
            row
            for row in (answer.get_json() for answer in found if answer.status_code == 200)
            if row["deleted_at"] is None and row["list"] and owner.get(f"/list/{row['list']}").get_json()["deleted_at"]
        ]
        assert stranded == []
        ids = [owner.made("todo")["id"] for _ in range(20)]
