"""Nobody gets past without saying who they are: every route has an asker unless its view is marked `public`."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from todo.auth import bearer, session

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Marks a view that anybody may call."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    return getattr(view, "is_public", False)


def install(app: Flask) -> None:
    if "static" in app.view_functions:
        public(app.view_functions["static"])
    app.before_request(_admit)
    app.after_request(session.renew_cookie)


def _admit() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or is_public(view):
        return  # where there is no view Flask answers 404 or 405
    # A program's header wins: a cookie that a browser adds by itself must not change whose request this is.
    authorization = request.headers.get("Authorization")
    g.asker = session.asker() if authorization is None else bearer.asker_of(authorization)
    g.spaces = f"{{{g.asker.space}}}"
