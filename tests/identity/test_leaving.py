"""Deleting the account where the issuer is the program itself: the person is forgotten with it."""

import itertools
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from auth.signing_in import NAVIGATION
from departing import Moment
from identity.test_application import OUR_SCRIPT, enter, me
from identity.visitor import BASE, PASSWORD, Visitor
from todo import db
from todo.store.identity import person


def test_the_person_is_deleted_with_the_account(member: Visitor) -> None:
    enter(member)
    token = member.tokens()["access_token"]

    answer = member.browser.delete("/me", headers=OUR_SCRIPT, base_url=BASE)

    assert answer.status_code == 200
    assert answer.get_json()["sign_in"] == "deleted"
    assert me(member).status_code == 401
    with member.app.app_context(), db.transaction(identity="on") as conn:
        assert person.find(conn, member.email) is None
    assert Visitor(member.app).sign_in().status_code == 422
    refused = Visitor(member.app).get("/me", headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 401
    assert "deleted" in refused.headers["WWW-Authenticate"]


def test_who_signs_up_again_is_somebody_new(member: Visitor) -> None:
    enter(member)
    before = me(member).get_json()
    member.browser.delete("/me", headers=OUR_SCRIPT, base_url=BASE)

    again = Visitor(member.app, email=member.email)
    again.sign_up()
    enter(again)

    assert me(again).get_json()["email"] == before["email"]
    assert me(again).get_json()["subject"] != before["subject"]


def test_a_browser_that_is_known_must_give_the_password_again(member: Visitor) -> None:
    to_issuer = member.get("/auth/login?prompt=login")

    page = member.get(to_issuer.location.removeprefix(BASE), follow_redirects=True)

    assert 'type="password"' in page.get_data(as_text=True)


def comes_back(visitor: Visitor) -> Callable[[], TestResponse]:
    """The way back from the issuer, which the browser is about to go."""
    to_issuer = visitor.get("/auth/login", headers=NAVIGATION).location.removeprefix(BASE)
    back = visitor.get(to_issuer).location.removeprefix(BASE)
    return lambda: visitor.get(back, headers=NAVIGATION)


def submits(url: str, **fields: str) -> Callable[[Visitor], Callable[[], TestResponse]]:
    def begun(visitor: Visitor) -> Callable[[], TestResponse]:
        form = {"form": visitor.form_token(url), "email": visitor.email, **fields}
        return lambda: visitor.post(url, form)

    return begun


@pytest.mark.parametrize(
    "begun",
    [submits("/login", password=PASSWORD), submits("/forgotPassword"), lambda it: it.authorize, comes_back],
    ids=["a password is given", "a link is asked for", "a client asks for a code", "the browser comes back"],
)
def test_who_leaves_while_they_sign_in_elsewhere_leaves_nothing_behind(
    issuer_app: Flask,
    rows: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    begun: Callable[[Visitor], Callable[[], TestResponse]],
) -> None:
    moment, statuses = Moment(monkeypatch), list[int]()
    for number in itertools.count(1):
        here, elsewhere = Visitor(issuer_app), Visitor(issuer_app)
        here.sign_up()
        elsewhere.email = here.email
        elsewhere.sign_in()
        enter(elsewhere)
        subject = me(elsewhere).get_json()["subject"]
        going = threading.Thread(
            target=elsewhere.browser.delete, args=["/me"], kwargs={"headers": OUR_SCRIPT, "base_url": BASE}
        )
        ask = begun(here)

        moment.before(number, lambda going=going: leave(going, rows))
        statuses.append(ask().status_code)
        if moment.is_to_come():
            break
        going.join()

        issuer = issuer_app.extensions["todo.verifier"].trust.issuer
        rows.execute(
            "select set_config('todo.issuer', %s, false), set_config('todo.subject', %s, false)", (issuer, subject)
        )
        assert rows.execute("select id from account where subject = %s", (subject,)).fetchall() == []
        assert rows.execute("select id from identity.person where id = %s", (subject,)).fetchall() == []

    assert len(statuses) > 2
    assert max(statuses) < 500


def leave(going: threading.Thread, rows: psycopg.Connection[Any]) -> None:
    """Where it has to wait for somebody's transaction, it goes on beside."""
    going.start()
    while going.is_alive() and rows.execute("select from pg_locks where not granted").fetchone() is None:
        going.join(0.001)
