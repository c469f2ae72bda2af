"""Many at once in one space: nobody misses a change, nothing is lost, and no two make what no one could."""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from people import Person
from todo import db
from todo.db import Connection

TABLES = ["todo", "list", "section", "tag"]


@pytest.fixture
def others(app: Flask, owner: Person) -> list[Person]:
    """The owner at eight devices."""
    return [Person(app.test_client(), owner.token) for _ in range(8)]


@pytest.fixture
def space(owner: Person) -> UUID:
    return UUID(owner.get("/me").get_json()["space"])


@contextmanager
def reading(app: Flask, space: UUID) -> Iterator[Connection]:
    with app.app_context(), db.transaction(spaces=f"{{{space}}}") as conn:
        yield conn


def at_once(people: list[Person], work: Callable[[Person], TestResponse]) -> list[TestResponse]:
    """What each is answered; all of them begin together."""
    ready = threading.Barrier(len(people))

    def begin(person: Person) -> TestResponse:
        ready.wait()
        return work(person)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(begin, people))


def changes(conn: Connection, space: UUID, cursor: int) -> list[tuple[UUID, int]]:
    """What a device reads that has read up to `cursor`: rows and tombstones of every kind in one statement."""
    union = " union all ".join(
        f"select id, seq from {table} where space = %(space)s and seq > %(cursor)s" for table in TABLES
    )
    return conn.execute(union, {"space": space, "cursor": cursor}).fetchall()  # pyright: ignore[reportArgumentType]


def test_a_reader_that_follows_the_numbers_misses_nothing(
    app: Flask, owner: Person, others: list[Person], space: UUID
) -> None:
    is_over = threading.Event()

    def write(number: int) -> None:
        person, dice = others[number], random.Random(number)
        home = person.made("list", name=f"{number}")["id"]
        ids = [person.made("todo", list=home)["id"]]
        for _ in range(12):
            dice.choice(
                [
                    lambda: ids.append(person.made("todo", parent=dice.choice(ids))["id"]),
                    lambda: person.patch(f"/todo/{dice.choice(ids)}", {"title": f"{dice.random()}"}),
                    lambda: person.post(f"/todo/{dice.choice(ids)}/complete"),
                    lambda: person.patch(f"/list/{home}", {"name": f"{dice.random()}"}),
                    lambda: person.made("section", list=home),
                    lambda: (person.delete(f"/list/{home}"), person.post(f"/list/{home}/restore")),
                ]
            )()

    def read(_: int) -> dict[UUID, int]:
        seen: dict[UUID, int] = {}
        while not is_over.is_set():
            with reading(app, space) as conn:
                seen |= dict(sorted(changes(conn, space, max(seen.values(), default=0)), key=lambda row: row[1]))
        with reading(app, space) as conn:
            return seen | dict(changes(conn, space, max(seen.values(), default=0)))

    with ThreadPoolExecutor(7) as pool:
        readers = [pool.submit(read, number) for number in range(2)]
        list(pool.map(write, range(5)))
        is_over.set()

    with reading(app, space) as conn:
        stored = dict(changes(conn, space, 0))
    assert len(stored) > 30
    assert [reader.result() for reader in readers] == [stored, stored]


def test_no_two_changes_have_the_same_number(app: Flask, others: list[Person], space: UUID) -> None:
    def work(person: Person) -> TestResponse:
        todo = person.made("todo")["id"]
        return [person.patch(f"/todo/{todo}", {"title": f"{number}"}) for number in range(5)][-1]

    at_once(others, work)

    with reading(app, space) as conn:
        found = conn.execute("select count(*), count(distinct seq), max(seq) from history").fetchone()
        last = conn.execute("select seq from space").fetchone()
    assert found == (48, 48, 49)
    assert last == (49,)


def test_those_who_change_different_fields_all_win(owner: Person, others: list[Person]) -> None:
    tag = owner.made("tag")["id"]
    home = owner.made("list")["id"]
    wanted: list[dict[str, Any]] = [
        *(
            {"title": "New"},
            {"notes": "More"},
            {"priority": 3},
            {"due": "2026-12-01"},
            {"tags": [tag]},
            {"status": "done"},
        ),
        *({"foreign_properties": {"x": 1}}, {"list": home}),
    ]

    for _ in range(4):
        path = f"/todo/{owner.made('todo')['id']}"
        hands = iter(wanted)
        answers = at_once(others, lambda person, path=path, hands=hands: person.patch(path, next(hands)))

        assert {answer.status_code for answer in answers} == {200}
        todo = owner.get(path).get_json()
        assert [{name: todo[name] for name in change} for change in wanted] == wanted


def test_of_those_who_have_seen_the_same_state_one_wins(owner: Person, others: list[Person]) -> None:
    response = owner.post("/todo", {"title": "0"})
    path, seen = response.headers["Location"], {"If-Match": response.headers["ETag"]}
    number = itertools.count(1)

    answers = at_once(others, lambda person: person.patch(path, {"title": f"{next(number)}"}, headers=seen))

    won = [answer for answer in answers if answer.status_code == 200]
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert owner.get(path).get_json() == won[0].get_json()


@pytest.mark.parametrize("noun", ["todo", "list"])
def test_two_that_are_put_under_each_other_never_make_a_loop(owner: Person, others: list[Person], noun: str) -> None:
    for _ in range(8):
        ids = [owner.made(noun)["id"] for _ in range(2)]
        hands = iter([(ids[0], ids[1]), (ids[1], ids[0])])

        def work(person: Person, hands: Iterator[tuple[str, str]] = hands) -> TestResponse:
            moved, parent = next(hands)
            return person.patch(f"/{noun}/{moved}", {"parent": parent})

        answers = at_once(others[:2], work)

        assert sorted(answer.status_code for answer in answers) == [200, 422]
        refusal = next(answer.get_json() for answer in answers if answer.status_code == 422)
        assert refusal["errors"][0]["code"] == "loop"
        assert sorted(owner.get(f"/{noun}/{found}").get_json()["parent"] is None for found in ids) == [False, True]


def test_a_ring_of_many_is_never_closed(owner: Person, others: list[Person]) -> None:
    ids = [owner.made("todo")["id"] for _ in others]
    hands = iter(zip(ids, ids[1:] + ids[:1], strict=True))

    def work(person: Person) -> TestResponse:
        moved, parent = next(hands)
        return person.patch(f"/todo/{moved}", {"parent": parent})

    answers = at_once(others, work)

    parents = {found: owner.get(f"/todo/{found}").get_json()["parent"] for found in ids}
    assert {answer.status_code for answer in answers} <= {200, 422}
    assert any(parent is None for parent in parents.values())


def test_what_is_added_to_a_list_while_it_goes_to_the_trash_is_not_lost(owner: Person, others: list[Person]) -> None:
    for _ in range(4):
        home = owner.made("list")["id"]
        number = itertools.count()

        def work(person: Person, home: str = home, number: Iterator[int] = number) -> TestResponse:
            if next(number) == 4:
                return person.delete(f"/list/{home}")
            return person.post("/todo", {"title": "x", "list": home})

        answers = at_once(others, work)

        stored = {answer.get_json()["id"] for answer in answers if answer.status_code == 201}
        assert {answer.status_code for answer in answers} <= {201, 204, 422}
        owner.post(f"/list/{home}/restore")
        assert {todo["id"] for todo in owner.get(f"/todo?list={home}&limit=500").get_json()} == stored


def test_deadlocks_end_in_an_answer(app: Flask, owner: Person, others: list[Person], space: UUID) -> None:
    """The list's trash takes the space first and then its todos, a change to a todo the other way round."""
    home = owner.made("list")["id"]
    ids = [owner.made("todo", list=home)["id"] for _ in range(6)]
    number = itertools.count()

    def work(person: Person) -> TestResponse:
        dice = random.Random(next(number))
        for _ in range(3):
            answer = dice.choice(
                [
                    lambda: person.patch(f"/todo/{dice.choice(ids)}", {"title": "x", "list": home}),
                    lambda: person.patch(f"/todo/{dice.choice(ids)}", {"parent": dice.choice(ids)}),
                    lambda: person.delete(f"/list/{home}"),
                    lambda: person.post(f"/list/{home}/restore"),
                    lambda: person.post("/todo", {"title": "x", "parent": dice.choice(ids)}),
                ]
            )()
            assert answer.status_code < 500, answer.get_data(as_text=True)
        return answer

    at_once(others, work)

    with reading(app, space) as conn:
        elsewhere = conn.execute(
            "select count(*) from todo child join todo parent on parent.id = child.parent"
            " where (child.home, child.section) is distinct from (parent.home, parent.section)"
        ).fetchone()
    assert elsewhere == (0,)


def test_a_first_sight_by_many_at_once_makes_one_account(app: Flask, make_person: Callable[[], Person]) -> None:
    newcomer = make_person()
    devices = [Person(app.test_client(), newcomer.token) for _ in range(8)]

    answers = at_once(devices, lambda person: person.get("/me"))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.get_json()["space"] for answer in answers}) == 1
