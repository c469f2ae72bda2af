"""Numbers for Prometheus: that they are right, that they are everybody's, and what they never hold."""

import os
import signal
import socket
import urllib.request
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from auth.issuer import Issuer
from events.listener import Listener
from people import Person
from program import Program, data_folder, free_port, until
from todo import prometheus

SECRET = "a-secret-nobody-may-read"


@pytest.fixture
def app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Flask:
    return make_app(issuer=token_issuer.url, client_id="web", metrics="prometheus")


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Each number by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counted(app: Flask) -> dict[tuple[str, ...], float]:
    prometheus.sample(app)
    return samples(generate_latest(app.extensions["todo.figures"].registry).decode())


def test_answers_are_counted_by_route_method_and_status(app: Flask, owner: Person) -> None:
    owner.made("todo")
    for _ in range(3):
        owner.get("/todo")
    app.test_client().get("/todo")

    found = counted(app)

    assert found["todo_requests_total", "POST", "/todo", "201"] == 1
    assert found["todo_requests_total", "GET", "/todo", "200"] == 3
    assert found["todo_requests_total", "GET", "/todo", "401"] == 1
    assert found["todo_request_seconds_count", "GET", "/todo"] == 4
    assert {value for key, value in found.items() if {"todo_request_seconds_bucket", "/todo", "10.0"} <= set(key)} == {
        1,
        4,
    }
    assert 0 < found["todo_request_seconds_sum", "GET", "/todo"] < 100


def test_the_pool_is_counted(app: Flask, owner: Person) -> None:
    owner.get("/todo")

    found = counted(app)

    assert found["todo_pool_connections", "idle"] + found["todo_pool_connections", "in_use"] >= 1
    assert found["todo_pool_waiting",] == 0


def test_health_checks_do_not_count(app: Flask) -> None:
    app.test_client().get("/health/live")

    assert not [key for key in counted(app) if key[0] == "todo_requests_total"]


def test_no_label_holds_a_token_a_title_or_an_id_and_nobody_can_make_up_new_ones(app: Flask, owner: Person) -> None:
    made = owner.made("todo", title=SECRET)["id"]
    owner.get(f"/todo/{made}")
    owner.get(f"/todo/{uuid4()}?{SECRET}=1")
    owner.get(f"/{SECRET}")
    owner.client.open("/todo", method=SECRET.upper())
    app.test_client().get("/todo", headers={"Authorization": f"Bearer {SECRET}"})

    prometheus.sample(app)
    text = generate_latest(app.extensions["todo.figures"].registry).decode()

    assert SECRET not in text.lower()
    assert made not in text
    assert owner.get("/me").get_json()["id"] not in text
    assert 'route="/todo/<uuid:row_id>"' in text
    assert 'route="none"' in text
    assert 'method="other"' in text


def test_nothing_is_counted_unless_it_is_asked_for(make_app: Callable[..., Flask]) -> None:
    assert "todo.figures" not in make_app().extensions


@pytest.mark.slow
def test_the_numbers_of_all_processes_come_together(token_issuer: Issuer) -> None:
    token, port = token_issuer.token(sub=f"counted-{uuid4()}"), free_port()
    settings = {"issuer": token_issuer.url, "client_id": "web", "metrics": "prometheus", "metrics_port": str(port)}
    with data_folder() as folder, Program(folder, workers="2", **settings) as program:

        def read() -> dict[tuple[str, ...], float]:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                return samples(answer.read().decode())

        def ask(times: int) -> None:
            for _ in range(times):
                assert program.ask("GET", "/todo", Authorization=f"Bearer {token}")[0] == 200

        with Listener(program.events_port, token) as listener:
            listener.cursor()
            ask(20)
            assert read()["todo_requests_total", "GET", "/todo", "200"] == 20
            assert read()["todo_requests_total", "GET", "/events", "200"] == 1
            until(lambda: read().get(("todo_event_streams",)) == 1)
            until(lambda: read().get(("todo_event_poll_seconds_count",), 0) > 0)

            program.ask("POST", "/tag", {"name": "News"}, Authorization=f"Bearer {token}")
            until(lambda: read().get(("todo_events_total",)) == 1)
        until(lambda: read().get(("todo_event_streams_ended_total", "gone")) == 1)

        for worker in program.workers():
            os.kill(worker, signal.SIGKILL)
        ask(1)
        assert read()["todo_requests_total", "GET", "/todo", "200"] == 21  # the dead ones' too
        assert program.ask("GET", "/metrics")[0] == 404
        assert program.stop()[0] == 0


def test_a_port_of_metrics_that_is_taken_is_a_sentence() -> None:
    with data_folder() as folder, socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        code, said = Program(folder, metrics="prometheus", metrics_port=str(port)).wait()

    assert (code, said) == (1, f"TODO_METRICS_PORT: 127.0.0.1:{port} cannot be had: Address already in use.\n")
