"""What is asked of the issuer's token and revocation endpoints: RFC 6749, RFC 7636 and RFC 7009."""

import logging
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import httpx

from todo.auth.fetch import Answer, IssuerUnreachable, fetch
from todo.auth.jwt import Verifier

log = logging.getLogger(__name__)


class GrantRefused(Exception):
    """The issuer does not take the code or the refresh token: the person has to sign in again."""


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str = field(repr=False)
    identity: str | None = field(repr=False)
    refresh: str | None = field(repr=False)


def by_code(verifier: Verifier, code: str, code_verifier: str, redirect_uri: str) -> Tokens:
    """Raises GrantRefused or IssuerUnreachable."""
    grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return _tokens(verifier, {**grant, "code_verifier": code_verifier})


def by_refresh_token(verifier: Verifier, refresh_token: str) -> Tokens:
    """Raises GrantRefused or IssuerUnreachable."""
    return _tokens(verifier, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def revoke(verifier: Verifier, refresh_token: str) -> None:
    """As well as it goes: a session ends here also while the issuer is down."""
    try:
        if url := verifier.endpoints.value().revocation:
            _post(verifier, url, {"token": refresh_token, "token_type_hint": "refresh_token"})
    except IssuerUnreachable as error:
        log.info("a refresh token could not be revoked: %s", error)


def _tokens(verifier: Verifier, grant: dict[str, str]) -> Tokens:
    url = verifier.endpoints.value().token
    if url is None:
        raise IssuerUnreachable("the issuer has no token endpoint")
    answer = _post(verifier, url, grant)
    if answer.status == 400 and answer.content.get("error") == "invalid_grant":
        raise GrantRefused
    access = _text(answer, "access_token")
    if answer.status != 200 or access is None:
        # The error is one of RFC 6749, 5.2, a matter of configuration; the rest of the answer may hold secrets.
        error = answer.content.get("error")
        raise IssuerUnreachable(f"token endpoint: status {answer.status}, error {str(error)[:40]!r}")
    return Tokens(access, _text(answer, "id_token"), _text(answer, "refresh_token"))


def _post(verifier: Verifier, url: str, form: dict[str, str]) -> Answer:
    trust = verifier.trust
    if trust.client_secret is None:
        request = verifier.client.build_request("POST", url, data={**form, "client_id": trust.client_id})
    else:
        # Both are form-encoded before they are put together: RFC 6749, 2.3.1.
        credentials = httpx.BasicAuth(quote_plus(trust.client_id), quote_plus(trust.client_secret))
        request = next(credentials.auth_flow(verifier.client.build_request("POST", url, data=form)))
    return fetch(verifier.client, request, verifier.clock)


def _text(answer: Answer, name: str) -> str | None:
    value: Any = answer.content.get(name)
    return value if isinstance(value, str) and value else None
