"""Pages: how they are rendered, and what a browser may do with them."""

import math
from typing import Any

from flask import Response, make_response, redirect, render_template

from todo.errors import Problem
from todo.identity import csrf, onward
from todo.identity.current import current
from todo.store.identity.link import LIFETIME_MINUTES

_TITLES = {403: "This page has expired", 413: "That was too much", 429: "Too many attempts", 503: "Just a moment"}

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}


def render(template: str, status: int = 200, *, form_action: str = "", **values: Any) -> Response:
    """A page. `form_action` is an origin that the answer to its form may send the browser on to: Chromium holds the
    redirects that follow a form to the policy as well."""
    page = render_template(
        f"identity/{template}.html",
        onward=onward.query(),
        form_token=csrf.token(),
        is_open=current().settings.sign_up == "open",
        reaches_people=current().outbox.reaches_people,
        minutes=LIFETIME_MINUTES,
        **values,
    )
    response = make_response(page, status, _HEADERS)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"base-uri 'none'; form-action 'self'{form_action and ' '}{form_action}; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    return response


def problem(error: Problem) -> Response:
    """A refusal, for people."""
    title = _TITLES.get(error.status, "That did not work")
    wait = _in_words(int(error.headers.get("Retry-After", 0)))
    response = render("problem", error.status, title=title, detail=error.detail, wait=wait, code=error.code)
    response.headers.update(error.headers)
    return response


def done(title: str, detail: str, *, next_page: tuple[str, str] = ("/login", "Sign in")) -> Response:
    """Something is finished; `next_page` is an address and what the button to it says."""
    return render("done", title=title, detail=detail, next=next_page)


def go(location: str) -> Response:
    """On to another page, by GET."""
    return private(make_response(redirect(location, 303)))


def private(response: Response) -> Response:
    """Kept by no cache, and not told to the page that it leads to."""
    response.headers.update(_HEADERS)
    return response


def _in_words(seconds: int) -> str:
    if seconds <= 0:
        return ""
    count, unit = (seconds, "second") if seconds < 60 else (math.ceil(seconds / 60), "minute")
    return f"{count} {unit}{'s' if count > 1 else ''}"
