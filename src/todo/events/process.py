"""What runs in the process that holds the event streams: Granian, as ASGI, in an event loop of our own."""
# pyright: reportUnknownMemberType=false
# Granian annotates little; tests/events holds it to what we need of it.

import asyncio
import contextlib
import resource
import socket
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder  # pyright: ignore[reportPrivateImportUsage] (there is no public way)
from granian.server.embed import Server as Embedded

from todo.events import admission, watch
from todo.events.bridge import Bridge
from todo.events.hub import Hub
from todo.settings import Settings

THREADS = 4  # that ask the application; one more asks for news
BACKLOG = 1024
SPARE = 256  # connections beyond the streams, for those who are refused and for health checks
END_SECONDS = 5.0
UNSENT_MILLISECONDS = 60_000


class Server(Embedded):
    """Granian's, on a socket that is there already."""

    def __init__(self, application: Bridge, settings: Settings, listening: socket.socket) -> None:
        super().__init__(
            application,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            backlog=BACKLOG,
            backpressure=settings.events_at_most + SPARE,
            log_level=LogLevels.error,
            log_enabled=False,
        )
        self._listening = listening

    def _init_shared_socket(self) -> None:
        own = self._listening.dup().detach()  # the holder closes it
        self._shd = SocketHolder(own, False, BACKLOG)  # pyright: ignore[reportCallIssue]


async def serve(
    app: Flask, listening: socket.socket, told: asyncio.Event, look_seconds: float = watch.LOOK_SECONDS
) -> None:
    """Holds streams for whoever `app` lets in, until it is `told` to stop; then ends them all, and says when to return.

    Asks for news once in `watch.POLL_SECONDS`, and looks at each asker again after `look_seconds` at the latest.
    """
    settings: Settings = app.extensions["todo.settings"]
    hub = Hub(settings.events_per_account, settings.events_at_most)
    admission.install(app, hub)
    _end_who_hears_nothing(listening)
    with _threads(THREADS, "admission") as asking, _threads(1, "news") as news, _threads(1, "look") as looking:
        server = Server(Bridge(app, hub, asking, look_seconds), settings, listening)
        tasks = [
            asyncio.ensure_future(work)
            for work in (
                server.serve(),
                watch.follow(hub, app, news),
                watch.beat(hub),
                watch.look_again(hub, app, looking, look_seconds),
            )
        ]
        await _until(told, tasks)
        hub.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                while not hub.is_empty:
                    await asyncio.sleep(0.02)
                server.stop()
                await tasks[0]


async def _until(told: asyncio.Event, tasks: Sequence[asyncio.Future[None]]) -> None:
    """Returns when it is told. Raises what one of the tasks raises: none of them ends by itself."""
    waiting = asyncio.ensure_future(told.wait())
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if task.done():
            task.result()
            raise RuntimeError("the server of events has ended by itself")


@contextlib.contextmanager
def _threads(number: int, name: str) -> Generator[ThreadPoolExecutor]:
    threads = ThreadPoolExecutor(number, thread_name_prefix=name)
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _end_who_hears_nothing(listening: socket.socket) -> None:
    """Ends connections that have not taken in for a minute what was sent; connections inherit it (tcp(7))."""
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNSENT_MILLISECONDS)


def allow_connections(number: int) -> None:
    """A terminal allows a program 1,024 files, as a rule, and more if it asks. systemd may forbid to ask."""
    with contextlib.suppress(OSError, ValueError):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = number + SPARE if hard == resource.RLIM_INFINITY else min(number + SPARE, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def name_process(name: str) -> None:
    """What `ps` and `top` show, on Linux."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name)
