"""Promise: what others have, and how much one has oneself, changes nothing.

The same requests, in turns, of somebody with 100 todos and of somebody with 10,000, in a database in which others have
1,000 and in one in which they have 1,000,000.
"""

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import cycle
from statistics import median

from bench import load, machine, service
from bench.cost import BODY
from bench.service import Service
from bench.table import heading, table
from bench.world import World

OTHERS = (1_000, 1_000_000)
OWN = (100, 10_000)
ROUNDS = 5
COUNT = 200


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody's requests to a service, one after the other."""

    name: str
    own: int
    others: int
    ours: Service
    requests: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Round:
    """Latencies in milliseconds, CPU of one request in microseconds."""

    median: float
    p99: float
    service: float
    database: float


def measure(world: World) -> None:
    few, many = (world.beside(f"others_{others}") for others in OTHERS)
    with service.ours(few) as one, service.ours(many) as other:
        cases = [*_cases(few, one, OTHERS[0]), *_cases(many, other, OTHERS[1])]
        few.give_others(OTHERS[0])
        many.give_others(OTHERS[1])
        for case in cases:
            _round(world, case)  # plans are made anew after the tables have been counted anew
        found = {case: [] for case in cases}
        for _ in range(ROUNDS):
            for case in cases:
                found[case].append(_round(world, case))
    heading("Latency and CPU, by how many todos one has and how many others have; one client")
    _tell(found)


def _cases(world: World, ours: Service, others: int) -> list[Case]:
    return [
        Case(name, own, others, ours, requests) for own in OWN for name, requests in _requests(world, ours, own).items()
    ]


def _requests(world: World, ours: Service, own: int) -> dict[str, Iterator[bytes]]:
    headers = world.issuer.headers(f"owner of {own}")
    load.run(ours.port, [cycle([load.request("GET", "/me", headers)])], count=1)
    space = world.space(f"owner of {own}")
    home = world.give_list(space)
    world.give_todos(space, own, home)
    ids = [row[0] for row in world.execute("select id from todo where space = %s limit 200", space)]

    def asked(method: str, path: str, body: object = None) -> bytes:
        return load.request(method, path, headers, json.dumps(body).encode() if body else b"")

    return {
        "`GET /todo`": cycle([asked("GET", "/todo")]),
        "`GET /todo?sort=due`": cycle([asked("GET", "/todo?sort=due")]),
        "`GET /todo?list=…`": cycle([asked("GET", f"/todo?list={home}")]),
        "`GET /todo?sort=title`": cycle([asked("GET", "/todo?sort=title")]),
        "`POST /todo`": cycle([asked("POST", "/todo", BODY)]),
        "`PATCH /todo/…`": cycle([asked("PATCH", f"/todo/{todo}", {"title": "Call the baker"}) for todo in ids]),
    }


def _round(world: World, case: Case) -> Round:
    meter = machine.meter(case.ours.pid, world.postgres)
    done = load.run(case.ours.port, [case.requests], count=COUNT)
    cpu = [seconds / COUNT * 1e6 for seconds in meter.used()]
    return Round(done.percentile(50) * 1e3, done.percentile(99) * 1e3, *cpu)


def _tell(found: dict[Case, list[Round]]) -> None:
    columns = ["request", "own", "others", "p50, ms", "p99, ms", "CPU service, µs", "CPU database, µs"]
    rows = []
    for case, rounds in sorted(found.items(), key=lambda item: (item[0].name, item[0].own, item[0].others)):
        medians = [median(values) for values in zip(*map(astuple, rounds), strict=True)]
        rows.append([case.name, f"{case.own:,}", f"{case.others:,}", *medians])
    table(columns, rows)
