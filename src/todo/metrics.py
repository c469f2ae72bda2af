"""Numbers of each process and minute, as lines of CloudWatch's embedded metric format among those of the log.

CloudWatch makes metrics of them (user guide, "Specification: Embedded metric format") in the namespace `Todo`, with one
dimension, `Site`, the host that people open: so the numbers of all processes of a site come together.
"""

import json
import sys
import threading
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response

from todo import logs
from todo.db import Pool
from todo.events.hub import Hub
from todo.settings import Settings

NAMESPACE, DIMENSION = "Todo", "Site"
EVERY_SECONDS = 60.0
MOST_VALUES = 100  # that the specification allows for one metric

_UNITS = {
    "Requests": "Count",
    "ClientErrors": "Count",
    "ServerErrors": "Count",
    "RefusedTokens": "Count",
    "Latency": "Milliseconds",
    "ConnectionsInUse": "Count",
    "RequestsWaiting": "Count",
    "Draining": "Count",
    "EventStreams": "Count",
}


@dataclass(slots=True)
class Counted:
    """What was answered since the last line. Health checks do not count."""

    requests: int = 0
    client_errors: int = 0
    server_errors: int = 0
    refused_tokens: int = 0
    milliseconds: "array[float]" = field(default_factory=lambda: array("d"))


class Counter:
    """Counts answers, from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted = Counted()

    def count(self, status: int, is_refused: bool, milliseconds: float) -> None:
        with self._lock:
            self._counted.requests += 1
            self._counted.client_errors += 400 <= status < 500
            self._counted.server_errors += status >= 500
            self._counted.refused_tokens += is_refused
            self._counted.milliseconds.append(milliseconds)

    def taken(self) -> Counted:
        """What was counted; from then on it counts anew."""
        with self._lock:
            counted, self._counted = self._counted, Counted()
        return counted


def install(app: Flask) -> None:
    """Counts what `app` answers. To be installed right after `todo.logs`."""
    counter = app.extensions["todo.counter"] = Counter()

    def count(response: Response) -> Response:
        if not logs.is_quiet():
            is_refused = 'error="invalid_token"' in response.headers.get("WWW-Authenticate", "")
            counter.count(response.status_code, is_refused, logs.milliseconds())
        return response

    app.after_request(count)


def begin(app: Flask) -> None:
    """What a process of the program reports by itself, as the settings say. To be called once `app` is complete."""
    settings = cast("Settings", app.extensions["todo.settings"])
    if settings.metrics == "emf":
        report(app)
    elif settings.metrics == "prometheus":
        from todo import prometheus  # noqa: PLC0415

        prometheus.report(app)


def report(app: Flask) -> None:
    """Writes a line a minute, from a thread of its own, as long as the process lives."""
    counter = cast("Counter", app.extensions["todo.counter"])
    pool = cast("Pool", app.extensions["todo.pool"])
    is_draining = cast("Callable[[], bool]", app.extensions["todo.is_draining"])
    site = urlsplit(cast("Settings", app.extensions["todo.settings"]).base_url).hostname or ""

    def run() -> None:
        while True:
            time.sleep(EVERY_SECONDS)
            hub = cast("Hub | None", app.extensions.get("todo.streams"))
            streams = hub.held if hub else None
            sys.stderr.write(line(site, counter.taken(), pool.get_stats(), is_draining(), time.time(), streams) + "\n")
            sys.stderr.flush()

    threading.Thread(target=run, name="metrics", daemon=True).start()


def line(
    site: str, counted: Counted, pool: dict[str, int], is_draining: bool, now: float, streams: int | None = None
) -> str:
    """One object of the embedded metric format; `now` is in seconds since 1970, `streams` of who holds some."""
    values: dict[str, object] = {
        "Requests": counted.requests,
        "ClientErrors": counted.client_errors,
        "ServerErrors": counted.server_errors,
        "RefusedTokens": counted.refused_tokens,
        "ConnectionsInUse": pool.get("pool_size", 0) - pool.get("pool_available", 0),
        "RequestsWaiting": pool.get("requests_waiting", 0),
        "Draining": int(is_draining),
    }
    if streams is not None:
        values["EventStreams"] = streams
    if counted.milliseconds:
        values["Latency"] = representatives(counted.milliseconds)
    directive = {
        "Namespace": NAMESPACE,
        "Dimensions": [[DIMENSION]],
        "Metrics": [{"Name": name, "Unit": _UNITS[name]} for name in values],
    }
    about = {"Timestamp": int(now * 1000), "CloudWatchMetrics": [directive]}
    return json.dumps({"_aws": about, DIMENSION: site, **values})


def representatives(values: Sequence[float]) -> list[float]:
    """All of them, or a hundred with the same distribution: the smallest, the largest, and evenly in between by rank.

    So CloudWatch can say p95 of a whole fleet, which no percentile of a single process can be added up to.
    """
    ranked = sorted(values)
    if len(ranked) > MOST_VALUES:
        step = (len(ranked) - 1) / (MOST_VALUES - 1)
        ranked = [ranked[round(place * step)] for place in range(MOST_VALUES)]
    return [round(value, 1) for value in ranked]
