"""The issuer's signing keys: RFC 7517, narrowed to what this program would ever verify a signature with."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from todo.auth import base64url
from todo.auth.compact import MAX_KID_CHARACTERS
from todo.auth.discovery import Endpoints
from todo.auth.fetch import IssuerUnreachable, fetch
from todo.auth.kept import Kept

Key = RSAKey | ECKey
Clock = Callable[[], float]

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192
MAX_KEYS = 100
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


class Keys:
    """`find` is on the path of every request: it reads a mapping and rarely asks the issuer."""

    def __init__(
        self, endpoints: Kept[Endpoints], algorithms: frozenset[str], client: httpx.Client, clock: Clock
    ) -> None:
        self._endpoints = endpoints
        self._algorithms = algorithms
        self._client = client
        self._clock = clock
        self._kept = Kept(self._read, clock)

    def find(self, kid: str) -> Key | None:
        """None if the issuer publishes no such key. Raises IssuerUnreachable if its keys were never read."""
        key = self._kept.value().get(kid)
        return key if key is not None else self._kept.anew().get(kid)

    def warm(self) -> None:
        """Raises IssuerUnreachable if there are no keys yet and the issuer gives none."""
        self._kept.value()

    def _read(self) -> Mapping[str, Key]:
        request = self._client.build_request("GET", self._endpoints.value().jwks)
        answer = fetch(self._client, request, self._clock)
        found = answer.content.get("keys")
        if answer.status != 200 or not isinstance(found, list):
            raise IssuerUnreachable("the JWKS has no list of keys")
        return usable_keys(cast("list[object]", found)[:MAX_KEYS], self._algorithms)


def usable_keys(found: list[object], algorithms: frozenset[str]) -> Mapping[str, Key]:
    """By `kid`; a key that is not for verifying one of `algorithms` is as good as not there."""
    keys: dict[str, Key] = {}
    for jwk in found:
        key = _key(cast("dict[str, Any]", jwk), algorithms) if isinstance(jwk, dict) else None
        if key is not None and key.kid is not None:
            keys.setdefault(key.kid, key)
    return MappingProxyType(keys)


def algorithm_of(key: Key) -> str:
    """One type of key, one algorithm: RFC 8725, 3.1."""
    return "RS256" if isinstance(key, RSAKey) else "ES256"


def _key(jwk: dict[str, Any], algorithms: frozenset[str]) -> Key | None:
    if not _is_for_verifying(jwk):
        return None
    try:
        key = _imported(jwk)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    if key is None or algorithm_of(key) not in algorithms or jwk.get("alg", algorithm_of(key)) != algorithm_of(key):
        return None
    return key


def _is_for_verifying(jwk: dict[str, Any]) -> bool:
    """`use` is optional (RFC 7517, 4.2) and some issuers leave it out; what is said must say 'signatures'."""
    kid, operations = jwk.get("kid"), jwk.get("key_ops", ["verify"])
    return (
        isinstance(kid, str)
        and 0 < len(kid) <= MAX_KID_CHARACTERS
        and jwk.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
        and not PRIVATE_MEMBERS & jwk.keys()  # a key whose private part is published is nobody's
    )


def _imported(jwk: dict[str, Any]) -> Key | None:
    if jwk.get("kty") == "RSA" and MIN_RSA_BITS <= _bits(jwk.get("n")) <= MAX_RSA_BITS:
        return RSAKey.import_key(jwk)
    if jwk.get("kty") == "EC" and jwk.get("crv") == "P-256":
        return ECKey.import_key(jwk)
    return None


def _bits(number: object) -> int:
    return int.from_bytes(base64url.decode(number)).bit_length() if isinstance(number, str) else 0
