"""The pages of /auth: plain HTML without script, that nobody may keep or embed."""

from typing import Any

from flask import Response, make_response, render_template

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def render(template: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(f"auth/{template}.html", **values), status, _HEADERS)


def onward(to: str) -> Response:
    """On to `to` by a page of our own.

    After a redirect from another site browsers hold back a SameSite=Strict cookie, and a form's policy (CSP,
    form-action) holds for the redirects that follow it; what this page starts is a request of our own site.
    """
    return render("onward", to=to)


def failed(status: int, title: str, detail: str) -> Response:
    """A sign-in that did not come off, without a word of what the issuer has sent."""
    return render("failed", status, title=title, detail=detail)
