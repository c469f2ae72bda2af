"""Promise: a request costs a sixth of what it usually does, and half of what PostgreSQL alone could serve is served.

Three sides, in turns: ours; pgbench with the same SQL, role, settings and pipeline; the usual Flask with SQLAlchemy.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from bench import load, machine, pgbench, service
from bench.pgbench import Script
from bench.service import Service
from bench.table import heading, table
from bench.usual import database
from bench.world import World

CLIENTS = 8
ROUNDS = 6
SECONDS = 2
TODOS = 200
READER = "reader"
WRITERS = [f"writer-{number}" for number in range(CLIENTS)]
BODY = {"title": "Buy milk and bread", "notes": "Two litres", "due": "2026-12-01", "priority": 2}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, and by whom: each client for one of the people."""

    name: str
    people: list[str]
    streams: list[Iterator[bytes]]
    ask: Callable[[FlaskClient, dict[str, str]], Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one request, in microseconds of CPU; and how many were answered in a second, whatever else the machine did."""

    service: float
    database: float
    client: float
    per_second: float

    @property
    def both(self) -> float:
        return self.service + self.database

    @property
    def per_cpu_second(self) -> float:
        """How many a second of CPU is enough for, the client's included: the rate of a core of its own."""
        return 1e6 / (self.both + self.client)


def measure(world: World) -> None:
    with service.ours(world) as ours, service.usual(world) as usual:
        _fill(world, ours)
        for request in _requests(world):
            heading(f"CPU and rate of {request.name}, {CLIENTS} clients")
            _tell(_in_turns(_sides(world, request, ours, usual)))


def _fill(world: World, ours: Service) -> None:
    for person in (READER, *WRITERS):
        load.run(ours.port, [repeat(load.request("GET", "/me", world.issuer.headers(person)))], count=1)
        world.give_todos(world.space(person), TODOS)
    database.fill(world, [READER, *WRITERS])


def _requests(world: World) -> list[Request]:
    def asked(method: str, people: list[str], body: bytes = b"") -> list[Iterator[bytes]]:
        return [repeat(load.request(method, "/todo", world.issuer.headers(person), body)) for person in people]

    readers = [READER] * CLIENTS
    return [
        Request(
            f"`GET /todo` (50 of {TODOS})",
            readers,
            asked("GET", readers),
            lambda client, headers: client.get("/todo", headers=headers),
        ),
        Request(
            "`POST /todo`",
            WRITERS,
            asked("POST", WRITERS, json.dumps(BODY).encode()),
            lambda client, headers: client.post("/todo", json=BODY, headers=headers),
        ),
    ]


def _sides(world: World, request: Request, ours: Service, usual: Service) -> dict[str, Callable[[], Cost]]:
    script = pgbench.recorded(world, request.people[0], request.ask)
    spaces = [world.space(person) for person in request.people]
    return {
        "ours": lambda: _by_http(world, ours, request),
        "usual": lambda: _by_http(world, usual, request),
        "pgbench": lambda: _by_pgbench(world, script, spaces),
    }


def _by_http(world: World, asked: Service, request: Request) -> Cost:
    meter, before = machine.meter(asked.pid, world.postgres), machine.own_cpu()
    done = load.run(asked.port, request.streams, seconds=SECONDS)
    used = [*meter.used(), machine.own_cpu() - before]
    return Cost(*(seconds / len(done.latencies) * 1e6 for seconds in used), done.per_second)


def _by_pgbench(world: World, script: Script, spaces: list[UUID]) -> Cost:
    meter, before = machine.meter(world.postgres), machine.own_cpu()
    done = script.run(world, spaces, SECONDS)
    used = [0, *meter.used(), machine.own_cpu() - before]
    return Cost(*(seconds / done.transactions * 1e6 for seconds in used), done.per_second)


def _in_turns(sides: dict[str, Callable[[], Cost]]) -> dict[str, list[Cost]]:
    for side in sides.values():
        side()  # what is prepared, compiled and remembered at first
    found: dict[str, list[Cost]] = {name: [] for name in sides}
    for _ in range(ROUNDS):
        for name, side in sides.items():
            found[name].append(side())
    return found


def _tell(found: dict[str, list[Cost]]) -> None:
    columns = ["side", *(title for title, _ in _FIELDS), "CPU: ours/this", "per CPU second: ours/this"]
    table(columns, [[name, *_medians(costs), *_ratios(found["ours"], costs)] for name, costs in found.items()])


_FIELDS = [
    ("CPU service, µs", "service"),
    ("CPU database, µs", "database"),
    ("both, µs", "both"),
    ("requests/s", "per_second"),
    ("per CPU second", "per_cpu_second"),
]


def _medians(costs: list[Cost]) -> list[float]:
    return [median(getattr(cost, field) for cost in costs) for _, field in _FIELDS]


def _ratios(ours: list[Cost], others: list[Cost]) -> list[float]:
    """Of rounds that stood beside each other: what else the machine did then, it did to both."""
    pairs = list(zip(ours, others, strict=True))
    return [
        median(one.both / other.both for one, other in pairs),
        median(one.per_cpu_second / other.per_cpu_second for one, other in pairs),
    ]
