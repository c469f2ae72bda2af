"""What is not as POST /sync has it is refused by the name of the field; one mutation that is wrong is refused alone."""

import json
from typing import Any
from uuid import uuid4

import pytest

from device import Device, statuses
from people import NOWHERE, Person, problem

ID = "01900000-0000-7000-8000-00000000000a"
AT = "2026-11-22T08:00:00Z"


def body(**fields: Any) -> dict[str, Any]:
    return {"client": ID, "clock": AT, **fields}


def test_what_somebody_else_has_done_is_refused_as_a_whole(owner: Person, stranger: Person) -> None:
    created = {"id": ID, "name": "todo.create", "at": AT, "args": {"id": ID, "title": "A secret"}}
    sent = body(account=owner.get("/me").get_json()["id"], mutations=[created])

    assert problem(stranger.post("/sync", sent)) == (403, "other_account", [])
    assert stranger.get("/todo").get_json() == []
    assert [it["status"] for it in owner.post("/sync", sent).get_json()["answers"]] == ["applied"]


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"clock": AT}, "client", "required"),
        ({"client": ID}, "clock", "required"),
        (body(account="phone"), "account", "invalid"),
        (body(client="phone"), "client", "invalid"),
        (body(client="00000000-0000-0000-0000-000000000000"), "client", "invalid"),
        (body(clock="now"), "clock", "invalid"),
        (body(clock="2026-11-22T08:00:00"), "clock", "invalid"),
        (body(clock=1795358213986), "clock", "invalid"),
        (body(clock="0001-01-01T00:00:00+14:00"), "clock", "invalid"),
        (body(clock="9999-12-31T23:59:59-14:00"), "clock", "invalid"),
        (body(cursor=7), "cursor", "invalid"),
        (body(cursor=""), "cursor", "invalid"),
        (body(cursor="-1"), "cursor", "invalid"),
        (body(cursor="9" * 19), "cursor", "invalid"),
        (body(cursor="9" * 101), "cursor", "too_long"),
        (body(cursor="٣"), "cursor", "invalid"),
        (body(cursor="1.todo"), "cursor", "invalid"),
        (body(cursor="1.todo.------------------------------------"), "cursor", "invalid"),
        (body(cursor=f"1.todo.{ID}.x"), "cursor", "invalid"),
        (body(cursor=f"1.TODO'--.{ID}"), "cursor", "invalid"),
        (body(limit=0), "limit", "too_small"),
        (body(limit=2001), "limit", "too_large"),
        (body(limit="5"), "limit", "invalid"),
        (body(limit=True), "limit", "invalid"),
        (body(mutations=None), "mutations", "invalid"),
        (body(mutations={}), "mutations", "invalid"),
        (body(mutations=[7]), "mutations.0", "invalid"),
        (body(mutations=[{}]), "mutations.0.id", "required"),
        (body(mutations=[{"id": ID}, {"id": "x"}]), "mutations.1.id", "invalid"),
        (body(mutations=[{"id": 7}]), "mutations.0.id", "invalid"),
        (body(mutations=[{"id": f"01900000-0000-7000-8000-{n:012x}"} for n in range(201)]), "mutations", "too_many"),
        (body(mutation=[]), "mutation", "unknown_field"),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_is_refused_as_a_whole(
    owner: Person, sent: dict[str, Any], field: str, code: str
) -> None:
    assert problem(owner.post("/sync", sent)) == (422, "invalid", [(field, code)])


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": None}, "name", "invalid"),
        ({"name": "todo"}, "name", "invalid"),
        ({"name": "todo.create "}, "name", "invalid"),
        ({"name": "__class__"}, "name", "invalid"),
        ({"name": "x" * 10_000}, "name", "invalid"),
        ({"at": "yesterday"}, "at", "invalid"),
        ({"at": "2026-11-22T08:00:00"}, "at", "invalid"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at", "invalid"),
        ({"at": "9999-12-31T23:59:59-14:00"}, "at", "invalid"),
        ({"at": 1795358213986}, "at", "invalid"),
        ({"args": None}, "args", "invalid"),
        ({"args": []}, "args", "invalid"),
        ({"args": {}}, "args.id", "required"),
        ({"args": {"id": None}}, "args.id", "invalid"),
        ({"args": {"id": ID, "title": None}}, "args.title", "invalid"),
        ({"args": {"id": ID, "title": "x", "seq": 7}}, "args.seq", "unknown_field"),
        ({"args": {"id": ID, "title": "x", "space": NOWHERE}}, "args.space", "unknown_field"),
        ({"args": {"id": ID, "title": "NUL \x00"}}, "args.title", "invalid"),
        ({"args": {"id": ID, "title": "x", "notes": "NUL \x00"}}, "args.notes", "invalid"),
        ({"args": {"id": ID, "title": "x", "list": NOWHERE}}, "args.list", "unknown"),
        ({"args": {"id": ID, "title": "x", "section": NOWHERE}}, "args.section", "unknown"),
        ({"args": {"id": ID, "title": "x", "parent": NOWHERE}}, "args.parent", "unknown"),
        ({"args": {"id": ID, "title": "x", "priority": 5}}, "args.priority", "too_large"),
        ({"args": {"id": ID, "title": "x", "priority": "1"}}, "args.priority", "invalid"),
        ({"args": {"id": ID, "title": "x", "foreign_properties": []}}, "args.foreign_properties", "invalid"),
        ({"args": {"id": ID, "title": "x", "due_zone": "Europe/Berlin"}}, "args.due_zone", "needs_time"),
        ({"args": {"id": ID, "title": "x", "recurrence": "FREQ=SECONDLY"}}, "args.recurrence", "invalid"),
        ({"name": "todo.tag", "args": {"id": ID, "add": [ID] * 101}}, "args.add", "too_many"),
        ({"name": "section.create", "args": {"id": ID, "name": "x", "list": NOWHERE}}, "args.list", "unknown"),
        ({"name": "filter.create", "args": {"id": ID, "name": "x", "query": "("}}, "args.query", "invalid"),
        ({"name": "account.patch", "args": {"zone": "Mars"}}, "args.zone", "invalid"),
        ({"name": "account.patch", "args": {"email": "x@example.org"}}, "args.email", "unknown_field"),
        ({"name": "undo", "args": {"mutation": "x"}}, "args.mutation", "invalid"),
        ({"extra": 1}, "extra", "unknown_field"),
    ],
)  # fmt: skip
def test_a_mutation_that_is_wrong_is_refused_alone(phone: Device, wrong: dict[str, Any], field: str, code: str) -> None:
    usual = {"id": str(uuid4()), "name": "todo.create", "at": AT, "args": {"id": ID, "title": "x"}}
    phone.outbox.append({**usual, **wrong})
    kept = phone.makes("todo", title="kept")

    refused, applied = phone.syncs()

    assert (refused["status"], applied["status"]) == ("refused", "applied")
    assert (field, code) in [(error["field"], error["code"]) for error in refused["problem"]["errors"]]
    assert [row["id"] for row in phone.person.get("/todo").get_json()] == [kept]


def test_a_field_that_is_missing_is_named(phone: Device) -> None:
    for name in ("name", "at", "args"):
        phone.does("todo.complete", id=ID)
        del phone.outbox[-1][name]

    assert [one["problem"]["errors"][0]["field"] for one in phone.syncs()] == ["name", "at", "args"]


def test_what_is_sent_is_not_repeated_in_a_refusal(owner: Person) -> None:
    secret = "s3cret" * 5
    sent = body(cursor=secret, mutations=[{"id": ID, "name": secret, "at": secret, "args": {secret: secret}}])

    answers = [owner.post("/sync", sent), owner.post("/sync", {**sent, "cursor": None})]

    assert "s3cret" not in answers[0].get_data(as_text=True)
    assert "s3cret" not in answers[1].get_data(as_text=True).replace(f"args.{secret}", "")


@pytest.mark.parametrize("text", ["", "[]", "null", "7", '{"client":', '"x"', "{}"])
def test_a_body_that_is_no_request_is_refused(owner: Person, text: str) -> None:
    response = owner.ask("POST", "/sync", data=text, content_type="application/json")

    assert response.status_code in {400, 422}


def test_a_number_of_five_thousand_digits_is_refused(owner: Person) -> None:
    args = f'{{"id": "{ID}", "title": "x", "foreign_properties": {{"n": {"9" * 5000}}}}}'
    sent = json.dumps(body(mutations=[{"id": ID, "name": "todo.create", "at": AT, "args": "ARGS"}]))

    response = owner.ask("POST", "/sync", data=sent.replace('"ARGS"', args), content_type="application/json")

    assert response.status_code in {200, 400, 422}
    assert owner.titles() == []


def test_a_nest_of_arrays_is_refused(owner: Person) -> None:
    sent = json.dumps(body(mutations=[{"id": ID, "name": "x", "at": AT, "args": {"x": "NEST"}}]))

    response = owner.ask(
        "POST", "/sync", data=sent.replace('"NEST"', "[" * 50_000 + "]" * 50_000), content_type="application/json"
    )

    assert response.status_code in {200, 400, 422}


def test_a_body_that_is_too_large_is_refused(phone: Device) -> None:
    for _ in range(20):
        phone.makes("todo", notes="x" * 65_000)

    assert problem(phone.asks()) == (413, "too_large", [])


@pytest.mark.parametrize("name", ["patch", "delete", "restore", "complete", "reopen", "tag"])
def test_what_is_not_there_is_refused(phone: Device, name: str) -> None:
    phone.does(f"todo.{name}", id=NOWHERE)

    (refused,) = phone.syncs()

    assert (refused["problem"]["code"], refused["row"]) == ("not_found", None)


def test_a_section_does_not_come_back_without_its_list(phone: Device) -> None:
    home = phone.makes("list")
    section = phone.makes("section", list=home)
    phone.does("list.delete", id=home)
    phone.does("section.restore", id=section)

    answers = phone.syncs()

    assert statuses(answers)[3:] == ["list_in_trash"]
    assert answers[3]["row"] == phone.knows("section", section)
