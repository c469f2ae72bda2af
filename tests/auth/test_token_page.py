"""/auth/token: a token for curl, shown once, to who has just typed their password."""

import pytest
from bs4 import BeautifulSoup

from auth.issuer import Clock
from auth.signing_in import NAVIGATION, Browser, SignInPage, is_signed_in


def test_anybody_may_read_how_it_goes(browser: Browser) -> None:
    response = browser.get("/auth/token")

    text = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "curl http://127.0.0.1:8000/todo" in text
    assert 'href="/auth/token/new"' in text
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


def test_the_password_is_asked_for_again(browser: Browser) -> None:
    assert browser.leave("/auth/token/new")["prompt"] == "login"
    assert "prompt" not in browser.leave("/auth/login")


def test_the_token_is_shown_and_works(browser: Browser, subject: str) -> None:
    response = browser.sign_in(subject, "/auth/token/new")

    soup = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    shown = soup.find("textarea")
    assert shown is not None
    token = shown.get_text().strip()
    assert "60 minutes" in soup.get_text()
    assert "readonly" in shown.attrs
    assert browser.get("/todo", {"Authorization": f"Bearer {token}"}).status_code == 200


def test_showing_a_token_signs_no_browser_in(browser: Browser, subject: str) -> None:
    response = browser.sign_in(subject, "/auth/token/new")

    assert not is_signed_in(browser)
    assert response.headers["Cache-Control"] == "no-store"
    assert "refresh-token" not in response.get_data(as_text=True)


def test_the_page_with_the_token_comes_once(browser: Browser, page: SignInPage, subject: str) -> None:
    asked = browser.leave("/auth/token/new")
    query = {"code": page.code_for(asked, subject), "state": asked["state"]}
    browser.come_back(**query)

    assert "eyJ" not in browser.come_back(**query).get_data(as_text=True)


@pytest.mark.parametrize(("seconds_ago", "status"), [(0, 200), (59, 200), (61, 403), (86_400, 403)])
def test_who_typed_no_password_for_it_sees_no_token(
    seconds_ago: int, status: int, browser: Browser, page: SignInPage, subject: str, present: Clock
) -> None:
    """An issuer that ignores prompt=login lets a browser in that somebody has left open."""
    page.odd = {"identity": {"auth_time": int(present()) - seconds_ago}}

    response = browser.sign_in(subject, "/auth/token/new")

    assert response.status_code == status
    assert ("eyJ" in response.get_data(as_text=True)) == (status == 200)


def test_a_script_cannot_fetch_it(browser: Browser, page: SignInPage, subject: str) -> None:
    asked = browser.leave("/auth/token/new")
    query = {"code": page.code_for(asked, subject), "state": asked["state"]}

    response = browser.client.get(
        "/auth/callback",
        query_string=query,
        headers={**NAVIGATION, "Sec-Fetch-Mode": "cors"},
        base_url=browser.base_url,
    )

    assert response.status_code == 403
