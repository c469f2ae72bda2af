"""Attacks on what a token claims: every row is signed by the issuer's own key, so that only the claim is at fault."""

import json
from typing import Any

import pytest

from auth.issuer import NOW, Clock, Issuer, signed
from todo.auth.jwt import Verifier
from todo.auth.refused import TokenRefused

AUDIENCE = "https://todo.example"
SECOND = int(NOW)


def refusal(verifier: Verifier, token: str) -> str | None:
    try:
        verifier.access(token)
    except TokenRefused as refused:
        return refused.code
    return None


def with_raw(issuer: Issuer, replacements: dict[str, str]) -> str:
    """Claims as JSON text that Python would not write."""
    text = json.dumps(issuer.claims())
    for found, put in replacements.items():
        assert found in text
        text = text.replace(found, put)
    return signed(issuer.header(), text.encode(), issuer.key)


CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "an_ID_token": ({"token_use": "id", "aud": "web", "client_id": None}, "not_an_access_token"),
    "an_ID_token_with_a_client_id": ({"token_use": "id", "aud": "web"}, "not_an_access_token"),
    "no_token_use": ({"token_use": None}, "not_an_access_token"),
    "two_token_uses": ({"token_use": ["access"]}, "not_an_access_token"),
    "a_token_use_in_upper_case": ({"token_use": "Access"}, "not_an_access_token"),
    "another_client": ({"client_id": "other"}, "client"),
    "no_client": ({"client_id": None}, "client"),
    "an_empty_client": ({"client_id": ""}, "client"),
    "a_client_in_upper_case": ({"client_id": "WEB"}, "client"),
    "several_clients_in_a_list": ({"client_id": ["other", "web"]}, "client"),
    "a_client_as_an_object": ({"client_id": {"web": True}}, "client"),
    "both_clients_in_one_string": ({"client_id": "web,phone"}, "client"),
    "our_client_as_the_audience_only": ({"client_id": "other", "aud": "web"}, "client"),
    "no_issuer": ({"iss": None}, "issuer"),
    "an_issuer_as_a_list": ({"iss": ["x"]}, "issuer"),
    "no_end": ({"exp": None}, "expiry"),
    "an_end_as_a_string": ({"exp": str(SECOND + 60)}, "expiry"),
    "an_end_as_a_date": ({"exp": "2100-01-01T00:00:00Z"}, "expiry"),
    "an_end_that_is_true": ({"exp": True}, "expiry"),
    "an_end_in_a_list": ({"exp": [SECOND + 60]}, "expiry"),
    "a_negative_end": ({"exp": -1}, "expiry"),
    "an_end_after_the_year_9999": ({"exp": 10**12}, "expiry"),
    "an_end_beyond_64_bits": ({"exp": 2**64}, "expiry"),
    "an_end_in_milliseconds": ({"exp": (SECOND + 60) * 1000}, "expiry"),
    "an_end_of_zero": ({"exp": 0}, "expired"),
    "an_end_long_ago": ({"exp": SECOND - 3600}, "expired"),
    "an_end_30_seconds_ago": ({"exp": SECOND - 30}, "expired"),
    "a_beginning_31_seconds_ahead": ({"nbf": SECOND + 31}, "not_yet_valid"),
    "a_beginning_as_a_string": ({"nbf": str(SECOND)}, "not_yet_valid"),
    "a_beginning_that_is_false": ({"nbf": False}, "not_yet_valid"),
    "issued_31_seconds_ahead": ({"iat": SECOND + 31}, "not_yet_valid"),
    "issued_at_a_string": ({"iat": "now"}, "not_yet_valid"),
    "no_subject": ({"sub": None}, "subject"),
    "an_empty_subject": ({"sub": ""}, "subject"),
    "a_subject_that_is_a_number": ({"sub": 7}, "subject"),
    "a_subject_that_is_a_list": ({"sub": ["owner"]}, "subject"),
    "a_subject_of_256_characters": ({"sub": "x" * 256}, "subject"),
    "a_subject_with_a_NUL": ({"sub": "owner\0"}, "subject"),
    "a_subject_with_a_line_break": ({"sub": "owner\nadmin"}, "subject"),
    "a_subject_that_looks_like_another": ({"sub": "оwner"}, "subject"),
    "a_subject_of_half_a_surrogate": ({"sub": "\ud800"}, "subject"),
    "scopes_that_are_a_number": ({"scope": 5}, "scope"),
    "scopes_of_which_one_is_a_number": ({"scope": ["openid", 5]}, "scope"),
    "more_scopes_than_anybody_has": ({"scope": "a " * 100}, "scope"),
}


@pytest.mark.parametrize(("claims", "code"), CLAIMS.values(), ids=CLAIMS.keys())
def test_an_access_token_is_refused_for(claims: Any, code: str, issuer: Issuer, verifier: Verifier) -> None:
    assert refusal(verifier, issuer.token(**claims)) == code


TEXTS = {
    "an_end_that_is_NaN": (f'"exp": {SECOND + 3600}', '"exp": NaN'),
    "an_end_that_is_Infinity": (f'"exp": {SECOND + 3600}', '"exp": Infinity'),
    "an_end_that_is_minus_Infinity": (f'"exp": {SECOND + 3600}', '"exp": -Infinity'),
    "an_end_of_1e400": (f'"exp": {SECOND + 3600}', '"exp": 1e400'),
    "an_end_of_5000_digits": (f'"exp": {SECOND + 3600}', '"exp": ' + "9" * 5000),
    "two_ends": (f'"exp": {SECOND + 3600}', f'"exp": 1, "exp": {SECOND + 3600}'),
    "two_subjects": ('"sub": "', '"sub": "other", "sub": "'),
    "a_second_subject_by_an_escape": ('"sub": "', '"\\u0073ub": "other", "sub": "'),
    "two_names_deep_inside": ('"jti": "1"', '"jti": {"a": 1, "a": 2}'),
    "lists_in_lists": ('"jti": "1"', '"jti": ' + "[" * 1500 + "]" * 1500),
    "objects_in_objects": ('"jti": "1"', '"jti": ' + '{"a":' * 500 + "1" + "}" * 500),
    "a_comma_too_many": ('"jti": "1"', '"jti": "1",'),
    "a_raw_line_break_in_a_string": ('"jti": "1"', '"jti": "\n"'),
}


@pytest.mark.parametrize(("found", "put"), TEXTS.values(), ids=TEXTS.keys())
def test_a_payload_is_malformed_with(found: str, put: str, issuer: Issuer, verifier: Verifier) -> None:
    assert refusal(verifier, with_raw(issuer, {found: put})) == "malformed"


PAYLOADS = [b"", b"null", b"[]", b'"sub"', b"5", b"{", b"{}{}", b'{"sub": "\xff"}', b"\xef\xbb\xbf{}", b"{\0}"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_that_is_no_object_is_malformed(payload: bytes, issuer: Issuer, verifier: Verifier) -> None:
    assert refusal(verifier, signed(issuer.header(), payload, issuer.key)) == "malformed"


ISSUERS = ["{}/", "{}/.", "{}?", "{}.evil.example", "{}@evil.example", " {}", "{} ", "https://evil.example?{}"]


@pytest.mark.parametrize("other", ISSUERS)
def test_an_issuer_that_is_nearly_ours_is_another(other: str, issuer: Issuer, verifier: Verifier) -> None:
    assert refusal(verifier, issuer.token(iss=other.format(issuer.url))) == "issuer"


def test_an_issuer_by_prefix_or_in_upper_case_is_another(issuer: Issuer, verifier: Verifier) -> None:
    assert refusal(verifier, issuer.token(iss=issuer.url[:-1])) == "issuer"
    assert refusal(verifier, issuer.token(iss=issuer.url.upper())) == "issuer"


@pytest.mark.parametrize("claims", [
    {"exp": SECOND - 29}, {"nbf": SECOND + 29}, {"iat": SECOND + 29}, {"exp": SECOND + 0.5}, {"iat": None},
    {"sub": "x" * 255}, {"client_id": "phone"}, {"scope": None}, {"scope": ""},
])  # fmt: skip
def test_clocks_may_differ_and_what_is_optional_may_lack(claims: Any, issuer: Issuer, verifier: Verifier) -> None:
    assert refusal(verifier, issuer.token(**claims)) is None


def test_a_remembered_token_still_ends(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    token = issuer.token()
    verifier.access(token)

    clock.now += 3600 + 30

    assert refusal(verifier, token) == "expired"


def test_a_client_that_acts_for_itself_is_no_person(issuer: Issuer, verifier: Verifier) -> None:
    assert not verifier.access(issuer.token(sub="web")).is_person


def oidc(issuer: Issuer, type_: str | None, **claims: Any) -> str:
    return issuer.token({"typ": type_}, **{"token_use": None, "aud": AUDIENCE, **claims})


OIDC_ACCEPTED: dict[str, tuple[str | None, dict[str, Any]]] = {
    "RFC_9068": ("at+jwt", {}),
    "RFC_9068_by_its_long_name": ("application/at+jwt", {}),
    "RFC_9068_without_scope": ("at+jwt", {"scope": None}),
    "a_plain_JWT_with_a_scope": ("JWT", {}),
    "Keycloak": ("JWT", {"typ": "Bearer", "azp": "web", "client_id": None, "aud": [AUDIENCE, "account"]}),
    "Okta_and_Entra": (None, {"scope": None, "scp": ["openid"], "azp": "web"}),
}


@pytest.mark.parametrize(("typ", "claims"), OIDC_ACCEPTED.values(), ids=OIDC_ACCEPTED.keys())
def test_the_oidc_profile_accepts(typ: str, claims: Any, issuer: Issuer, oidc_verifier: Verifier) -> None:
    assert oidc_verifier.access(oidc(issuer, typ, **claims)).client_id == "web"


OIDC_REFUSED: dict[str, tuple[str | None, dict[str, Any], str]] = {
    "an_ID_token": ("JWT", {"aud": "web", "azp": "web", "scope": None, "nonce": "n"}, "not_an_access_token"),
    "an_ID_token_for_our_audience": ("JWT", {"azp": "web", "scope": None}, "not_an_access_token"),
    "an_ID_token_with_a_scope": ("JWT", {"nonce": "n"}, "not_an_access_token"),
    "an_ID_token_by_its_hash": (None, {"at_hash": "h"}, "not_an_access_token"),
    "an_ID_token_of_Keycloak": ("JWT", {"typ": "ID"}, "not_an_access_token"),
    "a_refresh_token_of_Keycloak": ("JWT", {"typ": "Refresh"}, "not_an_access_token"),
    "an_ID_token_of_Cognito": ("JWT", {"token_use": "id"}, "not_an_access_token"),
    "a_logout_token": ("logout+jwt", {}, "not_an_access_token"),
    "a_security_event": ("secevent+jwt", {}, "not_an_access_token"),
    "a_DPoP_proof": ("dpop+jwt", {}, "not_an_access_token"),
    "an_empty_type": ("", {}, "not_an_access_token"),
    "no_audience": ("at+jwt", {"aud": None}, "audience"),
    "an_empty_audience": ("at+jwt", {"aud": []}, "audience"),
    "another_audience": ("at+jwt", {"aud": "https://other.example"}, "audience"),
    "an_audience_by_prefix": ("at+jwt", {"aud": AUDIENCE + "/"}, "audience"),
    "an_audience_of_numbers": ("at+jwt", {"aud": [AUDIENCE, 5]}, "audience"),
    "no_client": ("at+jwt", {"client_id": None}, "client"),
    "another_client": ("at+jwt", {"client_id": "other"}, "client"),
    "another_authorized_party": ("at+jwt", {"azp": "other"}, "client"),
    "two_of_our_clients": ("at+jwt", {"azp": "phone"}, "client"),
}


@pytest.mark.parametrize(("typ", "claims", "code"), OIDC_REFUSED.values(), ids=OIDC_REFUSED.keys())
def test_the_oidc_profile_refuses(typ: str, claims: Any, code: str, issuer: Issuer, oidc_verifier: Verifier) -> None:
    assert refusal(oidc_verifier, oidc(issuer, typ, **claims)) == code


def test_without_an_audience_setting_a_token_for_the_client_is_an_id_token(issuer: Issuer, make_verifier: Any) -> None:
    verifier = make_verifier(issuer_profile="oidc")

    assert refusal(verifier, oidc(issuer, "JWT", aud="web")) == "not_an_access_token"
    assert refusal(verifier, oidc(issuer, "JWT", aud="account")) is None
    assert refusal(verifier, oidc(issuer, "at+jwt", aud=None)) is None


def identity_refusal(verifier: Verifier, token: str, access_token: str | None = None) -> str | None:
    try:
        verifier.identity(token, "the-nonce", access_token)
    except TokenRefused as refused:
        return refused.code
    return None


def id_token(issuer: Issuer, **claims: Any) -> str:
    usual = {"token_use": "id", "aud": "web", "nonce": "the-nonce", "client_id": None, "scope": None}
    return issuer.token(**{**usual, **claims})


IDENTITY: dict[str, tuple[dict[str, Any], str]] = {
    "an_access_token": ({"token_use": "access"}, "not_an_identity_token"),
    "no_token_use": ({"token_use": None}, "not_an_identity_token"),
    "another_client": ({"aud": "phone"}, "client"),
    "no_audience": ({"aud": None}, "audience"),
    "two_audiences_without_a_party": ({"aud": ["web", "phone"]}, "client"),
    "another_party": ({"azp": "phone"}, "client"),
    "another_nonce": ({"nonce": "another"}, "nonce"),
    "no_nonce": ({"nonce": None}, "nonce"),
    "a_nonce_in_a_list": ({"nonce": ["the-nonce"]}, "nonce"),
    "an_expired_one": ({"exp": SECOND - 30}, "expired"),
    "another_issuer": ({"iss": "https://evil.example"}, "issuer"),
    "no_subject": ({"sub": None}, "subject"),
    "the_hash_of_another_access_token": ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "access_token_hash"),
}


@pytest.mark.parametrize(("claims", "code"), IDENTITY.values(), ids=IDENTITY.keys())
def test_an_id_token_is_refused_for(claims: Any, code: str, issuer: Issuer, verifier: Verifier) -> None:
    assert identity_refusal(verifier, id_token(issuer, **claims), "access") == code


def test_an_id_token_tells_who_signed_in(issuer: Issuer, verifier: Verifier) -> None:
    token = id_token(issuer, email="owner@example.com", name="Ayşe 🌱", aud=["web", "x"], azp="web")

    found = verifier.identity(token, "the-nonce")

    assert (found.email, found.name, found.authenticated_at) == ("owner@example.com", "Ayşe 🌱", NOW)


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "x" * 201, 5, ["a"], None])
def test_a_name_that_cannot_be_stored_is_left_out(name: Any, issuer: Issuer, verifier: Verifier) -> None:
    assert verifier.identity(id_token(issuer, name=name, email=name), "the-nonce").name is None
