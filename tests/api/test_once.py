"""Idempotency-Key: what is sent twice is done once."""

import threading
from typing import Any

import psycopg
import pytest

from people import NOWHERE, Person, problem
from todo import embedded


def test_a_create_that_is_sent_again_is_answered_again_and_stored_once(owner: Person) -> None:
    first = owner.post("/todo", {"title": "Once"}, headers={"Idempotency-Key": '"a"'})
    again = owner.post("/todo", {"title": "Once"}, headers={"Idempotency-Key": '"a"'})

    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
    assert [again.headers[name] for name in ("ETag", "Location", "Content-Type", "Cache-Control")] == [
        first.headers[name] for name in ("ETag", "Location", "Content-Type", "Cache-Control")
    ]
    assert owner.titles() == ["Once"]


def test_a_key_is_the_same_with_and_without_quotation_marks(owner: Person) -> None:
    owner.post("/todo", {"title": "Once"}, headers={"Idempotency-Key": '"a"'})
    owner.post("/todo", {"title": "Once"}, headers={"Idempotency-Key": "a"})

    assert owner.titles() == ["Once"]


def test_without_a_key_or_with_another_it_is_done_again(owner: Person) -> None:
    for headers in ({}, {}, {"Idempotency-Key": "a"}, {"Idempotency-Key": "b"}):
        owner.post("/todo", {"title": "Again"}, headers=headers)

    assert owner.titles() == ["Again"] * 4


def test_what_is_answered_again_is_the_state_of_then(owner: Person) -> None:
    todo = owner.made("todo")["id"]
    owner.post(f"/todo/{todo}/complete", headers={"Idempotency-Key": "a"})
    owner.post(f"/todo/{todo}/reopen")

    again = owner.post(f"/todo/{todo}/complete", headers={"Idempotency-Key": "a"})

    assert again.get_json()["status"] == "done"
    assert owner.get(f"/todo/{todo}").get_json()["status"] == "open"


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        ("/todo", {"title": "Two"}, {}),
        ("/list", {"name": "One"}, {}),
        ("/todo", {"title": "One"}, {"If-Match": '"1-a"'}),
    ],
    ids=["another body", "another path", "another state"],
)
def test_a_key_is_refused_with_another_request(
    owner: Person, path: str, body: dict[str, str], headers: dict[str, str]
) -> None:
    owner.post("/todo", {"title": "One"}, headers={"Idempotency-Key": "a"})

    other = owner.post(path, body, headers={"Idempotency-Key": "a", **headers})

    assert problem(other) == (422, "key_reused", [])
    assert owner.titles() == ["One"]


def test_two_people_may_have_the_same_key(owner: Person, stranger: Person) -> None:
    mine = owner.post("/todo", {"title": "One"}, headers={"Idempotency-Key": "a"})
    theirs = stranger.post("/todo", {"title": "One"}, headers={"Idempotency-Key": "a"})

    assert mine.status_code == theirs.status_code == 201
    assert mine.get_json()["id"] != theirs.get_json()["id"]


def test_a_refusal_is_not_kept(owner: Person) -> None:
    refused = owner.post("/todo", {"title": "One", "list": NOWHERE}, headers={"Idempotency-Key": "a"})
    corrected = owner.post("/todo", {"title": "One"}, headers={"Idempotency-Key": "a"})

    assert problem(refused) == (422, "invalid", [("list", "unknown")])
    assert corrected.status_code == 201


@pytest.mark.parametrize("key", ["", '""', '"a', "é", "a b", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(owner: Person, key: str) -> None:
    answer = owner.post("/todo", {"title": "One"}, headers={"Idempotency-Key": key})

    assert problem(answer) == (422, "invalid", [("Idempotency-Key", "invalid")])
    assert owner.titles() == []


def test_it_is_done_anew_after_a_day(owner: Person, database: embedded.Database) -> None:
    owner.post("/todo", {"title": "Daily"}, headers={"Idempotency-Key": "a"})
    with psycopg.connect(database.service) as conn:
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{owner.get('/me').get_json()['space']}}}",))
        conn.execute("update answer set created_at = now() - interval '25 hours'")

    owner.post("/todo", {"title": "Daily"}, headers={"Idempotency-Key": "a"})

    assert owner.titles() == ["Daily", "Daily"]


def test_one_is_told_while_the_other_is_under_way(owner: Person, database: embedded.Database) -> None:
    space = owner.get("/me").get_json()["space"]
    path, answers, one_is_told = f"/todo/{owner.made('todo')['id']}/complete", list[Any](), threading.Event()

    def send() -> None:
        answers.append(owner.post(path, headers={"Idempotency-Key": "a"}))
        one_is_told.set()

    both = [threading.Thread(target=send) for _ in range(2)]
    with psycopg.connect(database.service) as conn:
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space}}}",))
        conn.execute("select from space where id = %s for update", (space,))  # nobody can write here meanwhile
        for thread in both:
            thread.start()
        assert one_is_told.wait(5)
        assert problem(answers[0]) == (409, "under_way", [])
    for thread in both:
        thread.join()

    assert answers[1].status_code == 200
    assert owner.post(path, headers={"Idempotency-Key": "a"}).data == answers[1].data


def test_of_many_at_once_one_is_done(owner: Person) -> None:
    statuses: list[int] = []

    def send() -> None:
        answer = owner.post("/todo", {"title": "One of many"}, headers={"Idempotency-Key": "a"})
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert owner.titles() == ["One of many"]
