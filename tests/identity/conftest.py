from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask

from identity.visitor import Visitor
from todo import embedded
from todo.identity.hashing import Passwords
from todo.mail import Mail

QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1), at_once=4, waiting=20)


class KeptOutbox:
    """Mail at the rim: kept where the test can read it."""

    def __init__(self, reaches_people: bool) -> None:
        self.reaches_people = reaches_people
        self.sent: list[Mail] = []

    def post(self, mail: Mail) -> None:
        self.sent.append(mail)

    def secret_to(self, email: str) -> str:
        """What is behind # in the link of the last mail to this address."""
        text = next(mail.text for mail in reversed(self.sent) if mail.to == email)
        return text.partition("#")[2].split()[0]


@pytest.fixture(scope="session")
def make_issuer(make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """An application that is its own issuer, with quick passwords and mail that is kept."""

    def make(*, passwords: Passwords = QUICK, reaches_people: bool = False, **settings: Any) -> Flask:
        app = make_app(**settings)
        parts = app.extensions["todo.identity"]
        app.extensions["todo.identity"] = replace(parts, passwords=passwords, outbox=KeptOutbox(reaches_people))
        return app

    return make


@pytest.fixture(scope="session")
def issuer_app(make_issuer: Callable[..., Flask]) -> Flask:
    return make_issuer()


@pytest.fixture(scope="session")
def mailing_app(make_issuer: Callable[..., Flask]) -> Flask:
    return make_issuer(reaches_people=True)


@pytest.fixture
def visitor(issuer_app: Flask) -> Visitor:
    """Somebody who has never been here."""
    return Visitor(issuer_app)


@pytest.fixture
def member(visitor: Visitor) -> Visitor:
    """Somebody who has an account and is signed in."""
    assert visitor.sign_up().status_code == 303
    return visitor


@pytest.fixture
def outbox(issuer_app: Flask) -> KeptOutbox:
    return issuer_app.extensions["todo.identity"].outbox


@pytest.fixture
def rows(database: embedded.Database) -> Iterator[psycopg.Connection[Any]]:
    """The tables of the sign-in, to look at and to turn the time of."""
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.identity', 'on', false)")
        yield conn
