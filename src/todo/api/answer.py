"""Answers: one row with its ETag, and pages of rows."""

import base64
import hashlib
import json
from typing import Any, cast
from urllib.parse import urlencode

from flask import Response, request

from todo.auth.asker import asker
from todo.errors import wrong
from todo.store.change import Stored
from todo.store.row import Page

_NO_TEXT = {"\x00", *map(chr, range(0xD800, 0xE000))}  # PostgreSQL's text has no NUL, and UTF-8 no surrogates
_PRIVATE = "private, no-cache"  # keep it if you like, but ask each time whether it is still so


def row(stored: Stored, *, created_at: str | None = None) -> Response:
    """The row; 304 if the client has it already; 201 if it was made now and is at the address `created_at`."""
    response = Response(stored.body, 201 if created_at else 200, content_type="application/json")
    response.headers["Cache-Control"] = _PRIVATE
    response.set_etag(_tag(stored.seq))
    if created_at:
        response.headers["Location"] = created_at
        return response
    if request.method in {"GET", "HEAD"}:
        response.make_conditional(request)
    return response


def whose() -> str:
    """The second half of each ETag: two people at one browser ask for `/todo`, and both are at number 5.

    So does a program that sees one list of them.
    """
    return (asker().list or asker().space).hex[-12:]


def _tag(seq: int) -> str:
    return f"{seq}-{whose()}"


def nothing() -> Response:
    return Response(status=204)


def collection_tag(seq: int, found: Page | None = None) -> str:
    """The ETag of a page: the space's last change, and what was found where that changes by time alone."""
    return _tag(seq) + (f"-{hashlib.sha256(repr(found).encode()).hexdigest()[:16]}" if found else "")


def is_known(tag: str) -> bool:
    """True if the client says that it has this page already."""
    return request.if_none_match.contains_weak(tag)


def not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.headers["Cache-Control"] = _PRIVATE
    response.set_etag(tag, weak=True)
    return response


def page(found: Page, tag: str, order: str) -> Response:
    """The rows as a JSON array; where there are more, `Link` names the next page (RFC 8288)."""
    response = Response("[" + ",".join(found.rows) + "]", content_type="application/json")
    response.headers["Cache-Control"] = _PRIVATE
    response.set_etag(tag, weak=True)
    if found.last:
        arguments = {**request.args.to_dict(), "cursor": _cursor(order, found.last)}
        response.headers["Link"] = f'<{request.path}?{urlencode(arguments)}>; rel="next"'
    return response


def _cursor(order: str, last: list[str]) -> str:
    text = json.dumps([order, *last], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def behind(cursor: str | None, order: str, count: int) -> list[str] | None:
    """The `count` values that a cursor for this order holds. Raises Problem 422 for one that was not given out so."""
    if cursor is None:
        return None
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, list) or read[:1] != [order]:
        raise wrong("cursor", "invalid", "take it from the Link header, with the same order")
    values = cast("list[Any]", read)[1:]
    if len(values) != count or not all(isinstance(value, str) and _NO_TEXT.isdisjoint(value) for value in values):
        raise wrong("cursor", "invalid", "take it from the Link header, with the same order")
    return cast("list[str]", values)
