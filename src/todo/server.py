"""Serves the application by Granian: this process watches, its workers answer, and one more holds the event streams.

A stop, in order: the workers turn unready and end each connection with its next answer, for `drain_seconds`, so that
a load balancer notices; no new connection is taken; what runs finishes, in `grace_seconds` at most, and event streams
end; the workers end. A second signal ends the workers at once.
"""
# pyright: reportUnknownMemberType=false
# Granian annotates few of the methods that are overridden here; tests/test_drain.py holds it to what we need of them.

import contextlib
import errno
import http.client
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder  # pyright: ignore[reportPrivateImportUsage] (there is no public way)
from granian.server.mp import MPServer

from todo import closing, live, worker
from todo.events import keeper
from todo.events.keeper import Keeper
from todo.settings import PREFIX, Settings
from todo.signals import Signals
from todo.start import CannotStart

BACKLOG = 1024
EVENTS_PATIENCE_SECONDS = 10.0
PATIENCE_SECONDS = 1.0  # with a port that workers hold whose program was killed a moment ago
LOGGING = {
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "generic"}},
    "loggers": {name: {"handlers": ["console"], "propagate": False} for name in ("_granian", keeper.log.name)},
}
AS_JSON = {"formatters": {"generic": {"()": "todo.logs.JsonLines"}}}


@dataclass(frozen=True, slots=True)
class Listening:
    """The sockets: of the application, and of its event streams."""

    main: socket.socket
    events: socket.socket


@contextlib.contextmanager
def listening(settings: Settings) -> Generator[Listening]:
    """The sockets, held before anything else is started, so that two programs cannot both believe them theirs.

    Raises CannotStart.
    """
    with (
        _listen(settings.host, "TODO_PORT", settings.port) as main,
        _listen(settings.host, "TODO_EVENTS_PORT", settings.events_port) as events,
    ):
        _check_health_port(settings)
        yield Listening(main, events)


def _listen(host: str, name: str, port: int) -> socket.socket:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            bound = _bound(host, port)
            break
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise CannotStart(_why_not(error, host, name, port)) from None
        time.sleep(0.02)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it
    return bound


def _bound(host: str, port: int) -> socket.socket:
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family, backlog=BACKLOG)


def _check_health_port(settings: Settings) -> None:
    """Its workers will listen there. Raises CannotStart."""
    if port := settings.health_port:
        try:
            live.listen(settings.host, port).close()
        except OSError as error:
            raise CannotStart(_why_not(error, settings.host, "TODO_HEALTH_PORT", port)) from None


def _why_not(error: OSError, host: str, name: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{name}: {port} is taken by another program; stop that one or set another port."
    if error.errno == errno.EACCES:
        return f"{name}: {port} is not for this user; set one from 1024 on."
    return f"TODO_HOST: {host} is no address of this machine: {error.strerror}."


def serve(
    settings: Settings, conninfo: str, sockets: Listening, signals: Signals, announce: Callable[[], None]
) -> None:
    """Returns when a signal has stopped everything. `announce` is called when everything answers.

    Raises SystemExit with 1 if the workers keep crashing.
    """
    multiprocessing.set_start_method("spawn", force=True)  # a worker inherits no secret and no lock
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]  # Granian shows every request the environment
    known = settings.model_copy(update={"database_url": None, "migrate_database_url": None})
    with (settings.data_dir / "serving").open("w") as serving:
        serving.write("Emptied when the program drains.\n")
        serving.flush()
        path = Path(serving.name)
        streams = Keeper(known, conninfo, sockets.events, path)
        server = Server(settings, sockets.main, signals, serving, streams)
        threading.Thread(target=_begin_beside, args=(sockets, streams, announce), daemon=True).start()
        server.serve(target_loader=partial(worker.load, known, conninfo, path), wrap_loader=False)


def _begin_beside(sockets: Listening, streams: Keeper, announce: Callable[[], None]) -> None:
    """What can wait until a worker answers."""
    with contextlib.suppress(OSError, http.client.HTTPException):  # it stops before it has begun
        _await_answer(sockets.main)
        streams.start()
        with contextlib.suppress(TimeoutError):
            _await_answer(sockets.events, EVENTS_PATIENCE_SECONDS)
        announce()


def _await_answer(listening: socket.socket, seconds: float | None = None) -> None:
    host, port = listening.getsockname()[:2]
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    connection.request("GET", "/health/live")
    connection.getresponse().close()
    connection.close()


class Server(MPServer):
    """Granian's, with a socket and a way of stopping of our own."""

    def __init__(
        self, settings: Settings, listening: socket.socket, signals: Signals, serving: TextIO, streams: Keeper
    ) -> None:
        super().__init__(
            target="todo",
            interface=Interfaces.WSGI,
            workers=settings.workers,
            blocking_threads=settings.threads,
            http=HTTPModes.http1,
            websockets=False,
            backlog=BACKLOG,
            log_level=LogLevels.error,
            log_dictconfig=LOGGING | (AS_JSON if settings.log == "json" else {}),
            respawn_failed_workers=True,
            workers_kill_timeout=settings.grace_seconds,
        )
        self._listening = listening
        self._serving = serving
        self._streams = streams
        self._drain_seconds = settings.drain_seconds
        self._grace_seconds = settings.grace_seconds
        self._signals = signals
        threading.Thread(target=self._obey, daemon=True).start()

    def _init_shared_socket(self) -> None:
        self._shd = SocketHolder(self._listening.fileno(), False, BACKLOG)  # pyright: ignore[reportCallIssue]
        self._sso = self._listening

    def _spawn_workers(self, *args: Any, **kwargs: Any) -> None:
        with worker.shielded():
            super()._spawn_workers(*args, **kwargs)

    def _respawn_workers(self, *args: Any, **kwargs: Any) -> None:
        with worker.shielded():
            super()._respawn_workers(*args, **kwargs)

    def _drop_shared_socket(self) -> None:
        closing.take_no_more(self._listening)
        super()._drop_shared_socket()

    def _stop_workers(self) -> None:
        self._streams.tell()
        for process in self.wrks:
            process.interrupt_by_parent = True
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process.inner.pid), worker.ORDER)  # pyright: ignore[reportUnknownArgumentType]
        super()._stop_workers()
        self._streams.finish(self._grace_seconds)

    def signal_handler_interrupt(self, *_args: Any, **_kwargs: Any) -> None:
        """Does nothing: it may interrupt anything, whatever locks that holds, and `_obey` hears of it as well."""

    signal_handler_reload = signal_handler_interrupt

    def _obey(self) -> None:
        self._signals.next()
        with contextlib.suppress(ValueError):  # closed: it has not even begun to serve
            os.ftruncate(self._serving.fileno(), 0)  # which succeeds on a disk that is full, too
        if not self._signals.next(self._drain_seconds):
            super().signal_handler_interrupt()
            self._signals.next()
        self._streams.kill()
        for process in self.wrks:
            process.kill()
        super().signal_handler_interrupt()
