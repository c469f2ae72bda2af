"""/auth/program: how a program on somebody's own machine signs them in: RFC 8252."""

from flask import Response, jsonify

from todo.auth import bearer, current
from todo.auth.fetch import IssuerUnreachable
from todo.auth.guard import public
from todo.auth.signin import SCOPES
from todo.errors import Problem
from todo.identity.clients import CLI_CLIENT_ID

ANY_PORT = "http://127.0.0.1:0/callback"
"""At the built-in issuer: the program puts a free port in the place of 0."""
FIXED_PORT = "http://localhost:8400/callback"
"""At an outside issuer: Cognito takes plain http for `localhost` only, and compares the port with what it was told."""


@public
def program() -> Response:
    """The endpoints, the client and where its answer goes. 404 if the issuer knows no client for programs."""
    settings = current.settings()
    client = CLI_CLIENT_ID if settings.is_built_in_issuer else next(iter(settings.client_id[1:]), None)
    try:
        endpoints = current.verifier().endpoints.value()
    except IssuerUnreachable:
        raise bearer.unreachable() from None
    if client is None or endpoints.authorization is None or endpoints.token is None:
        raise Problem(404, "no_program_client", "Programs sign in here with a personal access token only.")
    response = jsonify({
        "client_id": client,
        "authorization_endpoint": endpoints.authorization,
        "token_endpoint": endpoints.token,
        "revocation_endpoint": endpoints.revocation or "",
        "redirect_uri": ANY_PORT if settings.is_built_in_issuer else FIXED_PORT,
        "scope": " ".join(SCOPES),
    })  # fmt: skip
    response.headers["Cache-Control"] = "no-cache"
    return response
