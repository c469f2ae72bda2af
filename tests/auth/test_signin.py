"""The browser's sign-in: what is asked of the issuer, what is kept, and where people end up."""

from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from flask import Flask

from auth.issuer import as_json
from auth.signing_in import (
    NAVIGATION,
    Browser,
    SignInPage,
    assert_failed,
    code_challenge,
    cookies_of,
    is_signed_in,
    onward,
)
from todo import embedded


def test_the_issuer_is_asked_for_a_code_with_all_that_protects_it(browser: Browser, page: SignInPage) -> None:
    response = browser.get("/auth/login", NAVIGATION)
    asked = browser.leave()

    assert response.location.startswith(page.issuer.url + "/oauth2/authorize?")
    assert response.headers["Cache-Control"] == "no-store"
    assert {name: asked.pop(name) for name in ("response_type", "client_id", "redirect_uri", "scope")} == {
        "response_type": "code",
        "client_id": "web",
        "redirect_uri": "http://127.0.0.1:8000/auth/callback",
        "scope": "openid email profile",
    }
    assert asked.pop("code_challenge_method") == "S256"
    assert {name: len(value) for name, value in asked.items()} == {"state": 43, "nonce": 43, "code_challenge": 43}


def test_the_account_keeps_the_address_that_the_issuer_says_last(
    browser: Browser, page: SignInPage, subject: str
) -> None:
    browser.get("/me", {"Authorization": f"Bearer {page.issuer.token(sub=subject)}"})  # seen first without an address
    browser.sign_in(subject)
    first = browser.get("/me").get_json()
    browser.sign_in(subject)
    unchanged = browser.get("/me").get_json()
    page.odd["identity"] = {"email": "moved@example.com"}
    browser.sign_in(subject)

    assert first["email"] == "owner@example.com"
    assert unchanged == first
    assert browser.get("/me").get_json()["email"] == "moved@example.com"


def test_no_two_attempts_share_anything(browser: Browser) -> None:
    first, second = browser.leave(), browser.leave()

    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_what_must_come_back_is_kept_encrypted_for_ten_minutes(browser: Browser) -> None:
    cookie = cookies_of(browser.get("/auth/login", NAVIGATION))["attempt"]
    asked = browser.leave()

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["domain"]) == (True, "Lax", "600", "")
    assert asked["state"] not in (browser.cookie("attempt") or "")


def test_who_comes_back_is_signed_in_and_goes_on(browser: Browser, subject: str) -> None:
    response = browser.sign_in(subject, "/auth/login?next=/list/1?a=b%26c")

    assert onward(response) == "/list/1?a=b&c"
    assert browser.get("/me").get_json()["email"] == "owner@example.com"
    assert browser.get("/todo").get_json() == []
    cookie = cookies_of(response)["todo-session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Strict", "/", "")
    assert cookie["max-age"] == str(30 * 86_400)


def test_over_tls_the_cookies_are_bound_to_the_host(make_web: Any, page: SignInPage, subject: str) -> None:
    app = make_web(base_url="https://todo.example")
    browser = Browser(app, page, "https://todo.example")

    attempt = cookies_of(browser.get("/auth/login", NAVIGATION))
    session = cookies_of(browser.sign_in(subject))

    assert [(name, c["secure"], c["path"]) for name, c in attempt.items()] == [("__Host-attempt", True, "/")]
    assert session["__Host-session"]["secure"] is True
    assert is_signed_in(browser)
    assert browser.get("/auth/ways").get_json()["has_session"] is True


def test_no_token_reaches_the_page(browser: Browser, page: SignInPage, subject: str) -> None:
    response = browser.sign_in(subject)

    seen = response.get_data(as_text=True) + str(response.headers)
    assert "eyJ" not in seen
    assert "refresh-token" not in seen
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_database_holds_a_hash_and_an_encrypted_token(
    browser: Browser, subject: str, database: embedded.Database
) -> None:
    browser.sign_in(subject)
    space, _, secret = (browser.cookie() or "").partition(".")

    with psycopg.connect(database.service) as conn:
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space}}}",))
        rows = conn.execute("select hash, refresh_token from session").fetchall()

    assert len(rows) == 1
    assert len(rows[0][0]) == 32
    assert secret.encode() not in b"".join(rows[0])
    assert b"refresh-token" not in b"".join(rows[0])


def test_the_code_is_exchanged_with_its_verifier_and_the_clients_secret(
    browser: Browser, page: SignInPage, subject: str
) -> None:
    asked = browser.leave()
    browser.come_back(code=page.code_for(asked, subject), state=asked["state"])

    sent = page.asked[0]
    assert code_challenge(sent["code_verifier"]) == asked["code_challenge"]
    assert "client_secret" not in sent


ANSWERS = {
    "a_refused_code": (as_json(400, {"error": "invalid_grant"}), 400),
    "a_refused_client": (as_json(401, {"error": "invalid_client"}), 503),
    "an_internal_error": (as_json(500, {}), 503),
    "a_redirect": ((302, {"Location": "https://evil.example"}, b""), 503),
    "no_tokens": (as_json(200, {}), 503),
    "HTML": ((200, {}, b"<script>alert(1)</script>"), 503),
}


@pytest.mark.parametrize(("answer", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_an_issuer_that_fails_is_a_calm_page(
    answer: Any, status: int, browser: Browser, page: SignInPage, subject: str
) -> None:
    page.answer = answer

    response = browser.sign_in(subject)

    assert_failed(response, browser, status)
    assert "<script>" not in response.get_data(as_text=True)


def test_who_cancels_at_the_issuer_is_told_calmly(browser: Browser) -> None:
    asked = browser.leave()

    response = browser.come_back(error="access_denied", state=asked["state"])

    assert_failed(response, browser, 403)


@pytest.mark.parametrize(
    "path", ["/", "/list/1", "/todo?due=today&sort=due", "/#a", "/a%20b", "/a//b", "/[x]", '/"><b>']
)
def test_a_path_of_ours_is_kept(path: str, browser: Browser, page: SignInPage, subject: str) -> None:
    response = browser.client.get(
        "/auth/login", query_string={"next": path}, headers=NAVIGATION, base_url=browser.base_url
    )
    asked = dict(pair.split("=") for pair in urlsplit(response.location).query.split("&"))
    asked["redirect_uri"] = "http://127.0.0.1:8000/auth/callback"
    back = browser.come_back(code=page.code_for(asked, subject), state=asked["state"])

    assert onward(back) == path
    assert "<b>" not in back.get_data(as_text=True)


def test_signing_in_again_ends_the_session_before(web: Flask, browser: Browser, page: SignInPage, subject: str) -> None:
    browser.sign_in(subject)
    before = Browser(web, page)
    before.set_cookie(browser.cookie() or "")

    browser.sign_in(subject)

    assert is_signed_in(browser)
    assert not is_signed_in(before)


def test_the_same_person_by_token_and_by_browser_is_one_account(
    browser: Browser, page: SignInPage, subject: str
) -> None:
    browser.sign_in(subject)
    headers = {"Authorization": f"Bearer {page.issuer.token(sub=subject)}"}

    assert browser.get("/me", headers).get_json()["id"] == browser.get("/me").get_json()["id"]


def test_another_host_name_leads_to_ours_once(web: Flask, page: SignInPage) -> None:
    browser = Browser(web, page, "http://localhost:8000")

    moved = browser.get("/auth/login?next=/list", NAVIGATION)
    again = browser.get(moved.location.removeprefix("http://127.0.0.1:8000"), NAVIGATION)

    assert moved.location == "http://127.0.0.1:8000/auth/login?next=%2Flist&moved="
    assert "Set-Cookie" not in moved.headers
    assert again.location.startswith(page.issuer.url), "behind a proxy that renames us it does not go in circles"


def test_while_the_issuer_is_down_the_page_says_so(browser: Browser, page: SignInPage) -> None:
    page.issuer.answers = {"/.well-known/openid-configuration": lambda _: as_json(503, {})}

    assert_failed(browser.get("/auth/login", NAVIGATION), browser, 503)


def test_an_issuer_like_cognito_has_its_sign_up_beside_its_sign_in(browser: Browser, page: SignInPage) -> None:
    assert browser.get("/auth/ways").get_json() == {"sign_up": True, "has_session": False}

    asked = browser.get("/auth/login?prompt=create", NAVIGATION).location

    assert asked.startswith(page.issuer.url + "/signup?response_type=code&client_id=web&")
    assert "prompt" not in asked


def test_where_no_sign_up_is_known_it_is_not_offered_and_leads_to_the_sign_in(
    browser: Browser, page: SignInPage
) -> None:
    document = {**page.issuer.document(), "authorization_endpoint": page.issuer.url + "/authorize"}
    page.issuer.answers["/.well-known/openid-configuration"] = lambda _: as_json(200, document)

    assert browser.get("/auth/ways").get_json() == {"sign_up": False, "has_session": False}
    asked = browser.get("/auth/login?prompt=create", NAVIGATION).location
    assert asked.startswith(page.issuer.url + "/authorize?")
