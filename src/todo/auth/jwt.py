"""Verification of the issuer's tokens: our strict reading, joserfc's signatures, our rules for claims."""

import hashlib
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from joserfc import jws
from joserfc.errors import JoseError

from todo.auth import base64url
from todo.auth.claims import Claims, access_claims, check_identity, numeric_date, subject_of
from todo.auth.compact import Compact, parse
from todo.auth.discovery import discovery
from todo.auth.jwks import Key, Keys, algorithm_of
from todo.auth.recent import Recent
from todo.auth.refused import TokenRefused
from todo.auth.trust import trust_of
from todo.settings import Settings

MAX_REMEMBERED = 4096
MAX_EMAIL_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3
MAX_NAME_CHARACTERS = 200

# Unknown header parameters must be ignored (RFC 7515, 4); those that change the meaning were refused before.
_REGISTRY = jws.JWSRegistry(algorithms=["RS256", "ES256"], strict_check_header=False)
_REGISTRY.max_header_length = 1024


@dataclass(frozen=True, slots=True)
class IdentityClaims:
    """A verified ID token; `authenticated_at` is when the person typed a password, in seconds since 1970."""

    subject: str
    email: str | None
    name: str | None
    authenticated_at: float | None


@dataclass(frozen=True, slots=True)
class _Verified:
    claims: Claims
    kid: str
    key: Key


class Verifier:
    """One for the whole process. `clock` tells seconds since 1970; `client` reaches the issuer."""

    def __init__(self, settings: Settings, client: httpx.Client, clock: Callable[[], float] = time.time) -> None:
        self.trust = trust_of(settings)
        self.client = client
        self.clock = clock
        self.endpoints = discovery(self.trust.issuer, client, clock)
        self._keys = Keys(self.endpoints, self.trust.algorithms, client, clock)
        self._recent: Recent[bytes, _Verified] = Recent(MAX_REMEMBERED, clock)

    def warm(self) -> None:
        """Reads the issuer's keys if they are not there yet. Raises IssuerUnreachable: call again later."""
        self._keys.warm()

    def access(self, token: str) -> Claims:
        """Raises TokenRefused, or IssuerUnreachable if the issuer's keys have never been read."""
        if not token.isascii():
            raise TokenRefused("malformed")
        digest = hashlib.sha256(token.encode("ascii")).digest()
        known = self._recent.find(digest)
        # The key is looked up again, so that a key which the issuer takes back takes its tokens with it.
        if known and self._keys.find(known.kid) is known.key:
            return known.claims
        parsed = parse(token)
        key = self._verify(parsed)
        claims = access_claims(parsed, self.trust, self.clock())
        self._recent.remember(digest, _Verified(claims, parsed.kid, key), until=claims.expires_at)
        return claims

    def identity(self, id_token: str, nonce: str, access_token: str | None = None) -> IdentityClaims:
        """The ID token of the sign-in that sent `nonce`. Raises TokenRefused or IssuerUnreachable."""
        parsed = parse(id_token)
        self._verify(parsed)
        check_identity(parsed, self.trust, self.clock())
        if parsed.payload.get("nonce") != nonce:
            raise TokenRefused("nonce")
        _check_access_token_hash(parsed.payload, access_token)
        return _identity_claims(parsed.payload)

    def _verify(self, token: Compact) -> Key:
        if token.algorithm not in self.trust.algorithms:
            raise TokenRefused("algorithm")
        key = self._keys.find(token.kid)
        if key is None:
            raise TokenRefused("unknown_key")
        if algorithm_of(key) != token.algorithm:
            raise TokenRefused("algorithm")
        try:
            jws.deserialize_compact(token.text, key, registry=_REGISTRY)
        except (JoseError, ValueError):
            raise TokenRefused("signature") from None
        return key


def _check_access_token_hash(payload: dict[str, Any], access_token: str | None) -> None:
    """The left half of SHA-256 for RS256 and ES256: OpenID Connect Core 1.0, 3.1.3.6."""
    if "at_hash" not in payload or access_token is None:
        return
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    if payload["at_hash"] != base64url.encode(half):
        raise TokenRefused("access_token_hash")


def _identity_claims(payload: dict[str, Any]) -> IdentityClaims:
    return IdentityClaims(
        subject_of(payload),
        _text(payload.get("email"), MAX_EMAIL_CHARACTERS),
        _text(payload.get("name"), MAX_NAME_CHARACTERS),
        numeric_date(payload.get("auth_time")),
    )


def _text(value: object, max_characters: int) -> str | None:
    """For display only: what cannot be shown or stored is left out rather than refused."""
    if not isinstance(value, str) or not 0 < len(value) <= max_characters:
        return None
    is_text = all(unicodedata.category(character) not in {"Cc", "Cs"} for character in value)
    return value if is_text else None
