from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from auth.issuer import Clock, Issuer
from todo.auth.jwt import Verifier
from todo.settings import Settings


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def running_issuer() -> Iterator[Issuer]:
    issuer = Issuer(Clock())
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(running_issuer: Issuer, clock: Clock) -> Issuer:
    """The same server for all tests, as new: its key is slow to make."""
    running_issuer.reset(clock)
    return running_issuer


@pytest.fixture
def make_verifier(issuer: Issuer, clock: Clock) -> Iterator[Any]:
    clients: list[httpx.Client] = []

    def make(**settings: Any) -> Verifier:
        clients.append(httpx.Client(timeout=0.5))
        chosen = {"issuer": issuer.url, "client_id": "web,phone", **settings}
        return Verifier(Settings.model_validate(chosen), clients[-1], clock)

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def verifier(make_verifier: Any) -> Verifier:
    return make_verifier()


@pytest.fixture
def oidc_verifier(make_verifier: Any) -> Verifier:
    return make_verifier(issuer_profile="oidc", audience="https://todo.example")
