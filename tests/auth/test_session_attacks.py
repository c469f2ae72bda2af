"""What other sites, changed cookies and headers cannot do with a session."""

from collections.abc import Callable

import pytest

from auth.signing_in import NAVIGATION, OUR_SCRIPT, SAME_ORIGIN, Browser, SignInPage, add_todo, is_signed_in
from people import problem

HOUR, DAY = 3600, 86_400


CROSS_SITE: dict[str, dict[str, str]] = {
    "nothing_but_the_cookie": {},
    "no_header_of_ours": SAME_ORIGIN,
    "another_value_in_it": {**SAME_ORIGIN, "X-Requested-With": "XMLHttpRequest"},
    "another_site": {**OUR_SCRIPT, "Sec-Fetch-Site": "cross-site"},
    "another_origin_of_the_same_site": {**OUR_SCRIPT, "Sec-Fetch-Site": "same-site"},
    "an_address_that_was_typed": {**OUR_SCRIPT, "Sec-Fetch-Site": "none"},
    "an_empty_site": {**OUR_SCRIPT, "Sec-Fetch-Site": ""},
    "another_site_that_claims_our_origin": {
        **OUR_SCRIPT, "Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    "no_origin": {"X-Requested-With": "todo"},
    "another_origin": {"X-Requested-With": "todo", "Origin": "https://evil.example"},
    "an_origin_of_another_port": {"X-Requested-With": "todo", "Origin": "http://127.0.0.1:9000"},
    "an_origin_by_prefix": {"X-Requested-With": "todo", "Origin": "http://127.0.0.1:8000.evil.example"},
    "an_opaque_origin": {"X-Requested-With": "todo", "Origin": "null"},
    "a_referer_of_ours": {"X-Requested-With": "todo", "Referer": "http://127.0.0.1:8000/"},
}  # fmt: skip


@pytest.mark.parametrize("headers", CROSS_SITE.values(), ids=CROSS_SITE.keys())
def test_nothing_is_changed_from(headers: dict[str, str], signed_in: Browser) -> None:
    assert add_todo(signed_in, headers) == 403
    assert signed_in.ask("PATCH", "/me", headers, json={}).status_code == 403
    assert signed_in.get("/todo").get_json() == []


def test_an_older_browser_is_known_by_its_origin(signed_in: Browser) -> None:
    assert add_todo(signed_in, {"X-Requested-With": "todo", "Origin": "http://127.0.0.1:8000"}) == 201


def test_a_form_of_another_site_changes_nothing(signed_in: Browser) -> None:
    headers = {**NAVIGATION, "Origin": "https://evil.example"}

    answers = [
        signed_in.ask("POST", path, headers, data={"title": "x"}).status_code for path in ("/todo", "/auth/logout")
    ]

    assert answers == [403, 403]
    assert is_signed_in(signed_in)


TAMPERED: dict[str, Callable[[str, str], str]] = {
    "the_strangers_secret_in_the_owners_space": lambda o, s: o.partition(".")[0] + "." + s.partition(".")[2],
    "the_owners_secret_in_the_strangers_space": lambda o, s: s.partition(".")[0] + "." + o.partition(".")[2],
    "a_space_alone": lambda o, _: o.partition(".")[0],
    "a_space_and_a_dot": lambda o, _: o.partition(".")[0] + ".",
    "a_secret_alone": lambda o, _: o.partition(".")[2],
    "another_last_character": lambda o, _: o[:-1] + ("A" if o[-1] != "A" else "E"),
    "a_character_more": lambda o, _: o + "A",
    "padding": lambda o, _: o + "=",
    "upper_case": lambda o, _: o.upper(),
    "a_space_in_another_notation": lambda o, _: o.replace("-", "", 4),
    "two_spaces": lambda o, s: f"{s.partition('.')[0]},{o}",
    "braces": lambda o, _: "{" + o.replace(".", "}."),
    "SQL": lambda o, _: "' or true --." + o.partition(".")[2],
    "nothing": lambda _o, _s: "",
    "dots": lambda _o, _s: "...",
    "a_very_long_one": lambda o, _: o + "A" * 3000,
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_cookie_is_nobodys_with(
    tamper: Callable[[str, str], str], signed_in: Browser, other_signed_in: Browser
) -> None:
    mine = signed_in.cookie() or ""
    signed_in.set_cookie(tamper(mine, other_signed_in.cookie() or ""))

    response = signed_in.get("/me")

    assert problem(response)[:2] == (401, "unauthorized")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="todo"'


def test_a_401_wipes_nothing(signed_in: Browser) -> None:
    signed_in.set_cookie("x")

    assert "Clear-Site-Data" not in signed_in.get("/me").headers


def test_a_header_wins_over_the_cookie(
    signed_in: Browser, other_signed_in: Browser, page: SignInPage, subject: str
) -> None:
    token = page.issuer.token(sub=subject + "-stranger")

    found = signed_in.get("/me", {"Authorization": f"Bearer {token}"}).get_json()

    assert found["id"] == other_signed_in.get("/me").get_json()["id"]


@pytest.mark.parametrize("header", ["Bearer x", "Basic x", ""])
def test_a_wrong_header_is_not_helped_by_the_cookie(header: str, signed_in: Browser) -> None:
    assert signed_in.get("/me", {"Authorization": header}).status_code == 401


def test_with_a_token_a_program_needs_no_header_of_the_page(signed_in: Browser, page: SignInPage, subject: str) -> None:
    assert add_todo(signed_in, {"Authorization": f"Bearer {page.issuer.token(sub=subject)}"}) == 201
