"""What the tokens say: the claims of Cognito's, so that whoever verifies those verifies these unchanged.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
"""

import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from todo.identity.current import Identity
from todo.store.identity.family import Family
from todo.store.identity.person import Person

LIFETIME_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a token is about, and which sign-in it comes from."""

    person: Person
    family: Family


def access_claims(identity: Identity, bearer: Bearer, scope: str) -> dict[str, Any]:
    return {
        **_common(identity, bearer),
        "token_use": "access",
        "client_id": bearer.family.client,
        "scope": scope,
        "username": str(bearer.person.id),
    }


def id_claims(identity: Identity, bearer: Bearer, scope: str, access_token: str, nonce: str | None) -> dict[str, Any]:
    claims = {
        **_common(identity, bearer),
        **about(bearer.person, scope),
        "token_use": "id",
        "aud": bearer.family.client,
        "at_hash": _half_hash(access_token),
        "cognito:username": str(bearer.person.id),
    }
    return {**claims, "nonce": nonce} if nonce else claims


def about(person: Person, scope: str) -> dict[str, Any]:
    """What the scopes allow to know of a person (OpenID Connect Core, section 5.4)."""
    claims: dict[str, Any] = {"sub": str(person.id)}
    if "email" in scope.split():
        claims |= {"email": person.email, "email_verified": person.is_verified}
    if "profile" in scope.split() and person.name:
        claims["name"] = person.name
    return claims


def _half_hash(text: str) -> str:
    """OpenID Connect Core, section 3.1.3.6."""
    return urlsafe_b64encode(sha256(text.encode()).digest()[:16]).rstrip(b"=").decode()


def _common(identity: Identity, bearer: Bearer) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": identity.settings.base_url,
        "sub": str(bearer.person.id),
        "origin_jti": str(bearer.family.id),
        "auth_time": int(bearer.family.auth_time.timestamp()),
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "jti": str(uuid4()),
    }
