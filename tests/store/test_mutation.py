"""A database that goes away in the midst of a request: what was applied is answered, the rest is sent again."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from flask import Flask

from auth.issuer import Issuer
from device import Device, everything, statuses
from people import Person, problem
from todo import embedded


@pytest.fixture
def device(make_app: Callable[..., Flask], token_issuer: Issuer) -> Iterator[Device]:
    """With connections of its own, which nobody misses when they are cut."""
    app = make_app(issuer=token_issuer.url, client_id="web")
    yield Device(Person(app.test_client(), token_issuer.token(sub=f"cut-off-{time.monotonic_ns()}")))
    app.extensions["todo.pool"].close()


def hold(conn: psycopg.Connection[Any], space: str, todo: str) -> None:
    conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space}}}",))
    conn.execute("select from todo where id = %s for update", (todo,))


def cut_off_at(database: embedded.Database, device: Device, todo: str) -> Any:
    """The answer to a request whose connection is cut when it comes to this todo."""
    space = device.person.get("/me").get_json()["space"]
    with psycopg.connect(database.service) as holder, psycopg.connect(database.service, autocommit=True) as knife:
        hold(holder, space, todo)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(device.asks)
            while not knife.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'todo' and wait_event_type = 'Lock'"
            ).fetchall():
                time.sleep(0.01)
            return asked.result()


def test_what_was_applied_before_the_database_went_away_is_answered(
    database: embedded.Database, device: Device
) -> None:
    one, other = device.makes("todo", title="one"), device.makes("todo", title="other")
    device.syncs()
    for todo in (one, other, one):
        device.does("todo.patch", id=todo, notes="new")
    known = device.cursor

    answer = cut_off_at(database, device, other)

    assert (answer.status_code, answer.get_json()["more"], answer.get_json()["cursor"]) == (200, True, known)
    assert statuses(device.takes(answer.get_json())) == ["applied"]
    assert statuses(device.syncs()) == ["applied", "applied"]
    assert device.rows == everything(device.person)


def test_a_request_of_which_nothing_was_applied_is_refused(database: embedded.Database, device: Device) -> None:
    todo = device.makes("todo")
    device.syncs()
    device.does("todo.patch", id=todo, notes="new")

    assert problem(cut_off_at(database, device, todo)) == (503, "database_away", [])
    assert statuses(device.syncs()) == ["applied"]
    assert device.knows("todo", todo)["notes"] == "new"
