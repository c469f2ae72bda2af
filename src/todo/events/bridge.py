"""ASGI in front of the application: every answer is the application's own, and one that is a stream goes on."""

import asyncio
import io
import sys
from collections.abc import Iterable
from concurrent.futures import Executor
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask

from todo.errors import Problem
from todo.events.admission import PATH, PLACE
from todo.events.hub import Hub
from todo.events.stream import Admitted, Message, Receive, Send, Stream

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

LIVE = "/health/live"
PATHS = frozenset({PATH, LIVE, "/health/ready"})
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
_NO_BODY = frozenset({b"content-length", b"content-type", b"transfer-encoding"})


class Bridge:
    """An ASGI application for these paths alone. `threads` is where the application is asked."""

    def __init__(self, app: Flask, hub: Hub, threads: Executor, look_seconds: float) -> None:
        self._app = app
        self._hub = hub
        self._threads = threads
        self._look_seconds = look_seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        status, headers, body = await self._answered(environ)
        admitted: Admitted | None = environ.get(PLACE)
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            if admitted and status == HTTPStatus.OK:
                await self._hold(admitted, receive, send)
            else:
                await send({"type": "http.response.body", "body": body})
        finally:
            if admitted:
                self._hub.give_back(admitted.account)

    async def _answered(self, environ: "WSGIEnvironment") -> Answer:
        if environ["PATH_INFO"] == LIVE:  # at once: who is busy, or waits for the database, must not be taken for dead
            return self._answer(environ)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, environ)

    def _answer(self, environ: "WSGIEnvironment") -> Answer:
        if environ["PATH_INFO"] not in PATHS:
            nothing = Problem(404, "not_found", "There is nothing at this address.").response()
            return answer_of(nothing, environ)
        return answer_of(self._app, environ)

    async def _hold(self, admitted: Admitted, receive: Receive, send: Send) -> None:
        stream = Stream(admitted, self._look_seconds)
        with self._hub.holding(stream):
            why = await stream.run(receive, send)
        self._hub.counted.ended[why] += 1


def answer_of(app: "WSGIApplication", environ: "WSGIEnvironment") -> Answer:
    """Status, headers and body that a WSGI application answers."""
    begun: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
        begun[:] = [int(status.split(" ", 1)[0]), [(k.lower().encode(), v.encode("latin-1")) for k, v in headers]]

    parts: Iterable[bytes] = app(environ, start)
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    return begun[0], begun[1], body


def environ_of(scope: Message) -> "WSGIEnvironment":
    """What WSGI calls the same request (PEP 3333). It has no body: nothing here reads one."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(scope["server"][0]),
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": str(scope["client"][0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if name not in _NO_BODY and b"_" not in name:
            variable, text = f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}", value.decode("latin-1")
            joint = "; " if variable == "HTTP_COOKIE" else ","
            environ[variable] = f"{environ[variable]}{joint}{text}" if variable in environ else text
    return environ
