"""/logout, as Cognito has it: `client_id` and one of its `logout_uri`."""

from flask import Blueprint, Response, request

from todo import db
from todo.auth.guard import public
from todo.identity import cookies, csrf, entry, pages
from todo.identity.current import current


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/logout", view_func=show_logout, methods=["GET"])
    blueprint.add_url_rule("/logout", view_func=logout, methods=["POST"])


@public
def show_logout() -> Response:
    """At once if a client of ours sends the browser; if any other page does, the person is asked."""
    target = _target()
    if target is None or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return pages.render("log_out")
    return _signed_out(pages.go(target))


@public
def logout() -> Response:
    csrf.check()
    return _signed_out(pages.done("You are signed out", "See you soon.", next_page=("/auth/login", "Sign in again")))


def _target() -> str | None:
    """None unless the client has registered it, to the letter."""
    client = current().clients.get(request.args.get("client_id", ""))
    wanted = request.args.get("logout_uri", "")
    return wanted if client and wanted in client.logout_uris else None


def _signed_out(response: Response) -> Response:
    with db.transaction(identity="on") as conn:
        entry.end(conn)
    cookies.clear(response, "signin")
    return response
