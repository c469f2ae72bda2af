"""Counts what measured.py says in bytes: of a todo and a change in the database, of an answer, of a line of the log."""

import io
import logging
from statistics import mean

from flask.testing import FlaskClient

from bench.cost import BODY
from bench.issuer import CLIENT
from bench.table import table
from bench.world import World
from todo import logs
from todo.app import create_app
from todo.db import open_pool
from todo.settings import read_settings

TODOS, CHANGES = 1000, 1000


def measure(world: World) -> None:
    """Somebody writes a thousand todos and changes each; all else stays empty."""
    settings = read_settings(
        {"TODO_DATA_DIR": str(world.folder / "sizes"), "TODO_ISSUER": world.issuer.url, "TODO_CLIENT_ID": CLIENT}
    )
    settings.data_dir.mkdir(exist_ok=True)
    lines = _listening()
    with open_pool(settings, world.service) as pool:
        client, headers = create_app(settings, pool).test_client(), world.issuer.headers("somebody")
        small = _write(client, headers)
        whole = len(client.get("/todo", headers=headers).data)
    world.execute("vacuum full analyze")
    rows = [
        ["a todo with its indexes", _bytes_each(world, "todo")],
        ["a change in the history, with its indexes", _bytes_each(world, "history")],
        ["the answer to `GET /todo`, 50 todos", whole],
        ["the answer to `POST` and `PATCH`", small],
        ["a line of the log", mean(map(len, lines.getvalue().splitlines()))],
    ]
    table(["what", "bytes"], rows)


def _write(client: FlaskClient, headers: dict[str, str]) -> float:
    ids, sizes = [], []
    for number in range(TODOS):
        answer = client.post("/todo", json=BODY, headers=headers)
        ids.append(answer.json["id"])
        sizes.append(len(answer.data))
        client.patch(f"/todo/{ids[-1]}", json={"title": f"Call the baker, the {number}th time"}, headers=headers)
    return mean(sizes)


def _listening() -> io.StringIO:
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logs.JsonLines())
    logs.log.addHandler(handler)
    logs.log.setLevel(logging.INFO)
    return text


def _bytes_each(world: World, name: str) -> float:
    return world.execute("select pg_total_relation_size(%s::regclass)::float / %s", name, _rows(world)[name])[0][0]


def _rows(world: World) -> dict[str, int]:
    todos, changes = world.execute("select (select count(*) from todo), (select count(*) from history)")[0]
    return {"todo": todos, "history": changes}
