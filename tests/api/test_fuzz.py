"""Every route is as its contract says, whatever is sent: schemathesis with all of its checks, as one real person.

It is the same each time: the seed is set, and what is generated does not depend on the clock.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import unregister
from schemathesis.python import wsgi
from werkzeug.test import Client, TestResponse

from auth.issuer import Issuer
from people import Person

load_all_checks()

SETTINGS: dict[str, Any] = {
    "cache": {"enabled": False},
    "seed": 20261122,
    "headers": {"Accept-Encoding": "identity"},  # of an application in its own process it takes nothing apart
    "generation": {
        "deterministic": True,
        "max-examples": 3,
        "no-shrink": True,
        "database": "none",
        "allow-x00": False,  # what other programs keep with a row may be anything but that, which no schema can say
    },
    "phases": {"stateful": {"generation": {"max-examples": 3}, "max-steps": 5}},
}
DEPENDS_ON_WHAT_IS_THERE: dict[str, Any] = {
    "parent": None,
    "start": "2026-12-01",
    "start_zone": None,
    "due": "2026-12-01T09:00",
    "due_zone": None,
    "zone": "Europe/Berlin",
    "expires_at": None,
    "clock": "2026-11-22T18:00:00Z",
    "position": "a0V",
    "recurrence": "FREQ=WEEKLY;BYDAY=MO",
    "query": "today | p1",
    "text": "Water the plants tomorrow p1",
    "reminders": [{"before_minutes": 30}, {"at": "2026-12-01T08:00"}],
}
"""In the place of values that no schema tells from those that are refused: the 30th of February, an end in the past."""

MADE = set(CHECKS.get_all_names()) - {"max_response_time"}  # speed is measured in bench/
"""The checks that must have been made; another that schemathesis brings some day is one more."""

_number = itertools.count(1)


class _Client(Client):
    """Schemathesis 4.32 sends the settings of sockets along when it looks whether a route asks who is there."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            kwargs.pop(name, None)
        return super().open(*args, **kwargs)


class World:
    """What a person has that requests can refer to."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._rows: dict[str, list[str]] = {}
        for noun in ("list", "section", "tag", "todo", "filter"):
            self._rows[noun] = [self._made(noun) for _ in range(2)]
        self._real: dict[str, Callable[[], Any]] = {
            **{name: partial(self.row, name) for name in ("list", "section")},
            **{name: lambda: [self.row("tag")] for name in ("tag", "tags", "add", "remove")},
            "ids": lambda: [self.row("todo", other_than=self._rows["todo"][0])],
        }

    def _made(self, noun: str) -> str:
        name = {} if noun == "todo" else {"name": f"{noun} {next(_number)}"}
        more = {"section": lambda: {"list": self.row("list")}, "filter": lambda: {"query": "today"}}
        return self._person.made(noun, **name, **more.get(noun, dict)())["id"]

    def row(self, noun: str, *, other_than: str = "") -> str:
        """One that is there, even if it was moved to the trash, or deleted for good, just before."""
        if noun == "section":
            self.row("list")
        rows = self._rows[noun]
        place = next(place for place, row in enumerate(rows) if row != other_than)
        if self._person.post(f"/{noun}/{rows[place]}/restore").status_code == 404:
            rows[place] = self._made(noun)
        return rows[place]

    def make_real(self, case: Any) -> None:
        """What a request that is as the contract says refers to is there."""
        case.headers.pop("If-Match", None)
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = f"key-{next(_number)}"
        noun = case.path.split("/")[1]
        for part in (case.query, case.body):
            if isinstance(part, dict):
                self._make_fields_real(part, noun, case.path_parameters.get("id", ""))

    def _make_fields_real(self, part: dict[str, Any], noun: str, row: str) -> None:
        if part.keys() & {"before", "after"}:
            part["after"] = self.row(noun, other_than=row)
        if part.keys() & {"to", "days"}:
            part["to"] = "2026-12-03"
        for name in part.keys() & {"before", "days", "cursor", "filter", "pane"}:
            del part[name]
        for name in [name for name, value in part.items() if value is not None]:
            if name in self._real:
                part[name] = self._real[name]()
            elif name in DEPENDS_ON_WHAT_IS_THERE:
                part[name] = DEPENDS_ON_WHAT_IS_THERE[name]
            elif isinstance(part[name], dict) and name != "foreign_properties":
                self._make_fields_real(part[name], noun, row)


@pytest.fixture
def people(make_app: Callable[..., Flask], token_issuer: Issuer) -> dict[str, Person]:
    """Nobody asks too often where they are."""
    app = make_app(issuer=token_issuer.url, client_id="web", rate_per_minute=10_000_000)
    return {name: Person(app.test_client(), token_issuer.token(sub=f"fuzzed {name}")) for name in ("owner", "stranger")}


@pytest.fixture
def contract(
    people: dict[str, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[schemathesis.BaseSchema]:
    """What they read at /openapi.json. The owner asks; the stranger looks now and then whether they see the same."""
    monkeypatch.setattr(wsgi, "get_client", _Client)
    world = World(people["owner"])

    def make_real(_: Any, case: Any, kwargs: Any) -> None:
        if case.meta and case.meta.generation.mode is GenerationMode.POSITIVE:
            world.make_real(case)

    keys = tmp_path / "people.json"
    headers = {name: [{"name": "Authorization", "value": f"Bearer {who.token}"}] for name, who in people.items()}
    keys.write_text(json.dumps({"auth": [{"name": name, "fixedHeaders": said} for name, said in headers.items()]}))
    settings = {**SETTINGS, "auth": {"wfc": {"path": str(keys), "user": "owner", "peers": list(people)}}}
    schemathesis.hook("before_call")(make_real)
    yield schemathesis.openapi.from_wsgi(
        "/openapi.json", people["owner"].client.application, config=SchemathesisConfig.from_dict(settings)
    )
    unregister(make_real)


def test_everything_is_as_the_contract_says(contract: schemathesis.BaseSchema) -> None:
    found: dict[str, str] = {}
    requests, checks = 0, set[str]()
    for event in from_schema(contract.exclude(path="/me", method="DELETE")).execute():  # the account is needed on
        found |= _found(event)
        if isinstance(event, events.ScenarioFinished):
            requests += len(event.recorder.interactions)
            checks |= {check.name for done in event.recorder.checks.values() for check in done}

    assert found == {}, "\n".join(f"{what}\n{where}" for what, where in found.items())
    assert requests > 1000
    assert checks >= MADE


def _found(event: Any) -> dict[str, str]:
    """What is wrong, with a request that shows it."""
    if isinstance(event, events.NonFatalError):
        return {"schemathesis": event.info.format()}
    if isinstance(event, events.FatalError):
        return {"schemathesis": str(event.exception)}
    if not isinstance(event, events.ScenarioFinished):
        return {}
    return {
        f"{failure.operation}: {failure.title}": f"{failure.message[:300]}\n{_shown(event, case_id)}"
        for case_id, checks in event.recorder.checks.items()
        for check in checks
        if check.failure_info and (failure := check.failure_info.failure)
    }


def _shown(event: events.ScenarioFinished, case_id: str) -> str:
    case, sent = event.recorder.cases[case_id].value, event.recorder.interactions.get(case_id)
    headers = {name: value for name, value in case.headers.items() if name != "Authorization"}
    answer = sent.response if sent else None
    told = f"{answer.status_code} {answer.content[:600]!r}" if answer else "no answer"
    return f"  {case.method} {case.path} {case.path_parameters} {case.query} {headers} {case.body!r:.1000}\n  {told}"
