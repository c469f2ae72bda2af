"""The beginning and the end of the process that holds the event streams; `keeper` starts it here."""

import asyncio
import os
import socket
import threading
from functools import partial
from pathlib import Path

from todo import worker
from todo.settings import Settings

NAME = "todo events"
CONNECTIONS = 6  # to the database, at most


def run(settings: Settings, conninfo: str, listening: socket.socket, serving: Path) -> None:
    """Called in the main thread of a new process. It drains from when the file `serving` is empty."""
    from todo import logs, metrics  # noqa: PLC0415 (the process that watches needs none of it)
    from todo.app import create_app  # noqa: PLC0415
    from todo.db import open_pool  # noqa: PLC0415
    from todo.events import process  # noqa: PLC0415

    process.name_process(NAME)
    logs.configure(settings.log)
    process.allow_connections(settings.events_at_most)
    told = _Told(settings.grace_seconds)
    pool = open_pool(settings.model_copy(update={"threads": CONNECTIONS}), conninfo)
    app = create_app(settings, pool, is_draining=partial(worker.is_empty, serving))
    if settings.metrics == "emf":
        metrics.report(app)

    async def main() -> None:
        await process.serve(app, listening, told.in_this_loop())

    asyncio.run(main())
    pool.close()
    os._exit(0)  # a thread that still asks the database would be waited for


class _Told:
    """That the process is to stop: heard in a thread, and passed on to the event loop once there is one."""

    def __init__(self, grace_seconds: int) -> None:
        self._heard = threading.Event()
        worker.when_told(self._heard.set, grace_seconds)

    def in_this_loop(self) -> asyncio.Event:
        loop, told = asyncio.get_running_loop(), asyncio.Event()

        def wait() -> None:
            self._heard.wait()
            loop.call_soon_threadsafe(told.set)

        threading.Thread(target=wait, daemon=True).start()
        return told
