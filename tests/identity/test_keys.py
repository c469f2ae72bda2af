"""The issuer's signing keys: two are published, they replace each other, and tokens outlive the change."""

import base64
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from flask import Flask
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from identity.visitor import Visitor
from todo.auth.jwt import Verifier


@pytest.fixture(autouse=True)
def new_keys(rows: psycopg.Connection[Any]) -> Iterator[None]:
    """None at first, and in the end those of before: verifiers of other tests know them."""
    rows.execute("create temp table kept as select * from identity.signing_key")
    rows.execute("delete from identity.signing_key")
    yield
    rows.execute("delete from identity.signing_key")
    rows.execute("insert into identity.signing_key select * from kept")
    rows.execute("drop table kept")


def jwks(visitor: Visitor) -> list[dict[str, Any]]:
    return visitor.get("/.well-known/jwks.json").get_json()["keys"]


def kid_of(token: str) -> str:
    part = token.partition(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["kid"]


def pass_days(rows: psycopg.Connection[Any], days: float) -> None:
    rows.execute("update identity.signing_key set signs_from = signs_from - make_interval(secs => %s)", (days * 86400,))


def verifies(visitor: Visitor, token: str) -> bool:
    try:
        return bool(jwt.decode(token, KeySet.import_key_set({"keys": jwks(visitor)}), ["RS256"]).claims)
    except (JoseError, ValueError):
        return False


def test_two_keys_are_published_and_nothing_private_of_them(visitor: Visitor) -> None:
    keys = jwks(visitor)

    assert len(keys) == 2
    assert {key["kid"] for key in keys} == {RSAKey.import_key(key).thumbprint() for key in keys}
    for key in keys:
        assert set(key) == {"kty", "kid", "use", "alg", "n", "e"}
        assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")
        assert len(key["n"]) >= 342  # 2048 bits


def test_the_configuration_names_what_there_is(visitor: Visitor) -> None:
    found = visitor.get("/.well-known/openid-configuration").get_json()

    assert found["issuer"] == "http://127.0.0.1:8000"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    endpoints = {name: url for name, url in found.items() if name.endswith(("_endpoint", "_uri"))}
    assert len(endpoints) == 6
    for url in endpoints.values():
        assert visitor.get(url.removeprefix("http://127.0.0.1:8000")).status_code in {200, 400, 401, 405}


def test_the_next_key_is_published_before_it_signs(member: Visitor, rows: psycopg.Connection[Any]) -> None:
    before = jwks(member)
    first = kid_of(member.tokens()["access_token"])
    pass_days(rows, 91)

    second = kid_of(member.tokens()["access_token"])

    assert first != second
    assert {first, second} == {key["kid"] for key in before}


def test_tokens_of_the_key_before_still_verify_and_a_new_next_key_appears(
    member: Visitor, rows: psycopg.Connection[Any], make_issuer: Callable[..., Flask]
) -> None:
    verifier: Verifier = make_issuer().extensions["todo.verifier"]
    token = member.tokens()["access_token"]
    pass_days(rows, 90.01)

    keys = jwks(member)

    assert len(keys) == 3
    assert verifies(member, token)
    assert verifier.access(token)
    assert verifier.access(member.tokens()["access_token"])


def test_a_key_goes_when_its_last_token_has_expired(member: Visitor, rows: psycopg.Connection[Any]) -> None:
    token = member.tokens()["access_token"]
    pass_days(rows, 90.2)

    keys = jwks(member)

    assert len(keys) == 2
    assert not verifies(member, token)
    assert rows.execute("select count(*) from identity.signing_key").fetchone() == (2,)


def test_after_a_long_sleep_the_key_that_was_next_signs(member: Visitor, rows: psycopg.Connection[Any]) -> None:
    jwks(member)
    pass_days(rows, 1000)

    token = member.tokens()["access_token"]

    assert verifies(member, token)
    assert len(jwks(member)) == 2


def test_processes_that_start_at_once_make_one_pair_of_keys(make_issuer: Any, rows: psycopg.Connection[Any]) -> None:
    processes = [Visitor(make_issuer()) for _ in range(4)]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: jwks(processes[number % 4]), range(16)))

    assert all(keys == found[0] for keys in found)
    assert rows.execute("select count(*) from identity.signing_key").fetchone() == (2,)


def test_the_private_keys_are_encrypted(visitor: Visitor, rows: psycopg.Connection[Any]) -> None:
    jwks(visitor)

    for (sealed,) in rows.execute("select sealed from identity.signing_key").fetchall():
        assert bytes(sealed).startswith(b"gAAAA")  # Fernet
        assert b'"d"' not in bytes(sealed)


def test_with_another_secret_new_keys_sign_and_the_old_tokens_still_verify(member: Visitor, make_issuer: Any) -> None:
    token = member.tokens()["access_token"]
    other = Visitor(make_issuer(secret="another secret of more than 32 characters"), email=member.email)

    other.sign_in()
    new = other.tokens()["access_token"]

    assert kid_of(new) != kid_of(token)
    assert verifies(other, token)
    assert verifies(other, new)
    assert verifies(member, new)
    assert kid_of(member.tokens()["access_token"]) in {key["kid"] for key in jwks(other)}


def test_a_secret_can_be_replaced_without_new_keys(member: Visitor, make_issuer: Any) -> None:
    before = kid_of(member.tokens()["access_token"])
    both = "another secret of more than 32 characters," + "0123456789abcdef" * 4

    other = Visitor(make_issuer(secret=both), email=member.email)
    other.sign_in()

    assert kid_of(other.tokens()["access_token"]) == before


def test_a_private_key_cannot_be_stored_where_it_would_be_published(rows: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        rows.execute(
            "insert into identity.signing_key (kid, sealed, public, signs_from) values ('x', '', %s, now())",
            ('{"kty": "RSA", "n": "", "e": "", "d": ""}',),
        )
