"""/oauth2/authorize: who is sent where, with what."""

from typing import Any

import psycopg
import pytest

from identity.visitor import BASE, CLI_CALLBACK, PASSWORD, WEB_CALLBACK, Visitor, asked, path, query_of
from todo.identity.clients import CLI_CLIENT_ID

EVIL = "https://evil.example"


def test_a_visitor_signs_up_and_comes_back_to_the_application_with_a_code(visitor: Visitor) -> None:
    to_login = visitor.authorize()
    signed_up = visitor.sign_up(url=to_login.location.replace("/login", "/signup"))
    back = visitor.get(signed_up.location)

    assert back.status_code == 302
    assert back.location.startswith(WEB_CALLBACK + "?")
    assert query_of(back.location).keys() == {"code", "state", "iss"}
    assert query_of(back.location)["state"] == "state-1"
    assert query_of(back.location)["iss"] == BASE


def test_who_is_signed_in_is_not_asked_again(member: Visitor) -> None:
    assert member.authorize().location.startswith(WEB_CALLBACK)


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None,
        "",
        EVIL,
        WEB_CALLBACK + "/",
        WEB_CALLBACK + "/../evil",
        WEB_CALLBACK + "?next=" + EVIL,
        WEB_CALLBACK + "#x",
        WEB_CALLBACK + ".evil.example",
        "http://127.0.0.1:8001/auth/callback",
        "http://localhost:8000/auth/callback",
        "https://127.0.0.1:8000/auth/callback",
        "http://127.0.0.1:8000@evil.example/auth/callback",
        "http://user@127.0.0.1:8000/auth/callback",
        "http://127.0.0.1:8000/Auth/callback",
        "http://127.0.0.1:8000/auth%2Fcallback",
        "javascript:alert(1)",
        'http://127.0.0.1:8000/auth/callback"><script>',
        WEB_CALLBACK + "\r\nSet-Cookie: a=b",
        WEB_CALLBACK + "\x00",
        "//evil.example/auth/callback",
        CLI_CALLBACK,
    ],
)
def test_nobody_is_sent_to_an_address_that_the_client_has_not_registered(
    member: Visitor, redirect_uri: str | None
) -> None:
    answer = member.authorize(redirect_uri=redirect_uri)

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert answer.content_type.startswith("text/html")


@pytest.mark.parametrize(
    ("redirect_uri", "is_taken"),
    [
        ("http://127.0.0.1:1/callback", True),
        ("http://127.0.0.1:65535/callback", True),
        ("http://[::1]:53682/callback", True),
        ("http://127.0.0.1:65536/callback", False),
        ("http://127.0.0.1:0/callback", False),
        ("http://127.0.0.1/callback", False),
        ("http://127.0.0.1:53682/callback/", False),
        ("http://127.0.0.1:53682/callback?x=1", False),
        ("http://127.0.0.1:53682/other", False),
        ("http://127.0.0.2:53682/callback", False),
        ("http://localhost:53682/callback", False),
        ("https://127.0.0.1:53682/callback", False),
        ("http://127.0.0.1:80@evil.example:53682/callback", False),
        ("http://127.0.0.1:53682\n/callback", False),
        ("http://127.0.0.1:٣/callback", False),
        (WEB_CALLBACK, False),
    ],
)
def test_a_program_listens_on_any_port_of_the_loopback_interface_and_nowhere_else(
    member: Visitor, redirect_uri: str, is_taken: bool
) -> None:
    answer = member.authorize(client_id=CLI_CLIENT_ID, redirect_uri=redirect_uri)

    assert answer.status_code == (200 if is_taken else 400)
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "email"}, "invalid_scope"),
        ({"scope": "openid admin"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
    ],
    ids=str,
)
def test_what_is_asked_for_wrongly_is_answered_to_the_client(
    member: Visitor, changes: dict[str, str | None], error: str
) -> None:
    answer = member.authorize(**changes)

    assert answer.location.startswith(WEB_CALLBACK + "?")
    assert query_of(answer.location)["error"] == error
    assert query_of(answer.location)["state"] == "state-1"
    assert query_of(answer.location)["iss"] == BASE
    assert "code" not in query_of(answer.location)


@pytest.mark.parametrize(
    "changes", [{"client_id": None}, {"client_id": "nobody"}, {"client_id": '"><b>'}, {"client_id": "\x00"}], ids=str
)
def test_a_client_that_is_unknown_is_answered_to_the_person(member: Visitor, changes: dict[str, str | None]) -> None:
    answer = member.authorize(**changes)

    assert answer.status_code == 400
    assert "<b>" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["redirect_uri", "client_id", "state", "nonce", "code_challenge", "response_type"])
def test_a_parameter_that_is_there_twice_is_refused(member: Visitor, name: str) -> None:
    answer = member.get(path("/oauth2/authorize", asked()) + f"&{name}={asked()[name]}")

    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("state", ["<script>", "a b", "x" * 2000, "%0d%0aSet-Cookie:a=b"])
def test_the_state_comes_back_as_it_was(member: Visitor, state: str) -> None:
    assert query_of(member.authorize(state=state).location)["state"] == state


def test_prompt_none_asks_nobody(visitor: Visitor) -> None:
    answer = visitor.authorize(prompt="none")

    assert query_of(answer.location)["error"] == "login_required"


def test_prompt_none_gives_a_code_to_who_is_signed_in(member: Visitor) -> None:
    assert member.code(prompt="none")


def test_prompt_login_asks_for_the_password_once(member: Visitor) -> None:
    to_login = member.authorize(prompt="login")
    signed_in = member.sign_in(url=to_login.location)

    assert to_login.location.startswith("/login?")
    assert member.get(signed_in.location).location.startswith(WEB_CALLBACK)


@pytest.mark.parametrize(("max_age", "is_asked"), [("0", True), ("30", True), ("90", False), ("x", True), ("-1", True)])
def test_max_age_asks_again_for_an_old_password(
    member: Visitor, rows: psycopg.Connection[Any], max_age: str, is_asked: bool
) -> None:
    rows.execute("update identity.signin set auth_time = now() - interval '60 seconds'")

    answer = member.authorize(max_age=max_age)

    assert answer.location.startswith("/login" if is_asked else WEB_CALLBACK)
    if is_asked:
        assert member.get(member.sign_in(url=answer.location).location).location.startswith(WEB_CALLBACK)


def test_a_sign_in_is_over_after_an_hour(member: Visitor, rows: psycopg.Connection[Any]) -> None:
    rows.execute("update identity.signin set expires_at = expires_at - interval '61 minutes'")

    assert member.authorize().location.startswith("/login")


def test_a_program_gets_a_code_only_from_a_person_who_is_asked(member: Visitor) -> None:
    question = member.authorize(client_id=CLI_CLIENT_ID, redirect_uri=CLI_CALLBACK)
    allowed = member.allow()

    assert question.status_code == 200
    assert member.email in question.get_data(as_text=True)
    assert allowed.location.startswith(CLI_CALLBACK + "?code=")


def test_a_program_that_is_refused_is_told_so(member: Visitor) -> None:
    assert query_of(member.allow("deny").location)["error"] == "access_denied"


def test_a_program_gets_nothing_without_a_question(member: Visitor) -> None:
    answer = member.authorize(client_id=CLI_CLIENT_ID, redirect_uri=CLI_CALLBACK, prompt="none")

    assert query_of(answer.location)["error"] == "consent_required"


def test_another_site_cannot_answer_the_question(member: Visitor) -> None:
    url = path("/oauth2/authorize", asked(client_id=CLI_CLIENT_ID, redirect_uri=CLI_CALLBACK))
    token = member.form_token(url)

    forged = member.post(url, {"answer": "allow"})
    cross = member.post(url, {"answer": "allow", "form": token}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (forged.status_code, cross.status_code) == (403, 403)


@pytest.mark.parametrize(
    "extra",
    [
        {"_external": "1", "_scheme": "javascript"},
        {"next": EVIL},
        {"then": EVIL},
        {"then": "changePassword"},
        {"endpoint": "static"},
    ],
    ids=str,
)
def test_after_the_login_the_way_leads_to_nothing_but_our_own(visitor: Visitor, extra: dict[str, str]) -> None:
    visitor.sign_up()

    answer = visitor.sign_in(url=path("/login", {**asked(), **extra}))
    without = visitor.sign_in(url=path("/login", extra))

    assert answer.location == path("/oauth2/authorize", _in_order(asked()))
    assert without.location in {BASE + "/auth/login", "/changePassword"}


def _in_order(parameters: dict[str, str]) -> dict[str, str]:
    order = ["client_id", "redirect_uri", "response_type", "scope", "state", "nonce"]
    return {name: parameters[name] for name in [*order, "code_challenge", "code_challenge_method"]}


def test_the_password_of_a_stranger_gives_no_code_of_the_member(member: Visitor) -> None:
    stranger = Visitor(member.app)

    refused = stranger.sign_in(PASSWORD, url=path("/login", asked()))

    assert refused.status_code == 422
    assert stranger.cookie("signin") is None
