"""Answers that are the same for everybody: made and compressed once, at the first request."""

import gzip
from collections.abc import Callable, Mapping

from flask import Response, current_app, request


def answer(name: str, make: Callable[[], str], content_type: str, headers: Mapping[str, str]) -> Response:
    """What `make` has made, from `app.extensions[name]` after the first time; 304 if the client has it."""
    kept = current_app.extensions
    if name not in kept:
        plain = make().encode()
        kept[name] = (plain, gzip.compress(plain, mtime=0))
    plain, compressed = kept[name]
    is_compressed = request.accept_encodings.quality("gzip") > 0
    response = Response(compressed if is_compressed else plain, headers=dict(headers), content_type=content_type)
    response.vary.add("Accept-Encoding")
    if is_compressed:
        response.content_encoding = "gzip"
    response.add_etag()
    response.make_conditional(request)
    return response
