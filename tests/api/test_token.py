"""Personal access tokens: made by people, for programs, which may do less with them."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from auth.issuer import Issuer
from people import NOWHERE, Person, problem
from todo import embedded


def program(person: Person, **fields: Any) -> Person:
    """A program that the person has given a token."""
    response = person.post("/token", {"name": "Backup", "scopes": ["read", "write"], **fields})
    assert response.status_code == 201, response.get_data(as_text=True)
    return replace(person, token=response.get_json()["token"])


def token_id(person: Person) -> str:
    return person.get("/token").get_json()[0]["id"]


def ago(**parts: float) -> str:
    return (datetime.now(UTC) - timedelta(**parts)).isoformat()


@pytest.fixture
def other_app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Flask:
    """Another process, as far as it knows."""
    return make_app(issuer=token_issuer.url, client_id="web", threads=2)


def test_a_token_is_shown_once_and_kept_as_its_hash(owner: Person, database: embedded.Database) -> None:
    made = owner.post("/token", {"name": "Backup", "scopes": ["read"]})
    token = made.get_json()["token"]

    (listed,) = owner.get("/token").get_json()
    with psycopg.connect(database.owner, autocommit=True) as conn:
        space = owner.get("/me").get_json()["space"]
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        (row,) = conn.execute("select row_to_json(t)::text, hash from token t").fetchall()

    secret = token.split("_", 2)[2]
    assert token.startswith(f"todo_{UUID(space).hex}_")
    assert len(secret) >= 43
    assert made.headers["Cache-Control"] == "no-store"
    assert made.get_json() == {**listed, "token": token}
    assert "token" not in listed
    assert row[1] == hashlib.sha256(token.encode()).digest()
    assert secret not in row[0]


def test_a_program_works_with_its_token(owner: Person, stranger: Person) -> None:
    theirs = program(owner)

    made = theirs.made("todo", title="By a program")

    assert owner.titles() == theirs.titles() == ["By a program"]
    assert stranger.titles() == []
    assert theirs.get("/me").get_json() == owner.get("/me").get_json()
    assert theirs.delete(f"/todo/{made['id']}").status_code == 204


def test_what_a_token_changed_is_in_the_history_under_its_name(owner: Person, database: embedded.Database) -> None:
    program(owner).made("todo")

    with psycopg.connect(database.owner, autocommit=True) as conn:
        space = owner.get("/me").get_json()["space"]
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        actors = conn.execute("select actor from history").fetchall()

    assert actors == [(f"token:{token_id(owner)}",)]


def test_a_token_is_good_for_90_days_unless_its_maker_says_otherwise(owner: Person) -> None:
    made = {
        name: owner.post("/token", {"name": name, "scopes": ["read"], **fields}).get_json()
        for name, fields in {
            "usual": {},
            "for ever": {"expires_at": None},
            "named": {"expires_at": "2100-01-01T00:00:00+02:00"},
        }.items()
    }

    usual = datetime.fromisoformat(made["usual"]["expires_at"]) - datetime.fromisoformat(made["usual"]["created_at"])
    assert usual == timedelta(days=90)
    assert made["for ever"]["expires_at"] is None
    assert datetime.fromisoformat(made["named"]["expires_at"]) == datetime(2099, 12, 31, 22, tzinfo=UTC)


def test_whoever_may_write_may_read(owner: Person) -> None:
    made = owner.post("/token", {"name": "x", "scopes": ["write"]}).get_json()

    assert made["scopes"] == ["read", "write"]
    assert replace(owner, token=made["token"]).titles() == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, ("name", "too_short")),
        ({"name": "x" * 101}, ("name", "too_long")),
        ({"name": "a\nb"}, ("name", "invalid")),
        ({"scopes": []}, ("scopes", "invalid")),
        ({"scopes": ["read", "read", "read"]}, ("scopes", "too_many")),
        ({"scopes": ["admin"]}, ("scopes.0", "invalid")),
        ({"scopes": "read"}, ("scopes", "invalid")),
        ({"list": NOWHERE}, ("list", "unknown")),
        ({"expires_at": "2020-01-01T00:00:00Z"}, ("expires_at", "past")),
        ({"expires_at": "2100-01-01"}, ("expires_at", "invalid")),
        ({"expires_at": "2100-01-01T00:00:00"}, ("expires_at", "invalid")),
        ({"expires_at": 4102444800}, ("expires_at", "invalid")),
        ({"hash": "x"}, ("hash", "unknown_field")),
        ({"token": "todo_x"}, ("token", "unknown_field")),
    ],
)
def test_what_is_no_token_is_refused_by_field(owner: Person, fields: dict[str, Any], wrong: tuple[str, str]) -> None:
    refused = owner.post("/token", {"name": "Backup", "scopes": ["read"], **fields})

    assert problem(refused) == (422, "invalid", [wrong])
    assert owner.get("/token").get_json() == []


def test_there_are_at_most_a_hundred(owner: Person) -> None:
    for _ in range(100):
        program(owner)

    assert problem(owner.post("/token", {"name": "x", "scopes": ["read"]})) == (409, "too_many", [])

    owner.delete(f"/token/{token_id(owner)}")
    program(owner)


def test_the_last_use_is_noted_but_not_each(owner: Person, database: embedded.Database) -> None:
    theirs = program(owner)
    assert owner.get("/token").get_json()[0]["used_at"] is None
    theirs.titles()
    first = owner.get("/token").get_json()[0]["used_at"]
    theirs.titles()
    second = owner.get("/token").get_json()[0]["used_at"]
    with psycopg.connect(database.owner, autocommit=True) as conn:
        space = owner.get("/me").get_json()["space"]
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        conn.execute("update token set used_at = %s", (ago(minutes=6),))

    theirs.titles()

    assert first == second
    assert owner.get("/token").get_json()[0]["used_at"] > second


def test_a_revoked_token_is_refused_by_every_process_at_once(owner: Person, other_app: Flask) -> None:
    here = program(owner)
    there = replace(here, client=other_app.test_client())
    assert here.titles() == there.titles() == []

    assert owner.delete(f"/token/{token_id(owner)}").status_code == 204

    for refused in (there.get("/todo"), here.get("/todo")):
        assert problem(refused) == (401, "invalid_token", [])
        assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
    assert owner.get("/token").get_json() == []


def test_a_token_ends_when_it_was_to(owner: Person, database: embedded.Database) -> None:
    theirs = program(owner)
    with psycopg.connect(database.owner, autocommit=True) as conn:
        space = owner.get("/me").get_json()["space"]
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        conn.execute("update token set expires_at = %s", (ago(seconds=1),))

    assert problem(theirs.get("/todo")) == (401, "invalid_token", [])
    assert len(owner.get("/token").get_json()) == 1


def test_a_strangers_token_is_not_there(owner: Person, stranger: Person) -> None:
    theirs = program(owner)

    assert problem(stranger.delete(f"/token/{token_id(owner)}")) == (404, "not_found", [])
    assert stranger.get("/token").get_json() == []
    assert theirs.titles() == []


def test_a_token_in_another_space_lets_nobody_in(owner: Person, stranger: Person) -> None:
    stranger.made("todo")
    theirs = UUID(stranger.get("/me").get_json()["space"]).hex
    prefix, _, secret = program(owner).token.split("_", 2)

    refused = replace(owner, token=f"{prefix}_{theirs}_{secret}").get("/todo")

    assert problem(refused) == (401, "invalid_token", [])


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.upper(),
        lambda token: token.replace("todo_", "toto_"),
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda _: f"todo_{'0' * 32}_{'A' * 43}",
    ],
)
def test_what_is_nearly_a_token_is_none(owner: Person, change: Callable[[str], str]) -> None:
    refused = replace(owner, token=change(program(owner).token)).get("/todo")

    assert problem(refused) == (401, "invalid_token", [])


@pytest.mark.parametrize("place", ["query", "cookie", "basic"])
def test_a_token_elsewhere_than_in_the_header_is_not_looked_at(owner: Person, app: Flask, place: str) -> None:
    token, client = program(owner).token, app.test_client()
    client.set_cookie("todo-session", token if place == "cookie" else "")
    address = f"/todo?access_token={token}" if place == "query" else "/todo"
    headers = {"Authorization": f"Basic {token}"} if place == "basic" else {}

    assert client.get(address, headers=headers).status_code == 401


@pytest.mark.parametrize(("method", "path"), [("POST", "/token"), ("GET", "/token"), ("DELETE", "/token/{token}")])
def test_a_token_does_not_do_what_only_a_person_may(owner: Person, method: str, path: str) -> None:
    theirs = program(owner)

    refused = theirs.ask(
        method, path.format(token=token_id(owner)), json={"name": "Mightier", "scopes": ["read", "write"]}
    )

    assert problem(refused) == (403, "person_only", [])
    assert len(owner.get("/token").get_json()) == 1


def test_neither_does_a_program_that_signs_in_by_itself(
    make_person: Callable[[], Person], token_issuer: Issuer
) -> None:
    machine = replace(make_person(), token=token_issuer.token(sub="web"))

    assert problem(machine.post("/token", {"name": "x", "scopes": ["read"]})) == (403, "person_only", [])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/todo", {"title": "x"}),
        ("PATCH", "/todo/{todo}", {"title": "x"}),
        ("DELETE", "/todo/{todo}", None),
        ("POST", "/todo/{todo}/complete", None),
        ("POST", "/todo/{todo}/move", {"list": None}),
        ("POST", "/list", {"name": "x"}),
        ("PATCH", "/me", {"theme": "dark"}),
    ],
)
def test_a_token_that_may_read_changes_nothing(owner: Person, method: str, path: str, body: Any) -> None:
    todo = owner.made("todo")
    reader = program(owner, scopes=["read"])
    before = owner.get("/todo").get_json(), owner.get("/list").get_json(), owner.get("/me").get_json()

    refused = reader.ask(method, path.format(todo=todo["id"]), json=body or {})

    assert problem(refused) == (403, "insufficient_scope", [])
    assert 'error="insufficient_scope", scope="write"' in refused.headers["WWW-Authenticate"]
    assert (owner.get("/todo").get_json(), owner.get("/list").get_json(), owner.get("/me").get_json()) == before
    assert reader.get("/todo").get_json() == before[0]


def test_every_route_that_changes_something_wants_the_scope_for_it(owner: Person, app: Flask) -> None:
    reader = program(owner, scopes=["read"])
    routes = [
        (method, re.sub(r"<(?:uuid:)?\w+>", NOWHERE, rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if not rule.rule.startswith(("/auth", "/token", "/session", "/static"))
    ]

    answers = {f"{method} {path}": reader.ask(method, path, json={}) for method, path in routes}

    assert len(answers) > 20
    refused = {route for route, answer in answers.items() if answer.status_code == 403}
    assert set(answers) - refused <= {"POST /sync"}


def test_a_token_is_not_in_the_log_nor_in_a_refusal(
    owner: Person, caplog: pytest.LogCaptureFixture, make_app: Callable[..., Flask], token_issuer: Issuer
) -> None:
    caplog.set_level("DEBUG")
    made = owner.post("/token", {"name": "Backup", "scopes": ["read"]}).get_json()
    reader = replace(owner, token=made["token"])
    secret = made["token"].split("_", 2)[2]

    answers = [
        reader.get("/todo"),
        reader.post("/todo", {"title": "x"}),
        reader.post("/token"),
        owner.delete(f"/token/{made['id']}"),
        reader.get("/todo"),
    ]

    assert [answer.status_code for answer in answers] == [200, 403, 403, 204, 401]
    assert secret not in caplog.text
    assert [a for a in answers if secret in a.get_data(as_text=True) + str(a.headers)] == []


def synced(person: Person, *mutations: dict[str, Any]) -> Any:
    body = {"client": str(uuid4()), "clock": ago(seconds=0), "cursor": None, "limit": 100, "mutations": list(mutations)}
    return person.post("/sync", body)


def creation(**args: Any) -> dict[str, Any]:
    new = {"id": str(uuid4()), "title": "By sync", **args}
    return {"id": str(uuid4()), "name": "todo.create", "at": ago(seconds=0), "args": new}


def test_a_token_that_may_read_syncs_what_others_change(owner: Person) -> None:
    owner.made("todo", title="Water the plants")

    answer = synced(program(owner, scopes=["read"]))

    assert answer.status_code == 200
    assert [row["title"] for row in answer.get_json()["changes"]["todo"]] == ["Water the plants"]


def test_a_token_that_may_read_changes_nothing_by_sync_either(owner: Person) -> None:
    refused = synced(program(owner, scopes=["read"]), creation())

    assert problem(refused) == (403, "insufficient_scope", [])
    assert owner.titles() == []


def test_a_token_that_may_write_syncs_its_own_changes(owner: Person) -> None:
    answer = synced(program(owner), creation())

    assert [each["status"] for each in answer.get_json()["answers"]] == ["applied"]
    assert owner.titles() == ["By sync"]


def test_a_token_of_one_list_does_not_sync(owner: Person) -> None:
    home, elsewhere = (owner.made("list")["id"] for _ in range(2))
    limited = program(owner, list=home)

    assert problem(synced(limited)) == (403, "limited", [])
    assert problem(synced(limited, creation(list=elsewhere))) == (403, "limited", [])
    assert owner.titles() == []


def test_an_answer_with_a_token_is_not_kept_for_a_second_request(owner: Person, database: embedded.Database) -> None:
    asked = {"name": "Backup", "scopes": ["read"]}
    tokens = [
        owner.post("/token", asked, headers={"Idempotency-Key": "the same"}).get_json()["token"] for _ in range(2)
    ]

    with psycopg.connect(database.owner, autocommit=True) as conn:
        space = owner.get("/me").get_json()["space"]
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        kept = conn.execute("select row_to_json(a)::text from answer a").fetchall()

    assert tokens[0] != tokens[1]
    assert kept == []
