"""What a token may claim. Pure: its signature is verified before, and `now` is in seconds since 1970."""

from dataclasses import dataclass
from typing import Any

from todo.auth.compact import Compact
from todo.auth.refused import TokenRefused
from todo.auth.strict_json import strings
from todo.auth.trust import Trust

LEEWAY_SECONDS = 30
MAX_NUMERIC_DATE = 253_402_300_799  # 9999-12-31T23:59:59Z, the last that a datetime holds
MAX_SUBJECT_CHARACTERS = 255  # OpenID Connect Core 1.0, 2: at most 255 ASCII characters
MAX_CLIENT_CHARACTERS = 255
MAX_SCOPES = 64

# RFC 9068, 2.1 names at+jwt; Cognito and many others say JWT or nothing.
ACCESS_TYPES = frozenset({"at+jwt", "jwt", None})
IDENTITY_TYPES = frozenset({"jwt", None})
# What only an ID token has: OpenID Connect Core 1.0, 2 and 3.3.2.11.
IDENTITY_CLAIMS = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})


@dataclass(frozen=True, slots=True)
class Claims:
    """A verified access token. The account is (issuer, subject).

    `expires_at` and `authenticated_at`, when the person gave their password as far as the issuer says, are in seconds
    since 1970.
    """

    issuer: str
    subject: str
    client_id: str
    scopes: frozenset[str]
    expires_at: float
    authenticated_at: float | None

    @property
    def is_person(self) -> bool:
        """False for the client credentials grant, where the client is its own subject (RFC 9068, 2.2)."""
        return self.subject != self.client_id


def access_claims(token: Compact, trust: Trust, now: float) -> Claims:
    """Raises TokenRefused for whatever is not an access token of `trust` that is valid at `now`."""
    payload = token.payload
    _check_issuer(payload, trust)
    expires_at = _check_times(payload, now)
    if token.type not in ACCESS_TYPES:
        raise TokenRefused("not_an_access_token")
    client_id = _cognito_client(payload, trust) if trust.profile == "cognito" else _oidc_client(token, trust)
    given = numeric_date(payload.get("auth_time"))
    return Claims(trust.issuer, subject_of(payload), client_id, _scopes(payload), expires_at, given)


def check_identity(token: Compact, trust: Trust, now: float) -> None:
    """Raises TokenRefused unless this is an ID token for our own client: OpenID Connect Core 1.0, 3.1.3.7."""
    payload = token.payload
    _check_issuer(payload, trust)
    _check_times(payload, now)
    is_identity = trust.profile == "oidc" or payload.get("token_use") == "id"
    if token.type not in IDENTITY_TYPES or not is_identity or payload.get("typ", "ID") != "ID":
        raise TokenRefused("not_an_identity_token")
    audience = _audience(payload)
    if trust.client_id not in audience:
        raise TokenRefused("client")
    if (len(audience) > 1 or "azp" in payload) and payload.get("azp") != trust.client_id:
        raise TokenRefused("client")


def subject_of(payload: dict[str, Any]) -> str:
    subject = payload.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT_CHARACTERS:
        raise TokenRefused("subject")
    if subject.isascii() and subject.isprintable():
        return subject
    raise TokenRefused("subject")


def numeric_date(value: object) -> float | None:
    """RFC 7519, 2. A bool is an int in Python and no date in JSON."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_NUMERIC_DATE:
        return None
    return float(value)


def _check_issuer(payload: dict[str, Any], trust: Trust) -> None:
    if payload.get("iss") != trust.issuer:
        raise TokenRefused("issuer")


def _check_times(payload: dict[str, Any], now: float) -> float:
    expires_at = numeric_date(payload.get("exp"))
    if expires_at is None:
        raise TokenRefused("expiry")
    if now >= expires_at + LEEWAY_SECONDS:
        raise TokenRefused("expired")
    for name in ("nbf", "iat"):
        since = numeric_date(payload.get(name, 0))
        if since is None or since > now + LEEWAY_SECONDS:
            raise TokenRefused("not_yet_valid")
    return expires_at


def _cognito_client(payload: dict[str, Any], trust: Trust) -> str:
    """Cognito's access tokens have no `aud`: docs.aws.amazon.com, 'Verifying JSON web tokens'."""
    if payload.get("token_use") != "access":
        raise TokenRefused("not_an_access_token")
    return _listed_client(payload.get("client_id"), trust)


def _oidc_client(token: Compact, trust: Trust) -> str:
    """RFC 9068 and its forerunners: without at+jwt an ID token is told by its claims and lack of scope."""
    payload = token.payload
    has_scope = "scope" in payload or "scp" in payload
    is_plain = token.type != "at+jwt"
    # Keycloak says `typ` in the payload; token_use is Cognito's word for the same.
    is_other = payload.get("typ", "Bearer") != "Bearer" or payload.get("token_use", "access") != "access"
    if is_other or (is_plain and (not has_scope or IDENTITY_CLAIMS & payload.keys())):
        raise TokenRefused("not_an_access_token")
    clients = [_listed_client(payload[name], trust) for name in ("client_id", "azp") if name in payload]
    if not clients or len(set(clients)) > 1:
        raise TokenRefused("client")
    _check_audience(payload, trust)
    return clients[0]


def _check_audience(payload: dict[str, Any], trust: Trust) -> None:
    """An ID token's audience is the client; with no audience configured an access token's must not be."""
    if trust.audience is not None:
        if trust.audience not in _audience(payload):
            raise TokenRefused("audience")
    elif "aud" in payload and set(_audience(payload)) & set(trust.client_ids):
        raise TokenRefused("not_an_access_token")


def _listed_client(client_id: object, trust: Trust) -> str:
    if isinstance(client_id, str) and client_id in trust.client_ids:
        return client_id
    raise TokenRefused("client")


def _audience(payload: dict[str, Any]) -> list[str]:
    value = payload.get("aud")
    if audience := [value] if isinstance(value, str) else strings(value):
        return audience
    raise TokenRefused("audience")


def _scopes(payload: dict[str, Any]) -> frozenset[str]:
    """`scope` is words in one string (RFC 8693, 4.2); `scp` is the same, or a list, at other issuers."""
    value = payload.get("scope", payload.get("scp", ""))
    words = value.split(" ") if isinstance(value, str) else strings(value)
    if words is None or len(words) > MAX_SCOPES:
        raise TokenRefused("scope")
    return frozenset(word for word in words if word)
