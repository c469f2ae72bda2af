"""What the log says, and above all what it never says."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from auth.issuer import Issuer
from people import Person
from todo import logs

TRACE = "1-67891233-abcdef012345678912345678"
SECRET = "a-secret-nobody-may-read"


@pytest.fixture
def app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Flask:
    return make_app(issuer=token_issuer.url, client_id="web", log="json")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged as JSON lines, so far."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    loggers = [logging.getLogger("todo"), logs.log]
    logs.log.setLevel(logging.INFO)
    logging.getLogger("todo").addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


def test_every_answer_has_a_request_id(app: Flask, owner: Person) -> None:
    answers = [
        owner.get("/todo"),
        owner.get("/todo/of/nobody"),
        app.test_client().get("/todo"),
        owner.get("/health/live"),
    ]

    ids = [answer.headers["X-Request-Id"] for answer in answers]

    assert [answer.status_code for answer in answers] == [200, 404, 401, 200]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "header",
    [
        f"Root={TRACE}",
        f"Self={TRACE};Root=1-11111111-222222222222222222222222",
        f"Root={TRACE};Parent=53995c3f42cd8ad8;Sampled=1",
    ],
)
def test_the_trace_of_the_load_balancer_is_the_request_id(app: Flask, header: str) -> None:
    answer = app.test_client().get("/health/live", headers={"X-Amzn-Trace-Id": header})

    assert answer.headers["X-Request-Id"] == TRACE


@pytest.mark.parametrize("header", ["", "Root=", f"Root={SECRET}", f"Root={TRACE}0", f"xRoot={TRACE}", "Root=" * 5000])
def test_a_trace_that_is_none_is_not_taken_over(app: Flask, header: str) -> None:
    answer = app.test_client().get("/health/live", headers={"X-Amzn-Trace-Id": header})

    assert len(answer.headers["X-Request-Id"]) == 32


def test_a_request_is_a_line_with_who_what_and_how_long(
    owner: Person, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    made = owner.made("todo")["id"]

    answer = owner.get(f"/todo/{made}")

    line = lines()[-1]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert line["account"] == owner.get("/me").get_json()["id"]
    assert (line["level"], line["method"], line["route"], line["status"]) == ("info", "GET", "/todo/<uuid:row_id>", 200)
    assert 0 < line["ms"] < 10_000
    assert line["time"].endswith("+00:00")


def test_health_checks_make_no_lines(app: Flask, lines: Callable[[], list[dict[str, Any]]]) -> None:
    for path in ("/health/live", "/health/ready"):
        app.test_client().get(path)

    assert lines() == []


def test_no_line_holds_a_token_a_title_or_a_query(
    app: Flask, owner: Person, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    client = app.test_client()

    owner.made("todo", title=SECRET)
    owner.get(f"/todo?q={SECRET}&{SECRET}=1")
    owner.ask("POST", "/todo", json={"title": 1, SECRET: SECRET})
    owner.get(f"/{SECRET}")
    client.get("/todo", headers={"Authorization": f"Bearer {SECRET}", "Cookie": f"session={SECRET}"})
    client.get(f"/auth/callback?code={SECRET}&state={SECRET}")

    assert len(lines()) == 6
    assert SECRET not in json.dumps(lines())
    assert owner.token not in json.dumps(lines())


def test_an_error_is_a_line_with_its_kind_and_place_but_not_its_text(
    make_app: Callable[..., Flask], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    app = make_app(log="json")

    def fail() -> None:
        raise ValueError(SECRET)

    fail.is_public = True  # type: ignore[attr-defined]
    app.add_url_rule("/fail", view_func=fail)

    answer = app.test_client().get("/fail")

    failed = next(line for line in lines() if line["level"] == "error")
    assert answer.status_code == 500
    assert failed["error"] == "ValueError"
    assert failed["request_id"] == answer.headers["X-Request-Id"]
    assert failed["trace"][-1].endswith(" fail")
    assert SECRET not in json.dumps(lines())


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("todo", logging.WARNING, "", 0, "first\nsecond \u2028 %s", ("ü",), None)

    text = logs.JsonLines().format(record)

    assert len(text.splitlines()) == 1
    assert json.loads(text)["message"] == "first\nsecond \u2028 ü"
