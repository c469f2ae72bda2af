"""Attacks on the browser's sign-in: state, nonce, replay, mix-up, fixation, open redirects."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from auth.issuer import Clock
from auth.signing_in import (
    NAVIGATION,
    OUR_SCRIPT,
    Browser,
    SignInPage,
    assert_failed,
    is_signed_in,
    onward,
)

STATES: dict[str, Callable[[str], dict[str, Any]]] = {
    "another_state": lambda _: {"state": "x" * 43},
    "no_state": lambda _: {},
    "an_empty_state": lambda _: {"state": ""},
    "a_state_beyond_ascii": lambda _: {"state": "ü"},
    "the_state_twice": lambda state: {"state": [state, state]},
    "a_state_cut_short": lambda state: {"state": state[:-1]},
}


@pytest.mark.parametrize("make_query", STATES.values(), ids=STATES.keys())
def test_an_answer_is_not_taken_with(
    make_query: Callable[[str], dict[str, Any]], browser: Browser, page: SignInPage, subject: str
) -> None:
    asked = browser.leave()

    response = browser.come_back(code=page.code_for(asked, subject), **make_query(asked["state"]))

    assert_failed(response, browser)
    assert page.asked == []


def test_an_answer_to_another_browser_is_not_taken(
    web: Flask, browser: Browser, page: SignInPage, subject: str
) -> None:
    """Login CSRF: somebody else's code, to make a person work in the attacker's account."""
    attacker = Browser(web, page)
    theirs = attacker.leave()
    browser.leave()

    response = browser.come_back(code=page.code_for(theirs, subject), state=theirs["state"])

    assert_failed(response, browser)


def test_an_answer_without_an_attempt_is_not_taken(browser: Browser, page: SignInPage) -> None:
    assert_failed(browser.come_back(code="code-1", state="x"), browser)
    assert_failed(browser.come_back(), browser)


def test_an_answer_after_ten_minutes_is_not_taken(
    browser: Browser, page: SignInPage, subject: str, present: Clock
) -> None:
    asked = browser.leave()
    present.now += 600

    assert_failed(browser.come_back(code=page.code_for(asked, subject), state=asked["state"]), browser)


def test_an_answer_is_taken_once(browser: Browser, page: SignInPage, subject: str) -> None:
    asked = browser.leave()
    query = {"code": page.code_for(asked, subject), "state": asked["state"]}
    browser.come_back(**query)

    response = browser.come_back(**query)

    assert response.status_code == 400
    assert len(page.asked) == 1
    assert is_signed_in(browser), "the replay does not sign anybody out either"


@pytest.mark.parametrize("change", [lambda c: c[:-4] + "AAAA", lambda _: "", lambda _: "x" * 4000, lambda c: c[::-1]])
def test_a_tampered_attempt_is_over(
    change: Callable[[str], str], browser: Browser, page: SignInPage, subject: str
) -> None:
    asked = browser.leave()
    browser.set_cookie(change(browser.cookie("attempt") or ""), "attempt")

    assert_failed(browser.come_back(code=page.code_for(asked, subject), state=asked["state"]), browser)


ODD_TOKENS: dict[str, dict[str, dict[str, Any]]] = {
    "another_nonce": {"identity": {"nonce": "another"}},
    "no_nonce": {"identity": {"nonce": None}},
    "an_ID_token_for_another_client": {"identity": {"aud": "phone"}},
    "an_ID_token_of_another_issuer": {"identity": {"iss": "https://evil.example"}},
    "an_expired_ID_token": {"identity": {"exp": 1}},
    "an_access_token_as_ID_token": {"identity": {"token_use": "access"}},
    "no_ID_token": {"answer": {"id_token": None}},
    "an_ID_token_that_is_none": {"answer": {"id_token": "none"}},
    "an_access_token_of_another_person": {"access": {"sub": "other"}, "identity": {"at_hash": None}},
    "an_access_token_for_another_client": {"access": {"client_id": "phone"}},
    "an_access_token_exchanged_on_the_way": {"identity": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
    "an_opaque_access_token": {"answer": {"access_token": "opaque"}, "identity": {"at_hash": None}},
}


@pytest.mark.parametrize("odd", ODD_TOKENS.values(), ids=ODD_TOKENS.keys())
def test_nobody_is_signed_in_by(odd: Any, browser: Browser, page: SignInPage, subject: str) -> None:
    page.odd = odd

    assert_failed(browser.sign_in(subject), browser)


def test_an_error_of_the_issuer_is_not_repeated_to_people(browser: Browser) -> None:
    asked = browser.leave()

    response = browser.come_back(error="<b>x</b>", error_description="<script>alert(1)</script>", state=asked["state"])

    assert_failed(response, browser)
    assert "alert" not in response.get_data(as_text=True)


def test_an_error_with_a_code_signs_nobody_in(browser: Browser, page: SignInPage, subject: str) -> None:
    asked = browser.leave()

    response = browser.come_back(error="x", code=page.code_for(asked, subject), state=asked["state"])

    assert_failed(response, browser)


def test_the_answer_of_another_issuer_is_not_taken(browser: Browser, page: SignInPage, subject: str) -> None:
    """A mix-up attack: RFC 9207."""
    asked = browser.leave()
    query = {"code": page.code_for(asked, subject), "state": asked["state"]}

    response = browser.come_back(**query, iss="https://evil.example")

    assert_failed(response, browser)
    assert page.asked == []


ELSEWHERE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example",
    "javascript:alert(1)", "data:text/html,x", "evil.example", "", " /list", "/\t/evil.example", "/\n/evil.example",
    "\t//evil.example", "/list\\..", "/list\r\nSet-Cookie: a=b", "/" + "x" * 3000, "/auth/login", "/auth/token", "/ü",
]  # fmt: skip


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nobody_is_led_away_by_next(path: str, browser: Browser, page: SignInPage, subject: str) -> None:
    response = browser.client.get(
        "/auth/login", query_string={"next": path}, headers=NAVIGATION, base_url=browser.base_url
    )
    state = response.location.partition("state=")[2].partition("&")[0]
    asked = dict(pair.split("=") for pair in urlsplit(response.location).query.split("&"))
    asked["redirect_uri"] = "http://127.0.0.1:8000/auth/callback"

    assert onward(browser.come_back(code=page.code_for(asked, subject), state=state)) == "/"


def test_a_session_cannot_be_chosen_beforehand(web: Flask, browser: Browser, page: SignInPage, subject: str) -> None:
    """Session fixation, also with a session that is the attacker's own."""
    attacker = Browser(web, page)
    attacker.sign_in(subject + "-attacker")
    planted = attacker.cookie() or ""
    browser.set_cookie(planted)

    browser.sign_in(subject)

    assert browser.cookie() != planted
    assert browser.get("/me").get_json()["id"] != attacker.get("/me").get_json().get("id")


@pytest.mark.parametrize("path", ["/auth/login", "/auth/callback", "/auth/token/new"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Mode": "same-origin", **OUR_SCRIPT},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_a_sign_in_is_not_for_scripts_and_frames(path: str, headers: dict[str, str], browser: Browser) -> None:
    assert browser.get(path, headers).status_code == 403
