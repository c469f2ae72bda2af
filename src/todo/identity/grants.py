"""What is granted, and for what: codes for a sign-in, tokens for a code, new tokens for a refresh token.

Authlib decides what RFC 6749, RFC 7636, RFC 7009 and OpenID Connect say; here is what it decides upon.
"""

# Authlib has no types of its own, and what pyright infers of it is not what it takes and gives.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from datetime import timedelta
from typing import Any, cast

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode, OpenIDToken

from todo.identity.clients import Client
from todo.identity.current import current
from todo.identity.keys import sign
from todo.identity.protocol import ProtocolRequest
from todo.identity.seal import digest, random_text
from todo.identity.tokens import LIFETIME_SECONDS, Bearer, access_claims, id_claims
from todo.store.identity import family, grant_code, person
from todo.store.identity.family import Family
from todo.store.identity.grant_code import Asked, GrantCode, Replayed
from todo.store.identity.signin import Signin

_FAMILY_LIFETIME = timedelta(days=400)


def _make_tokens(request: ProtocolRequest, bearer: Bearer, scope: str) -> dict[str, Any]:
    """The answer of the token endpoint, but for the ID token. The refresh token's hash is stored here."""
    identity = current()
    refresh_token = random_text()
    lifetime = timedelta(days=identity.settings.session_days)
    family.add_token(request.conn, bearer.family.id, digest(refresh_token), lifetime)
    return {
        "access_token": sign(identity.ring(request.conn).signing, access_claims(identity, bearer, scope)),
        "refresh_token": refresh_token,
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "scope": scope,
    }


class _Code:
    """An authorization code as Authlib wants to see it."""

    def __init__(self, stored: GrantCode) -> None:
        self.stored = stored
        self.code_challenge = stored.asked.challenge
        self.code_challenge_method = "S256"

    def get_redirect_uri(self) -> str:
        return self.stored.asked.redirect_uri

    def get_scope(self) -> str:
        return self.stored.asked.scope


class _RefreshToken:
    """A refresh token as Authlib wants to see it."""

    def __init__(self, found: Family) -> None:
        self.family = found

    def check_client(self, client: Client) -> bool:
        return self.family.client == client.client_id

    def get_scope(self) -> str:
        return self.family.scope


class _Grant:
    """What both grants share."""

    request: ProtocolRequest
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")

    def generate_token(self, user: Bearer, scope: str, **_: object) -> dict[str, Any]:
        return _make_tokens(self.request, user, scope)

    def _bearer(self, found: Family) -> Bearer | None:
        who = person.read(self.request.conn, found.person)
        return Bearer(who, found) if who else None


class CodeGrant(_Grant, AuthorizationCodeGrant):
    def generate_authorization_code(self) -> str:
        return random_text()

    def save_authorization_code(self, code: str, request: ProtocolRequest) -> None:
        signin, given = cast("Signin", request.user), request.parameters
        client = cast("Client", request.client).client_id
        asked = Asked(client, given["redirect_uri"], given["scope"], given.get("nonce"), given["code_challenge"])
        grant_code.create(request.conn, digest(code), signin.person.id, signin.hash, signin.auth_time, asked)

    def query_authorization_code(self, code: str, client: Client) -> _Code | None:
        """The code is used up from here on, also if the verifier or the address turn out to be wrong."""
        used = grant_code.use(self.request.conn, digest(code))
        if isinstance(used, Replayed):
            family.end(self.request.conn, used.family)
        return _Code(used) if isinstance(used, GrantCode) and used.asked.client == client.client_id else None

    def delete_authorization_code(self, authorization_code: _Code) -> None:
        """It is kept, used, so that a second use is noticed."""

    def authenticate_user(self, authorization_code: _Code) -> Bearer | None:
        return self._bearer(family.begin(self.request.conn, authorization_code.stored, _FAMILY_LIFETIME))


class RotatingGrant(_Grant, RefreshTokenGrant):
    """Each refresh token is good for one use (RFC 9700, section 4.14.2). There is no time of grace for a lost answer:
    a thief would have it as well, and a person who is sent to sign in again loses nothing."""

    def authenticate_refresh_token(self, refresh_token: str) -> _RefreshToken | None:
        client = cast("Client", self.request.client).client_id
        found = family.use_token(self.request.conn, digest(refresh_token), client)
        return _RefreshToken(found) if found else None

    def authenticate_user(self, refresh_token: _RefreshToken) -> Bearer | None:
        return self._bearer(refresh_token.family)

    def revoke_old_credential(self, refresh_token: _RefreshToken) -> None:
        """It ended when it was looked up."""


class Pkce(CodeChallenge):
    """S256 for every client (RFC 9700, section 2.1.1); Authlib alone would take `plain`, or none at all."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        given = grant.request.parameters
        if not given.get("code_challenge") or given.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A 'code_challenge' with 'code_challenge_method=S256' is needed.")
        super().validate_code_challenge(grant, redirect_uri)


def _encode_id_token(_self: object, token: dict[str, Any], request: ProtocolRequest) -> str:
    identity = current()
    code = cast("_Code | None", request.authorization_code)
    claims = id_claims(
        identity, cast("Bearer", request.user), token["scope"], token["access_token"], code and code.stored.asked.nonce
    )
    return sign(identity.ring(request.conn).signing, claims)


class CodeIdToken(OpenIDCode):
    encode_id_token = _encode_id_token

    def exists_nonce(self, nonce: str, request: ProtocolRequest) -> bool:  # noqa: ARG002 (Authlib's hook)
        """The nonce is the client's to compare; a code that comes twice is noticed without it."""
        return False


class RefreshIdToken(OpenIDToken):
    encode_id_token = _encode_id_token


class Revocation(RevocationEndpoint):
    """RFC 7009, for refresh tokens: the family ends. What is no token is no error either."""

    CLIENT_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")

    def authenticate_token(self, request: ProtocolRequest, client: Client) -> Family | None:
        self.check_params(request, client)
        found = family.of_token(request.conn, digest(request.form["token"]))
        if found and found.client != client.client_id:
            raise InvalidGrantError
        return found

    def revoke_token(self, token: Family, request: ProtocolRequest) -> None:
        family.end(request.conn, token.id)
