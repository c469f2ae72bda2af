"""The OAuth server: who its clients are, what it grants, and its answers.

Everything of one request is one transaction, whose connection is a part of the request.
"""

# Authlib has no types of its own, and what pyright infers of it is not what it takes and gives.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from typing import Any, cast
from urllib.parse import unquote

from authlib.common.urls import add_params_to_uri
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidClientError
from flask import Response
from flask import request as http

from todo.identity.clients import Client
from todo.identity.current import current
from todo.identity.grants import CodeGrant, CodeIdToken, Pkce, RefreshIdToken, Revocation, RotatingGrant
from todo.identity.protocol import ProtocolRequest
from todo.store.identity.signin import Signin


class Server(AuthorizationServer):
    def create_oauth2_request(self, request: ProtocolRequest) -> ProtocolRequest:
        return request

    def query_client(self, client_id: str) -> Client | None:
        return current().clients.get(client_id)

    def save_token(self, token: dict[str, Any], request: ProtocolRequest) -> None:
        """Nothing: access tokens are not stored, and refresh tokens were when they were made."""


def _basic(query_client: Any, _request: ProtocolRequest) -> Client | None:
    """RFC 6749, section 2.3.1: id and secret are form-encoded. (Authlib's own trips over what is not UTF-8.)"""
    given = http.authorization
    if given is None or given.type != "basic" or not given.username or given.password is None:
        return None
    client: Client | None = query_client(unquote(given.username))
    if client is None or not client.check_client_secret(unquote(given.password)):
        raise InvalidClientError(status_code=401)
    return client


def _make_server() -> Server:
    server = Server()
    server.register_grant(CodeGrant, [Pkce(required=True), CodeIdToken()])
    server.register_grant(RotatingGrant, [RefreshIdToken()])
    server.register_endpoint(Revocation)
    server.register_client_auth_method("client_secret_basic", _basic)
    return server


_server = _make_server()


def token_answer(request: ProtocolRequest) -> Response:
    """Tokens for a code or a refresh token, or the error of RFC 6749, section 5.2."""
    return cast("Response", _server.create_token_response(request))


def revocation_answer(request: ProtocolRequest) -> Response:
    return cast("Response", _server.create_endpoint_response("revocation", request))


def asked_for(request: ProtocolRequest, signin: Signin | None) -> CodeGrant:
    """What a client asks for, checked. Raises OAuth2Error, with `redirect_uri` only if that is the client's."""
    return cast("CodeGrant", _server.get_consent_grant(request, end_user=signin))


def code_answer(grant: CodeGrant, signin: Signin | None) -> Response:
    """Back to the client, with a code; or, with nobody who allows it, with `access_denied`."""
    answer = _server.create_authorization_response(grant.request, grant_user=signin, grant=grant)
    return _with_issuer(cast("Response", answer))


def error_answer(error: OAuth2Error) -> Response:
    """Back to the client if the error says where that is, else as JSON."""
    answer: Any = _server.handle_response(*error())
    return _with_issuer(answer) if error.redirect_uri else cast("Response", answer)


def _with_issuer(response: Response) -> Response:
    """RFC 9207: which issuer the answer is from."""
    response.location = add_params_to_uri(response.location, [("iss", current().settings.base_url)])
    return response
