"""What all pages of the sign-in have in common: safe, private, and usable by everybody."""

import re

import pytest
from bs4 import BeautifulSoup, Tag

from identity.visitor import CLI_CALLBACK, PASSWORD, Visitor, asked, path
from todo.identity.clients import CLI_CLIENT_ID

ALLOW = path("/oauth2/authorize", asked(client_id=CLI_CLIENT_ID, redirect_uri=CLI_CALLBACK))
FORMS = ["/login", "/signup", "/forgotPassword", "/confirmForgotPassword", "/confirmUser", "/logout"]
PAGES = [*FORMS, "/changePassword", ALLOW, "/oauth2/authorize?client_id=nobody"]


def page(member: Visitor, url: str) -> BeautifulSoup:
    return BeautifulSoup(member.get(url).get_data(as_text=True), "html.parser")


@pytest.mark.parametrize("url", PAGES)
def test_a_page_may_load_only_our_own_and_be_framed_by_nobody(member: Visitor, url: str) -> None:
    headers = member.get(url).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == ("'self' http://127.0.0.1:53682" if url == ALLOW else "'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_no_style_or_script_of_its_own(member: Visitor, url: str) -> None:
    found = page(member, url)

    assert found.find_all("style") == []
    assert [script for script in found.find_all("script") if not script.get("src") or script.get_text()] == []
    assert [tag for tag in found.find_all(True) if any(re.match("on|style$", name) for name in tag.attrs)] == []


@pytest.mark.parametrize("url", PAGES)
def test_a_page_can_be_read_by_everybody(member: Visitor, url: str) -> None:
    found = page(member, url)

    html, title = found.find("html"), found.find("title")
    assert isinstance(html, Tag)
    assert html["lang"] == "en"
    assert len(found.find_all("h1")) == 1
    assert title
    assert title.get_text().endswith(" · Todo")
    assert len(found.find_all("main")) == 1
    labels = {label["for"] for label in found.find_all("label")}
    inputs = [tag for tag in found.find_all("input") if tag["type"] != "hidden" and not tag.get("aria-hidden")]
    assert {tag["id"] for tag in inputs} == labels
    assert all(tag.get("autocomplete") for tag in inputs)
    assert [tag for tag in found.find_all("img") if tag.get("alt") is None] == []
    ids = [tag["id"] for tag in found.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("url", "kinds"),
    [
        ("/login", {"email": "username", "password": "current-password"}),
        ("/signup", {"email": "username", "password": "new-password", "name": "name"}),
        ("/changePassword", {"username": "username", "password": "current-password", "new_password": "new-password"}),
        ("/confirmForgotPassword", {"code": "off", "password": "new-password"}),
    ],
)
def test_password_managers_know_what_is_what(member: Visitor, url: str, kinds: dict[str, str]) -> None:
    inputs = [tag for tag in page(member, url).find_all("input") if tag["type"] != "hidden"]

    assert {tag["name"]: tag["autocomplete"] for tag in inputs} == kinds


def test_what_is_wrong_stands_beside_its_field_and_is_read_out_with_it(visitor: Visitor) -> None:
    answer = visitor.submit("/signup", {"email": "x", "password": "short"})
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")

    email = found.find(id="email")
    assert isinstance(email, Tag)
    assert email["aria-invalid"] == "true"
    described = [found.find(id=name) for name in str(email["aria-describedby"]).split()]
    assert described
    assert all(described)
    assert email["value"] == "x"
    password = found.find(id="password")
    assert isinstance(password, Tag)
    assert password["value"] == ""
    assert len(found.find_all(autofocus=True)) == 1
    title = found.find("title")
    assert title
    assert title.get_text().startswith("Error: ")


@pytest.mark.parametrize("url", [*FORMS, "/changePassword", ALLOW])
@pytest.mark.parametrize(
    "forgery",
    [
        {},
        {"form": ""},
        {"form": "x" * 43},
        {"form": "\x00é"},
        {"form": "own"},
    ],
    ids=["missing", "empty", "made up", "odd", "of the forger"],
)
def test_a_form_of_another_site_is_refused(member: Visitor, url: str, forgery: dict[str, str]) -> None:
    if forgery.get("form") == "own":
        forgery = {"form": Visitor(member.app).form_token("/login")}

    answer = member.post(url, {**forgery, "email": member.email, "password": PASSWORD, "answer": "allow"})

    assert answer.status_code == 403
    assert member.code()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "http://127.0.0.1:8000.evil.example"},
    ],
    ids=str,
)
def test_a_form_that_a_browser_says_is_from_elsewhere_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    visitor.sign_up()

    assert visitor.sign_in(headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://127.0.0.1:8000"}], ids=str
)
def test_a_form_of_our_own_is_taken(visitor: Visitor, headers: dict[str, str]) -> None:
    visitor.sign_up()

    assert visitor.sign_in(headers=headers).status_code == 303


def test_a_form_that_was_opened_before_the_sign_in_is_worth_nothing_after_it(visitor: Visitor) -> None:
    old = visitor.form_token("/login")
    visitor.sign_up()

    answer = visitor.post("/changePassword", {"form": old, "password": PASSWORD, "new_password": "a new password"})

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_do_not_exist(visitor: Visitor, method: str) -> None:
    assert visitor.browser.open("/login", method=method).status_code == 405


def test_what_the_application_asked_for_is_taken_along_and_shown_as_text(visitor: Visitor) -> None:
    url = path("/login", asked(state='"><script>alert(1)</script>'))

    found = page(visitor, url)

    form = found.find("form")
    assert isinstance(form, Tag)
    assert "%3Cscript%3E" in str(form["action"])
    assert "<script>alert" not in visitor.get(url).get_data(as_text=True)
