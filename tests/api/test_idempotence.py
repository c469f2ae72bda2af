"""Sent twice, half-sent, sent late: what a client may safely repeat."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from people import Person, problem

NOUNS = ["todo", "list", "section", "tag"]
FOREIGN = {"whole": 1.0, "large": 1e23, "small": 1e-300, "digits": 12345678901234567890, "text": "\\u0000", "": None}


def body_of(owner: Person, noun: str) -> dict[str, Any]:
    name = {"title": "Water"} if noun == "todo" else {"name": "Water"}
    home = {"list": owner.made("list")["id"]} if noun == "section" else {}
    return {"id": str(uuid4()), **name, **home, "foreign_properties": FOREIGN}


@pytest.mark.parametrize("noun", NOUNS)
def test_the_same_create_sent_twice_is_stored_once(owner: Person, noun: str) -> None:
    body = body_of(owner, noun)
    first = owner.post(f"/{noun}", body)
    seen = owner.get(f"/{noun}").headers["ETag"]

    second = owner.post(f"/{noun}", body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert owner.get(f"/{noun}").headers["ETag"] == seen


@pytest.mark.parametrize("noun", NOUNS)
def test_the_same_create_sent_by_many_at_once_is_stored_once(owner: Person, noun: str) -> None:
    body = body_of(owner, noun)
    people = [Person(owner.client.application.test_client(), owner.token) for _ in range(8)]

    with ThreadPoolExecutor(8) as at_once:
        answers = list(at_once.map(lambda person: person.post(f"/{noun}", body), people))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.get_data() for answer in answers}) == 1
    assert [row["id"] for row in owner.get(f"/{noun}").get_json()].count(body["id"]) == 1


def test_a_create_with_tags_is_stored_once_with_its_tags(owner: Person) -> None:
    tag, parent = owner.made("tag")["id"], owner.made("todo")["id"]
    body = {"id": str(uuid4()), "title": "x", "tags": [tag, tag], "parent": parent, "due": "2026-12-01T09:00:00"}

    answers = [owner.post("/todo", body) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert answers[2].get_json()["tags"] == [tag]


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("other", [{"foreign_properties": {}}, {"position": "a0"}])
def test_another_create_with_the_same_id_is_refused(owner: Person, noun: str, other: dict[str, Any]) -> None:
    body = body_of(owner, noun)
    stored = owner.post(f"/{noun}", body).get_json()

    refused = owner.post(f"/{noun}", {**body, **other})

    assert problem(refused) == (409, "id_taken", [])
    assert owner.get(f"/{noun}/{body['id']}").get_json() == stored


def test_a_replay_after_an_edit_answers_what_is_there_now(owner: Person) -> None:
    body = body_of(owner, "todo")
    owner.post("/todo", body)
    edited = owner.patch(f"/todo/{body['id']}", {"title": "Edited"}).get_json()

    replay = owner.post("/todo", body)

    assert (replay.status_code, replay.get_json()) == (200, edited)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_replay_after_the_trash_does_not_bring_it_back(owner: Person, noun: str) -> None:
    body = body_of(owner, noun)
    owner.post(f"/{noun}", body)
    owner.delete(f"/{noun}/{body['id']}")

    replay = owner.post(f"/{noun}", body)

    assert replay.status_code == 200
    assert replay.get_json()["deleted_at"] is not None
    assert body["id"] not in [row["id"] for row in owner.get(f"/{noun}").get_json()]


def test_a_replay_whose_list_is_in_the_trash_by_now_is_still_the_same(owner: Person) -> None:
    home = owner.made("list")["id"]
    body = {"id": str(uuid4()), "title": "x", "list": home}
    owner.post("/todo", body)
    owner.delete(f"/list/{home}")

    assert owner.post("/todo", body).status_code == 200


def test_a_create_that_was_refused_can_be_sent_again(owner: Person) -> None:
    body: dict[str, Any] = {"id": str(uuid4()), "title": "x", "list": (home := str(uuid4()))}
    assert owner.post("/todo", body).status_code == 422

    owner.made("list", id=home)

    assert owner.post("/todo", body).status_code == 201


def test_an_id_is_a_persons_own(owner: Person, stranger: Person) -> None:
    body = {"id": str(uuid4()), "title": "Mine"}
    owner.post("/todo", body)

    theirs = stranger.post("/todo", {**body, "title": "Theirs"})

    assert (theirs.status_code, theirs.get_json()["title"]) == (201, "Theirs")
    assert owner.get(f"/todo/{body['id']}").get_json()["title"] == "Mine"


def test_one_id_may_name_a_list_and_a_todo(owner: Person) -> None:
    both = str(uuid4())

    owner.made("list", id=both)
    owner.made("todo", id=both, list=both)

    assert [todo["id"] for todo in owner.get(f"/todo?list={both}").get_json()] == [both]


@pytest.mark.parametrize("action", ["complete", "reopen", "restore"])
def test_what_is_done_already_is_done_again_without_a_change(owner: Person, action: str) -> None:
    path = f"/todo/{owner.made('todo')['id']}/{action}"
    first = owner.post(path).get_json()

    assert owner.post(path).get_json() == first
