"""/auth/login, /auth/token/new and /auth/callback: the browser's sign-in, by code flow with PKCE, state and nonce.

The tokens are exchanged and verified here and never reach the page: RFC 10017, backend for frontend.
"""

import logging
import re
from datetime import UTC, datetime
from typing import Any

import httpx
from flask import Response, jsonify, make_response, redirect, request

from todo.auth import attempt, current, exchange, origin, pages, session, token_page
from todo.auth.attempt import Attempt, Kind
from todo.auth.exchange import GrantRefused, Tokens
from todo.auth.fetch import IssuerUnreachable
from todo.auth.guard import public
from todo.auth.jwt import IdentityClaims
from todo.auth.refused import TokenRefused
from todo.auth.session import Cookie
from todo.store import account
from todo.store.account import OfBefore
from todo.store.departed import Who

log = logging.getLogger(__name__)

SCOPES = ("openid", "email", "profile")
# A path of ours: printable ASCII, no second slash in front and no backslash, which browsers take for one.
_LOCAL_PATH = re.compile(r"/(?:[!-.0-\[\]-~][!-\[\]-~]{0,1000})?")
_ERROR = re.compile(r"[a-z_]{1,40}")


@public
def login() -> Response:
    """Sends the browser to the issuer; `next` is where it goes afterwards.

    With `prompt=login` the password is asked for again: what cannot be undone wants a fresh sign-in. With
    `prompt=create` (Initiating User Registration via OpenID Connect 1.0) it is the page to sign up at, if there is one.
    """
    then, prompt = local_path(request.args.get("next", "/")), request.args.get("prompt")
    return _leave_for_issuer("session", then, wants_password=prompt == "login", wants_account=prompt == "create")


@public
def ways() -> Response:
    """What somebody can do who may not be signed in: whether strangers may sign up, and there is a page for it.

    `has_session` is whether the browser has sent a session's cookie, good or not: without one there is no need to ask
    for `/me`, and to be refused.
    """
    try:
        has_page = current.verifier().endpoints.value().sign_up is not None
    except IssuerUnreachable:
        has_page = False
    is_open = has_page and current.settings().sign_up == "open"
    response = jsonify(sign_up=is_open, has_session=session.presented() is not None)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
def new_token() -> Response:
    """The same, to show a token; the password is asked for again."""
    return _leave_for_issuer("token", "/auth/token", wants_password=True)


@public
def callback() -> Response:
    """The issuer's answer to one attempt of this browser, and to no other."""
    origin.check_navigation()
    answered = attempt.of_this_browser()
    response = _answered(answered) if answered else pages.failed(
        400, "That sign-in is over", "It was finished already, took too long, or was begun in another window."
    )  # fmt: skip
    attempt.forget(response)
    return response


def local_path(text: str) -> str:
    """The path if it leads nowhere else, and not back into a sign-in."""
    return text if _LOCAL_PATH.fullmatch(text) and not text.startswith("/auth/") else "/"


def _leave_for_issuer(kind: Kind, then: str, *, wants_password: bool, wants_account: bool = False) -> Response:
    origin.check_navigation()
    if origin.is_elsewhere():
        # The answer comes to base_url, where a cookie of this host is not seen.
        return _redirect(origin.moved_here())
    begun = Attempt(kind, then, current.verifier().clock(), wants_password)
    try:
        response = _redirect(_authorization_url(begun, wants_account=wants_account))
    except IssuerUnreachable as error:
        return _unreachable(error)
    attempt.keep(response, begun)
    return response


def _authorization_url(begun: Attempt, *, wants_account: bool) -> str:
    verifier = current.verifier()
    endpoints = verifier.endpoints.value()
    if endpoints.authorization is None:
        raise IssuerUnreachable("the issuer has no authorization endpoint")
    scopes = (*SCOPES, "offline_access") if "offline_access" in endpoints.scopes else SCOPES
    asked = {
        "response_type": "code",
        "client_id": verifier.trust.client_id,
        "redirect_uri": current.redirect_uri(),
        "scope": " ".join(scopes),
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": begun.code_challenge,
        "code_challenge_method": "S256",
        **({"resource": verifier.trust.audience} if verifier.trust.audience else {}),  # RFC 8707
        **({"prompt": "login"} if begun.wants_password else {}),  # OpenID Connect Core 1.0, 3.1.2.1
    }
    page = (endpoints.sign_up if wants_account else None) or endpoints.authorization
    return str(httpx.URL(page).copy_merge_params(asked))


def _answered(begun: Attempt) -> Response:
    codes = request.args.getlist("code")
    # Another issuer's answer, mixed up with ours: RFC 9207.
    is_ours = request.args.get("iss", current.verifier().trust.issuer) == current.verifier().trust.issuer
    if "error" in request.args or len(codes) != 1 or not is_ours:
        return _not_signed_in(request.args.get("error", ""))
    try:
        tokens = exchange.by_code(current.verifier(), codes[0], begun.code_verifier, current.redirect_uri())
        identity = _verified(tokens, begun)
    except IssuerUnreachable as error:
        return _unreachable(error)
    except (GrantRefused, TokenRefused) as refusal:
        log.warning("a sign-in was refused: %s", getattr(refusal, "code", "invalid_grant"))
        return _not_signed_in("")
    return _signed_in(tokens, identity, begun)


def _verified(tokens: Tokens, begun: Attempt) -> IdentityClaims:
    """Both tokens are this issuer's, for us, for this attempt and for the same person."""
    verifier = current.verifier()
    if tokens.identity is None:
        raise TokenRefused("not_an_identity_token")
    identity = verifier.identity(tokens.identity, begun.nonce, tokens.access)
    access = verifier.access(tokens.access)
    if access.subject != identity.subject:
        raise TokenRefused("subject")
    if access.client_id != verifier.trust.client_id:
        raise TokenRefused("client")
    return identity


def _signed_in(tokens: Tokens, identity: IdentityClaims, begun: Attempt) -> Response:
    if begun.kind == "token":
        return token_page.shown(tokens.access, identity, begun)
    if cookie := session.presented():
        session.end(cookie)
    try:
        cookie = _session(tokens, identity, begun)
    except OfBefore:
        if tokens.refresh:
            exchange.revoke(current.verifier(), tokens.refresh)
        return pages.failed(400, "That account is gone", "It was deleted while you signed in. Sign in to begin anew.")
    response = pages.onward(begun.next)
    session.set_cookie(response, cookie)
    return response


def _session(tokens: Tokens, identity: IdentityClaims, begun: Attempt) -> Cookie:
    """Raises OfBefore if the account was deleted after the sign-in had begun."""
    who = Who(current.verifier().trust.issuer, identity.subject)
    since = datetime.fromtimestamp(max(begun.at, identity.authenticated_at or 0), UTC)
    known = account.first_sight(who, since, email=identity.email, name=identity.name)
    return session.start(known, tokens.refresh, _authenticated_at(identity, begun))


def _authenticated_at(identity: IdentityClaims, begun: Attempt) -> datetime | None:
    """When the person gave their password. An issuer that does not say is trusted to have asked if it was told to."""
    at = identity.authenticated_at
    if at is None and begun.wants_password:
        at = begun.at
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _not_signed_in(error: str) -> Response:
    if error == "access_denied":
        return pages.failed(403, "You did not sign in", "The sign-in was cancelled. Nothing has changed.")
    if _ERROR.fullmatch(error):
        log.warning("the issuer answered a sign-in with %s", error)
    return pages.failed(400, "The sign-in did not work", "Nothing has changed. Try it again.")


def _unreachable(error: IssuerUnreachable) -> Response:
    log.warning("a sign-in did not reach the issuer: %s", error)
    return pages.failed(503, "The sign-in is away", "It does not answer at the moment. Try it again in a minute.")


def _redirect(to: str) -> Response:
    headers: Any = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return make_response(redirect(to, 303), headers)
