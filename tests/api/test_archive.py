"""The account as one file: out, and into an empty account without loss."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask

from api.test_token import program
from auth.issuer import Issuer
from people import NOWHERE, Person, problem
from todo import embedded

KINDS = ("list", "section", "tag", "filter", "todo", "completion", "history", "tombstone")
FOREIGN = {"x-one": [1, 2.50, {"ü": None}], "empty": {}, "big": 12345678901234567890, "text": "a\\u0000b \u2028"}


def exported(person: Person) -> dict[str, Any]:
    response = person.get("/me/export")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def taken_in(person: Person, archive: Any) -> Any:
    body = archive if isinstance(archive, str | bytes) else json.dumps(archive)
    return person.ask("POST", "/import", data=body, content_type="application/json")


def comparable(archive: dict[str, Any], person: Person) -> dict[str, Any]:
    """Without what must differ: when it was written, the number that counting goes on from, the account's id."""
    me = person.get("/me").get_json()["id"]
    first = archive["seq"]
    text = json.dumps({**archive, "exported_at": None}, sort_keys=True).replace(me, "the account")

    def counted_from_the_end(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: part - first if name == "seq" else counted_from_the_end(part) for name, part in value.items()}
        return [counted_from_the_end(part) for part in value] if isinstance(value, list) else value

    return counted_from_the_end(json.loads(text))


@pytest.fixture
def lived(owner: Person) -> Person:
    """Somebody with something of everything."""
    owner.patch("/me", {"name": "Zoë", "zone": "Asia/Kathmandu", "week_start": 7, "theme": "dark", "language": "ne"})
    home = owner.made("list", name="Garden", color="green", view="board", foreign_properties=FOREIGN)["id"]
    below = owner.made("list", name="Beds", parent=home)["id"]
    section = owner.made("section", name="Spring", list=below)["id"]
    tags = [owner.made("tag", name=name)["id"] for name in ("water", "Erde")]
    owner.made("filter", name="Soon", query="7 days & !@water")
    todo = owner.made(
        "todo",
        title="Water – the 🌱",
        notes="line\nline\t\\",
        section=section,
        tags=tags,
        priority=3,
        start="2026-11-30",
        due="2026-12-01T09:00:30",
        due_zone="Europe/Berlin",
        deadline="2026-12-24",
        duration_minutes=15,
        recurrence="FREQ=WEEKLY;BYDAY=MO",
        repeat_from="completion",
        exceptions=["2026-12-07"],
        reminders=[{"before_minutes": 5}, {"at": "2026-12-01T08:00"}],
        foreign_properties=FOREIGN,
    )["id"]
    child = owner.made("todo", title="Fill the can", parent=todo)["id"]
    owner.made("todo", title="Find the can", parent=child)
    owner.post(f"/todo/{child}/complete")
    owner.post(f"/todo/{todo}/complete")
    owner.post(f"/todo/{todo}/skip")
    owner.patch(f"/todo/{todo}", {"title": "Water the plants", "due": "2026-12-02"})
    gone = owner.made("todo", title="Gone", list=home)["id"]
    owner.delete(f"/todo/{gone}")
    owner.delete(f"/tag/{tags[1]}")
    return owner


def test_an_export_taken_into_an_empty_account_is_the_same_account(lived: Person, stranger: Person) -> None:
    before = exported(lived)

    answer = taken_in(stranger, before)

    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert answer.get_json() == {kind: len(before[kind]) for kind in KINDS}
    assert comparable(exported(stranger), stranger) == comparable(before, lived)
    assert {kind for kind in KINDS if before[kind]} == set(KINDS) - {"tombstone"}


def test_whoever_looks_sees_the_same(lived: Person, stranger: Person) -> None:
    taken_in(stranger, lived.get("/me/export").get_data())

    for path in ("/todo", "/todo?trash=true", "/list", "/section", "/tag", "/tag?trash=true", "/filter", "/history"):
        mine, theirs = lived.get(path).get_json(), stranger.get(path).get_json()
        for row in (*mine, *theirs):
            del row["seq"]
            row["entity"] = None if row.get("kind") == "account" else row.get("entity")
        assert theirs == mine, path
    me = {name: stranger.get("/me").get_json()[name] for name in ("name", "zone", "week_start", "language", "theme")}
    assert me == {name: lived.get("/me").get_json()[name] for name in me}


def test_what_others_kept_here_is_the_same_to_the_last_byte(lived: Person, stranger: Person) -> None:
    archive = exported(lived)
    odd = '{ "b":1.0,\t"a" : [1e2,  "\\u00fc\\/"] ,"b2":-0 }'
    text = json.dumps(archive).replace(json.dumps(FOREIGN, sort_keys=True), odd)

    assert taken_in(stranger, text).status_code == 201

    assert stranger.get("/me/export").get_data(as_text=True).count(odd) == 2


def test_life_goes_on_in_it(lived: Person, stranger: Person) -> None:
    taken_in(stranger, exported(lived))
    (gone,) = [row for row in stranger.get("/todo?trash=true").get_json() if row["title"] == "Gone"]

    assert stranger.post(f"/todo/{gone['id']}/restore").status_code == 200
    assert stranger.made("todo", title="New")["seq"] > max(row["seq"] for row in exported(lived)["todo"])
    assert stranger.patch(f"/todo/{gone['id']}", {"title": "Back"}).get_json()["title"] == "Back"
    assert "Gone" in lived.titles("?trash=true")


def test_a_device_that_has_read_the_empty_account_learns_of_everything(lived: Person, stranger: Person) -> None:
    for theme in ("dark", "light") * 20:
        stranger.patch("/me", {"theme": theme})
    seen = stranger.get("/todo").headers["ETag"]
    before = stranger.get("/me").get_json()["seq"]

    taken_in(stranger, exported(lived))

    assert min(row["seq"] for row in stranger.get("/todo").get_json()) > before
    assert stranger.get("/todo", headers={"If-None-Match": seen}).status_code == 200


def test_the_file_is_one_to_be_kept(lived: Person) -> None:
    response = lived.get("/me/export")

    assert response.content_type == "application/json"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="todos-20')
    assert int(response.headers["Content-Length"]) == len(response.get_data())
    assert response.headers["Cache-Control"] == "no-store"
    assert list(response.get_json())[:2] == ["format", "version"]


def test_the_file_holds_no_secret_and_nobody_elses(lived: Person, stranger: Person) -> None:
    token = program(lived).token
    stranger.made("todo", title="Theirs")

    text = lived.get("/me/export").get_data(as_text=True)

    assert token not in text
    assert "hash" not in text
    assert "Theirs" not in text
    assert stranger.get("/me").get_json()["space"] not in text


def test_a_program_that_may_read_makes_a_backup(lived: Person, stranger: Person) -> None:
    reader, writer = program(lived, scopes=["read"]), program(stranger)

    assert problem(taken_in(program(stranger, scopes=["read"]), {})) == (403, "insufficient_scope", [])
    assert taken_in(writer, exported(reader)).status_code == 201


@pytest.mark.parametrize("noun", ["todo", "list", "tag", "filter", "trash"])
def test_an_account_that_has_something_takes_nothing_in(lived: Person, stranger: Person, noun: str) -> None:
    made = stranger.made(noun if noun != "trash" else "todo", **({"query": "today"} if noun == "filter" else {}))
    if noun == "trash":
        stranger.delete(f"/todo/{made['id']}")
    before = exported(stranger)

    assert problem(taken_in(stranger, exported(lived))) == (409, "not_empty", [])
    assert exported(stranger) | {"exported_at": None} == before | {"exported_at": None}


def test_sent_twice_it_is_taken_in_once(lived: Person, stranger: Person) -> None:
    archive = exported(lived)

    statuses = [taken_in(stranger, archive).status_code for _ in range(2)]

    assert statuses == [201, 409]
    assert len(exported(stranger)["todo"]) == len(archive["todo"])


def test_the_members_may_stand_in_the_order_of_the_alphabet(lived: Person, stranger: Person) -> None:
    archive = exported(lived)

    answer = taken_in(stranger, "\ufeff" + json.dumps(archive, sort_keys=True, indent=4))

    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert comparable(exported(stranger), stranger) == comparable(archive, lived)


def at(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Puts the value to a place such as todo.0.title; `...` takes it out."""

    def put(archive: dict[str, Any]) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place: Any = archive
        for step in way:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value

    return put


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (at("format", "another"), ("format", "invalid")),
        (at("version", 2), ("version", "invalid")),
        (at("version", ...), ("version", "required")),
        (at("account", ...), ("account", "required")),
        (at("account.zone", "Mars/Phobos"), ("account.zone", "invalid")),
        (at("account.theme", "pink"), ("account.theme", "invalid")),
        (at("account.issuer", "x"), ("account.issuer", "unknown_field")),
        (at("seq", 1), ("seq", "too_small")),
        (at("seq", 10**18), ("seq", "too_large")),
        (at("token", []), None),
        (at("token", [{}]), ("token", "unknown_field")),
        (at("token", {}), ("token", "unknown_field")),
        (at("todo", {}), ("todo", "unknown_field")),
        (at("todo.1", 7), ("todo.1", "invalid")),
        (at("todo.1.title", ""), ("todo.1.title", "too_short")),
        (at("todo.1.title", "a\nb"), ("todo.1.title", "invalid")),
        (at("todo.1.title", ...), ("todo.1.title", "required")),
        (at("todo.1.priority", ...), ("todo.1.priority", "required")),
        (at("todo.1.priority", 5), ("todo.1.priority", "too_large")),
        (at("todo.1.space", NOWHERE), ("todo.1.space", "unknown_field")),
        (at("todo.1.list", NOWHERE), ("todo.1.list", "unknown")),
        (at("todo.1.section", NOWHERE), ("todo.1.section", "unknown")),
        (at("todo.1.parent", NOWHERE), ("todo.1.parent", "unknown")),
        (at("todo.0.tags", [NOWHERE]), ("todo.0.tags", "unknown")),
        (at("todo.1.due", "2026-02-30"), ("todo.1.due", "invalid")),
        (at("todo.1.due_zone", "Europe/Berlin"), ("todo.1.due_zone", "needs_time")),
        (at("todo.1.recurrence", "EVERY DAY"), ("todo.1.recurrence", "invalid")),
        (at("todo.1.completed_at", "2026-01-01T00:00:00Z"), ("todo.1", "invalid")),
        (at("todo.1.created_at", "yesterday"), ("todo.1.created_at", "invalid")),
        (at("todo.1.stamps", {"title": "late"}), ("todo.1.stamps.title", "invalid")),
        (at("todo.1.foreign_properties", {"a": "\0"}), ("todo.1.foreign_properties", "invalid")),
        (at("todo.1.seq", 0), ("todo.1.seq", "too_small")),
        (at("todo.1.deletion", None), ("todo.1", "invalid")),
        (at("list.1.parent", NOWHERE), ("list.1.parent", "unknown")),
        (at("list.0.color", "mauve"), ("list.0.color", "invalid")),
        (at("section.0.list", NOWHERE), ("section.0.list", "unknown")),
        (at("filter.0.query", "(("), ("filter.0.query", "invalid")),
        (at("history.1.kind", "secret"), ("history.1.kind", "invalid")),
        (at("history.1.actor", 3), ("history.1.actor", "invalid")),
        (at("history.1.after", {"a": "\0"}), ("history.1", "invalid")),
        (at("tombstone", [{"id": NOWHERE, "kind": "todo", "seq": 1}]), ("tombstone.0.created_at", "required")),
    ],
    ids=lambda value: value[0] + " " + value[1] if isinstance(value, tuple) else "",
)
def test_what_is_wrong_is_named_with_its_place_and_nothing_is_taken_in(
    lived: Person, stranger: Person, change: Callable[[dict[str, Any]], None], wrong: tuple[str, str] | None
) -> None:
    archive = exported(lived)
    change(archive)
    before = exported(stranger)

    answer = taken_in(stranger, archive)

    if wrong is None:
        assert answer.status_code == 201
        return
    assert problem(answer) == (422, "invalid", [wrong])
    assert exported(stranger) | {"exported_at": None} == before | {"exported_at": None}


def test_a_row_that_stands_twice_is_named(lived: Person, stranger: Person) -> None:
    archive = exported(lived)
    archive["todo"].append(archive["todo"][0])
    last = len(archive["todo"]) - 1

    assert problem(taken_in(stranger, archive)) == (422, "invalid", [(f"todo.{last}.id", "twice")])


def test_a_child_before_its_parent_is_named(lived: Person, stranger: Person) -> None:
    archive = exported(lived)
    archive["todo"].reverse()

    assert problem(taken_in(stranger, archive)) == (422, "invalid", [("todo.0.parent", "unknown")])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "the beginning"),
        ("[]", "the beginning"),
        ("{", "the beginning"),
        ('{"todo": [{"id": }]}', "todo.0"),
        ('{"format": NaN}', "format"),
        ('{"format": "x", "format": "x"}', "format"),
        ('{"todo": [{"a": 1, "a": 2}]}', "todo.0"),
        ('{"todo": [], "list": []} x', "list"),
        ('{"todo": [' + "[" * 100_000, "todo.0"),
        ('{"format": "x" "version": 1}', "format"),
    ],
)
def test_where_a_file_stops_being_json_is_said(stranger: Person, text: str, place: str) -> None:
    answer = taken_in(stranger, text)

    assert problem(answer)[:2] in {(400, "not_json"), (422, "invalid")}
    assert place in answer.get_json()["detail"]


def test_a_file_that_is_not_utf_8_is_refused(stranger: Person) -> None:
    assert problem(taken_in(stranger, b'{"format": "\xff"}')) == (400, "not_json", [])


def test_a_file_is_sent_as_json(stranger: Person) -> None:
    refused = stranger.ask("POST", "/import", data=b"{}", content_type="application/octet-stream")

    assert problem(refused) == (415, "not_json", [])


def test_a_file_may_be_larger_than_other_bodies_but_not_than_its_own_limit(
    make_app: Callable[..., Flask], token_issuer: Issuer, lived: Person, stranger: Person
) -> None:
    small = make_app(issuer=token_issuer.url, client_id="web", max_body_bytes=1024, max_import_bytes=100_000, threads=2)
    there = replace(stranger, client=small.test_client())
    archive = exported(lived)

    too_large = taken_in(there, json.dumps(archive) + " " * 100_000)
    fitting = taken_in(there, archive)

    assert problem(too_large) == (413, "too_large", [])
    assert fitting.status_code == 201
    assert problem(there.post("/todo", {"title": "x", "notes": "x" * 1100})) == (413, "too_large", [])


NOT_TAKEN_ALONG = {"token", "session", "mutation", "answer"}
"""Tables of secrets, and of requests that may be sent again: what was asked of one account says nothing to another."""
ELSEWHERE = {"space", "account", "todo_tag"}


def test_every_table_is_in_the_archive_or_is_meant_not_to_be(database: embedded.Database) -> None:
    with psycopg.connect(database.owner) as conn:
        tables = conn.execute(
            "select distinct table_name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'space'"
        ).fetchall()

    assert {table for (table,) in tables} == {*KINDS, *NOT_TAKEN_ALONG, *ELSEWHERE} - {"space"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_comes_back(lived: Person, stranger: Person, database: embedded.Database, kind: str) -> None:
    """Whoever adds a column adds it to the archive."""

    def rows(person: Person) -> list[dict[str, Any]]:
        me = person.get("/me").get_json()
        with psycopg.connect(database.owner, autocommit=True) as conn:
            conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{me['space']}}}",))
            order = "todo, occurrence" if kind == "completion" else "id"
            found = conn.execute(
                f"select row_to_json(t) from {kind} t where space = %s order by {order}",  # pyright: ignore[reportArgumentType]
                (me["space"],),
            )
            own = {me["space"]: "the space", me["id"]: "the account"}
            return [
                {
                    name: own.get(value, value) if isinstance(value, str) else value
                    for name, value in row.items()
                    if name != "seq"
                }
                for (row,) in found
            ]

    taken_in(stranger, exported(lived))

    assert rows(stranger) == rows(lived)


def test_only_the_head_of_an_export_can_be_asked_for(lived: Person) -> None:
    head = lived.ask("HEAD", "/me/export")

    assert head.status_code == 200
    assert int(head.headers["Content-Length"]) > 5000
    assert head.get_data() == b""
    head.close()


def test_settings_that_change_meanwhile_and_an_archive_wait_for_each_other(lived: Person, stranger: Person) -> None:
    archive = exported(lived)
    other = replace(stranger, client=stranger.client.application.test_client())
    statuses: list[int] = []
    stop = threading.Event()

    def choose() -> None:
        while not stop.is_set():
            statuses.append(other.patch("/me", {"week_start": 3}).status_code)

    thread = threading.Thread(target=choose)
    thread.start()
    try:
        answer = taken_in(stranger, archive)
    finally:
        stop.set()
        thread.join()

    assert answer.status_code == 201
    assert set(statuses) == {200}


def test_two_archives_at_once_make_one_account(lived: Person, stranger: Person) -> None:
    archive = exported(lived)
    people = [replace(stranger, client=stranger.client.application.test_client()) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        statuses = sorted(threads.map(lambda person: taken_in(person, archive).status_code, people))

    assert statuses == [201, 409, 409, 409]
    assert len(exported(stranger)["todo"]) == len(archive["todo"])


def test_what_was_taken_in_can_be_undone_like_anything_else(lived: Person, stranger: Person) -> None:
    taken_in(stranger, exported(lived))
    (renamed,) = [
        entry
        for entry in stranger.get("/history?limit=100").get_json()
        if entry["action"] == "patch" and (entry["after"] or {}).get("title") == "Water the plants"
    ]

    undone = stranger.post(f"/history/{renamed['id']}/undo")

    assert undone.status_code == 200, undone.get_data(as_text=True)
    assert "Water – the 🌱" in stranger.titles()
