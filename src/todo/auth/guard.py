"""Nobody gets past without saying who they are: every route has an asker unless its view is marked `public`.

What the asker may do there is decided here too; a personal access token may do less than the person who made it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from todo.auth import bearer, session
from todo.auth.asker import Asker
from todo.auth.origin import SAFE_METHODS
from todo.errors import Problem

View = TypeVar("View", bound=Callable[..., Any])

# What a token that is limited to one list may call; row-level security keeps it to that list. By name, so that a new
# route is closed to it.
_ROWS = ("create", "page", "read", "patch", "trash", "restore", "reorder")
WITHIN_A_LIST = frozenset(
    {
        *(f"{noun}.{view}" for noun in ("todo", "section") for view in _ROWS),
        *("todo.reopen", "todo.move", "bulk.bulk", "quick.add"),
        *(f"occurrence.{view}" for view in ("complete", "skip", "postpone", "detach", "occurrences")),
        *(f"{noun}.{view}" for noun in ("list", "tag") for view in ("page", "read")),
        "me.read",
    }
)


def public(view: View) -> View:
    """Marks a view that anybody may call."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def person_only(view: View) -> View:
    """Marks a view that a program may not call by itself: whoever holds its token must not get more by it."""
    view.is_person_only = True  # type: ignore[attr-defined]
    return view


def reads(view: View) -> View:
    """Marks a POST that may change nothing: it calls `asker().check_may_write()` itself where it does."""
    view.is_reading = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    return getattr(view, "is_public", False)


def is_person_only(view: Callable[..., Any]) -> bool:
    return getattr(view, "is_person_only", False)


def install(app: Flask) -> None:
    if "static" in app.view_functions:
        public(app.view_functions["static"])
    app.before_request(admit)
    app.after_request(session.renew_cookie)


def admit(*, is_visit: bool = True) -> None:
    """Finds out who sends this request and whether they may. Raises Problem.

    It is no visit when the program itself looks again at somebody who is still here: that keeps no session alive.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or is_public(view):
        return  # where there is no view Flask answers 404 or 405
    # A program's header wins: a cookie that a browser adds by itself must not change whose request this is.
    authorization = request.headers.get("Authorization")
    asker = session.asker(is_visit=is_visit) if authorization is None else bearer.asker_of(authorization)
    _check_may(asker, view)
    g.asker = asker
    g.spaces = f"{{{asker.space}}}"
    g.list = str(asker.list) if asker.list else ""


def _check_may(asker: Asker, view: Callable[..., Any]) -> None:
    if is_person_only(view) and not asker.is_person:
        raise Problem(403, "person_only", "Only a person may do this, signed in as themselves.")
    if asker.list and request.endpoint not in WITHIN_A_LIST:
        raise Problem(403, "limited", "This token is limited to one list and may not do this.")
    if request.method not in SAFE_METHODS and not getattr(view, "is_reading", False):
        asker.check_may_write()
