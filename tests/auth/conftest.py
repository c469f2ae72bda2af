import functools
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from flask import Flask

from auth.issuer import Clock, Issuer
from auth.signing_in import SECRET, Browser, SignInPage
from program import PATIENCE
from todo.auth.jwt import Verifier
from todo.settings import Settings

_number = itertools.count(1)


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


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def make_verifier(issuer: Issuer, clock: Clock, http: httpx.Client) -> Callable[..., Verifier]:
    def make(client: httpx.Client = http, **settings: Any) -> Verifier:
        chosen = {"issuer": issuer.url, "client_id": "web,phone", **settings}
        return Verifier(Settings.model_validate(chosen), client, clock)

    return make


@pytest.fixture
def verifier(make_verifier: Callable[..., Verifier]) -> Verifier:
    return make_verifier()


@pytest.fixture
def oidc_verifier(make_verifier: Callable[..., Verifier]) -> Verifier:
    return make_verifier(issuer_profile="oidc", audience="https://todo.example")


@pytest.fixture
def present() -> Clock:
    """Starts now, because it is compared with what the database has stored; goes on only if told."""
    return Clock(float(int(time.time())))


@pytest.fixture
def page(running_issuer: Issuer, present: Clock) -> SignInPage:
    running_issuer.reset(present)
    return SignInPage(running_issuer)


@pytest.fixture(scope="session")
def made(make_app: Callable[..., Flask], running_issuer: Issuer) -> Callable[..., Flask]:
    """One application for the same settings: each keeps connections until the tests are over."""

    @functools.cache
    def make(**settings: Any) -> Flask:
        return make_app(issuer=running_issuer.url, client_id="web,phone", client_secret=SECRET, **settings)

    return make


@pytest.fixture
def make_web(made: Callable[..., Flask], page: SignInPage, present: Clock, http: httpx.Client) -> Callable[..., Flask]:
    """The application with the sign-in page above as its issuer, at the test's own time."""

    def make(**settings: Any) -> Flask:
        app = made(**settings)
        app.extensions["todo.verifier"] = Verifier(app.extensions["todo.settings"], http, present)
        return app

    return make


@pytest.fixture
def web(make_web: Callable[..., Flask]) -> Flask:
    return make_web()


@pytest.fixture
def browser(web: Flask, page: SignInPage) -> Browser:
    return Browser(web, page)


@pytest.fixture
def subject() -> str:
    """Somebody who was never here."""
    return f"newcomer-{next(_number)}-{time.time_ns()}"


@pytest.fixture
def signed_in(browser: Browser, subject: str) -> Browser:
    browser.sign_in(subject)
    return browser


@pytest.fixture
def other_signed_in(web: Flask, page: SignInPage, subject: str) -> Browser:
    stranger = Browser(web, page)
    stranger.sign_in(subject + "-stranger")
    return stranger
