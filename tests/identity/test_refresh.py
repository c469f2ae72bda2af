"""Refresh tokens: each is good once, and the whole family ends with the first sign of theft."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from identity.visitor import CLI_CALLBACK, PASSWORD, Visitor, query_of
from todo.identity.clients import CLI_CLIENT_ID


def test_a_refresh_token_gives_new_tokens_and_another_refresh_token(member: Visitor) -> None:
    first = member.tokens()

    second = member.refresh(first["refresh_token"]).get_json()

    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert second["id_token"]
    assert member.refresh(second["refresh_token"]).status_code == 200


def test_a_refresh_token_used_twice_ends_the_family(member: Visitor) -> None:
    stolen = member.tokens()["refresh_token"]
    of_the_thief = member.refresh(stolen).get_json()["refresh_token"]

    of_the_owner = member.refresh(stolen)

    assert (of_the_owner.status_code, of_the_owner.get_json()["error"]) == (400, "invalid_grant")
    assert member.refresh(of_the_thief).get_json()["error"] == "invalid_grant"


def test_another_family_lives_on(member: Visitor) -> None:
    stolen, other = member.tokens()["refresh_token"], member.tokens()["refresh_token"]
    member.refresh(stolen)
    member.refresh(stolen)

    assert member.refresh(other).status_code == 200


def test_of_many_uses_at_once_at_most_one_succeeds_and_the_family_ends(member: Visitor) -> None:
    token = member.tokens()["refresh_token"]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: member.refresh(token), range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
    survivor = next(answer.get_json()["refresh_token"] for answer in answers if answer.status_code == 200)
    assert member.refresh(survivor).status_code == 400


def test_of_many_exchanges_of_one_code_at_once_none_is_left(member: Visitor) -> None:
    code = member.code()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: member.exchange(code), range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
    survivor = next(answer.get_json()["refresh_token"] for answer in answers if answer.status_code == 200)
    assert member.refresh(survivor).status_code == 400


def test_a_refresh_token_belongs_to_its_client(member: Visitor) -> None:
    token = member.tokens()["refresh_token"]

    taken = member.refresh(token, client_id=CLI_CLIENT_ID, client_secret=None)

    assert taken.get_json()["error"] == "invalid_grant"
    assert member.refresh(token).status_code == 200


def test_a_refresh_can_ask_for_less_but_not_for_more(member: Visitor) -> None:
    token = member.tokens(scope="openid email")["refresh_token"]

    less = member.refresh(token, scope="openid").get_json()

    assert less["scope"] == "openid"
    assert member.refresh(less["refresh_token"], scope="openid profile").get_json()["error"] == "invalid_scope"


def test_a_program_refreshes_without_a_secret(member: Visitor) -> None:
    public: dict[str, str | None] = {"client_id": CLI_CLIENT_ID, "client_secret": None}
    code = query_of(member.allow().location)["code"]
    token = member.exchange(code, redirect_uri=CLI_CALLBACK, **public).get_json()["refresh_token"]

    assert member.refresh(token, **public).status_code == 200


def test_revoking_ends_the_family(member: Visitor) -> None:
    token = member.tokens()["refresh_token"]

    revoked = member.token("/oauth2/revoke", token=token, token_type_hint="refresh_token")

    assert revoked.status_code == 200
    assert member.refresh(token).status_code == 400


@pytest.mark.parametrize("token", ["unknown", "", "x" * 3000, "\x00"])
def test_revoking_what_is_no_token_tells_nothing(member: Visitor, token: str) -> None:
    assert member.token("/oauth2/revoke", token=token).status_code in {200, 400}


def test_nobody_revokes_for_another_client(member: Visitor) -> None:
    token = member.tokens()["refresh_token"]

    refused = member.token("/oauth2/revoke", token=token, client_id=CLI_CLIENT_ID, client_secret=None)

    assert refused.get_json()["error"] == "invalid_grant"
    assert member.refresh(token).status_code == 200


def test_a_new_password_ends_the_families_of_other_browsers(member: Visitor) -> None:
    elsewhere = Visitor(member.app, email=member.email)
    elsewhere.sign_in()
    mine, theirs = member.tokens()["refresh_token"], elsewhere.tokens()["refresh_token"]

    member.submit("/changePassword", {"password": PASSWORD, "new_password": "another horse battery"})

    assert member.refresh(mine).status_code == 200
    assert elsewhere.refresh(theirs).status_code == 400
    assert elsewhere.authorize().location.startswith("/login")


def test_only_hashes_are_stored(member: Visitor, rows: psycopg.Connection[Any]) -> None:
    code = member.code()
    token = member.exchange(code).get_json()["refresh_token"]
    signin = member.cookie("signin")

    tables = ("grant_code", "refresh_token", "signin", "family", "link", "person", "signing_key")
    stored = "".join(
        str(row)
        for table in tables
        for row in rows.execute(f"select row_to_json(t)::text, t::text from identity.{table} t").fetchall()
    )

    assert stored
    assert [secret for secret in (code, token, signin, PASSWORD) if secret and secret in stored] == []
