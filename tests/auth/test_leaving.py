"""Deleting the account: with everything, after a fresh sign-in, and old tokens do not begin a new one."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask

from api.test_token import program
from auth.issuer import Clock, Issuer
from auth.signing_in import OUR_SCRIPT, Browser, SignInPage, add_todo, cookies_of, is_signed_in
from people import Person, problem
from program import until
from todo import embedded


@pytest.fixture
def fill() -> Callable[[Person], str]:
    """Puts something into every table, and gives the space."""

    def filled(person: Person) -> str:
        home = person.made("list")["id"]
        below = person.made("list", parent=home)["id"]
        section = person.made("section", list=below)["id"]
        tag = person.made("tag")["id"]
        todo = person.made("todo", section=section, tags=[tag])["id"]
        person.made("todo", parent=todo)
        person.delete(f"/todo/{todo}")
        person.patch("/me", {"theme": "dark"})
        person.made("filter", query="today")
        program(person, list=home)
        return person.get("/me").get_json()["space"]

    return filled


def rows_of(database: embedded.Database, space: str) -> dict[str, int]:
    """How many rows each table has of a space; of every table that there is."""
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        tables = conn.execute(
            "select table_name, case when table_name = 'space' then 'id' else 'space' end"
            " from information_schema.columns where table_schema = 'public'"
            " and (column_name = 'space' or table_name = 'space' and column_name = 'id')"
        ).fetchall()
        count = "select count(*) from {} where {} = %s"
        return {
            table: conn.execute(count.format(table, column), (space,)).fetchone()[0]  # type: ignore[index]
            for table, column in tables
        }


def test_nothing_is_left_in_any_table(
    owner: Person, stranger: Person, fill: Callable[[Person], str], database: embedded.Database
) -> None:
    mine, theirs = fill(owner), fill(stranger)
    before = rows_of(database, theirs)
    assert {"todo", "history", "token", "account", "space"} <= {
        table for table, count in rows_of(database, mine).items() if count
    }

    answer = owner.delete("/me")

    assert answer.status_code == 200
    assert answer.get_json()["sign_in"] == "kept"
    assert {table: count for table, count in rows_of(database, mine).items() if count} == {}
    assert rows_of(database, theirs) == before
    assert len(stranger.titles("?trash=true")) == 2


def test_its_tokens_end_with_it(owner: Person) -> None:
    theirs = program(owner)

    owner.delete("/me")

    assert problem(theirs.get("/todo")) == (401, "invalid_token", [])
    assert problem(owner.get("/todo")) == (401, "invalid_token", [])


def test_a_token_of_before_begins_no_new_account(owner: Person, token_issuer: Issuer, other_app: Flask) -> None:
    subject = owner.get("/me").get_json()["subject"]
    before = int(token_issuer.clock()) - 60
    owner.delete("/me")

    tokens = {
        "the same": owner.token,
        "another of before": token_issuer.token(sub=subject, auth_time=before, jti="2"),
        "refreshed since": token_issuer.token(sub=subject, auth_time=before, iat=before + 61),
        "of unknown age": token_issuer.token(sub=subject, auth_time=None),
    }

    for token in tokens.values():
        for app in (owner.client.application, other_app):
            refused = Person(app.test_client(), token).get("/me")
            assert problem(refused) == (401, "invalid_token", [])
            assert "deleted" in refused.headers["WWW-Authenticate"]


def test_who_signs_in_again_begins_anew(owner: Person, token_issuer: Issuer) -> None:
    before = owner.get("/me").get_json()
    owner.made("todo")
    owner.delete("/me")

    again = replace(owner, token=token_issuer.token(sub=before["subject"], auth_time=int(token_issuer.clock()) + 2))

    after = again.get("/me").get_json()
    assert after["subject"] == before["subject"]
    assert after["id"] != before["id"]
    assert again.titles() == []


@pytest.fixture
def other_app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Flask:
    """Another process, as far as it knows."""
    return make_app(issuer=token_issuer.url, client_id="web", threads=2)


def test_another_process_that_still_knows_it_stores_nothing(
    owner: Person, other_app: Flask, database: embedded.Database
) -> None:
    space = owner.get("/me").get_json()["space"]
    there = replace(owner, client=other_app.test_client())
    assert there.titles() == []

    owner.delete("/me")

    for path in ("/me", "/todo", "/me/export"):
        assert problem(there.get(path)) == (404, "not_found", [])
    for path, body in (("/todo", {"title": "Too late"}), ("/token", {"name": "Too late", "scopes": ["read"]})):
        assert problem(there.post(path, body)) == (404, "not_found", [])
    assert {table: count for table, count in rows_of(database, space).items() if count} == {}


@pytest.mark.parametrize("age", [601, 86_400, None, -3600])
def test_an_access_token_must_come_from_a_fresh_sign_in(owner: Person, token_issuer: Issuer, age: int | None) -> None:
    me = owner.get("/me").get_json()
    given = None if age is None else int(token_issuer.clock()) - age

    refused = replace(owner, token=token_issuer.token(sub=me["subject"], auth_time=given)).delete("/me")

    assert problem(refused) == (403, "fresh_login_required", [])
    assert owner.get("/me").get_json() == me


def test_a_personal_access_token_deletes_no_account(owner: Person) -> None:
    assert problem(program(owner).delete("/me")) == (403, "person_only", [])
    assert owner.get("/me").status_code == 200


def leave(browser: Browser, headers: dict[str, str] = OUR_SCRIPT) -> Any:
    return browser.ask("DELETE", "/me", headers)


def fresh(page: SignInPage, age: int = 0) -> None:
    """The issuer says when the password was given."""
    page.odd["identity"] = {"auth_time": int(page.issuer.clock()) - age}


def test_a_browser_leaves_and_is_signed_out_here_and_at_the_issuer(
    browser: Browser, page: SignInPage, subject: str, present: Clock
) -> None:
    fresh(page)
    browser.sign_in(subject)
    add_todo(browser, OUR_SCRIPT)

    answer = leave(browser)

    assert answer.status_code == 200
    assert answer.get_json()["next"].startswith(page.issuer.url + "/logout?")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert cookies_of(answer)["todo-session"]["max-age"] == "0"
    assert page.revoked == ["refresh-token-1"]
    assert not is_signed_in(browser)
    present.now += 1
    browser.sign_in(subject)
    assert browser.get("/todo").get_json() == []


def test_a_browser_that_signed_in_long_ago_does_not(
    browser: Browser, page: SignInPage, subject: str, present: Clock
) -> None:
    fresh(page)
    browser.sign_in(subject)
    present.now += 601

    assert problem(leave(browser)) == (403, "fresh_login_required", [])
    assert is_signed_in(browser)


def test_a_sign_in_without_a_password_is_not_fresh(browser: Browser, page: SignInPage, subject: str) -> None:
    """The issuer knew the browser, and asked for nothing."""
    fresh(page, age=3600)
    browser.sign_in(subject)
    assert problem(leave(browser)) == (403, "fresh_login_required", [])

    page.odd["identity"] = {"auth_time": None}
    browser.sign_in(subject)
    assert problem(leave(browser)) == (403, "fresh_login_required", [])


def test_an_issuer_that_was_told_to_ask_and_says_nothing_is_trusted(
    browser: Browser, page: SignInPage, subject: str
) -> None:
    page.odd["identity"] = {"auth_time": None}
    asked = browser.leave("/auth/login?prompt=login")
    browser.come_back(code=page.code_for(asked, subject), state=asked["state"])

    assert asked["prompt"] == "login"
    assert leave(browser).status_code == 200


@pytest.mark.parametrize("prompt", ["none", "LOGIN", "login consent", ""])
def test_no_other_prompt_is_passed_on(browser: Browser, prompt: str) -> None:
    assert "prompt" not in browser.leave(f"/auth/login?prompt={prompt}")


def test_another_site_deletes_nothing(browser: Browser, page: SignInPage, subject: str) -> None:
    fresh(page)
    browser.sign_in(subject)

    assert problem(leave(browser, {"Sec-Fetch-Site": "cross-site", "X-Requested-With": "todo"}))[:2] == (
        403,
        "cross_site",
    )
    assert is_signed_in(browser)


def test_who_writes_meanwhile_leaves_nothing_behind(owner: Person, database: embedded.Database) -> None:
    space = owner.get("/me").get_json()["space"]
    other = replace(owner, client=owner.client.application.test_client())
    statuses: list[int] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            statuses.append(other.post("/todo", {"title": "x"}).status_code)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        until(lambda: statuses.count(201) >= 20)
        answer = owner.delete("/me")
    finally:
        stop.set()
        writer.join()

    assert answer.status_code == 200
    assert set(statuses) <= {201, 401, 404, 503}
    assert {table: count for table, count in rows_of(database, space).items() if count} == {}


def test_who_has_left_is_known_to_nobody_else(owner: Person, stranger: Person, database: embedded.Database) -> None:
    gone, there = owner.get("/me").get_json(), stranger.get("/me").get_json()
    owner.delete("/me")

    def seen_by(*who: str) -> int:
        with psycopg.connect(database.service) as conn:
            conn.execute(
                "select set_config('todo.issuer', %s, true), set_config('todo.subject', %s, true),"
                " set_config('todo.spaces', %s, true)",
                (*who, f"{{{there['space']}}}"),
            )
            conn.execute("update departed set at = now() - interval '1 year'")
            return len(conn.execute("select from departed").fetchall())

    assert seen_by(gone["issuer"], gone["subject"]) == 1
    assert seen_by(there["issuer"], there["subject"]) == seen_by(gone["issuer"], "") == seen_by("", "") == 0


def test_what_is_kept_of_who_has_left_names_nobody(owner: Person, database: embedded.Database) -> None:
    me = owner.get("/me").get_json()
    owner.delete("/me")
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute(
            "select set_config('todo.issuer', %s, false), set_config('todo.subject', %s, false)",
            (me["issuer"], me["subject"]),
        )
        kept = conn.execute("select row_to_json(d)::text from departed d").fetchall()

    assert len(kept) == 1
    assert not [value for value in (me["subject"], me["space"], me["id"]) if value in kept[0][0]]


def test_a_deletion_sweeps_what_is_too_old(
    owner: Person, make_person: Callable[[], Person], database: embedded.Database
) -> None:
    me = owner.get("/me").get_json()
    owner.delete("/me")
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute(
            "select set_config('todo.issuer', %s, false), set_config('todo.subject', %s, false)",
            (me["issuer"], me["subject"]),
        )
        conn.execute("update departed set at = now() - interval '401 days'")

        make_person().delete("/me")

        assert conn.execute("select from departed").fetchall() == []
