"""The same sign-in with the issuer that is built in: the program asks itself, in-process."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from flask import Flask

from auth.issuer import Issuer
from auth.signing_in import NAVIGATION, OUR_SCRIPT, SAME_ORIGIN, Browser, SignInPage, add_todo, is_signed_in, onward
from todo import embedded

BASE = "http://127.0.0.1:8000"
WITHIN = {**NAVIGATION, **SAME_ORIGIN}


class Newcomer(Browser):
    """Follows redirects by hand and fills the sign-up form."""

    def go(self, path: str) -> Any:
        response = self.get(path, WITHIN)
        while response.status_code in {302, 303}:
            response = self.get(response.location.removeprefix(BASE), WITHIN)
        return response

    def sign_up(self, email: str, path: str = "/signup") -> str:
        """Returns where it leads."""
        page = self.get(path).get_data(as_text=True)
        found = re.search(r'name="form" value="([^"]+)"', page)
        assert found
        form = {"form": found[1], "email": email, "password": "correct horse battery"}
        response = self.ask("POST", path, data=form)
        assert response.status_code == 303
        return response.location.removeprefix(BASE)


@pytest.fixture(scope="module")
def built_in(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def newcomer(built_in: Flask, issuer: Issuer, subject: str) -> Newcomer:
    newcomer = Newcomer(built_in, SignInPage(issuer))
    newcomer.sign_up(f"{subject}@example.com")
    return newcomer


def test_who_has_signed_up_is_signed_in_and_keeps_todos(newcomer: Newcomer, subject: str) -> None:
    assert onward(newcomer.go("/auth/login?next=/list")) == "/list"

    assert newcomer.get("/me").get_json()["email"] == f"{subject}@example.com"
    assert add_todo(newcomer, OUR_SCRIPT) == 201


def test_signing_out_ends_both_sessions(newcomer: Newcomer) -> None:
    newcomer.go("/auth/login")
    to = newcomer.ask("POST", "/auth/logout", OUR_SCRIPT).get_json()["next"]
    newcomer.go(to.removeprefix(BASE))

    assert not is_signed_in(newcomer)
    assert "Password" in newcomer.go("/auth/login").get_data(as_text=True)


def test_a_check_with_itself_answers_whose_request_it_was(newcomer: Newcomer, database: embedded.Database) -> None:
    """The inner requests to the token endpoint and the keys leave the asker of the outer one alone."""
    newcomer.go("/auth/login")
    account = newcomer.get("/me").get_json()["id"]
    space = (newcomer.cookie() or "").partition(".")[0]

    with psycopg.connect(database.service) as conn:
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space}}}",))
        before = conn.execute("select refresh_token from session").fetchall()
        conn.execute("update session set checked_at = checked_at - interval '13 hours'")
    assert newcomer.get("/me").get_json()["id"] == account

    with psycopg.connect(database.service) as conn:
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space}}}",))
        after = conn.execute("select refresh_token, now() - checked_at < interval '1 hour' from session").fetchall()
    assert after[0][1]
    assert after[0][0] != before[0][0]


def test_a_token_is_shown_only_after_the_password(newcomer: Newcomer) -> None:
    newcomer.go("/auth/login")

    page = newcomer.go("/auth/token/new").get_data(as_text=True)

    assert 'type="password"' in page
    assert "eyJ" not in page


def test_who_has_no_account_is_led_to_where_one_is_made_and_back(built_in: Flask, issuer: Issuer, subject: str) -> None:
    stranger = Newcomer(built_in, SignInPage(issuer))
    assert stranger.get("/auth/ways").get_json() == {"sign_up": True, "has_session": False}

    asked = stranger.get("/auth/login?prompt=create&next=/app/inbox", WITHIN).location.removeprefix(BASE)
    assert asked.startswith("/signup?")
    then = stranger.sign_up(f"{subject}@example.com", asked)

    assert onward(stranger.go(then)) == "/app/inbox"
    assert is_signed_in(stranger)


def test_where_sign_up_is_closed_nobody_is_offered_it(make_app: Callable[..., Flask]) -> None:
    closed = make_app(sign_up="closed").test_client()

    assert closed.get("/auth/ways").get_json() == {"sign_up": False, "has_session": False}
