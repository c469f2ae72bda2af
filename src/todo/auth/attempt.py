"""A sign-in that is under way: what must come back from the issuer to this browser, in an encrypted cookie."""

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, cast

from cryptography.fernet import InvalidToken
from flask import Response, request

from todo.auth import base64url, current

Kind = Literal["session", "token"]
LIFETIME_SECONDS = 600


def _random() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Attempt:
    """`next` is a path of ours; `at` is when the browser left for the issuer, in seconds since 1970.

    `wants_password` is True if the issuer was told to ask for it also where the person is signed in.
    """

    kind: Kind
    next: str
    at: float
    wants_password: bool = False
    state: str = field(default_factory=_random, repr=False)
    nonce: str = field(default_factory=_random, repr=False)
    code_verifier: str = field(default_factory=_random, repr=False)

    @property
    def code_challenge(self) -> str:
        """S256: RFC 7636, 4.2."""
        return base64url.encode(hashlib.sha256(self.code_verifier.encode()).digest())


def keep(response: Response, attempt: Attempt) -> None:
    """Lax, because the issuer's page is another site and the browser must bring the cookie along from there."""
    value = current.parts().attempt_cipher.encrypt(json.dumps(asdict(attempt)).encode()).decode()
    secure = current.settings().is_secure
    response.set_cookie(_name(), value, LIFETIME_SECONDS, secure=secure, httponly=True, samesite="Lax")


def forget(response: Response) -> None:
    """An attempt is good for one answer."""
    response.delete_cookie(_name(), secure=current.settings().is_secure, httponly=True, samesite="Lax")


def of_this_browser() -> Attempt | None:
    """The attempt that the issuer answers with this request; None if it is somebody else's, or over."""
    try:
        content = current.parts().attempt_cipher.decrypt(request.cookies.get(_name(), ""))
    except InvalidToken:
        return None
    attempt = Attempt(**cast("dict[str, Any]", json.loads(content)))
    states = request.args.getlist("state")
    is_answered = len(states) == 1 and hmac.compare_digest(states[0].encode(), attempt.state.encode())
    is_in_time = 0 <= current.verifier().clock() - attempt.at < LIFETIME_SECONDS
    return attempt if is_answered and is_in_time else None


def _name() -> str:
    return "__Host-attempt" if current.settings().is_secure else "attempt"
