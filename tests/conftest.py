"""One PostgreSQL per test process, made by the migrations; each test has people of its own.

A person sees nothing of another's, so tests do not see each other either: no truncation and no rolled-back
transaction around a test, which is how transactions that really commit, and several at once, can be tested.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask

from auth.issuer import Issuer
from people import Person
from todo import db, embedded, migrate
from todo.app import create_app
from todo.settings import Settings

_number = itertools.count(1)


@pytest.fixture(scope="session")
def database() -> Iterator[embedded.Database]:
    with TemporaryDirectory(prefix="todo-test-") as folder:
        Path(folder).chmod(0o711)  # where the tests run as root, PostgreSQL runs as somebody else
        with embedded.running(Path(folder), connections=200) as database:
            migrate.migrate(database.owner, database.service)
            yield database


@pytest.fixture(scope="session")
def token_issuer() -> Iterator[Issuer]:
    """An outside issuer of the present."""
    issuer = Issuer(time.time)  # pyright: ignore[reportArgumentType]
    yield issuer
    issuer.stop()


@pytest.fixture(scope="session")
def make_app(database: embedded.Database) -> Iterator[Callable[..., Flask]]:
    """Makes the application with settings of the test's own choosing."""
    pools: list[Any] = []

    def make(**settings: Any) -> Flask:
        chosen = Settings.model_validate(
            {"base_url": "http://127.0.0.1:8000", "secret": "0123456789abcdef" * 4, **settings}
        )
        pools.append(db.open_pool(chosen, database.service))
        app = create_app(chosen, pools[-1])
        app.testing = False  # errors are answered as they are to people
        return app

    yield make
    for pool in pools:
        with closing(pool):
            pass


@pytest.fixture(scope="session")
def app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Flask:
    return make_app(issuer=token_issuer.url, client_id="web")


@pytest.fixture
def make_person(app: Flask, token_issuer: Issuer) -> Callable[[], Person]:
    def make() -> Person:
        return Person(app.test_client(), token_issuer.token(sub=f"person-{next(_number)}"))

    return make


@pytest.fixture
def owner(make_person: Callable[[], Person]) -> Person:
    return make_person()


@pytest.fixture
def stranger(make_person: Callable[[], Person]) -> Person:
    return make_person()
