"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): a POST that is sent twice is done once.

The key is claimed, the work is done and the answer is kept in one transaction: whatever ends the process in between,
there is all of it or nothing. A refusal is not kept, since it has changed nothing.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, request

from todo import db
from todo.api.contract import promise_of
from todo.auth.asker import asker
from todo.auth.guard import is_public
from todo.errors import wrong
from todo.store import answer
from todo.store.answer import Kept

HEADER = "Idempotency-Key"
_KEY = re.compile(r'"([ !#-\[\]-~]{1,255})"|([!#-+\--~]{1,255})')  # a string of RFC 9651 without escapes, or bare
_KEPT_HEADERS = ("Content-Type", "Cache-Control", "ETag", "Location", "Link")


def once(dispatch: Callable[[], Any]) -> Any:
    """What `dispatch` answers to this request, or has answered to it before. Raises Problem 409 or 422."""
    header = request.headers.get(HEADER) if request.method == "POST" else None
    if header is None or not _is_heeded():
        return dispatch()
    key, space, fingerprint = _key(header), asker().space, _fingerprint()
    with db.joined() as conn:
        if kept := answer.claim(conn, space, key, fingerprint):
            return Response(kept.body, kept.status, kept.headers)
        response = make_response(dispatch())
        if response.status_code < 400:
            headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
            answer.keep(
                conn, space, key, fingerprint, Kept(response.status_code, headers, response.get_data(as_text=True))
            )
    return response


def _is_heeded() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    promise = promise_of(view) if view and not is_public(view) else None
    return promise is not None and promise.keeps_answers


def _key(header: str) -> str:
    found = _KEY.fullmatch(header)
    if not found:
        raise wrong(HEADER, "invalid", "write 1 to 255 printable characters of ASCII, best in quotation marks")
    return found[1] or found[2]


def _fingerprint() -> bytes:
    """Who asks for what: a key says nothing to anybody else, and nothing with another body."""
    asked = (asker().actor, request.full_path, request.headers.get("If-Match", ""))
    return hashlib.sha256("\n".join(asked).encode() + b"\n" + request.get_data()).digest()
