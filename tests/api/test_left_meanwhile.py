"""An account that is deleted while requests of it are between their authentication and their work.

Each is answered as for an account that is there, or as for one that is not; none is our fault, and nothing is left.
"""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from flask import Flask

from api.test_token import program, token_id
from auth.issuer import Issuer
from auth.test_leaving import rows_of
from departing import NOUNS, REQUESTS, Moment, Request, of
from people import Person
from todo import embedded
from todo.events import admission
from todo.events.hub import Hub

ROOM = 1_000_000
_number = itertools.count(1)


# Whose statements are not those of another.
STEPPED = {
    *("todo.create", "todo.patch", "todo.restore", "todo.reorder", "todo.move", "quick.add", "todo.page filter"),
    *("occurrence.complete", "occurrence.detach", "bulk.bulk move", "bulk.bulk restore", "bulk.bulk tag"),
    *("list.trash", "section.trash", "tag.restore", "trash.purge_section", "trash.empty", "history.undo"),
    *("me.patch", "me.delete", "archive.take_in", "token.create", "session.end_others", "todo.create once"),
    *("sync.sync", "sync.sync todo.create", "sync.sync todo.restore", "sync.sync section.patch", "sync.sync undo"),
}
THERE_OR_NOT = {200, 201, 204, 404}


@dataclass
class Account:
    """Somebody who leaves, at a device and at another that another process answers; `named` are ids in paths."""

    person: Person
    elsewhere: Person
    subject: str
    space: str
    named: dict[str, str]
    archive: dict[str, Any]

    def asks(self, request: Request) -> int:
        path = request.path.format_map(self.named)
        body = {"json": self.archive} if request.of_empty else {}
        response = self.person.ask(request.method, path, **body, **request.options)
        response.get_data()
        return response.status_code


@pytest.fixture(scope="module")
def processes(make_app: Callable[..., Flask], token_issuer: Issuer) -> tuple[Flask, Flask]:
    """Two applications over the same database, which hold streams too."""

    def made() -> Flask:
        app = make_app(issuer=token_issuer.url, client_id="web", rate_per_minute=0)
        admission.install(app, Hub(ROOM, ROOM))
        return app

    return made(), made()


@pytest.fixture(scope="module")
def archive(processes: tuple[Flask, Flask], token_issuer: Issuer) -> dict[str, Any]:
    """Of an account with something of everything."""
    person = Person(processes[0].test_client(), token_issuer.token(sub=f"whole-{time.time_ns()}"))
    for noun in ("list", "section", "tag", "filter", "todo"):
        for which in ("own", "beside", "trash"):
            home = {"section": {"list": of("list")}, "todo": {"list": of("list"), "tags": [of("tag")]}}.get(noun, {})
            series = {"recurrence": "FREQ=WEEKLY", "due": "2026-12-01"} if (noun, which) == ("todo", "own") else {}
            name = {"title" if noun == "todo" else "name": {"list": "Home"}.get(noun, noun) + f" {which}"}
            person.made(noun, id=of(noun, which), **name, **home, **series)
    for noun in NOUNS:
        assert person.delete(f"/{noun}/{of(noun, 'trash')}").status_code == 204
    return person.get("/me/export").get_json()


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    return Moment(monkeypatch)


@pytest.fixture(scope="module")
def locks(database: embedded.Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner, autocommit=True) as conn:
        yield conn


@pytest.fixture
def make_account(
    processes: tuple[Flask, Flask], token_issuer: Issuer, archive: dict[str, Any]
) -> Callable[[Request], Account]:
    def make(request: Request) -> Account:
        subject = f"leaves-{next(_number)}-{time.time_ns()}"
        token = token_issuer.token(sub=subject)
        person, elsewhere = (Person(app.test_client(), token) for app in processes)
        if not request.of_empty:
            assert person.post("/import", archive).status_code == 201
        named = {"token": "", "mutation": archive["history"][-1]["mutation"]}
        if "{token}" in request.path:
            program(person)
            named["token"] = token_id(person)
        return Account(person, elsewhere, subject, person.get("/me").get_json()["space"], named, archive)

    return make


@pytest.fixture
def leave(locks: psycopg.Connection[Any]) -> Callable[[Account], threading.Thread]:
    """Deletes the account; where that has to wait for somebody's transaction, it goes on beside."""

    def begin(account: Account) -> threading.Thread:
        thread = threading.Thread(target=lambda: account.elsewhere.delete("/me"))
        thread.start()
        while thread.is_alive() and locks.execute("select from pg_locks where not granted").fetchone() is None:
            thread.join(0.001)
        return thread

    return begin


@pytest.fixture
def left(
    moment: Moment, leave: Callable[[Account], threading.Thread], database: embedded.Database
) -> Callable[[Account, int, Request], int | None]:
    """What a request is answered whose account leaves before its statement of that number; None if it has less."""

    def asked(account: Account, number: int, request: Request) -> int | None:
        going: list[threading.Thread] = []
        moment.before(number, lambda: going.append(leave(account)))
        status = account.asks(request)
        if moment.is_to_come():
            return None
        going[0].join()
        assert {table: count for table, count in rows_of(database, account.space).items() if count} == {}
        return status

    return asked


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_an_account_that_has_left_since_the_request_was_admitted_is_not_there(
    request_: Request, make_account: Callable[[Request], Account], left: Callable[[Account, int, Request], int | None]
) -> None:
    assert left(make_account(request_), 1, request_) == 404


@pytest.mark.parametrize("request_", [request for request in REQUESTS if request.name in STEPPED], ids=str)
def test_an_account_that_leaves_between_two_statements_is_there_or_is_not(
    request_: Request, make_account: Callable[[Request], Account], left: Callable[[Account, int, Request], int | None]
) -> None:
    statuses: list[int] = []
    while status := left(make_account(request_), len(statuses) + 1, request_):
        statuses.append(status)

    assert len(statuses) > 1
    assert set(statuses) <= THERE_OR_NOT


def test_a_token_of_before_makes_no_account_while_that_is_deleted(
    processes: tuple[Flask, Flask],
    make_account: Callable[[Request], Account],
    left: Callable[[Account, int, Request], int | None],
    locks: psycopg.Connection[Any],
) -> None:
    read = next(request for request in REQUESTS if request.name == "me.read")
    statuses: list[int] = []

    def forgotten() -> Account:
        account = make_account(read)
        processes[0].extensions["todo.auth"].people.forget(account.subject)
        return account

    while status := left(account := forgotten(), len(statuses) + 1, read):
        statuses.append(status)
        issuer = processes[0].extensions["todo.settings"].issuer
        locks.execute(
            "select set_config('todo.issuer', %s, false), set_config('todo.subject', %s, false)",
            (issuer, account.subject),
        )
        assert locks.execute("select id from account where subject = %s", (account.subject,)).fetchall() == []

    assert len(statuses) > 4
    assert set(statuses) <= {200, 401, 404}


@pytest.mark.parametrize("name", ["todo.create", "me.read", "sync.sync todo.patch"])
def test_a_program_whose_token_goes_with_the_account_is_unknown_or_finds_nothing(
    name: str, make_account: Callable[[Request], Account], left: Callable[[Account, int, Request], int | None]
) -> None:
    request = next(request for request in REQUESTS if request.name == name)
    statuses: list[int] = []

    def given() -> Account:
        account = make_account(request)
        account.person = program(account.person)
        return account

    while status := left(given(), len(statuses) + 1, request):
        statuses.append(status)

    assert statuses[0] == 401
    assert set(statuses) <= THERE_OR_NOT | {401}


def test_whoever_asks_whatever_while_the_account_is_deleted_is_answered(
    processes: tuple[Flask, Flask], make_account: Callable[[Request], Account], database: embedded.Database
) -> None:
    asked = [request for request in REQUESTS if not request.of_empty and request.name != "me.delete"]
    account = make_account(next(request for request in REQUESTS if "{token}" in request.path))
    others = [replace(account, person=replace(account.person, client=processes[0].test_client())) for _ in range(4)]

    def ask(number: int) -> set[int]:
        statuses: set[int] = set()
        for place in range(len(asked)):
            statuses.add(others[number].asks(asked[(place * (number + 1) + number * 29) % len(asked)]))
            if number == 0 and place == len(asked) // 3:
                assert account.elsewhere.delete("/me").status_code == 200
        return statuses

    with ThreadPoolExecutor(len(others)) as pool:
        statuses = set[int]().union(*pool.map(ask, range(len(others))))

    assert {status for status in statuses if status >= 500} <= {503}  # who has lost every race may ask again
    assert {table: count for table, count in rows_of(database, account.space).items() if count} == {}


def test_no_operation_is_left_out(processes: tuple[Flask, Flask]) -> None:
    document = processes[0].test_client().get("/openapi.json").get_json()
    operations = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and operation.get("security")
    }

    assert operations == {request.name.partition(" ")[0].replace(".", "_", 1) for request in REQUESTS}
