"""The two blueprints of the built-in sign-in: pages for people, and endpoints for programs."""

import logging
from typing import cast

from flask import Blueprint, Flask, request

from todo.auth.secret import load_secret
from todo.errors import problem_of
from todo.identity import csrf, pages
from todo.identity.clients import make_clients
from todo.identity.current import Identity
from todo.identity.hashing import Passwords
from todo.identity.routes import authorize, discovery, forgotten, login, logout, password, sign_up, token
from todo.mail import Outbox
from todo.settings import Settings

_LARGEST_FORM_BYTES = 64 * 1024


def install(app: Flask) -> None:
    settings = cast("Settings", app.extensions["todo.settings"])
    app.extensions["todo.identity"] = Identity(
        settings, load_secret(settings), make_clients(settings), Passwords(), Outbox(settings)
    )
    # It would write tokens into a log that is set to tell everything.
    logging.getLogger("authlib").setLevel(logging.INFO)
    app.register_blueprint(_for_people())
    app.register_blueprint(_for_programs())


def _for_people() -> Blueprint:
    blueprint = Blueprint("identity", __name__, template_folder="templates")
    for part in (authorize, login, sign_up, forgotten, password, logout):
        part.add_to(blueprint)
    blueprint.before_request(_bound_form)
    blueprint.after_request(csrf.keep)
    blueprint.register_error_handler(Exception, lambda error: pages.problem(problem_of(error)))
    return blueprint


def _for_programs() -> Blueprint:
    blueprint = Blueprint("issuer", __name__)
    for part in (token, discovery):
        part.add_to(blueprint)
    blueprint.before_request(_bound_form)
    return blueprint


def _bound_form() -> None:
    request.max_content_length = _LARGEST_FORM_BYTES
    request.max_form_memory_size = _LARGEST_FORM_BYTES
