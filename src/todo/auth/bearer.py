"""`Authorization: Bearer`: RFC 6750, by header only, never by query, form or cookie."""

import re
from datetime import UTC, datetime
from typing import NoReturn

from todo.auth import current, personal
from todo.auth.asker import Asker
from todo.auth.claims import LEEWAY_SECONDS, Claims
from todo.auth.fetch import IssuerUnreachable
from todo.auth.refused import REALM, TokenRefused
from todo.errors import Problem
from todo.store import account
from todo.store.account import Known, OfBefore
from todo.store.departed import Who

REMEMBER_SECONDS = 60  # how long another process may go on with an account that was deleted

# The scheme in any case (RFC 9110, 11.1), then one token68. A second header arrives joined by a comma.
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE | re.ASCII)


def asker_of(authorization: str) -> Asker:
    """Who presents this header. Raises Problem 400, 401 or, if the issuer's keys are not known yet, 503."""
    token = _token(authorization)
    if personal.is_one(token):
        return personal.asker_of(token) or _refuse_personal()
    claims = _verified(token)
    given = None if claims.authenticated_at is None else datetime.fromtimestamp(claims.authenticated_at, UTC)
    known = _known(claims, given)
    actor, ends_at = f"client:{claims.client_id}", claims.expires_at + LEEWAY_SECONDS
    is_person = claims.is_person
    return Asker(known.account, known.space, actor, claims.scopes, is_person, ends_at=ends_at, authenticated_at=given)


def warm() -> None:
    """Reads the issuer's keys, unless they are there. Raises Problem 503."""
    try:
        current.verifier().warm()
    except IssuerUnreachable:
        raise unreachable() from None


def challenge(code: str, detail: str) -> Problem:
    """A 401 as RFC 6750, 3 has it; without credentials it says no more than what is wanted."""
    reason = f', error="{code}", error_description="{detail}"' if code == "invalid_token" else ""
    return Problem(401, code, detail, headers={"WWW-Authenticate": REALM + reason})


def unreachable() -> Problem:
    detail = "The issuer of tokens cannot be reached; try again."
    return Problem(503, "issuer_unreachable", detail, headers={"Retry-After": "10"})


def _token(authorization: str) -> str:
    if found := _BEARER.fullmatch(authorization):
        return found[1]
    if authorization[:6].lower() != "bearer":
        raise challenge("unauthorized", "Send 'Authorization: Bearer' with an access token.")
    detail = "There must be one Authorization header with one token."
    challenged = f'{REALM}, error="invalid_request", error_description="{detail}"'
    raise Problem(400, "invalid_request", detail, headers={"WWW-Authenticate": challenged})


def _refuse_personal() -> NoReturn:
    raise challenge("invalid_token", "The personal access token was revoked, has ended or never was.")


def _verified(token: str) -> Claims:
    try:
        return current.verifier().access(token)
    except TokenRefused as refusal:
        raise challenge("invalid_token", str(refusal)) from None
    except IssuerUnreachable:
        raise unreachable() from None


def _known(claims: Claims, authenticated_at: datetime | None) -> Known:
    people = current.parts().people
    known = people.find(claims.subject)
    if known is None:
        try:
            known = account.first_sight(Who(claims.issuer, claims.subject), authenticated_at)
        except OfBefore:
            detail = "The account of this token was deleted; sign in again to begin anew."
            raise challenge("invalid_token", detail) from None
        people.remember(claims.subject, known, until=current.verifier().clock() + REMEMBER_SECONDS)
    return known
