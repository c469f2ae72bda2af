"""Numbers for Prometheus, on a port of their own: TODO_METRICS_PORT, which nobody reaches from outside by default.

Every process counts into files of its own in one folder, and the first process answers with the sums
(prometheus_client, "Multiprocess Mode"). No label holds what somebody could make up or is known by: a request has its
route, not its path, and neither an account nor a token.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# prometheus_client annotates little of its multiprocess mode.

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from todo import logs
from todo.db import Pool
from todo.events.hub import Hub
from todo.settings import Settings
from todo.start import CannotStart

FOLDER = "metrics"
EVERY_SECONDS = 2.0
_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process counts. `registry` has it all where the process is the only one."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    connections: Gauge
    waiting: Gauge
    streams: Gauge
    ended: Counter
    events: Counter
    polls: Histogram


def figures() -> Figures:
    registry = CollectorRegistry()
    seconds = "How long the answer took, in seconds."
    return Figures(
        registry,
        Counter("todo_requests", "Answers.", ["method", "route", "status"], registry=registry),
        Histogram("todo_request_seconds", seconds, ["method", "route"], buckets=_SECONDS, registry=registry),
        _gauge("todo_pool_connections", "Connections to the database.", ["state"], registry),
        _gauge("todo_pool_waiting", "Requests that wait for a connection to the database.", [], registry),
        _gauge("todo_event_streams", "Streams of /events that are open.", [], registry),
        Counter("todo_event_streams_ended", "Streams that have ended, and why.", ["why"], registry=registry),
        Counter("todo_events", "Events that were sent.", registry=registry),
        Histogram("todo_event_poll_seconds", "How long a question for news took.", buckets=_SECONDS, registry=registry),
    )


def _gauge(name: str, text: str, labels: list[str], registry: CollectorRegistry) -> Gauge:
    return Gauge(name, text, labels, registry=registry, multiprocess_mode="livesum")


def install(app: Flask) -> None:
    """Counts what `app` answers; health checks do not count. To be installed right after `todo.logs`."""
    counted = app.extensions["todo.figures"] = figures()

    def count(response: Response) -> Response:
        if not logs.is_quiet():
            method = request.method if request.method in _METHODS else "other"
            route = request.url_rule.rule if request.url_rule else "none"
            counted.requests.labels(method, route, str(response.status_code)).inc()
            counted.seconds.labels(method, route).observe(logs.milliseconds() / 1000)
        return response

    app.after_request(count)


def report(app: Flask) -> None:
    """Looks at the pool and the streams every two seconds, in a thread of its own, as long as the process lives."""

    def run() -> None:
        while True:
            sample(app)
            time.sleep(EVERY_SECONDS)

    threading.Thread(target=run, name="metrics", daemon=True).start()


def sample(app: Flask) -> None:
    counted = cast("Figures", app.extensions["todo.figures"])
    pool = cast("Pool", app.extensions["todo.pool"]).get_stats()
    idle = pool.get("pool_available", 0)
    counted.connections.labels("idle").set(idle)
    counted.connections.labels("in_use").set(pool.get("pool_size", 0) - idle)
    counted.waiting.set(pool.get("requests_waiting", 0))
    if hub := cast("Hub | None", app.extensions.get("todo.streams")):
        _sample_streams(counted, hub)


def _sample_streams(counted: Figures, hub: Hub) -> None:
    since = hub.taken()
    counted.streams.set(hub.held)
    counted.events.inc(since.events)
    for why, number in since.ended.items():
        counted.ended.labels(why).inc(number)
    for seconds in since.polls:
        counted.polls.observe(seconds)


@contextlib.contextmanager
def serving(settings: Settings) -> Generator[None]:
    """The numbers of all processes that are started in here, at `/metrics`. Raises CannotStart."""
    folder = settings.data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # numbers of processes that are no more
    folder.mkdir(mode=0o700)
    os.environ[_FOLDER_VARIABLE] = str(folder.absolute())
    registry = CollectorRegistry()
    _Living(registry, str(folder))
    try:
        server, _ = start_http_server(settings.metrics_port, settings.metrics_host, registry)
    except OSError as error:
        raise CannotStart(
            f"TODO_METRICS_PORT: {settings.metrics_host}:{settings.metrics_port} cannot be had: {error.strerror}."
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Living(MultiProcessCollector):
    """Takes no account of what processes had open that have ended; what they counted stays in the sums."""

    def __init__(self, registry: CollectorRegistry, folder: str) -> None:
        self._folder = folder
        super().__init__(registry, folder)

    def collect(self) -> Iterable[Metric]:
        for file in Path(self._folder).glob("gauge_live*.db"):
            pid = int(file.stem.rpartition("_")[2])
            if not _is_alive(pid):
                mark_process_dead(pid, self._folder)
        return super().collect()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
