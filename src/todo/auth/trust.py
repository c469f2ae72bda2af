"""Whom this program believes: the one issuer, the clients that it gives tokens to, how its tokens look."""

from dataclasses import dataclass, field
from typing import Literal

from todo.identity.clients import CLI_CLIENT_ID, WEB_CLIENT_ID, web_client_secret
from todo.settings import Settings

# RS256 is what Cognito signs with; ES256 is the one other algorithm that OpenID providers commonly offer.
ALGORITHMS = {"cognito": frozenset({"RS256"}), "oidc": frozenset({"RS256", "ES256"})}


@dataclass(frozen=True, slots=True)
class Trust:
    """The first of `client_ids` is the one that the browser signs in with; `client_secret` is its secret."""

    issuer: str
    profile: Literal["cognito", "oidc"]
    client_ids: tuple[str, ...]
    client_secret: str | None = field(repr=False)
    audience: str | None

    @property
    def algorithms(self) -> frozenset[str]:
        return ALGORITHMS[self.profile]

    @property
    def client_id(self) -> str:
        return self.client_ids[0]


def trust_of(settings: Settings) -> Trust:
    """With no outside issuer the program is its own, on the paths and with the claims of Cognito."""
    if settings.issuer is None:
        clients = (WEB_CLIENT_ID, CLI_CLIENT_ID)
        return Trust(settings.base_url, "cognito", clients, web_client_secret(settings), None)
    secret = settings.client_secret.get_secret_value() if settings.client_secret else None
    return Trust(settings.issuer, settings.issuer_profile, settings.client_id, secret, settings.audience)
