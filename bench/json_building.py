"""Decision 0003: is the JSON of a list of 50 built in PostgreSQL or in Python? The CPU of both, either way."""

import json
import time
from collections.abc import Callable
from datetime import date, datetime
from statistics import median
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from pydantic_core import to_json

from bench import machine
from bench.table import heading, table
from bench.world import World
from todo.store.todo import TODO

TODOS = 50
ROUNDS = 7
REPEATS = 600

Connection = psycopg.Connection[Any]

_PAGE: LiteralString = (
    "select "
    + TODO.fields
    + " from todo t where t.space = %s and t.deleted_at is null order by t.position, t.id limit 50"
)
_AS_JSON: LiteralString = "select row_to_json(x)::text from (" + _PAGE + ") x"


def in_postgresql(conn: Connection, space: UUID) -> bytes:
    rows = conn.execute(_AS_JSON, (space,)).fetchall()
    return ("[" + ",".join([row[0] for row in rows]) + "]").encode()


def by_json_dumps(conn: Connection, space: UUID) -> bytes:
    return json.dumps(_dicts(conn, space), default=_text, ensure_ascii=False, separators=(",", ":")).encode()


def by_pydantic_core(conn: Connection, space: UUID) -> bytes:
    return to_json(_dicts(conn, space))


def _dicts(conn: Connection, space: UUID) -> list[dict[str, Any]]:
    return conn.cursor(row_factory=dict_row).execute(_PAGE, (space,), binary=True).fetchall()


def _text(value: date | datetime | UUID) -> str:
    return str(value) if isinstance(value, UUID) else value.isoformat()


WAYS = {
    "PostgreSQL: row_to_json": in_postgresql,
    "Python: json.dumps": by_json_dumps,
    "Python: pydantic_core.to_json": by_pydantic_core,
}


def measure(world: World) -> None:
    heading(f"JSON of a list of {TODOS}")
    (space,) = world.execute("insert into space (id) values (gen_random_uuid()) returning id")[0]
    world.give_todos(space, TODOS)
    with psycopg.connect(world.superuser, autocommit=True, prepare_threshold=0) as conn:
        conn.execute("set plan_cache_mode = force_generic_plan")
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
        for _ in range(ROUNDS):
            for name, way in WAYS.items():
                found[name].append(_cpu(conn, space, way))
    rows = [[name, *map(median, zip(*costs, strict=True))] for name, costs in found.items()]
    table(["built in", "CPU Python, µs", "CPU PostgreSQL, µs", "both, µs"], [[*row, row[1] + row[2]] for row in rows])


def _cpu(conn: Connection, space: UUID, way: Callable[[Connection, UUID], bytes]) -> tuple[float, float]:
    assert len(json.loads(way(conn, space))) == TODOS
    meter, began = machine.meter(conn.info.backend_pid), time.process_time()
    for _ in range(REPEATS):
        way(conn, space)
    python = time.process_time() - began
    return python / REPEATS * 1e6, meter.used()[0] / REPEATS * 1e6
