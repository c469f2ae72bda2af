"""The page at `/`: a static shell that its script fills through the API."""

from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request

from todo.auth.guard import public
from todo.settings import LOOPBACK, Settings

blueprint = Blueprint("page", __name__)

_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'{events}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
}


@blueprint.get("/")
@public
def page() -> Response:
    """The same for everyone: who asks is the script's question."""
    settings = cast("Settings", current_app.extensions["todo.settings"])
    if _is_other_loopback_name(settings.base_url):
        response = make_response(redirect(settings.base_url))
        response.headers["Cache-Control"] = "no-store"
        return response
    shell = render_template("page.html", is_sign_up_here=settings.is_built_in_issuer and settings.sign_up == "open")
    response = make_response(
        shell, {name: value.format(events=_elsewhere(settings)) for name, value in _HEADERS.items()}
    )
    response.add_etag()
    response.make_conditional(request)
    return response


def _elsewhere(settings: Settings) -> str:
    """The origin of the event stream, where that is not the page's own, as another source of `connect-src`."""
    base, events = urlsplit(settings.base_url), urlsplit(settings.events_address)
    is_same = (base.scheme, base.netloc) == (events.scheme, events.netloc)
    return "" if is_same else f" {events.scheme}://{events.netloc}"


def _is_other_loopback_name(base_url: str) -> bool:
    """A session belongs to one host name: who has opened `localhost` could not sign in at `127.0.0.1`.

    With another port there is something in between, which may well send back whoever is sent on.
    """
    base, asked = urlsplit(base_url), urlsplit(f"//{request.host}")
    names = {base.hostname, asked.hostname}
    return len(names) == 2 and names <= LOOPBACK and base.port == asked.port
