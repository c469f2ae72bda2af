"""What clients and verifiers read about the issuer (OpenID Connect Discovery 1.0, RFC 7517)."""

from flask import Blueprint, Response, jsonify

from todo import db
from todo.auth.guard import public
from todo.identity.clients import SCOPES
from todo.identity.current import current
from todo.identity.keys import ALGORITHM

_FRESH_SECONDS = 300


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/.well-known/openid-configuration", view_func=configuration, methods=["GET"])
    blueprint.add_url_rule("/.well-known/jwks.json", view_func=jwks, methods=["GET"])


@public
def configuration() -> Response:
    base = current().base
    methods = ["client_secret_basic", "client_secret_post", "none"]
    return _public(
        issuer=current().settings.base_url,
        authorization_endpoint=base + "/oauth2/authorize",
        token_endpoint=base + "/oauth2/token",
        revocation_endpoint=base + "/oauth2/revoke",
        userinfo_endpoint=base + "/oauth2/userInfo",
        end_session_endpoint=base + "/logout",
        jwks_uri=base + "/.well-known/jwks.json",
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code", "refresh_token"],
        code_challenge_methods_supported=["S256"],
        token_endpoint_auth_methods_supported=methods,
        revocation_endpoint_auth_methods_supported=methods,
        scopes_supported=list(SCOPES),
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=[ALGORITHM],
        prompt_values_supported=["none", "login", "select_account", "consent"],
        claims_supported=["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "email", "email_verified", "name"],
        authorization_response_iss_parameter_supported=True,
        claims_parameter_supported=False,
        request_parameter_supported=False,
        request_uri_parameter_supported=False,
    )


@public
def jwks() -> Response:
    with db.transaction(identity="on") as conn:
        return _public(**current().ring(conn).published)


def _public(**content: object) -> Response:
    response = jsonify(content)
    response.headers["Cache-Control"] = f"public, max-age={_FRESH_SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
