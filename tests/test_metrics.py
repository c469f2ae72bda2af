"""Metrics as CloudWatch reads them: its specification of the embedded metric format, and that the numbers are right."""

import json
import random
import statistics
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from auth.issuer import Issuer
from people import Person
from todo import metrics

NOW = 1_795_368_605.5
UNITS = {"Count", "Milliseconds"}


@pytest.fixture
def app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Flask:
    return make_app(issuer=token_issuer.url, client_id="web", metrics="emf")


def counted(app: Flask) -> metrics.Counted:
    return app.extensions["todo.counter"].taken()


def written(counted: metrics.Counted, *, is_draining: bool = False) -> dict[str, Any]:
    pool = {"pool_size": 8, "pool_available": 5, "requests_waiting": 2}
    return json.loads(metrics.line("todo.example.com", counted, pool, is_draining, NOW))


def counted_of(*milliseconds: float) -> metrics.Counted:
    found = metrics.Counted(requests=len(milliseconds))
    found.milliseconds.extend(milliseconds)
    return found


@pytest.mark.parametrize("many", [0, 1, 100, 5000])
def test_a_line_keeps_the_specification_of_the_embedded_metric_format(many: int) -> None:
    line = written(counted_of(*[random.expovariate(0.1) for _ in range(many)]))

    directive = line["_aws"]["CloudWatchMetrics"][0]
    assert line["_aws"]["Timestamp"] == 1_795_368_605_500  # milliseconds
    assert set(line["_aws"]) == {"Timestamp", "CloudWatchMetrics"}
    assert set(directive) == {"Namespace", "Dimensions", "Metrics"}
    assert directive["Dimensions"] == [["Site"]]
    assert line["Site"] == "todo.example.com"
    for metric in directive["Metrics"]:
        assert set(metric) == {"Name", "Unit"}
        assert metric["Unit"] in UNITS
        values = line[metric["Name"]] if isinstance(line[metric["Name"]], list) else [line[metric["Name"]]]
        assert 1 <= len(values) <= 100
        assert all(isinstance(value, (int, float)) for value in values)


def test_a_line_says_what_the_pool_and_the_process_do() -> None:
    line = written(counted_of(), is_draining=True)

    assert (line["ConnectionsInUse"], line["RequestsWaiting"], line["Draining"]) == (3, 2, 1)


def test_who_holds_event_streams_says_how_many() -> None:
    line = json.loads(metrics.line("todo.example.com", counted_of(), {}, False, NOW, 7))

    assert line["EventStreams"] == 7
    assert {"Name": "EventStreams", "Unit": "Count"} in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
    assert "EventStreams" not in written(counted_of())


def test_answers_are_counted_by_kind(app: Flask, owner: Person) -> None:
    counted(app)

    owner.get("/todo")
    owner.get("/todo/of/nobody")
    app.test_client().get("/todo")
    app.test_client().get("/todo", headers={"Authorization": "Bearer of.no.use"})

    found = counted(app)
    assert (found.requests, found.client_errors, found.server_errors, found.refused_tokens) == (4, 3, 0, 1)
    assert len(found.milliseconds) == 4


def test_what_was_reported_is_not_reported_again(app: Flask, owner: Person) -> None:
    owner.get("/todo")
    counted(app)

    assert counted(app) == metrics.Counted()


def test_health_checks_do_not_count(app: Flask) -> None:
    counted(app)

    app.test_client().get("/health/live")
    app.test_client().get("/health/ready")

    assert counted(app).requests == 0


def test_nothing_is_counted_unless_it_is_asked_for(make_app: Callable[..., Flask]) -> None:
    assert "todo.counter" not in make_app().extensions


def test_a_hundred_values_stand_for_many_without_changing_their_percentiles() -> None:
    chance = random.Random(1)
    many = [chance.lognormvariate(3, 1) for _ in range(20_000)]

    few = metrics.representatives(many)

    assert len(few) == 100
    assert (few[0], few[-1]) == (round(min(many), 1), round(max(many), 1))
    for percent in (50, 90, 95):
        ours = statistics.quantiles(few, n=100)[percent - 1]
        theirs = statistics.quantiles(many, n=100)[percent - 1]
        assert ours == pytest.approx(theirs, rel=0.1)
