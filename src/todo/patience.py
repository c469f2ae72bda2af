"""Hangs up on whoever sends half a request and then nothing.

The server reads a request's body in one of the worker's threads and waits for it as long as it takes, so that a few
such requests would keep every thread. Which connection a read waits for is not told; but the kernel knows of each
connection how long it has been silent. It is asked only when a read has waited for too long.
"""

import contextlib
import itertools
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOK_SECONDS = 0.5
_OFFSET_OF_SILENCE = 52  # tcpi_last_data_recv in struct tcp_info, milliseconds


class Patience:
    """WSGI middleware: a body may pause for `seconds`, then its connection is ended. On Linux only."""

    def __init__(self, app: "WSGIApplication", seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._since: dict[int, float] = {}
        self._numbers = itertools.count()
        self._watching = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        if sys.platform == "linux" and (environ.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" in environ):
            environ["wsgi.input"] = _Body(environ["wsgi.input"], self)
        return self._app(environ, start_response)

    @contextlib.contextmanager
    def waiting(self) -> Generator[None]:
        """Around each read of a body."""
        number = next(self._numbers)
        self._since[number] = time.monotonic()
        if self._watching.acquire(blocking=False):
            threading.Thread(target=self._watch, name="patience", daemon=True).start()
        try:
            yield
        finally:
            del self._since[number]

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            now = time.monotonic()
            # Who waits for a thread meanwhile came later than those who keep the threads, and has been silent for less.
            if overdue := [now - since for since in list(self._since.values()) if now - since > self._seconds]:
                hang_up_on_the_silent(min(overdue))


class _Body:
    """The request's body, timed. Werkzeug reads it by `read` alone."""

    def __init__(self, body: Any, patience: Patience) -> None:
        self._body = body
        self._patience = patience

    def read(self, *size: int) -> bytes:
        with self._patience.waiting():
            return self._body.read(*size)


def hang_up_on_the_silent(seconds: float) -> None:
    """Ends this process's connections from clients that have sent nothing for so long; those at rest among them."""
    for connection in _connections():
        with connection, contextlib.suppress(OSError):
            info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 64)
            if struct.unpack_from("I", info, _OFFSET_OF_SILENCE)[0] > seconds * 1000:
                connection.shutdown(socket.SHUT_RDWR)


def _connections() -> Iterator[socket.socket]:
    """Copies of the TCP sockets that clients have opened: PostgreSQL and the issuer are reached from ports of ours."""
    listening: set[int] = set()
    found: list[socket.socket] = []
    for descriptor in os.listdir("/proc/self/fd"):  # noqa: PTH208 (numbers, not paths)
        with contextlib.suppress(OSError):
            copy = socket.socket(fileno=os.dup(int(descriptor)))
            if copy.family not in {socket.AF_INET, socket.AF_INET6} or copy.type != socket.SOCK_STREAM:
                copy.close()
            elif copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                listening.add(copy.getsockname()[1])
                copy.close()
            else:
                found.append(copy)
    for copy in found:
        if copy.getsockname()[1] in listening:
            yield copy
        else:
            copy.close()
