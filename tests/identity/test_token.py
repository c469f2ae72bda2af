"""POST /oauth2/token with a code: who gets tokens, and what they say."""

import base64
from typing import Any
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet

from identity.visitor import BASE, CLI_CALLBACK, VERIFIER, WEB_CALLBACK, Visitor, challenge, query_of
from todo.auth.jwt import Verifier
from todo.identity.clients import CLI_CLIENT_ID, WEB_CLIENT_ID, web_client_secret


def claims_of(visitor: Visitor, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(visitor.get("/.well-known/jwks.json").get_json())
    return jwt.decode(token, keys, ["RS256"]).claims


def test_an_access_token_says_what_those_of_cognito_say(member: Visitor) -> None:
    tokens = member.tokens()

    claims = claims_of(member, tokens["access_token"])

    assert claims["iss"] == BASE
    assert UUID(claims["sub"])
    assert claims["username"] == claims["sub"]
    assert (claims["token_use"], claims["client_id"], claims["scope"]) == (
        "access",
        WEB_CLIENT_ID,
        "openid email profile",
    )
    assert claims["exp"] - claims["iat"] == tokens["expires_in"] == 3600
    assert 0 <= claims["iat"] - claims["auth_time"] < 60
    assert UUID(claims["jti"])
    assert UUID(claims["origin_jti"])
    assert "aud" not in claims


def test_an_id_token_says_who_signed_in_and_is_bound_to_the_request(visitor: Visitor) -> None:
    visitor.sign_up(name="Proud Owner")

    claims = claims_of(visitor, visitor.tokens(nonce="nonce-of-this-request")["id_token"])

    assert (claims["token_use"], claims["aud"], claims["nonce"]) == ("id", WEB_CLIENT_ID, "nonce-of-this-request")
    assert (claims["email"], claims["email_verified"], claims["name"]) == (visitor.email, False, "Proud Owner")
    assert claims["cognito:username"] == claims["sub"]
    assert claims["at_hash"]


def test_claims_are_given_for_their_scopes_only(member: Visitor) -> None:
    claims = claims_of(member, member.tokens(scope="openid")["id_token"])

    assert {"email", "email_verified", "name"} & claims.keys() == set()


def test_the_applications_verifier_takes_the_tokens_as_they_are(issuer_app: Flask, member: Visitor) -> None:
    verifier: Verifier = issuer_app.extensions["todo.verifier"]
    tokens = member.tokens()

    access = verifier.access(tokens["access_token"])
    identity = verifier.identity(tokens["id_token"], "nonce-1", tokens["access_token"])

    assert access.subject == identity.subject
    assert identity.email == member.email


def test_the_secret_of_the_web_application_is_made_of_the_programs(issuer_app: Flask) -> None:
    settings = issuer_app.extensions["todo.settings"]

    assert web_client_secret(settings) == web_client_secret(settings)
    assert len(base64.urlsafe_b64decode(web_client_secret(settings) + "=")) == 32


def test_a_code_used_twice_gives_nothing_and_ends_what_it_gave(member: Visitor) -> None:
    code = member.code()
    refresh_token = member.exchange(code).get_json()["refresh_token"]

    replayed = member.exchange(code)

    assert (replayed.status_code, replayed.get_json()["error"]) == (400, "invalid_grant")
    assert member.refresh(refresh_token).get_json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": None},
        {"code_verifier": ""},
        {"code_verifier": VERIFIER + "x"},
        {"code_verifier": challenge()},
        {"code_verifier": "short"},
        {"redirect_uri": None},
        {"redirect_uri": WEB_CALLBACK + "/"},
        {"redirect_uri": "http://localhost:8000/auth/callback"},
    ],
    ids=str,
)
def test_a_code_is_used_up_by_a_wrong_try_too(member: Visitor, wrong: dict[str, str | None]) -> None:
    code = member.code()

    tried = member.exchange(code, **wrong)

    assert tried.status_code == 400
    assert "access_token" not in tried.get_data(as_text=True)
    assert member.exchange(code).get_json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("seconds", "status"), [(55, 200), (61, 400)])
def test_a_code_is_good_for_a_minute(member: Visitor, rows: psycopg.Connection[Any], seconds: int, status: int) -> None:
    code = member.code()
    rows.execute("update identity.grant_code set created_at = now() - make_interval(secs => %s)", (seconds,))

    assert member.exchange(code).status_code == status


def test_a_code_of_one_client_is_nothing_to_another(member: Visitor) -> None:
    code = query_of(member.allow().location)["code"]

    taken = member.exchange(code, redirect_uri=CLI_CALLBACK)

    assert taken.get_json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("credentials", "status"),
    [
        ({"client_secret": "wrong"}, 401),
        ({"client_secret": None}, 401),
        ({"client_secret": ""}, 401),
        ({"client_id": None, "client_secret": None}, 401),
        ({"client_id": "nobody"}, 400),
        ({"client_id": CLI_CLIENT_ID}, 401),
    ],
    ids=str,
)
def test_nobody_exchanges_a_code_as_a_client_that_they_are_not(
    member: Visitor, credentials: dict[str, str | None], status: int
) -> None:
    answer = member.exchange(member.code(), **credentials)

    assert (answer.status_code, answer.get_json()["error"]) == (status, "invalid_client")


def basic(client_id: str, secret: str | bytes) -> dict[str, str]:
    secret = secret if isinstance(secret, bytes) else secret.encode()
    return {"Authorization": "Basic " + base64.b64encode(client_id.encode() + b":" + secret).decode()}


def test_a_client_may_show_its_secret_in_a_header(member: Visitor) -> None:
    secret = member.identity.clients[WEB_CLIENT_ID].secret or ""
    data = {
        "grant_type": "authorization_code",
        "code": member.code(),
        "redirect_uri": WEB_CALLBACK,
        "code_verifier": VERIFIER,
    }

    answer = member.app.test_client().post("/oauth2/token", data=data, headers=basic(WEB_CLIENT_ID, secret))

    assert answer.status_code == 200


@pytest.mark.parametrize("secret", ["wrong", "", b"\xff\xfe", "%00"])
def test_a_wrong_secret_in_a_header_is_401(member: Visitor, secret: str | bytes) -> None:
    data = {"grant_type": "authorization_code", "code": member.code(), "redirect_uri": WEB_CALLBACK}

    answer = member.app.test_client().post("/oauth2/token", data=data, headers=basic(WEB_CLIENT_ID, secret))

    assert (answer.status_code, answer.get_json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_program_without_a_secret_proves_itself_by_pkce_alone(member: Visitor) -> None:
    code = query_of(member.allow().location)["code"]

    answer = member.exchange(code, client_id=CLI_CLIENT_ID, client_secret=None, redirect_uri=CLI_CALLBACK)

    assert claims_of(member, answer.get_json()["access_token"])["client_id"] == CLI_CLIENT_ID


def test_parameters_in_the_address_are_not_seen(member: Visitor) -> None:
    secret = member.identity.clients[WEB_CLIENT_ID].secret
    address = f"/oauth2/token?grant_type=authorization_code&client_id={WEB_CLIENT_ID}&client_secret={secret}"

    answer = member.post(address, {"code": member.code(), "code_verifier": VERIFIER, "redirect_uri": WEB_CALLBACK})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"grant_type": "password", "username": "a", "password": "b"},
        {"grant_type": "client_credentials"},
        {"grant_type": 'a"\\\x00'},
        {"grant_type": "authorization_code"},
        {"grant_type": "authorization_code", "code": "\x00"},
        {"grant_type": "authorization_code", "code": "x" * 5000},
        {"grant_type": "refresh_token"},
        {"grant_type": "refresh_token", "refresh_token": "\ud800".encode("utf-8", "surrogatepass")},
        {"grant_type": ["authorization_code", "refresh_token"]},
    ],
    ids=repr,
)
def test_nonsense_is_a_400_of_the_protocol(visitor: Visitor, fields: dict[str, Any]) -> None:
    answer = visitor.token(**fields)

    assert answer.status_code == 400
    assert answer.content_type.startswith("application/json")
    assert answer.get_json()["error"] in {"invalid_request", "unsupported_grant_type", "invalid_grant"}


def test_a_body_of_a_megabyte_is_refused(visitor: Visitor) -> None:
    assert visitor.token(code="x" * 1_000_000).status_code == 413


def test_tokens_are_kept_by_no_cache(member: Visitor) -> None:
    answer = member.exchange(member.code())

    assert answer.headers["Cache-Control"] == "no-store"


def test_user_info_tells_what_the_token_allows(visitor: Visitor) -> None:
    visitor.sign_up(name="Proud Owner")
    access_token = visitor.tokens()["access_token"]

    answer = visitor.get("/oauth2/userInfo", headers={"Authorization": f"Bearer {access_token}"})

    assert answer.get_json()["email"] == visitor.email
    assert answer.get_json()["name"] == "Proud Owner"


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Bearer x.y.z", "Basic eDp5", "Bearer " + "x" * 9000])
def test_user_info_tells_nothing_without_a_token(visitor: Visitor, header: str | None) -> None:
    answer = visitor.get("/oauth2/userInfo", headers={"Authorization": header} if header else {})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_user_info_tells_nothing_for_an_id_token_or_after_the_end(member: Visitor) -> None:
    tokens = member.tokens()
    member.token("/oauth2/revoke", token=tokens["refresh_token"])

    for token in (tokens["id_token"], tokens["access_token"]):
        answer = member.get("/oauth2/userInfo", headers={"Authorization": f"Bearer {token}"})

        assert answer.status_code == 401
