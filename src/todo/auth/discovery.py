"""Where the issuer's endpoints are: OpenID Connect Discovery 1.0."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from todo.auth.fetch import IssuerUnreachable, fetch, is_trustworthy
from todo.auth.kept import Kept
from todo.auth.strict_json import strings

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Endpoints:
    """None where the issuer offers no such thing; `scopes` is what it says that may be asked for."""

    jwks: str
    authorization: str | None
    sign_up: str | None
    token: str | None
    end_session: str | None
    revocation: str | None
    scopes: frozenset[str]


def discovery(issuer: str, client: httpx.Client, clock: Clock) -> Kept[Endpoints]:
    return Kept(lambda: _read(issuer, client, clock), clock)


def _read(issuer: str, client: httpx.Client, clock: Clock) -> Endpoints:
    # A terminating slash is removed before the path is appended: OpenID Connect Discovery 1.0, 4.1.
    url = issuer.removesuffix("/") + "/.well-known/openid-configuration"
    answer = fetch(client, client.build_request("GET", url), clock)
    if answer.status != 200 or answer.content.get("issuer") != issuer:
        raise IssuerUnreachable("the discovery document is not this issuer's")
    jwks = _endpoint(answer.content, "jwks_uri")
    if jwks is None:
        raise IssuerUnreachable("the discovery document has no jwks_uri over https")
    authorization = _endpoint(answer.content, "authorization_endpoint")
    return Endpoints(
        jwks=jwks,
        authorization=authorization,
        sign_up=_beside(authorization, "/signup"),
        token=_endpoint(answer.content, "token_endpoint"),
        end_session=_endpoint(answer.content, "end_session_endpoint") or _beside(authorization, "/logout"),
        revocation=_endpoint(answer.content, "revocation_endpoint"),
        scopes=frozenset(strings(answer.content.get("scopes_supported")) or ()),
    )


def _endpoint(document: dict[str, Any], name: str) -> str | None:
    url = document.get(name)
    return url if is_trustworthy(url) else None


def _beside(authorization: str | None, path: str) -> str | None:
    """Cognito keeps /signup and /logout beside /oauth2/authorize, as the built-in issuer does, and its document has no
    word for the one and not always had one for the other."""
    if authorization is None or not urlsplit(authorization).path.endswith("/oauth2/authorize"):
        return None
    return authorization.removesuffix("/oauth2/authorize") + path
