"""The endpoints that programs call: /oauth2/token, /oauth2/revoke, /oauth2/userInfo."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, jsonify, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from todo import db
from todo.auth.guard import public
from todo.db import Connection
from todo.identity.current import current
from todo.identity.keys import ALGORITHM
from todo.identity.protocol import ProtocolRequest
from todo.identity.provider import error_answer, revocation_answer, token_answer
from todo.identity.tokens import about
from todo.store.identity import family, person

_LONGEST_TOKEN = 8192


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/oauth2/token", view_func=token, methods=["POST"])
    blueprint.add_url_rule("/oauth2/revoke", view_func=revoke, methods=["POST"])
    blueprint.add_url_rule("/oauth2/userInfo", view_func=user_info, methods=["GET", "POST"])


@public
def token() -> Response:
    return _answer(token_answer)


@public
def revoke() -> Response:
    return _answer(revocation_answer)


def _answer(respond: Callable[[ProtocolRequest], Response]) -> Response:
    """What ends a code or a family is kept also where the answer is an error: Authlib turns that into a response."""
    with db.transaction(identity="on") as conn:
        try:
            response = respond(ProtocolRequest(conn, request.form))
        except OAuth2Error as error:
            response = error_answer(error)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
def user_info() -> Response:
    """OpenID Connect Core, section 5.3. A family that has ended ends this as well."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return _refused(None)
    with db.transaction(identity="on") as conn:
        claims = _claims(conn, token.strip())
        if not claims or not family.is_alive(conn, UUID(claims["origin_jti"])):
            return _refused("invalid_token")
        found = person.read(conn, UUID(claims["sub"]))
    if found is None:
        return _refused("invalid_token")
    response = jsonify({**about(found, claims["scope"]), "username": claims["username"]})
    response.headers["Cache-Control"] = "no-store"
    return response


def _claims(conn: Connection, token: str) -> dict[str, Any] | None:
    """Of one of our own access tokens; None if it is not."""
    if len(token) > _LONGEST_TOKEN:
        return None
    keys = KeySet.import_key_set(cast("Any", current().ring(conn).published))
    registry = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": current().settings.base_url},
        exp={"essential": True},
        token_use={"essential": True, "value": "access"},
    )
    try:
        decoded = jwt.decode(token, keys, [ALGORITHM])
        registry.validate(decoded.claims)
    except (JoseError, ValueError):
        return None
    return decoded.claims


def _refused(error: str | None) -> Response:
    """RFC 6750, section 3."""
    challenge = f'Bearer error="{error}"' if error else "Bearer"
    return Response(status=401, headers={"WWW-Authenticate": challenge, "Cache-Control": "no-store"})
