"""Health, for load balancers: whether the process lives, and whether it can work."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Response, current_app

from todo import db
from todo.api.contract import contract
from todo.auth import bearer
from todo.auth.guard import public
from todo.errors import Problem

blueprint = Blueprint("health", __name__, url_prefix="/health")


def _refuse_if_draining() -> None:
    is_draining = cast("Callable[[], bool]", current_app.extensions["todo.is_draining"])
    if is_draining():
        raise Problem(503, "draining", "This process is stopping; ask another.")


@blueprint.get("/live")
@public
@contract(str, media="text/plain", problems=["draining"])
def live() -> Response:
    """Whether the process lives.

    The process alone: a database that is away must not end every process.
    """
    _refuse_if_draining()
    return Response("live\n", content_type="text/plain")


@blueprint.get("/ready")
@public
@contract(str, media="text/plain", problems=["draining", "database_away", "issuer_unreachable"])
def ready() -> Response:
    """Whether the process can work.

    The process with its database, and with the issuer's keys: from here on a token can be judged.
    """
    _refuse_if_draining()
    if not db.is_reachable():
        raise Problem(503, "database_away", "The database is away.", headers={"Retry-After": "2"})
    bearer.warm()
    return Response("ready\n", content_type="text/plain")
