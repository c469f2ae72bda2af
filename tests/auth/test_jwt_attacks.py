"""Attacks on a token's form, header, key and signature: each row is really signed, each is refused with its code."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from auth.issuer import Issuer, b64, public_jwk, signature, signed
from todo.auth.jwt import Verifier
from todo.auth.refused import TokenRefused

EVIL = rsa.generate_private_key(65537, 2048)
EVIL_JWK = public_jwk(EVIL, "first")
WEAK = rsa.generate_private_key(65537, 1024)
CURVE = ec.generate_private_key(ec.SECP256R1())

Attack = Callable[[Issuer], str]


def refused(verifier: Verifier, token: str) -> str:
    with pytest.raises(TokenRefused) as refusal:
        verifier.access(token)
    assert not token or token[:20] not in str(refusal.value)
    return refusal.value.code


def attack(name: str, code: str, make: Attack) -> Any:
    return pytest.param(make, code, id=name)


def unsigned(issuer: Issuer, algorithm: Any) -> str:
    parts = json.dumps(issuer.header(alg=algorithm)), json.dumps(issuer.claims())
    return ".".join(b64(part.encode()) for part in parts) + "."


def by_hmac(issuer: Issuer, secret: bytes, algorithm: str = "HS256") -> str:
    parts = json.dumps(issuer.header(alg=algorithm)), json.dumps(issuer.claims())
    signing_input = ".".join(b64(part.encode()) for part in parts)
    return signing_input + "." + b64(hmac.new(secret, signing_input.encode(), hashlib.sha256).digest())


def public_pem(issuer: Issuer, kind: Any = serialization.PublicFormat.SubjectPublicKeyInfo) -> bytes:
    return issuer.key.public_key().public_bytes(serialization.Encoding.PEM, kind)


def with_header(**members: Any) -> Attack:
    """By the issuer's own key, so that nothing but the header is at fault."""
    return lambda issuer: issuer.token(members)


def with_raw_header(text: str) -> Attack:
    return lambda issuer: signed(text.encode(), issuer.claims(), issuer.key)


def by_evil(**members: Any) -> Attack:
    return lambda issuer: signed(issuer.header(**members), issuer.claims(), EVIL)


def reshaped(change: Callable[[str, str, str], str]) -> Attack:
    return lambda issuer: change(*issuer.token().split("."))


def other_last_character(part: str) -> str:
    """The same bytes by other left-over bits."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return part[:-1] + alphabet[alphabet.index(part[-1]) + 1]


def with_leftover_bits(issuer: Issuer) -> str:
    """Signed over the odd text itself, so that nothing but the encoding is at fault."""
    tokens = (issuer.token(jti="1" * length).split(".") for length in range(3))
    header, payload, _ = next(token for token in tokens if len(token[1]) % 4)
    changed = other_last_character(payload)
    return ".".join([header, changed, b64(signature(f"{header}.{changed}".encode(), issuer.key))])


NONES = ["none", "None", "NONE", "nOnE", "none ", "", "nones"]
FORM = [
    *(attack(f"algorithm_{n!r}_without_a_signature", "malformed", lambda i, n=n: unsigned(i, n)[:-1]) for n in NONES),
    *(attack(f"algorithm_{n!r}_with_an_empty_signature", "signature", lambda i, n=n: unsigned(i, n)) for n in NONES),
    *(attack(f"algorithm_{n!r}_with_a_real_signature", "algorithm", with_header(alg=n)) for n in NONES),
    attack("an_empty_token", "malformed", lambda _: ""),
    attack("two_dots", "malformed", lambda _: ".."),
    attack("two_parts", "malformed", reshaped(lambda h, p, _s: f"{h}.{p}")),
    attack("four_parts", "malformed", reshaped(lambda h, p, s: f"{h}.{p}.{s}.{s}")),
    attack("five_parts_as_a_jwe", "malformed", reshaped(lambda h, p, s: f"{h}.{s}.{p}.{s}.{s}")),
    attack("a_json_serialization", "malformed", lambda _: json.dumps({"payload": "e30", "signatures": []})),
    attack("a_padded_header", "malformed", reshaped(lambda h, p, s: f"{h}=.{p}.{s}")),
    attack("a_padded_signature", "malformed", reshaped(lambda h, p, s: f"{h}.{p}.{s}==")),
    attack("white_space_in_front", "malformed", reshaped(lambda h, p, s: f" {h}.{p}.{s}")),
    attack("a_line_break_at_the_end", "malformed", reshaped(lambda h, p, s: f"{h}.{p}.{s}\n")),
    attack("white_space_inside", "malformed", reshaped(lambda h, p, s: f"{h}.{p[:9]} {p[9:]}.{s}")),
    attack("a_nul_byte_inside", "malformed", reshaped(lambda h, p, s: f"{h}.{p}.{s}\0")),
    attack("letters_that_look_like_ascii", "malformed", reshaped(lambda h, p, s: f"{h}.{p}.{s[:-1]}а")),
    attack("the_alphabet_of_plain_base64", "malformed", reshaped(lambda h, p, s: f"{h}.{p}.+/{s[2:]}")),
    attack("left_over_bits_in_the_payload", "malformed", with_leftover_bits),
    attack("left_over_bits_in_the_signature", "malformed",
           reshaped(lambda h, p, s: f"{h}.{p}.{other_last_character(s)}")),
    attack("a_part_of_impossible_length", "malformed", reshaped(lambda h, p, s: f"{h}A.{p}.{s}")),
    attack("a_token_of_more_than_8_KB", "too_large", lambda i: i.token(padding="x" * 8192)),
    attack("a_header_of_more_than_1_KB", "malformed", with_header(padding="x" * 1024)),
    attack("a_header_that_is_an_array", "malformed", with_raw_header('[{"alg":"RS256","kid":"first"}]')),
    attack("a_header_that_is_a_string", "malformed", with_raw_header('"alg"')),
    attack("a_header_with_two_algorithms", "malformed",
           with_raw_header('{"alg":"none","alg":"RS256","kid":"first"}')),
    attack("a_header_with_two_kids", "malformed", with_raw_header('{"alg":"RS256","kid":"x","kid":"first"}')),
    attack("a_name_written_twice_by_an_escape", "malformed",
           with_raw_header('{"alg":"RS256","kid":"first","\\u006bid":"x"}')),
    attack("a_header_with_a_byte_order_mark", "malformed", with_raw_header('\ufeff{"alg":"RS256","kid":"first"}')),
    attack("a_header_with_a_comment", "malformed", with_raw_header('{"alg":"RS256","kid":"first"}//')),
    attack("a_header_with_single_quotes", "malformed", with_raw_header("{'alg':'RS256','kid':'first'}")),
]  # fmt: skip

KEYS = [
    attack("the_public_key_as_hmac_secret", "algorithm", lambda i: by_hmac(i, public_pem(i))),
    attack("the_public_key_as_hmac_secret_in_pkcs1", "algorithm",
           lambda i: by_hmac(i, public_pem(i, serialization.PublicFormat.PKCS1))),
    attack("the_public_jwk_as_hmac_secret", "algorithm", lambda i: by_hmac(i, json.dumps(i.keys[0]).encode())),
    attack("the_modulus_as_hmac_secret", "algorithm",
           lambda i: by_hmac(i, base64.urlsafe_b64decode(i.keys[0]["n"] + "=="))),
    attack("an_empty_hmac_secret", "algorithm", lambda i: by_hmac(i, b"")),
    attack("hmac_that_calls_itself_RS256", "signature", lambda i: by_hmac(i, public_pem(i), "RS256")),
    attack("an_embedded_key", "forbidden_header", by_evil(jwk=EVIL_JWK)),
    attack("an_embedded_key_beside_a_right_signature", "forbidden_header", with_header(jwk=EVIL_JWK)),
    attack("a_remote_key_set", "forbidden_header", by_evil(jku="https://evil.example/jwks.json")),
    attack("a_remote_certificate", "forbidden_header", by_evil(x5u="https://evil.example/cert.pem")),
    attack("an_embedded_certificate", "forbidden_header", by_evil(x5c=["MIIB"])),
    attack("a_critical_extension", "forbidden_header", with_header(crit=["exp"], exp=1)),
    attack("an_empty_list_of_critical_extensions", "forbidden_header", with_header(crit=[])),
    attack("critical_extensions_that_are_null", "forbidden_header", lambda i: signed(
        {"alg": "RS256", "kid": "first", "crit": None}, i.claims(), i.key)),
    attack("an_unencoded_payload", "forbidden_header", with_header(b64=False, crit=["b64"])),
    attack("an_unencoded_payload_that_is_not_critical", "forbidden_header", with_header(b64=False)),
    attack("a_compressed_payload", "forbidden_header", with_header(zip="DEF")),
    attack("a_nested_token", "forbidden_header", with_header(cty="JWT")),
    attack("an_algorithm_in_lower_case", "algorithm", with_header(alg="rs256")),
    attack("an_algorithm_of_the_same_key_type", "algorithm", with_header(alg="RS512")),
    attack("the_same_key_with_PSS", "algorithm", with_header(alg="PS256")),
    attack("an_algorithm_that_is_a_list", "algorithm", with_header(alg=["RS256"])),
    attack("no_algorithm", "algorithm", with_header(alg=None)),
    attack("no_kid", "unknown_key", with_header(kid=None)),
    attack("a_kid_that_is_a_number", "unknown_key", with_header(kid=0)),
    attack("a_kid_that_is_a_list", "unknown_key", with_header(kid=["first"])),
    attack("a_kid_that_is_an_object", "unknown_key", with_header(kid={"first": 1})),
    attack("an_empty_kid", "unknown_key", with_header(kid="")),
    attack("a_kid_in_other_letters", "unknown_key", with_header(kid="FIRST")),
    attack("a_kid_that_is_a_path", "unknown_key", by_evil(kid="../../../../dev/null")),
    attack("a_kid_that_is_SQL", "unknown_key", by_evil(kid="x' union select 'key' --")),
    attack("a_kid_that_is_a_command", "unknown_key", by_evil(kid="/dev/null; sleep 10 #")),
    attack("a_kid_that_is_a_url", "unknown_key", by_evil(kid="https://evil.example/key")),
    attack("a_kid_of_half_a_surrogate", "unknown_key", with_raw_header('{"alg":"RS256","kid":"\\ud800"}')),
    attack("a_type_that_is_a_number", "malformed", with_header(typ=1)),
    attack("another_key_under_our_kid", "signature", by_evil()),
    attack("a_changed_payload", "signature",
           lambda i: ".".join([*i.token().split(".")[:1], *i.token(sub="other").split(".")[1:2],
                               i.token().split(".")[2]])),
    attack("a_changed_header", "signature",
           lambda i: ".".join([i.token({"typ": "JWT"}).split(".")[0], *i.token().split(".")[1:]])),
    attack("a_signature_of_zeros", "signature", reshaped(lambda h, p, _s: f"{h}.{p}.{b64(bytes(256))}")),
    attack("a_signature_cut_short", "signature", reshaped(lambda h, p, s: f"{h}.{p}.{s[:-2]}")),
    attack("a_signature_of_one_byte", "signature", reshaped(lambda h, p, _s: f"{h}.{p}.AA")),
    attack("a_very_long_signature", "signature", reshaped(lambda h, p, s: f"{h}.{p}.{s}{s}{s}{s}")),
]  # fmt: skip


@pytest.mark.parametrize(("make", "code"), [*FORM, *KEYS])
def test_a_token_is_refused_for(make: Attack, code: str, issuer: Issuer, verifier: Verifier) -> None:
    assert refused(verifier, make(issuer)) == code


@pytest.mark.parametrize("make", [attack.values[0] for attack in KEYS], ids=[attack.id for attack in KEYS])
def test_the_oidc_profile_refuses_the_same(make: Attack, issuer: Issuer, oidc_verifier: Verifier) -> None:
    assert refused(oidc_verifier, make(issuer))


def test_a_token_as_cognito_gives_it_is_accepted(issuer: Issuer, verifier: Verifier) -> None:
    claims = verifier.access(issuer.token())

    assert (claims.issuer, claims.subject, claims.client_id) == (issuer.url, "5f0c7b1e-owner", "web")
    assert claims.scopes == {"openid", "email"}
    assert claims.is_person


def test_header_parameters_without_meaning_to_us_are_ignored(issuer: Issuer, verifier: Verifier) -> None:
    assert verifier.access(issuer.token({"typ": "JWT", "x5t": "abc", "their_own": {"a": 1}}))


def test_no_key_that_a_token_names_is_ever_fetched(issuer: Issuer, verifier: Verifier) -> None:
    for member in ("jku", "x5u", "kid"):
        refused(verifier, by_evil(**{member: issuer.url + "/evil"})(issuer))

    assert issuer.times_asked("/evil") == 0


UNUSABLE = {
    "an_RSA_key_of_1024_bits": (WEAK, public_jwk(WEAK, "other")),
    "a_key_for_encryption": (EVIL, public_jwk(EVIL, "other", use="enc")),
    "a_key_for_signing_only": (EVIL, public_jwk(EVIL, "other", use=None, key_ops=["sign"])),
    "a_key_of_another_algorithm": (EVIL, public_jwk(EVIL, "other", alg="RS512")),
    "a_key_with_PSS": (EVIL, public_jwk(EVIL, "other", alg="PS256")),
    "a_key_whose_private_part_is_published": (EVIL, public_jwk(EVIL, "other", d="AQAB")),
    "a_key_without_a_modulus": (EVIL, public_jwk(EVIL, "other", n=None)),
    "a_key_whose_modulus_is_a_number": (EVIL, public_jwk(EVIL, "other", n=5)),
    "a_key_with_exponent_1": (EVIL, public_jwk(EVIL, "other", e="AQ")),
    "a_key_whose_operations_are_a_word": (EVIL, public_jwk(EVIL, "other", key_ops="verify")),
    "a_key_of_another_type": (CURVE, public_jwk(CURVE, "other")),
    "a_shared_secret": (EVIL, {"kty": "oct", "kid": "other", "use": "sig", "k": b64(b"x" * 64)}),
    "a_key_without_a_kid": (EVIL, public_jwk(EVIL, None)),
    "a_key_that_is_no_object": (EVIL, ["other"]),
}


@pytest.mark.parametrize(("key", "jwk"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_published_key_is_not_used_if_it_is(key: Any, jwk: Any, issuer: Issuer, verifier: Verifier) -> None:
    issuer.keys.insert(0, jwk)

    code = refused(verifier, signed(issuer.header(kid="other"), issuer.claims(), key))

    assert code == "unknown_key"
    assert verifier.access(issuer.token()), "and it does not spoil the others"


def test_a_secret_in_the_jwks_is_not_used_for_hmac(issuer: Issuer, verifier: Verifier) -> None:
    issuer.keys.append({"kty": "oct", "kid": "first", "k": b64(b"x" * 64)})

    assert refused(verifier, by_hmac(issuer, b"x" * 64)) == "algorithm"


def test_a_key_without_use_and_algorithm_is_accepted(issuer: Issuer, verifier: Verifier) -> None:
    issuer.keys = [public_jwk(issuer.key, "first", use=None, alg=None)]

    assert verifier.access(issuer.token())


def es256(issuer: Issuer, make_signature: Callable[[bytes], bytes], **members: Any) -> str:
    issuer.keys.append(public_jwk(CURVE, "curve"))
    claims = issuer.claims(aud="https://todo.example", token_use=None)
    header = json.dumps(issuer.header(alg="ES256", kid="curve", typ="at+jwt", **members))
    signing_input = b64(header.encode()) + "." + b64(json.dumps(claims).encode())
    return signing_input + "." + b64(make_signature(signing_input.encode()))


def test_es256_is_accepted_in_the_oidc_profile_only(
    issuer: Issuer, oidc_verifier: Verifier, verifier: Verifier
) -> None:
    token = es256(issuer, lambda data: signature(data, CURVE))

    assert oidc_verifier.access(token)
    assert refused(verifier, token) == "algorithm"


CURVE_SIGNATURES: dict[str, Callable[[bytes], bytes]] = {
    "in_DER": lambda data: CURVE.sign(data, ec.ECDSA(hashes.SHA256())),
    "of_zeros": lambda _: bytes(64),
    "with_s_of_zero": lambda data: signature(data, CURVE)[:32] + bytes(32),
    "of_the_group_order": lambda _: 2 * bytes.fromhex(
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    "by_RSA": lambda data: EVIL.sign(data, padding.PKCS1v15(), hashes.SHA256()),
    "with_more_bytes": lambda data: signature(data, CURVE) + b"\0",
}  # fmt: skip


@pytest.mark.parametrize("make_signature", CURVE_SIGNATURES.values(), ids=CURVE_SIGNATURES.keys())
def test_an_es256_signature_is_refused(make_signature: Any, issuer: Issuer, oidc_verifier: Verifier) -> None:
    assert refused(oidc_verifier, es256(issuer, make_signature)) == "signature"


def test_an_rsa_key_does_not_verify_es256(issuer: Issuer, oidc_verifier: Verifier) -> None:
    assert refused(oidc_verifier, issuer.token({"alg": "ES256"})) == "algorithm"
