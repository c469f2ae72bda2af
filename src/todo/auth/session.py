"""The browser's sign-in: a cookie with a secret; everything else, the tokens too, stays on the server.

The database is asked at each request, so that a session ends for every process at the moment it ends for one.
"""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import InvalidToken
from flask import Response, g, request

from todo import db
from todo.auth import base64url, current, exchange, origin, user_agent
from todo.auth.asker import Asker
from todo.auth.bearer import challenge
from todo.auth.exchange import GrantRefused
from todo.auth.fetch import IssuerUnreachable
from todo.auth.refused import TokenRefused
from todo.store import account
from todo.store import session as store
from todo.store.account import Known, OfBefore
from todo.store.departed import Who
from todo.store.session import Claimed, Found, New

log = logging.getLogger(__name__)

EXTEND_AFTER = timedelta(hours=1)
CHECK_AFTER = timedelta(hours=12)
RETRY_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Cookie:
    """`<space>.<secret>`: the space comes along because every index starts with it, also that of sessions."""

    space: UUID
    secret: str

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.secret.encode()).digest()

    @property
    def spaces(self) -> str:
        return f"{{{self.space}}}"

    def __str__(self) -> str:
        return f"{self.space}.{self.secret}"


def asker(*, is_visit: bool = True) -> Asker:
    """Whose session this request is in; a visit makes it live on. Raises Problem 401, or 403 from another site."""
    cookie = presented()
    if cookie is None:
        raise _signed_out()
    if request.method not in origin.SAFE_METHODS:
        origin.check_script()
    now = current.now()
    with db.statement(spaces=cookie.spaces) as conn:
        found = store.find(conn, cookie.space, cookie.hash, current.verifier().trust.issuer, now)
    if found is None:
        raise _signed_out()
    if not timedelta(0) <= now - found.checked_at < CHECK_AFTER:
        _check(cookie, found, now)
    if is_visit and not timedelta(0) <= now - found.seen_at < EXTEND_AFTER:
        _extend(cookie, found, now)
    given = found.authenticated_at
    return Asker(found.account, cookie.space, "session", frozenset(), True, session=found.id, authenticated_at=given)


def start(known: Known, refresh_token: str | None, authenticated_at: datetime | None) -> Cookie:
    """A new session with a secret of its own, whatever the browser has sent: nobody can choose it beforehand.

    Raises OfBefore if the account was deleted meanwhile.
    """
    cookie, now = Cookie(known.space, secrets.token_urlsafe(32)), current.now()
    client = user_agent.shortened(request.headers.get("User-Agent", ""))
    new = New(cookie.hash, _sealed(refresh_token), client, authenticated_at)
    with db.transaction(spaces=cookie.spaces) as conn:
        if not store.create(conn, cookie.space, new, now, _until(now)):
            raise OfBefore
    return cookie


def end(cookie: Cookie) -> None:
    """Here at once, and at the issuer as well as it goes."""
    with db.transaction(spaces=cookie.spaces) as conn:
        sealed = store.end(conn, cookie.space, cookie.hash)
    if refresh_token := unsealed(sealed):
        exchange.revoke(current.verifier(), refresh_token)


def recheck(subject: str) -> None:
    """The built-in issuer has signed this person out somewhere: it is asked about each session at its next request."""
    if known := account.find(Who(current.verifier().trust.issuer, subject)):
        with db.statement(spaces=f"{{{known.space}}}") as conn:
            store.recheck(conn, known.space)


def presented() -> Cookie | None:
    """What the browser says; nothing is proven by it."""
    space, _, secret = request.cookies.get(cookie_name(), "").partition(".")
    try:
        if len(base64url.decode(secret)) != 32 or len(space) != 36:
            return None
        return Cookie(UUID(space), secret)
    except ValueError:
        return None


def cookie_name() -> str:
    """`__Host-` keeps neighbouring hosts from setting it, and wants TLS: RFC 6265bis, 4.1.3.2."""
    return "__Host-session" if current.settings().is_secure else "todo-session"


def set_cookie(response: Response, cookie: Cookie) -> None:
    response.set_cookie(
        cookie_name(),
        str(cookie),
        max_age=timedelta(days=current.settings().session_days),
        secure=current.settings().is_secure,
        httponly=True,
        samesite="Strict",
    )


def clear_cookie(response: Response) -> None:
    g.pop("extended_session", None)
    secure = current.settings().is_secure
    response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Strict")


def renew_cookie(response: Response) -> Response:
    """After each request: the browser's copy lives on with the session."""
    if cookie := g.pop("extended_session", None):
        set_cookie(response, cookie)
    return response


def _check(cookie: Cookie, found: Found, now: datetime) -> None:
    """Asks the issuer whether the person may still be here. Only one request asks, and holds no lock meanwhile:
    the others go on, and the issuer in the same process needs a connection of its own."""
    with db.statement(spaces=cookie.spaces) as conn:
        claimed = store.claim(conn, cookie.space, found.id, found.checked_at, now)
    if claimed is None:
        return
    try:
        refresh_token = _refreshed(claimed)
    except IssuerUnreachable as error:
        log.warning("a session could not be checked: %s", error)
        refresh_token, now = unsealed(claimed.refresh_token), now - CHECK_AFTER + RETRY_AFTER
    except (GrantRefused, TokenRefused):
        refresh_token = None
    with db.statement(spaces=cookie.spaces) as conn:
        if refresh_token is None:
            store.end(conn, cookie.space, cookie.hash)
        elif store.keep(conn, cookie.space, found.id, seal(refresh_token), now):
            return
    if refresh_token:  # the session was ended while the issuer was asked
        exchange.revoke(current.verifier(), refresh_token)
    raise _signed_out()


def _refreshed(claimed: Claimed) -> str:
    """The refresh token to go on with: a new one where the issuer rotates them."""
    refresh_token = unsealed(claimed.refresh_token)
    if refresh_token is None:
        raise GrantRefused
    tokens = exchange.by_refresh_token(current.verifier(), refresh_token)
    if current.verifier().access(tokens.access).subject != claimed.subject:
        raise GrantRefused
    return tokens.refresh or refresh_token


def _extend(cookie: Cookie, found: Found, now: datetime) -> None:
    with db.statement(spaces=cookie.spaces) as conn:
        store.extend(conn, cookie.space, found.id, now, _until(now))
    g.extended_session = cookie


def _until(now: datetime) -> datetime:
    return now + timedelta(days=current.settings().session_days)


def _sealed(refresh_token: str | None) -> bytes | None:
    return None if refresh_token is None else seal(refresh_token)


def seal(refresh_token: str) -> bytes:
    return current.parts().session_cipher.encrypt(refresh_token.encode())


def unsealed(sealed: bytes | None) -> str | None:
    """None also if the program's secret has been changed since."""
    try:
        return None if sealed is None else current.parts().session_cipher.decrypt(sealed).decode()
    except InvalidToken:
        return None


def _signed_out() -> Exception:
    return challenge("unauthorized", "Sign in, or send 'Authorization: Bearer' with an access token.")
