"""What runs in a worker: the application with its pool, ending when the process that watches it ends."""

import atexit
import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator
from functools import partial
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any

from todo.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ORDER = signal.SIGUSR1
# A terminal and systemd tell a whole group of processes at once. Workers that ended by themselves then would drop what
# the one that watches has yet to drain, so they are started with these blocked, and hear ORDER only.
NOT_FOR_WORKERS = {signal.SIGINT, signal.SIGHUP, signal.SIGTERM, ORDER}


def load(settings: Settings, conninfo: str, serving: Path) -> "WSGIApplication":
    """The application, called in the worker's main thread. It drains from when the file `serving` is empty."""
    from todo import live, logs, metrics  # noqa: PLC0415 (the process that watches needs none of it)
    from todo.app import create_app  # noqa: PLC0415
    from todo.db import open_pool  # noqa: PLC0415

    logs.configure(settings.log)
    when_told(_finish, settings.grace_seconds)
    is_draining = partial(is_empty, serving)
    pool = open_pool(settings, conninfo)
    atexit.register(pool.close)  # else, from Python 3.13 on, its threads keep the process for another five seconds
    app = create_app(settings, pool, is_draining=is_draining)
    metrics.begin(app)
    if settings.health_port:
        live.answer(live.listen(settings.host, settings.health_port), is_draining)
    return _saying_goodbye(app, is_draining)


def is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:  # somebody has tidied up
        return False


def _saying_goodbye(app: "WSGIApplication", is_draining: Callable[[], bool]) -> "WSGIApplication":
    """While the process stops, every answer ends its connection: no next request is sent into a closing one."""

    def wsgi(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if is_draining():
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, exc_info)

        return app(environ, start)

    return wsgi


def when_told(finish: Callable[[], None], grace_seconds: int) -> None:
    """Calls `finish` at ORDER, or when the process that watches has ended; that one's children then end in time."""

    def obey() -> None:
        signal.sigwait({ORDER})
        finish()

    def watch(parent: "BaseProcess") -> None:
        parent.join()
        os.kill(os.getpid(), ORDER)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=obey, daemon=True).start()
    if parent := multiprocessing.parent_process():
        threading.Thread(target=watch, args=(parent,), daemon=True).start()


def _finish() -> None:
    """Does what Granian does at SIGTERM."""
    finish = signal.getsignal(signal.SIGTERM)
    if callable(finish):
        finish(signal.SIGTERM, None)
    else:
        os._exit(0)  # it has not begun to serve


@contextlib.contextmanager
def shielded() -> Generator[None]:
    """Processes that are started in here are deaf, from their first moment on, to what is meant for who watches."""
    resource_tracker.ensure_running()  # else it is started with the first process, and takes the shield away
    before = signal.pthread_sigmask(signal.SIG_BLOCK, NOT_FOR_WORKERS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
