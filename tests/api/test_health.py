"""Health, for load balancers."""

from collections.abc import Iterator

import pytest
from flask import Flask

from todo import db
from todo.app import create_app
from todo.settings import Settings


def test_the_process_lives_and_can_work(app: Flask) -> None:
    client = app.test_client()

    assert [client.get(path).status_code for path in ("/health/live", "/health/ready")] == [200, 200]


@pytest.fixture
def without_database(app: Flask) -> Iterator[Flask]:
    settings: Settings = app.extensions["todo.settings"]
    hasty = settings.model_copy(update={"connect_timeout_seconds": 1, "statement_timeout_seconds": 1})
    pool = db.open_pool(hasty, "host=/nonexistent user=nobody dbname=todo")
    yield create_app(hasty, pool)
    pool.close()


def test_a_process_whose_database_is_away_lives_but_cannot_work(without_database: Flask) -> None:
    client = without_database.test_client()

    ready = client.get("/health/ready")

    assert client.get("/health/live").status_code == 200
    assert (ready.status_code, ready.get_json()["code"], ready.headers["Retry-After"]) == (503, "database_away", "2")


def test_a_process_that_stops_says_so(app: Flask) -> None:
    stopping = create_app(app.extensions["todo.settings"], app.extensions["todo.pool"], is_draining=lambda: True)

    answers = [stopping.test_client().get(path) for path in ("/health/live", "/health/ready")]

    assert [(answer.status_code, answer.get_json()["code"]) for answer in answers] == [(503, "draining")] * 2


def test_a_process_that_has_never_read_the_issuers_keys_cannot_work(app: Flask) -> None:
    lost = create_app(
        app.extensions["todo.settings"].model_copy(update={"issuer": "http://127.0.0.1:1"}), app.extensions["todo.pool"]
    )

    response = lost.test_client().get("/health/ready")

    assert (response.status_code, response.get_json()["code"]) == (503, "issuer_unreachable")
