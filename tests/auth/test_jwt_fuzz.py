"""Whatever is sent, the answer is a refusal, and it is quick."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.issuer import Issuer, b64, signed
from todo.auth.jwt import Verifier
from todo.auth.refused import TokenRefused

WITH_FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
header_names = st.sampled_from(["alg", "kid", "typ", "x5t", "x5t#S256", "cty", "crit", "url", "nonce", "epk", "p2c"])
claim_names = st.sampled_from(
    ["iss", "sub", "aud", "exp", "nbf", "iat", "token_use", "client_id", "scope", "scp", "azp"]
)


def is_accepted(verifier: Verifier, token: str) -> bool:
    try:
        verifier.access(token)
    except TokenRefused:
        return False
    return True


@WITH_FIXTURES
@given(token=st.text() | st.lists(st.text(alphabet="AQgweyJhbGciOi._-=+/ \n"), max_size=4).map(".".join))
def test_any_text_is_refused(token: str, verifier: Verifier) -> None:
    assert not is_accepted(verifier, token)


@WITH_FIXTURES
@given(parts=st.tuples(st.binary(), st.binary(), st.binary(min_size=1)))
def test_any_bytes_in_three_parts_are_refused(parts: tuple[bytes, ...], verifier: Verifier) -> None:
    assert not is_accepted(verifier, ".".join(map(b64, parts)))


@WITH_FIXTURES
@given(members=st.dictionaries(header_names, values, max_size=4))
def test_any_signed_header_is_accepted_or_refused(members: Any, issuer: Issuer, verifier: Verifier) -> None:
    is_accepted(verifier, signed({**issuer.header(), **members}, issuer.claims(), issuer.key))


@WITH_FIXTURES
@given(claims=st.dictionaries(claim_names, values, max_size=4))
def test_any_signed_claims_are_accepted_or_refused(
    claims: Any, issuer: Issuer, verifier: Verifier, oidc_verifier: Verifier
) -> None:
    token = signed(issuer.header(), {**issuer.claims(), **claims}, issuer.key)

    is_accepted(verifier, token)
    is_accepted(oidc_verifier, token)


COSTLY = {
    "strings_that_do_not_end": b'{"a":"' + b'\\"' * 2900,
    "quotes": b'"\\' * 2900,
    "lists_in_lists": b"[" * 5800,
    "objects_in_objects": b'{"a":' * 1160,
    "many_names": json.dumps({f"{number:x}": 0 for number in range(600)}).encode(),
    "many_lists": b'{"a":[' + b"[]," * 1900 + b"[]]}",
    "a_long_number": b'{"a":' + b"9" * 4300 + b"}",
    "a_long_fraction": b'{"a":0.' + b"9" * 5700 + b"}",
    "blanks": b"{" + b" " * 5800 + b"}",
    "escapes": b'{"a":"' + b"\\u0041" * 960 + b'"}',
}


@pytest.mark.parametrize("payload", COSTLY.values(), ids=COSTLY.keys())
def test_nothing_costs_much_to_refuse(payload: bytes, issuer: Issuer, verifier: Verifier) -> None:
    verifier.warm()
    token = ".".join([b64(json.dumps(issuer.header()).encode()), b64(payload), "AAAA"])
    assert 5000 < len(token) <= 8192

    begun = time.process_time()
    for _ in range(10):
        assert not is_accepted(verifier, token)

    assert (time.process_time() - begun) / 10 < 0.005
