"""A form counts only if a page of ours was its origin.

Each form bears a signature of the random value that the browser has in a cookie; another site can read neither, and
cannot sign a cookie that it might manage to set. Where the browser says which site sent the form, that is asked first.
"""

from urllib.parse import urlsplit

from flask import Response, g, request

from todo.errors import Problem
from todo.identity import cookies
from todo.identity.current import current
from todo.identity.seal import is_signature, random_text, signature


def token() -> str:
    """What a form has to bear; `keep` gives the browser the cookie to it."""
    if not hasattr(g, "form_cookie"):
        g.form_cookie = cookies.read("form") or random_text()
    return signature(current().secret, "form", g.form_cookie)


def keep(response: Response) -> Response:
    value: str | None = getattr(g, "form_cookie", None)
    if value is not None and value != cookies.read("form"):
        cookies.write(response, "form", value)
    return response


def check() -> None:
    """Raises Problem 403."""
    if not _is_from_here() or not _is_signed():
        raise Problem(
            403, "form_expired", "It was open for too long, or another site has opened it. Nothing was changed."
        )


def _is_from_here() -> bool:
    """By Sec-Fetch-Site, which no page can forge, or by Origin; `null` there comes of our own Referrer-Policy too."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    base = urlsplit(current().base)
    return origin in {"null", f"{base.scheme}://{base.netloc}"}


def _is_signed() -> bool:
    value = cookies.read("form")
    return bool(value) and is_signature(request.form.get("form", ""), current().secret, "form", value)
