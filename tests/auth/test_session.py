"""The session: when it ends, and what the issuer says of it."""

import threading
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from auth.issuer import Clock, as_json
from auth.signing_in import (
    NAVIGATION,
    OUR_SCRIPT,
    SAME_ORIGIN,
    SECRET,
    Browser,
    SignInPage,
    add_todo,
    cookies_of,
    is_signed_in,
)
from people import problem

HOUR, DAY = 3600, 86_400


def test_a_signed_in_browser_works_with_its_todos(signed_in: Browser, other_signed_in: Browser) -> None:
    assert add_todo(signed_in, OUR_SCRIPT) == 201

    assert [todo["title"] for todo in signed_in.get("/todo").get_json()] == ["Water the plants"]
    assert other_signed_in.get("/todo").get_json() == []


def test_signing_out_ends_the_session_for_every_process_at_once(
    signed_in: Browser, page: SignInPage, make_web: Any
) -> None:
    elsewhere = Browser(make_web(threads=3), page)
    elsewhere.set_cookie(signed_in.cookie() or "")
    assert is_signed_in(elsewhere)

    response = signed_in.ask("POST", "/auth/logout", {**NAVIGATION, **SAME_ORIGIN})

    assert not is_signed_in(elsewhere)
    assert signed_in.cookie() is None
    assert cookies_of(response)["todo-session"]["max-age"] == "0"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert page.revoked == ["refresh-token-1"]


def test_a_script_that_signs_out_removes_what_is_theirs_itself(signed_in: Browser) -> None:
    response = signed_in.ask("POST", "/auth/logout", OUR_SCRIPT)

    assert response.headers["Clear-Site-Data"] == '"cache"'  # others may have something here that is not sent yet


def test_signing_out_goes_on_to_the_issuers_logout(signed_in: Browser, page: SignInPage) -> None:
    to = urlsplit(signed_in.ask("POST", "/auth/logout", OUR_SCRIPT).get_json()["next"])

    assert to.geturl().startswith(page.issuer.url + "/logout?")
    assert parse_qs(to.query) == {"client_id": ["web"], "logout_uri": ["http://127.0.0.1:8000/"]}


def test_a_form_is_taken_to_the_issuers_logout_by_a_page(signed_in: Browser, page: SignInPage) -> None:
    response = signed_in.ask("POST", "/auth/logout", {**NAVIGATION, **SAME_ORIGIN})

    assert response.status_code == 200
    assert f'content="0; url={page.issuer.url}/logout?client_id=web&amp;' in response.get_data(as_text=True)


def test_signing_out_with_an_oidc_issuer_is_rp_initiated(make_web: Any, page: SignInPage) -> None:
    document = {**page.issuer.document(), "end_session_endpoint": page.issuer.url + "/bye?a=b"}
    page.issuer.answers["/.well-known/openid-configuration"] = lambda _: as_json(200, document)
    browser = Browser(make_web(issuer_profile="oidc"), page)

    to = urlsplit(browser.ask("POST", "/auth/logout", OUR_SCRIPT).get_json()["next"])

    assert to.path == "/pool/bye"
    assert parse_qs(to.query) == {
        "a": ["b"],
        "client_id": ["web"],
        "post_logout_redirect_uri": ["http://127.0.0.1:8000/"],
    }


def test_who_is_not_signed_in_can_sign_out(browser: Browser) -> None:
    assert browser.ask("POST", "/auth/logout", OUR_SCRIPT).status_code == 200


def test_a_link_does_not_sign_out(signed_in: Browser) -> None:
    assert signed_in.get("/auth/logout", NAVIGATION).status_code == 405
    assert is_signed_in(signed_in)


def test_signing_out_works_while_the_issuer_is_down(signed_in: Browser, page: SignInPage) -> None:
    page.issuer.answers = {"/oauth2/revoke": lambda _: as_json(503, {})}
    before = signed_in.cookie() or ""

    assert signed_in.ask("POST", "/auth/logout", OUR_SCRIPT).status_code == 200

    signed_in.set_cookie(before)
    assert not is_signed_in(signed_in)


def test_a_visit_prolongs_the_session_and_its_cookie_once_an_hour(signed_in: Browser, present: Clock) -> None:
    present.now += HOUR - 1
    assert "Set-Cookie" not in signed_in.get("/me").headers
    present.now += 1
    cookie = cookies_of(signed_in.get("/me"))["todo-session"]

    assert (cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (str(30 * DAY), "Strict", True)
    assert "Set-Cookie" not in signed_in.get("/me").headers


def test_a_session_without_a_visit_ends_after_its_days(signed_in: Browser, present: Clock) -> None:
    present.now += 30 * DAY

    assert not is_signed_in(signed_in)


def test_a_session_with_visits_goes_on(signed_in: Browser, present: Clock) -> None:
    for _ in range(4):
        present.now += 29 * DAY
        assert is_signed_in(signed_in)


def test_the_issuer_is_asked_again_after_twelve_hours_only(
    signed_in: Browser, page: SignInPage, present: Clock
) -> None:
    present.now += 12 * HOUR - 1
    assert is_signed_in(signed_in)
    assert len(page.asked) == 1
    present.now += 1
    assert is_signed_in(signed_in)
    assert is_signed_in(signed_in)

    assert [sent["grant_type"] for sent in page.asked] == ["authorization_code", "refresh_token"]


def test_a_rotated_refresh_token_is_kept(signed_in: Browser, page: SignInPage, present: Clock) -> None:
    for _ in range(3):
        present.now += 12 * HOUR
        assert is_signed_in(signed_in)

    assert [sent.get("refresh_token") for sent in page.asked[1:]] == [f"refresh-token-{n}" for n in (1, 2, 3)]


def test_a_refresh_token_that_is_not_rotated_is_kept_too(signed_in: Browser, page: SignInPage, present: Clock) -> None:
    page.odd = {"answer": {"refresh_token": None}}
    present.now += 12 * HOUR

    assert is_signed_in(signed_in)

    page.refresh_tokens["refresh-token-1"] = page.refresh_tokens.pop("refresh-token-2")
    present.now += 12 * HOUR
    assert is_signed_in(signed_in)


def test_whom_the_issuer_no_longer_knows_is_signed_out(signed_in: Browser, page: SignInPage, present: Clock) -> None:
    page.refresh_tokens.clear()
    present.now += 12 * HOUR

    assert problem(signed_in.get("/me"))[:2] == (401, "unauthorized")
    assert not is_signed_in(signed_in)
    assert len(page.asked) == 2


@pytest.mark.parametrize("odd", [{"sub": "somebody else"}, {"token_use": "id"}, {"client_id": "other"}, {"exp": 1}])
def test_a_check_that_brings_an_odd_token_ends_the_session(
    odd: Any, signed_in: Browser, page: SignInPage, present: Clock
) -> None:
    page.odd = {"access": odd}
    present.now += 12 * HOUR

    assert not is_signed_in(signed_in)
    page.odd = {}
    assert not is_signed_in(signed_in)


def test_without_a_refresh_token_a_session_ends_at_the_check(
    browser: Browser, page: SignInPage, subject: str, present: Clock
) -> None:
    page.odd = {"answer": {"refresh_token": None}}
    browser.sign_in(subject)
    assert is_signed_in(browser)

    present.now += 12 * HOUR

    assert not is_signed_in(browser)


DOWN = [as_json(503, {}), as_json(200, {}), as_json(401, {"error": "invalid_client"}), as_json(429, {})]


@pytest.mark.parametrize("answer", DOWN)
def test_while_the_issuer_is_down_people_go_on(
    answer: Any, signed_in: Browser, page: SignInPage, present: Clock
) -> None:
    page.answer = answer
    present.now += 12 * HOUR

    assert is_signed_in(signed_in)
    assert is_signed_in(signed_in)
    assert len(page.asked) == 2

    page.answer = None
    present.now += 5 * 60
    assert is_signed_in(signed_in)
    assert len(page.asked) == 3


def test_of_many_requests_at_once_one_asks_the_issuer(signed_in: Browser, page: SignInPage, present: Clock) -> None:
    cookie, app = signed_in.cookie() or "", signed_in.client.application
    present.now += 12 * HOUR
    barrier, answers = threading.Barrier(6), list[bool]()

    def ask() -> None:
        browser = Browser(app, page)
        browser.set_cookie(cookie)
        barrier.wait()
        answers.append(is_signed_in(browser))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [True] * 6
    assert len(page.asked) == 2


def test_a_changed_secret_signs_out_at_the_check(
    signed_in: Browser, page: SignInPage, make_web: Any, present: Clock
) -> None:
    changed = Browser(make_web(secret="another secret " * 4), page)
    changed.set_cookie(signed_in.cookie() or "")
    assert is_signed_in(changed)

    present.now += 12 * HOUR

    assert not is_signed_in(changed)


def test_a_session_of_another_issuer_is_over(signed_in: Browser, page: SignInPage, make_app: Any) -> None:
    moved = Browser(make_app(issuer="https://other.example", client_id="web", client_secret=SECRET), page)
    moved.set_cookie(signed_in.cookie() or "")

    assert not is_signed_in(moved)
