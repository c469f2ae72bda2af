"""Live events: server-sent events that say 'there is something new', and never what."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Response, current_app, make_response, redirect

from todo.api.contract import contract
from todo.errors import Problem
from todo.settings import Settings

blueprint = Blueprint("events", __name__)


@blueprint.get("/events")
@contract(
    str,
    media="text/event-stream",
    status=(200, 307),
    problems=["cross_site", "misdirected", "too_many_streams", "full", "draining"],
)
def stream() -> Response:
    """Hear of changes at once.

    A stream of server-sent events. Each `cursor` event says how far the account's changes have come; fetch them by
    `POST /sync`. The first comes at once, unless `Last-Event-ID` names the newest. A comment comes every 20 seconds.
    """
    if begin := cast("Callable[[], Response] | None", current_app.extensions.get("todo.begin_stream")):
        return begin()
    settings = cast("Settings", current_app.extensions["todo.settings"])
    if settings.events_address == settings.base_url.rstrip("/") + "/events":
        raise Problem(421, "misdirected", f"The proxy in front must lead /events to port {settings.events_port}.")
    response = make_response(redirect(settings.events_address, 307))
    response.headers["Cache-Control"] = "no-store"
    return response
