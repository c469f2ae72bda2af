"""/oauth2/authorize: a client asks for a code (OpenID Connect Core, section 3.1.2)."""

from typing import cast

from authlib.oauth2 import OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError
from flask import Blueprint, Response, request

from todo import db
from todo.auth.guard import public
from todo.db import Connection
from todo.identity import csrf, entry, onward, pages
from todo.identity.clients import Client, form_target
from todo.identity.protocol import ProtocolRequest
from todo.identity.provider import asked_for, code_answer, error_answer
from todo.store.identity.signin import Signin


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/oauth2/authorize", view_func=authorize, methods=["GET"])
    blueprint.add_url_rule("/oauth2/authorize", view_func=allow, methods=["POST"])


@public
def authorize() -> Response:
    with db.transaction(identity="on") as conn:
        return _authorized(conn, answer=None)


@public
def allow() -> Response:
    """The answer of a person whom the page has asked."""
    csrf.check()
    with db.transaction(identity="on") as conn:
        return _authorized(conn, answer=request.form.get("answer", "deny"))


def _authorized(conn: Connection, answer: str | None) -> Response:
    signin = _fresh(entry.present(conn))
    try:
        grant = asked_for(ProtocolRequest(conn, request.args), signin)
        if signin is None or grant.prompt in {"login", "select_account"}:
            return pages.go("/login" + onward.query())
        client = cast("Client", grant.request.client)
        if answer is None and (client.asks_first or grant.prompt == "consent"):
            return _question(client, signin, cast("str", grant.redirect_uri))
        return pages.private(code_answer(grant, signin if answer in {None, "allow"} else None))
    except OAuth2Error as error:
        return _refused(error)


def _fresh(signin: Signin | None) -> Signin | None:
    """None if the client wants a newer sign-in. Zero, and what is no number, wants a new one in any case."""
    wanted = request.args.get("max_age")
    if signin is None or wanted is None:
        return signin
    is_number = wanted.isascii() and wanted.isdigit()
    return signin if is_number and signin.age.total_seconds() < int(wanted[:9]) else None


def _question(client: Client, signin: Signin, redirect_uri: str) -> Response:
    if request.args.get("prompt") == "none":
        raise ConsentRequiredError(redirect_uri=redirect_uri, state=request.args.get("state"))
    return pages.render("allow", client=client, person=signin.person, form_action=form_target(redirect_uri))


def _refused(error: OAuth2Error) -> Response:
    """To the client, once it is clear that it is one and where it is; else to the person."""
    if error.redirect_uri:
        return pages.private(error_answer(error))
    detail = f"The application that sent you here asked for something that it may not have: {error.error}."
    return pages.render("problem", 400, title="This link does not work", detail=detail, wait="")
