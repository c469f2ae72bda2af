"""POST /sync: what was done goes in and is applied once, and one does not hold up the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask

from device import Device, everything, statuses
from people import NOWHERE, Person, problem
from todo.api.mutators import MUTATORS

Sql = Callable[..., list[Any]]


def test_what_one_device_makes_another_has(phone: Device, laptop: Device) -> None:
    home = phone.makes("list", name="Home")
    todo = phone.makes("todo", title="Water the plants", list=home)

    assert statuses(phone.syncs()) == ["applied", "applied"]
    laptop.syncs()

    assert laptop.rows == phone.rows == everything(phone.person)
    assert laptop.knows("todo", todo)["list"] == home


def test_everything_that_a_person_can_do_has_a_name(phone: Device) -> None:
    home, other = phone.makes("list"), phone.makes("list", name="Other")
    section = phone.makes("section", list=home)
    tag, saved = phone.makes("tag"), phone.makes("filter", query="today")
    todo, sub = phone.makes("todo", section=section), phone.makes("todo", title="Sub")
    phone.does("todo.patch", id=sub, parent=todo, priority=4, due="2026-12-01T09:00", due_zone="Europe/Berlin")
    phone.does("todo.tag", id=todo, add=[tag])
    phone.does("todo.complete", id=todo)
    phone.does("todo.reopen", id=todo)
    phone.does("section.patch", id=section, list=other, name="Later")
    phone.does("list.patch", id=home, parent=other)
    phone.does("tag.patch", id=tag, color="red")
    phone.does("filter.patch", id=saved, name="Today")
    phone.does("account.patch", zone="Europe/Berlin")
    for noun, row in (("todo", todo), ("section", section), ("list", home), ("tag", tag), ("filter", saved)):
        phone.does(f"{noun}.delete", id=row)
        phone.does(f"{noun}.restore", id=row)

    assert set(statuses(phone.syncs())) == {"applied"}

    assert phone.rows == everything(phone.person)
    assert (phone.knows("todo", sub)["parent"], phone.knows("todo", sub)["list"]) == (todo, other)
    assert phone.knows("todo", todo)["tags"] == [tag]


def test_a_mutation_is_taken_back_by_its_id(phone: Device) -> None:
    todo = phone.makes("todo", title="Old")
    renamed = phone.does("todo.patch", id=todo, title="New")
    phone.does("undo", mutation=renamed)

    assert statuses(phone.syncs()) == ["applied"] * 3
    assert phone.knows("todo", todo)["title"] == "Old"

    phone.does("undo", mutation=str(uuid4()))
    assert statuses(phone.syncs()) == ["not_found"]


def test_every_name_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sync.md").read_text()

    assert [name for name in MUTATORS if f"`{name}`" not in text] == []


def test_nothing_new_is_answered_with_nothing(phone: Device) -> None:
    phone.makes("todo")
    phone.syncs()

    answer = phone.asks().get_json()

    assert (answer["changes"], answer["gone"], answer["answers"], answer["more"]) == ({}, [], [], False)
    assert answer["cursor"] == phone.cursor


def test_the_answer_to_one_change_is_small(phone: Device) -> None:
    phone.syncs()
    phone.makes("todo", title="Call the dentist about Thursday", due="2026-12-01T09:00", due_zone="Europe/Berlin")

    response = phone.asks()

    assert len(response.get_data()) <= 1024
    assert [row["title"] for row in response.get_json()["changes"]["todo"]] == ["Call the dentist about Thursday"]


def test_a_mutation_sent_twice_is_applied_once_and_answered_alike(phone: Device, sql: Sql) -> None:
    todo = phone.makes("todo")
    phone.does("todo.patch", id=todo, title="New")
    phone.does("todo.patch", id=NOWHERE, title="Nobody's")
    first = phone.asks().get_json()
    before = sql("select seq from space")

    again = phone.asks().get_json()

    assert again["answers"] == first["answers"]
    assert statuses(again["answers"]) == ["applied", "applied", "not_found"]
    assert sql("select seq from space") == before
    assert sql("select count(*) from history where kind = 'todo'") == [(2,)]


def test_a_mutation_sent_by_many_at_once_is_applied_once(app: Flask, owner: Person, phone: Device, sql: Sql) -> None:
    todo = phone.makes("todo")
    phone.syncs()
    phone.does("todo.patch", id=todo, title="New")
    phone.does("todo.patch", id=todo, list=NOWHERE)
    copies = [
        Device(Person(app.test_client(), owner.token), client=phone.client, outbox=list(phone.outbox)) for _ in range(8)
    ]

    with ThreadPoolExecutor(len(copies)) as pool:
        answers = [response.get_json()["answers"] for response in pool.map(Device.asks, copies)]

    assert {tuple(statuses(answer)) for answer in answers} == {("applied", "invalid")}
    assert sql("select count(*) from history where action = 'patch'") == [(1,)]


def test_a_refused_mutation_does_not_hold_up_the_others(phone: Device) -> None:
    todo = phone.makes("todo")
    phone.does("todo.patch", id=todo, title="")
    phone.does("todo.fly", id=todo)
    phone.does("todo.patch", id=todo, priority=2)

    answers = phone.syncs()

    assert statuses(answers) == ["applied", "invalid", "invalid", "applied"]
    assert [answer["problem"]["errors"][0]["field"] for answer in answers[1:3]] == ["args.title", "name"]
    assert phone.knows("todo", todo)["priority"] == 2


def test_a_refusal_is_repeated_although_it_would_hold_no_more(phone: Device) -> None:
    todo = str(uuid4())
    phone.does("todo.complete", id=todo)
    first = phone.asks().get_json()["answers"]
    phone.person.made("todo", id=todo)

    again = phone.asks().get_json()["answers"]

    assert [one["problem"] for one in again] == [one["problem"] for one in first]
    assert again[0]["row"]["status"] == "open"


def test_a_refusal_shows_the_row_as_it_is(phone: Device) -> None:
    todo = phone.makes("todo")
    phone.does("todo.patch", id=todo, parent=todo)

    (_, refused) = phone.syncs()

    assert refused["problem"]["errors"][0] | {"message": ""} == {"field": "args.parent", "code": "loop", "message": ""}
    assert refused["row"] == phone.knows("todo", todo)


def test_a_tag_whose_name_is_taken_is_refused_with_the_one_that_has_it(phone: Device, laptop: Device) -> None:
    mine = phone.makes("tag", name="garden")
    phone.syncs()
    laptop.makes("tag", name="Garden")

    (refused,) = laptop.syncs()

    assert (refused["problem"]["code"], refused["row"]["id"]) == ("taken", mine)


def test_a_create_that_two_mutations_ask_for_is_stored_once(phone: Device) -> None:
    todo = phone.makes("todo", title="One")
    phone.makes("todo", id=todo, title="One")
    phone.makes("todo", id=todo, title="Another")

    assert statuses(phone.syncs()) == ["applied", "applied", "id_taken"]
    assert phone.person.titles() == ["One"]


def test_a_stranger_sees_and_changes_nothing(owner: Person, stranger: Person) -> None:
    mine, theirs = Device(owner), Device(stranger)
    home, todo = mine.makes("list", name="Mine"), mine.makes("todo", title="Mine")
    tag = mine.makes("tag")
    renamed = mine.does("todo.patch", id=todo, title="Mine too")
    mine.syncs()
    for name in ("patch", "delete", "restore", "complete", "reopen", "tag"):
        theirs.does(f"todo.{name}", id=todo)
    theirs.does("undo", mutation=renamed)
    for field, row in (("list", home), ("parent", todo), ("section", NOWHERE)):
        theirs.makes("todo", title="theirs", **{field: row})
    theirs.makes("list", parent=home)
    theirs.makes("section", list=home)
    kept = theirs.makes("todo", title="Kept", tags=[tag])
    theirs.makes("todo", title="Same id", id=todo)

    answers = theirs.syncs()

    assert statuses(answers) == ["not_found"] * 7 + ["invalid"] * 5 + ["applied"] * 2
    assert all(answer["row"] is None for answer in answers[:12])
    fields = [answer["problem"]["errors"][0]["field"] for answer in answers[7:12]]
    assert fields == ["args.list", "args.parent", "args.section", "args.parent", "args.list"]
    assert theirs.knows("todo", kept)["tags"] == []
    assert mine.asks().get_json()["changes"] == {}
    assert mine.knows("todo", todo)["title"] == "Mine too"


def test_a_mutations_id_of_somebody_else_is_another_mutation(owner: Person, stranger: Person) -> None:
    mine, theirs = Device(owner), Device(stranger)
    mine.makes("todo", title="Mine")
    theirs.makes("todo", title="Theirs")
    theirs.outbox[0]["id"] = mine.outbox[0]["id"]

    assert statuses(mine.syncs() + theirs.syncs()) == ["applied", "applied"]
    assert stranger.titles() == ["Theirs"]


def test_a_request_without_a_token_is_refused(app: Flask) -> None:
    assert app.test_client().post("/sync", json={}).status_code == 401


def test_whoever_may_only_read_may_sync_without_mutations(owner: Person, app: Flask) -> None:
    made = owner.post("/token", {"name": "reader", "scopes": ["read"]})
    reader = Device(Person(app.test_client(), made.get_json()["token"]))

    assert reader.asks().status_code == 200
    reader.makes("todo")
    assert problem(reader.asks())[:2] == (403, "insufficient_scope")
