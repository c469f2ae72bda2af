"""Promise: a worker stays small. PSS: what processes share is divided among them (proc_pid_smaps(5))."""

import json
from itertools import repeat

from bench import load, machine, service
from bench.cost import BODY, CLIENTS
from bench.table import heading, table
from bench.world import World
from todo.events import child

REQUESTS = 10_000


def measure(world: World) -> None:
    heading(f"Memory, before and after {REQUESTS:,} requests, half of them writing")
    with service.ours(world) as ours:
        watching, *below = machine.tree(ours.pid)
        workers = [pid for pid in below if machine.name(pid) != child.NAME]
        headers = world.issuer.headers("memory")
        streams = [
            repeat(load.request("GET", "/todo", headers)),
            repeat(load.request("POST", "/todo", headers, json.dumps(BODY).encode())),
        ] * (CLIENTS // 2)
        load.run(ours.port, streams, count=200)
        before = _memory(watching, workers)
        load.run(ours.port, streams, count=REQUESTS)
        after = _memory(watching, workers)
    names = ["the process that watches", "the larger worker, with 8 threads and as many connections at most"]
    table(["process", "warm, MiB", f"{REQUESTS:,} requests later, MiB"], list(zip(names, before, after, strict=True)))


def _memory(watching: int, workers: list[int]) -> tuple[float, float]:
    return machine.memory(watching), max(map(machine.memory, workers))
