"""Whether a browser's request comes from our own pages: what a cookie alone cannot say (RFC 10017, CSRF)."""

from urllib.parse import urlencode, urlsplit

from flask import request

from todo.auth import current
from todo.errors import Problem

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OUR_HEADER = "todo"


def check_script() -> None:
    """Raises Problem 403 unless our own page's script sends this: other sites cannot add the header."""
    if request.headers.get("X-Requested-With") != OUR_HEADER:
        raise Problem(403, "cross_site", "With a cookie, send the header 'X-Requested-With: todo'.")
    check_page()


def check_page() -> None:
    """Raises Problem 403 unless the browser says that our own page sends this; a form cannot add headers."""
    if not is_same_origin():
        raise Problem(403, "cross_site", "This request comes from another site.")


def is_same_origin() -> bool:
    """By Fetch Metadata (W3C), or by `Origin` (RFC 6454) from a browser that does not send it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == base_origin()


def check_navigation() -> None:
    """Raises Problem 403 unless this is a page of its own being opened: a script cannot read the answer then."""
    mode, destination = request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")
    if mode not in {None, "navigate"} or destination not in {None, "document"}:
        raise Problem(403, "navigation_only", "Open this address in a window of its own.")


def is_elsewhere() -> bool:
    """True under another host name than base_url's, but for who was moved here already: a proxy may rename us."""
    return request.host != urlsplit(current.settings().base_url).netloc and "moved" not in request.args


def moved_here() -> str:
    """The same address under base_url."""
    query = urlencode({**request.args.to_dict(), "moved": ""})
    return f"{base_origin()}{request.path}?{query}"


def base_origin() -> str:
    parts = urlsplit(current.settings().base_url)
    return f"{parts.scheme}://{parts.netloc}"
