"""Where somebody is signed in: listed, and ended from elsewhere."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from auth.issuer import Clock
from auth.signing_in import OUR_SCRIPT, Browser, SignInPage, is_signed_in
from people import NOWHERE, problem

LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@dataclass
class Two:
    """Two browsers of one person."""

    here: Browser
    there: Browser


@pytest.fixture
def two(web: Flask, page: SignInPage, subject: str, present: Clock) -> Two:
    there, here = Browser(web, page), Browser(web, page)
    there.sign_in(subject)
    present.now += 60
    here.client.environ_base["HTTP_USER_AGENT"] = LINUX
    here.sign_in(subject)
    return Two(here, there)


def listed(browser: Browser) -> list[dict[str, Any]]:
    return browser.get("/session").get_json()


def test_a_person_sees_where_they_are_signed_in(two: Two, other_signed_in: Browser) -> None:
    found = listed(two.here)

    assert [(row["client"], row["is_current"]) for row in found] == [("Firefox on Linux", True), ("Werkzeug", False)]
    assert [row["is_current"] for row in listed(two.there)] == [False, True]
    assert found[0]["created_at"] == found[0]["seen_at"] > found[1]["created_at"]
    assert len(listed(other_signed_in)) == 1
    assert set(found[0]) == {"id", "kind", "client", "created_at", "seen_at", "is_current"}
    assert {row["kind"] for row in found} == {"browser"}


def test_one_is_ended_from_another_for_every_process_at_once(two: Two, page: SignInPage, make_web: Any) -> None:
    elsewhere = Browser(make_web(threads=3), page)
    elsewhere.set_cookie(two.there.cookie() or "")
    assert is_signed_in(elsewhere)
    (session,) = [row["id"] for row in listed(two.here) if not row["is_current"]]

    answer = two.here.ask("DELETE", f"/session/{session}", OUR_SCRIPT)

    assert answer.status_code == 204
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(two.there)
    assert is_signed_in(two.here)
    assert page.revoked == ["refresh-token-1"]
    assert problem(two.here.ask("DELETE", f"/session/{session}", OUR_SCRIPT)) == (404, "not_found", [])


def test_all_others_are_ended(two: Two, page: SignInPage, other_signed_in: Browser) -> None:
    assert two.here.ask("DELETE", "/session", OUR_SCRIPT).status_code == 204

    assert [row["is_current"] for row in listed(two.here)] == [True]
    assert not is_signed_in(two.there)
    assert is_signed_in(other_signed_in)
    assert page.revoked == ["refresh-token-1"]


@pytest.mark.parametrize("session", [NOWHERE, "theirs"])
def test_a_strangers_session_is_not_there(two: Two, other_signed_in: Browser, session: str) -> None:
    wanted = listed(two.here)[0]["id"] if session == "theirs" else session

    refused = other_signed_in.ask("DELETE", f"/session/{wanted}", OUR_SCRIPT)

    assert problem(refused) == (404, "not_found", [])
    assert is_signed_in(two.here)


@pytest.mark.parametrize("path", ["/session", "/session/{id}"])
def test_another_site_ends_no_session(two: Two, path: str) -> None:
    address = path.format(id=listed(two.here)[0]["id"])

    refused = two.here.ask("DELETE", address, {"Sec-Fetch-Site": "cross-site"})

    assert problem(refused) == (403, "cross_site", [])
    assert len(listed(two.here)) == 2


def test_a_session_that_is_over_is_not_listed(two: Two, present: Clock) -> None:
    present.now += 29 * 86_400
    assert is_signed_in(two.here)
    present.now += 2 * 86_400

    assert [row["is_current"] for row in listed(two.here)] == [True]


def test_a_program_has_no_business_there(two: Two, page: SignInPage, subject: str) -> None:
    asked = {"name": "x", "scopes": ["read", "write"]}
    bearer = {"Authorization": f"Bearer {page.issuer.token(sub=subject)}"}
    made = two.here.ask("POST", "/token", bearer, json=asked).get_json()
    header = {"Authorization": f"Bearer {made['token']}"}

    for method, path in (("GET", "/session"), ("DELETE", "/session"), ("DELETE", f"/session/{NOWHERE}")):
        assert problem(two.there.ask(method, path, header)) == (403, "person_only", [])


def test_a_person_who_asks_by_an_access_token_is_in_no_session(two: Two, page: SignInPage, subject: str) -> None:
    header = {"Authorization": f"Bearer {page.issuer.token(sub=subject)}"}

    assert [
        row["is_current"] for row in Browser(two.here.client.application, page).get("/session", header).get_json()
    ] == [
        False,
        False,
    ]


def test_a_browser_makes_a_token_only_after_the_password(
    browser: Browser, page: SignInPage, subject: str, present: Clock
) -> None:
    def asked() -> Any:
        return browser.ask("POST", "/token", OUR_SCRIPT, json={"name": "x", "scopes": ["read"]})

    page.odd["identity"] = {"auth_time": int(page.issuer.clock()) - 3600}
    browser.sign_in(subject)
    assert problem(asked()) == (403, "fresh_login_required", [])

    page.odd["identity"] = {"auth_time": int(page.issuer.clock())}
    browser.sign_in(subject, "/auth/login?prompt=login")
    assert asked().status_code == 201

    present.now += 601
    assert problem(asked()) == (403, "fresh_login_required", [])
    assert len(browser.get("/token").get_json()) == 1
