"""The issuer's signing keys, which replace themselves.

There are always two: the one that signs, and the next, published long before it signs, so that who verifies tokens
has it by then. When the next becomes due it signs, and whoever sees that there is no next any more makes one. A key
that signs no more stays published until its last token has expired. Time is the database's, the same for all
processes.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from todo.db import Connection
from todo.identity.seal import seal, unseal
from todo.store.identity import signing_key
from todo.store.identity.signing_key import SigningKey, Stored

ALGORITHM = "RS256"
PERIOD = timedelta(days=90)
KEPT_AFTER = timedelta(hours=2)  # longer than any token lives
_BITS = 2048


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys of one moment. `signing` is private; `published` is a JWK set as a verifier reads it."""

    signing: RSAKey
    published: dict[str, Any]


def ring(conn: Connection, secret: str, opened: dict[str, RSAKey]) -> Ring:
    """The keys, made if they are missing. `opened` keeps what this process has decrypted before."""
    stored = signing_key.read(conn)
    usable = _usable(stored, secret, opened)
    if _missing(stored, usable):
        signing_key.lock(conn)
        stored = signing_key.read(conn)  # another process may have made them while this one waited
        _replace(conn, stored, _usable(stored, secret, opened), secret)
        stored = signing_key.read(conn)
        usable = _usable(stored, secret, opened)
    signing = next(key.kid for key in usable if key.signs_from <= stored.now)
    return Ring(opened[signing], {"keys": [key.public for key in _published(stored, usable)]})


def sign(key: RSAKey, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, [ALGORITHM])


def _usable(stored: Stored, secret: str, opened: dict[str, RSAKey]) -> list[SigningKey]:
    """Those that the program's secret opens: after a change of it the old ones are of no use but to verify."""
    for key in stored.keys:
        if key.kid not in opened and (content := unseal(secret, key.sealed)) is not None:
            opened[key.kid] = RSAKey.import_key(json.loads(content))
    return [key for key in stored.keys if key.kid in opened]


def _missing(stored: Stored, usable: list[SigningKey]) -> list[datetime]:
    """From when on the keys have to sign that are not there yet."""
    missing: list[datetime] = []
    if not any(key.signs_from <= stored.now for key in usable):
        missing.append(stored.now)
    if not any(key.signs_from > stored.now for key in usable):
        missing.append(stored.now + PERIOD)
    return missing


def _replace(conn: Connection, stored: Stored, usable: list[SigningKey], secret: str) -> None:
    for signs_from in _missing(stored, usable):
        signing_key.create(conn, _made(secret, signs_from))
    published = _published(stored, usable)
    for key in stored.keys:
        if key not in published:
            signing_key.delete(conn, key.kid)


def _published(stored: Stored, usable: list[SigningKey]) -> list[SigningKey]:
    """All but those whose successor has signed for longer than a token lives."""

    def is_over(key: SigningKey) -> bool:
        later = [other.signs_from for other in usable if other.signs_from > key.signs_from]
        return bool(later) and min(later) < stored.now - KEPT_AFTER

    return [key for key in stored.keys if not is_over(key)]


def _made(secret: str, signs_from: datetime) -> SigningKey:
    key = RSAKey.generate_key(_BITS, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    private = json.dumps(key.as_dict(private=True)).encode()
    return SigningKey(key.kid or "", seal(secret, private), dict(key.as_dict(private=False)), signs_from)
