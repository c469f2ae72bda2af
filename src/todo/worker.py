"""What runs in a worker: the application with its pool, ending when the process that watches it ends."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
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


def load(settings: Settings, conninfo: str, draining: Path) -> "WSGIApplication":
    """The application, called in the worker's main thread. While the file `draining` exists the worker is stopping."""
    from todo import logs, metrics  # noqa: PLC0415 (the process that watches needs none of it)
    from todo.app import create_app  # noqa: PLC0415
    from todo.db import open_pool  # noqa: PLC0415

    logs.configure(settings.log)
    _end_when_told(settings.grace_seconds)
    app = create_app(settings, open_pool(settings, conninfo), is_draining=draining.exists)
    if settings.metrics == "emf":
        metrics.report(app)
    return _saying_goodbye(app, draining.exists)


def _saying_goodbye(app: "WSGIApplication", is_draining: Callable[[], bool]) -> "WSGIApplication":
    """While the process stops, every answer ends its connection: no next request is sent into a closing one."""

    def wsgi(environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            if is_draining():
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, exc_info)

        return app(environ, start)

    return wsgi


def _end_when_told(grace_seconds: int) -> None:
    """Told by ORDER, or by the end of the process that watches. What is done then is what Granian does at SIGTERM."""

    def obey() -> None:
        signal.sigwait({ORDER})
        finish = signal.getsignal(signal.SIGTERM)
        if callable(finish):
            finish(signal.SIGTERM, None)
        else:
            os._exit(0)  # it has not begun to serve

    def watch(parent: "BaseProcess") -> None:
        parent.join()
        os.kill(os.getpid(), ORDER)
        time.sleep(grace_seconds)
        os._exit(1)

    threading.Thread(target=obey, daemon=True).start()
    if parent := multiprocessing.parent_process():
        threading.Thread(target=watch, args=(parent,), daemon=True).start()
