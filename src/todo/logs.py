"""What the program says of itself: text for a person at a terminal, or one JSON object a line for machines.

As JSON there is a line for each request too. No line ever holds a token, a cookie, a query, a body or a title: of a
request it has the route, not the path, and of an error its kind and where it happened, not its text, which in the case
of PostgreSQL quotes the row.
"""

import json
import logging
import re
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal
from uuid import uuid4

import psycopg
from flask import Flask, Response, g, has_request_context, request

log = logging.getLogger("todo.request")

_QUIET = "health."  # load balancers ask every few seconds
# Application Load Balancer user guide, "Request tracing": Self is this request's, Root that of the first of several.
_TRACE = re.compile(r"(?:^|;)\s*(Self|Root)=(1-[0-9a-f]{8}-[0-9a-f]{24})(?=\s*(?:;|$))")


def configure(form: Literal["text", "json"]) -> None:
    """Sends what this process logs to standard error, in that form."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    log.setLevel(logging.INFO if form == "json" else logging.WARNING)


class JsonLines(logging.Formatter):
    """One object a line, whatever happens; `extra={"fields": {…}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_of_request(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line |= _of_error(record.exc_info[1], record.exc_info[2])
        return json.dumps(line, default=str)


def _of_request() -> dict[str, Any]:
    if not has_request_context() or "request_id" not in g:
        return {}
    asker = g.get("asker")
    return {
        "request_id": g.request_id,
        "account": asker and str(asker.account),
        "method": request.method,
        "route": request.url_rule and request.url_rule.rule,
    }


def _of_error(error: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "error": type(error).__qualname__,
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)],
    }
    if isinstance(error, psycopg.Error):
        found |= {"sqlstate": error.sqlstate, "constraint": error.diag.constraint_name}
    return found


def install(app: Flask) -> None:
    """Gives each request an id and each answer `X-Request-Id`. To be installed first: then it sees everything."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    found = dict(_TRACE.findall(request.headers.get("X-Amzn-Trace-Id", "")[:1000]))
    g.request_id = found.get("Self") or found.get("Root") or uuid4().hex
    g.began = time.perf_counter()


def milliseconds() -> float:
    """How long this request has taken so far."""
    return (time.perf_counter() - g.began) * 1000


def is_quiet() -> bool:
    """True for requests that are not worth a line or a number: those of whoever asks whether we live."""
    return (request.endpoint or "").startswith(_QUIET)


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    if not is_quiet():
        fields = {"status": response.status_code, "ms": round(milliseconds(), 1)}
        log.info("request", extra={"fields": fields})
    return response
