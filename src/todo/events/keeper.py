"""Starts the process that holds the event streams, and starts it again when it ends by itself."""

import contextlib
import logging
import multiprocessing
import os
import socket
import threading
import time
from multiprocessing.context import SpawnProcess
from pathlib import Path

from todo import worker
from todo.events import child
from todo.settings import Settings

log = logging.getLogger(__name__)

WELL_SECONDS = 10.0  # who has lived so long is started again at once
LONGEST_PAUSE_SECONDS = 30.0


class Keeper:
    """Watches from a thread. A process that cannot live is tried again, ever more seldom: the API goes on."""

    def __init__(self, settings: Settings, conninfo: str, listening: socket.socket, serving: Path) -> None:
        self._arguments = (settings, conninfo, listening, serving)
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._thread = threading.Thread(target=self._keep, name="events", daemon=True)

    def start(self) -> None:
        """Returns when the process has been started. Does nothing if it was told to stop before."""
        if self._begun():
            self._thread.start()

    def tell(self) -> None:
        """The process is to end its streams and then itself."""
        with self._lock:
            self._is_over.set()
            if self._process and self._process.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._process.pid, worker.ORDER)

    def finish(self, seconds: float) -> None:
        """Returns when the process, which was told, has ended; after `seconds` it is killed."""
        if self._thread.ident is None:
            return
        self._thread.join(seconds)
        self.kill()
        self._thread.join()

    def kill(self) -> None:
        self.tell()
        if self._process:
            self._process.kill()

    def _begun(self) -> SpawnProcess | None:
        with self._lock, worker.shielded():
            if self._is_over.is_set():
                return None
            context = multiprocessing.get_context("spawn")  # it inherits no secret and no lock
            self._process = context.Process(target=child.run, args=self._arguments, name="events")
            self._process.start()
            return self._process

    def _keep(self) -> None:
        process, pause = self._process, 0.0
        while process:
            began = time.monotonic()
            process.join()
            if self._is_over.is_set():
                return
            log.error("the process of /events has ended by itself, with code %s", process.exitcode)
            pause = 0.0 if time.monotonic() - began > WELL_SECONDS else min(2 * pause + 1, LONGEST_PAUSE_SECONDS)
            self._is_over.wait(pause)
            process = self._begun()
