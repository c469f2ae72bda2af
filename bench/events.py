"""Promise: streams of events that say nothing cost next to nothing, and the API does not notice them.

Rounds with 0, 200 and 2,000 streams stand beside each other; a round measures the API with so many connected.
"""

import random
import resource
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import repeat
from statistics import median

from bench import load, machine, service
from bench.service import Service
from bench.table import heading, table
from bench.world import World
from todo.events import child, watch

NUMBERS = (0, 200, 2000)
EACH = 10  # streams of one account
ROUNDS = 3
CLIENTS = 8
SECONDS = 3.0
REST_SECONDS = 3.0
CHANGES = 10
READER, WRITER = "events-reader", "events-0"


@dataclass(frozen=True, slots=True)
class Round:
    """Memory in MiB, CPU of the process of streams in ms a second, the rest in ms."""

    memory: float
    cpu: float
    p50: float
    p99: float
    delays: list[float]


def measure(world: World) -> None:
    heading(f"Streams of events, {CLIENTS} clients on GET /todo beside them")
    _allow_files(max(NUMBERS))
    found: dict[int, list[Round]] = {number: [] for number in NUMBERS}
    for _ in range(ROUNDS):
        with service.ours(world) as ours:  # anew: memory that was used once is not given back
            load.run(ours.port, [repeat(load.request("GET", "/me", world.issuer.headers(READER)))], count=1)
            world.give_todos(world.space(READER), 200)
            for number in NUMBERS:
                found[number].append(_round(world, ours, number))
    _tell(found)


def _round(world: World, ours: Service, number: int) -> Round:
    load.run(ours.events, [repeat(load.request("GET", "/health/ready", {}))], count=1)  # it starts behind the workers
    process = next(pid for pid in machine.tree(ours.pid) if machine.name(pid) == child.NAME)
    with ExitStack() as open_streams:
        streams = [open_streams.enter_context(_stream(world, ours, f"events-{n // EACH}")) for n in range(number)]
        time.sleep(REST_SECONDS)
        before, began = machine.cpu(process), time.perf_counter()
        time.sleep(REST_SECONDS)
        cpu = (machine.cpu(process) - before) / (time.perf_counter() - began)
        request = load.request("GET", "/todo", world.issuer.headers(READER))
        api = load.run(ours.port, [repeat(request)] * CLIENTS, seconds=SECONDS)
        delays = [_delay(world, ours, streams[0]) for _ in range(CHANGES)] if streams else []
        memory = machine.own_memory(process)
    return Round(memory, cpu * 1000, api.percentile(50) * 1000, api.percentile(99) * 1000, delays)


def _stream(world: World, ours: Service, person: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", ours.events), timeout=60)
    connection.sendall(load.request("GET", "/events", world.issuer.headers(person)))
    _heard(connection)
    return connection


def _heard(connection: socket.socket) -> None:
    received = b""
    while b"event: cursor" not in received or not received.endswith(b"\n\n\r\n"):
        chunk = connection.recv(4096)
        if not chunk or (received and not received.startswith(b"HTTP/1.1 200") and b" 4" in received[:12]):
            raise RuntimeError(f"no stream: {received + chunk!r}")
        received += chunk


def _delay(world: World, ours: Service, listener: socket.socket) -> float:
    """From the request that changes something, at any moment between two polls, to the event of it, in ms."""
    time.sleep(random.uniform(0, watch.POLL_SECONDS))
    began = time.perf_counter()
    body = b'{"title": "Feed the cat"}'
    load.run(ours.port, [repeat(load.request("POST", "/todo", world.issuer.headers(WRITER), body))], count=1)
    _heard(listener)
    return (time.perf_counter() - began) * 1000


def _tell(found: dict[int, list[Round]]) -> None:
    nothing = [each.memory for each in found[0]]
    rows: list[list[object]] = []
    for number, rounds in found.items():
        more = [each.memory - before for each, before in zip(rounds, nothing, strict=True)]
        delays = [delay for each in rounds for delay in each.delays]
        rows.append(
            [
                f"{number:,}",
                median(each.memory for each in rounds),
                median(more) / number * 1024 if number else "",
                median(each.cpu for each in rounds),
                median(each.p50 for each in rounds),
                median(each.p99 for each in rounds),
                median(delays) if delays else "",
                max(delays) if delays else "",
            ]
        )
    columns = ["streams", "process, MiB", "each, KiB", "CPU, ms/s"]
    table([*columns, "API p50, ms", "API p99, ms", "change to event, ms", "longest, ms"], rows)


def _allow_files(number: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(number + 256, hard), hard))
