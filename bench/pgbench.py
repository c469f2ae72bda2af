"""What PostgreSQL alone can do: the SQL of a request, recorded while our service runs it, repeated by pgbench."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from flask.testing import FlaskClient
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from bench.issuer import CLIENT
from bench.world import World
from todo import binaries
from todo.app import create_app
from todo.db import open_pool
from todo.settings import read_settings

_SPACE = "(:spaces::uuid[])[:client_id + 1]"
_SPACES = re.compile(r"\{[0-9a-f-]{36}\}")
_FRESH = "lpad(to_hex(:client_id * 4294967296 + :number), 32, '0')::uuid"
_NEW_IDS = {"entity", "mutation", "note"}
_NUMBERS = {"duration_minutes"}  # the one number that is null here
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s")


@dataclass(frozen=True, slots=True)
class Script:
    """The statements of one request, sent at once as our service sends them, and the values of their variables."""

    text: str
    variables: dict[str, str]
    options: str

    def run(self, world: World, spaces: list[UUID], seconds: int) -> "Done":
        """Repeats it as the service's role, a client for each of the spaces."""
        file = world.folder / "request.sql"
        file.write_text(self.text)
        known = conninfo_to_dict(world.service)
        login = {name: str(known[key]) for name, key in _LOGIN.items()}
        variables = {**self.variables, "spaces": f"{{{','.join(map(str, spaces))}}}", "number": str(_unused())}
        options = {"protocol": "prepared", "client": len(spaces), "time": seconds, "file": file}
        done = subprocess.run(
            [
                str(binaries.find(world.folder).folder / "pgbench"),
                "--no-vacuum",
                *(f"--{name}={value}" for name, value in options.items()),
                *(f"--define={name}={value}" for name, value in variables.items()),
            ],
            env={**os.environ, **login, "PGOPTIONS": self.options},
            capture_output=True,
            text=True,
            check=True,
        )
        transactions = re.findall(r"actually processed: ([0-9]+)", done.stdout)[0]
        return Done(int(transactions), float(re.findall(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)[0]))


@dataclass(frozen=True, slots=True)
class Done:
    transactions: int
    per_second: float


_LOGIN = {"PGHOST": "host", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}


def _unused() -> int:
    """A number from which on nobody has counted: a million a second since 1970, within 32 bits."""
    return int(time.time()) % 4000 * 1_000_000


def recorded(world: World, person: str, ask: Callable[[FlaskClient, dict[str, str]], Any]) -> Script:
    """The SQL of what is asked of our application, in this process."""
    settings = read_settings(
        {"TODO_DATA_DIR": str(world.folder / "recorder"), "TODO_ISSUER": world.issuer.url, "TODO_CLIENT_ID": CLIENT}
    )
    settings.data_dir.mkdir(exist_ok=True)
    said: list[tuple[str, Any]] = []
    with open_pool(settings, world.service) as known, _recording(known, said) as pool:
        client, headers = create_app(settings, pool).test_client(), world.issuer.headers(person)
        ask(client, headers)  # the first time there is more: keys, the account
        said.clear()
        ask(client, headers)
        return _script(said, str(known.kwargs["options"]))


def _recording(pool: ConnectionPool[Any], said: list[tuple[str, Any]]) -> ConnectionPool[psycopg.Connection[TupleRow]]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            said.append((query, params))
            return super().execute(query, params, **options)

    return ConnectionPool(
        pool.conninfo, min_size=0, max_size=1, open=True, kwargs={**pool.kwargs, "cursor_factory": Cursor}
    )


def _script(said: list[tuple[str, Any]], options: str) -> Script:
    variables: dict[str, str] = {"none": "-"}
    lines = [_statement(number, *statement, variables) for number, statement in enumerate(said)]
    text = "\n".join(["\\set number :number + 1", "\\startpipeline", *lines, "\\endpipeline", ""])
    return Script(text, variables, options)


def _statement(number: int, query: str, values: Any, variables: dict[str, str]) -> str:
    """One statement with pgbench's variables in the place of psycopg's."""
    given = iter(() if isinstance(values, dict) else values or ())

    def variable(match: re.Match[str]) -> str:
        name = match[1] or "value"
        value = values[name] if match[1] else next(given)
        return _expression(name, value) or _variable(f"s{number}_{name}", value, variables)

    return re.sub(r"\s+", " ", _PLACEHOLDER.sub(variable, query)).replace("%%", "%").strip() + ";"


def _expression(name: str, value: object) -> str | None:
    """For what is another for each client or each transaction, or what pgbench's variables cannot hold: null."""
    if name in _NEW_IDS:
        return _FRESH
    if isinstance(value, UUID):
        return _SPACE
    if isinstance(value, str) and _SPACES.fullmatch(value):
        return f"'{{' || {_SPACE} || '}}'"
    if value is None:
        return "nullif(:none, '-')" + ("::int" if name in _NUMBERS else "")
    return None


def _variable(name: str, value: object, variables: dict[str, str]) -> str:
    variables[name] = "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else str(value)
    return f":{name}"
