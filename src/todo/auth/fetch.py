"""Requests to the issuer: bounded in time and size, never redirected, in-process if the issuer is built in."""

from collections.abc import Callable, Iterable
from contextvars import Context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from todo.auth.strict_json import parse_object
from todo.settings import LOOPBACK

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MAX_ANSWER_BYTES = 131_072
MAX_SECONDS = 5.0
TIMEOUT = httpx.Timeout(3.0, connect=2.0)


class IssuerUnreachable(Exception):
    """The issuer did not answer, or not as OpenID Connect says. Nobody's token is at fault."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: dict[str, Any]


class _InProcess(httpx.BaseTransport):
    """Calls the program itself. In an empty context: Flask would share the outer request's `g` with it."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._wsgi = httpx.WSGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return Context().run(self._wsgi.handle_request, request)


def issuer_client(app: "WSGIApplication | None" = None) -> httpx.Client:
    """For an outside issuer, or in-process for the built-in one where `app` is given."""
    return httpx.Client(transport=_InProcess(app) if app else None, timeout=TIMEOUT, follow_redirects=False)


def is_trustworthy(url: object) -> bool:
    """TLS, or plain http that does not leave this machine."""
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url)
        return (parts.scheme == "https" and bool(parts.hostname)) or (
            parts.scheme == "http" and parts.hostname in LOOPBACK
        )
    except ValueError:
        return False


def fetch(client: httpx.Client, request: httpx.Request, clock: Callable[[], float]) -> Answer:
    """The JSON object that the issuer answers. Raises IssuerUnreachable, also for a redirect or a 5xx."""
    give_up_at = clock() + MAX_SECONDS
    try:
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            content = _bounded(response.iter_bytes(), lambda: clock() > give_up_at)
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise IssuerUnreachable(f"{request.url.path}: {type(error).__name__}") from error
    if response.is_redirect or response.status_code >= 500:
        raise IssuerUnreachable(f"{request.url.path}: status {response.status_code}")
    return Answer(response.status_code, _parsed(request, content))


def _bounded(chunks: Iterable[bytes], is_too_late: Callable[[], bool]) -> bytes:
    content = b""
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_ANSWER_BYTES:
            raise IssuerUnreachable(f"the answer is larger than {MAX_ANSWER_BYTES} bytes")
        if is_too_late():
            raise IssuerUnreachable(f"the answer takes longer than {MAX_SECONDS:.0f} seconds")
    return content


def _parsed(request: httpx.Request, content: bytes) -> dict[str, Any]:
    try:
        return parse_object(content)
    except ValueError as error:
        raise IssuerUnreachable(f"{request.url.path}: not a JSON object") from error
