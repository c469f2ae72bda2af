"""The owner's devices, and a way to the owner's rows past the service."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask

from device import Device
from people import Person
from todo import embedded

Sql = Callable[..., list[Any]]


@pytest.fixture
def phone(owner: Person) -> Device:
    return Device(owner)


@pytest.fixture
def laptop(app: Flask, owner: Person) -> Device:
    return Device(Person(app.test_client(), owner.token))


@pytest.fixture
def sql(database: embedded.Database, owner: Person) -> Iterator[Sql]:
    """Runs a statement on the owner's rows, past the service."""
    space = owner.get("/me").get_json()["space"]
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))

        def run(statement: str, *values: object) -> list[Any]:
            cursor = conn.execute(statement, values)  # pyright: ignore[reportArgumentType, reportCallIssue]
            return cursor.fetchall() if cursor.description else []

        yield run
