"""Promise: to sync costs little more than to post; a new device has 10,000 todos in 2 s, and hears a change in 1 kB."""

import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from itertools import cycle
from statistics import median
from typing import Any

from uuid_utils.compat import uuid7

from bench import load, machine, service
from bench.cost import BODY
from bench.service import Service
from bench.table import heading, table
from bench.world import World

CLIENTS = 8
ROUNDS = 6
SECONDS = 2
TODOS = 200
MANY = 10_000
WRITERS = [f"syncing-{number}" for number in range(CLIENTS)]
NEWCOMER = f"owner of {MANY:,}"
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Round:
    """CPU of one request in microseconds, latencies in milliseconds: with one client, and with eight at once."""

    service: float
    database: float
    per_second: float
    median: float
    p99: float
    median_of_eight: float
    p99_of_eight: float


def measure(world: World) -> None:
    with service.ours(world) as ours:
        for person in (*WRITERS, NEWCOMER):
            load.run(ours.port, [cycle([load.request("GET", "/me", world.issuer.headers(person))])], count=1)
            world.give_todos(world.space(person), MANY if person == NEWCOMER else TODOS)
        heading(f"POST /sync beside POST /todo, {TODOS} todos, one client and {CLIENTS}")
        _tell_rounds(world, ours)
        heading(f"The first sync of {MANY:,} todos, in pages of {_MOST:,}")
        _tell_first(world, ours)
        heading("The answer to one change")
        _tell_size(world, ours)


def _tell_rounds(world: World, ours: Service) -> None:
    sides = {
        "`POST /todo`": lambda: [_posts(world, person) for person in WRITERS],
        "`POST /sync`, one mutation": lambda: [_syncs(world, ours, person, count=1) for person in WRITERS],
        "`POST /sync`, none": lambda: [_syncs(world, ours, person, count=0) for person in WRITERS],
        "`GET /todo`, 304": lambda: [_asks_again(world, ours, person) for person in WRITERS],
    }
    for streams in sides.values():
        load.run(ours.port, streams(), seconds=1)  # what is prepared and remembered at first
    found: dict[str, list[Round]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, streams in sides.items():
            found[name].append(_round(world, ours, streams()))
    columns = ["request", "CPU service, µs", "CPU database, µs", "per second", "p50, ms", "p99, ms"]
    columns += [f"p50 of {CLIENTS}, ms", f"p99 of {CLIENTS}, ms"]
    table(columns, [[name, *map(median, zip(*map(astuple, rounds), strict=True))] for name, rounds in found.items()])


def _round(world: World, ours: Service, streams: list[Iterator[bytes]]) -> Round:
    alone = load.run(ours.port, streams[:1], seconds=SECONDS / 2)
    meter = machine.meter(ours.pid, world.postgres)
    done = load.run(ours.port, streams, seconds=SECONDS)
    cpu = [seconds / len(done.latencies) * 1e6 for seconds in meter.used()]
    latencies = [run.percentile(percent) * 1e3 for run in (alone, done) for percent in (50, 99)]
    return Round(*cpu, done.per_second, *latencies)


def _posts(world: World, person: str) -> Iterator[bytes]:
    return cycle([load.request("POST", "/todo", world.issuer.headers(person), json.dumps(BODY).encode())])


def _syncs(world: World, ours: Service, person: str, *, count: int) -> Iterator[bytes]:
    """Each with new mutations. One row has changed since the cursor if there is one: that of a mutation before."""
    headers = world.issuer.headers(person)
    cursor, client = _newest(ours, headers), str(uuid7())
    while True:
        now = datetime.now(UTC).isoformat()
        mutations = [
            {"id": str(uuid7()), "name": "todo.create", "at": now, "args": {"id": str(uuid7()), **BODY}}
            for _ in range(count)
        ]
        body = {"client": client, "clock": now, "cursor": cursor, "limit": max(count, 1), "mutations": mutations}
        yield load.request("POST", "/sync", headers, json.dumps(body).encode())


def _asks_again(world: World, ours: Service, person: str) -> Iterator[bytes]:
    headers = world.issuer.headers(person)
    tag = _asked(ours, "GET", "/todo", headers).headers["ETag"]
    return cycle([load.request("GET", "/todo", {**headers, "If-None-Match": tag})])


def _tell_first(world: World, ours: Service) -> None:
    headers = world.issuer.headers(NEWCOMER)
    took, sizes, rows = [], [], 0
    for _ in range(ROUNDS):
        began, size, rows = time.perf_counter(), 0, 0
        for answer in _pages(ours, headers):
            size += len(answer)
            rows += len(json.loads(answer)["changes"].get("todo", []))
        took.append(time.perf_counter() - began)
        sizes.append(size)
    table(["todos", "seconds", "slowest", "MB"], [[f"{rows:,}", median(took), max(took), median(sizes) / 1e6]])


def _pages(ours: Service, headers: dict[str, str]) -> Iterator[bytes]:
    cursor: str | None = None
    while True:
        answer = _synced(ours, headers, cursor)
        yield answer
        read = json.loads(answer)
        if not read["more"]:
            return
        cursor = read["cursor"]


def _newest(ours: Service, headers: dict[str, str]) -> str:
    return json.loads([*_pages(ours, headers)][-1])["cursor"]


def _tell_size(world: World, ours: Service) -> None:
    headers = world.issuer.headers(WRITERS[0])
    cursor = _newest(ours, headers)
    sent = json.loads(next(_syncs(world, ours, WRITERS[0], count=1)).partition(b"\r\n\r\n")[2])
    applied = _asked(ours, "POST", "/sync", headers, {**sent, "cursor": cursor}).read()
    heard = _synced(ours, headers, cursor)
    table(["to", "bytes"], [["the device that made it", len(applied)], ["another device", len(heard)]])


def _synced(ours: Service, headers: dict[str, str], cursor: str | None) -> bytes:
    body = {"client": str(uuid7()), "clock": datetime.now(UTC).isoformat(), "cursor": cursor, "limit": _MOST}
    return _asked(ours, "POST", "/sync", headers, body).read()


def _asked(
    ours: Service, method: str, path: str, headers: dict[str, str], body: dict[str, Any] | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=30)
    sent = json.dumps(body).encode() if body else None
    connection.request(method, path, sent, {**headers, "Content-Type": "application/json"})
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"not answered as hoped: {response.status} {response.read()[:600]!r}")
    return response
