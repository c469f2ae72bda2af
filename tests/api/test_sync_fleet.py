"""A fleet of devices, offline at random, that lose answers and send again while the database's connections are cut.

Whatever happened in between: in the end every device has what the server has, and nothing that was acknowledged is
missing from state or history.
"""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from auth.issuer import Issuer
from device import Device, Row, everything
from people import Person
from todo import embedded

ROUNDS = 10
FIELDS: dict[str, list[Any]] = {
    "title": ["Sweep", "Mop", "Dust"],
    "notes": ["", "*soon*"],
    "priority": [0, 1, 4],
    "due": [None, "2026-12-01", "2026-12-01T09:00"],
    "deadline": [None, "2026-12-24"],
    "status": ["open", "done", "cancelled"],
}

_number = itertools.count(1)


@pytest.fixture
def fleet_app(make_app: Callable[..., Flask], token_issuer: Issuer) -> Iterator[Flask]:
    """With connections of its own, which the others do not miss when they are cut."""
    app = make_app(issuer=token_issuer.url, client_id="web", rate_per_minute=100_000)
    yield app
    app.extensions["todo.pool"].close()


@pytest.fixture
def make_device(fleet_app: Flask, token_issuer: Issuer) -> Callable[[timedelta], Device]:
    token = token_issuer.token(sub=f"fleet-{next(_number)}")

    def make(skew: timedelta = timedelta()) -> Device:
        return Device(Person(fleet_app.test_client(), token), skew)

    make().syncs()
    return make


@contextmanager
def cutting(database: embedded.Database, chance: random.Random) -> Iterator[list[int]]:
    """Cuts connections that were made since now, at any moment; how many at once is what is given."""
    is_over, cut = threading.Event(), list[int]()

    def cut_some() -> None:
        with psycopg.connect(database.service, autocommit=True) as conn:
            while not is_over.wait(chance.uniform(0.01, 0.12)):
                found = conn.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                    " where application_name = 'todo' and backend_start > %s and random() < 0.5",
                    (began,),
                )
                cut.append(len(found.fetchall()))

    with psycopg.connect(database.service) as conn:
        began = conn.execute("select now()").fetchone()[0]  # pyright: ignore[reportOptionalSubscript]
    thread = threading.Thread(target=cut_some)
    thread.start()
    try:
        yield cut
    finally:
        is_over.set()
        thread.join()


class Life:
    """What one device does: anything that can be done to anything that it knows of."""

    def __init__(self, device: Device, seed: int) -> None:
        self.device = device
        self.chance = random.Random(seed)
        self.made: list[tuple[str, str]] = []
        self.sent: dict[str, Row] = {}
        self.acknowledged: set[str] = set()

    def goes_on(self) -> None:
        for _ in range(ROUNDS):
            for _ in range(self.chance.randint(0, 4)):
                self._acts()
            if self.chance.random() < 0.7:  # else it is offline
                self._syncs()

    def comes_home(self) -> None:
        for _ in range(500):
            if self._syncs(is_answer_lost=False):
                return
        raise AssertionError("it never got through")

    def _syncs(self, *, is_answer_lost: bool | None = None) -> bool:
        """True if there is no more to be said or heard."""
        sent = self.device.outbox[:200]
        self.sent |= {mutation["id"]: mutation for mutation in sent}
        response = self.device.asks(limit=self.chance.choice([1, 7, 500]))
        if response.status_code != 200:
            assert response.status_code == 503, response.get_data(as_text=True)
            time.sleep(0.005)
            return False
        if self.chance.random() < 0.25 if is_answer_lost is None else is_answer_lost:
            return False
        answer = response.get_json()
        self.acknowledged |= {one["id"] for one in self.device.takes(answer) if one["status"] == "applied"}
        return not answer["more"] and not self.device.outbox

    def _some(self, noun: str) -> str | None:
        known = [row_id for kind, row_id in [*self.device.rows, *self.made] if kind == noun]
        return self.chance.choice(known) if known else None

    def _acts(self) -> None:
        noun = self.chance.choice(["todo", "todo", "todo", "list", "section", "tag"])
        row, act = self._some(noun), self.chance.choice(["make", "patch", "patch", "trash", "special"])
        ago = self.chance.uniform(0, 100)
        if row is None or act == "make":
            self._makes(noun, ago)
        elif act == "patch":
            self.device.does(f"{noun}.patch", ago, id=row, **self._fields(noun))
        elif act == "trash":
            self.device.does(f"{noun}.{self.chance.choice(['delete', 'restore'])}", ago, id=row)
        elif noun == "todo":
            self._does_to_a_todo(row, ago)

    def _makes(self, noun: str, ago: float) -> None:
        fields: Row = {"name": f"{noun} {self.chance.random()}"} if noun != "todo" else {"title": "New"}
        if noun == "section":
            home = self._some("list")
            if home is None:
                return
            fields["list"] = home
        elif noun == "todo":
            fields |= {name: self._some(kind) for name, kind in (("list", "list"), ("parent", "todo"))}
        elif noun == "list":
            fields["parent"] = self._some("list")
        self.made.append((noun, self.device.makes(noun, ago, **fields)))

    def _fields(self, noun: str) -> Row:
        if noun == "todo" and self.chance.random() < 0.6:
            return {name: self.chance.choice(FIELDS[name]) for name in self.chance.sample([*FIELDS], 2)}
        where = {"todo": ["list", "section", "parent"], "list": ["parent"], "section": ["list"], "tag": []}[noun]
        if where and (found := self._some((name := self.chance.choice(where)).replace("parent", noun))):
            return {name: found}
        return {"title" if noun == "todo" else "name": f"renamed {self.chance.random()}"}

    def _does_to_a_todo(self, todo: str, ago: float) -> None:
        tag = self._some("tag")
        match self.chance.choice(["complete", "reopen", "tag", "undo"]):
            case "tag" if tag:
                self.device.does("todo.tag", ago, id=todo, **{self.chance.choice(["add", "remove"]): [tag]})
            case "undo" if self.acknowledged:
                self.device.does("undo", ago, mutation=self.chance.choice(sorted(self.acknowledged)))
            case "complete":
                self.device.does("todo.complete", ago, id=todo)
            case _:
                self.device.does("todo.reopen", ago, id=todo)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_device_of_a_fleet_ends_with_what_the_server_has(
    database: embedded.Database, make_device: Callable[[timedelta], Device], seed: int
) -> None:
    skews = [timedelta(), timedelta(), timedelta(days=365), timedelta(days=-365), timedelta(seconds=20)]
    lives = [Life(make_device(skew), seed * 100 + number) for number, skew in enumerate(skews)]

    with cutting(database, random.Random(seed)) as cut, ThreadPoolExecutor(len(lives)) as pool:
        list(pool.map(Life.goes_on, lives))
    for life in [*lives, *lives]:
        life.comes_home()

    server = everything(lives[0].device.person)
    assert sum(cut) > 3
    assert len(server) > 10
    for life in lives:
        assert life.device.rows == server
    _nothing_is_missing(database, lives)


def _nothing_is_missing(database: embedded.Database, lives: list[Life]) -> None:
    """Each field that an acknowledged mutation has named is in the history: it was set, or it has lost."""
    history = _history(database, lives[0].device.person)
    acknowledged = {mutation_id: life.sent[mutation_id] for life in lives for mutation_id in life.acknowledged}
    assert len(acknowledged) > 40
    for mutation_id, mutation in acknowledged.items():
        name, args = mutation["name"], mutation["args"]
        kept = history.get(mutation_id, [])
        if name.endswith((".patch", ".create", ".complete", ".reopen")):
            said = {field for entry in kept for part in entry if part for field in part}
            named = {"status"} if name in {"todo.complete", "todo.reopen"} else {*args} - {"id"}
            if name == "section.patch" and not kept:
                named -= {"list"}  # it was there already
            assert named <= said, (mutation, kept)
        elif not kept:  # it was so already
            assert name.endswith((".delete", ".restore", ".tag")) or name == "undo", mutation


def _history(database: embedded.Database, person: Person) -> dict[str, list[tuple[Row | None, Row | None]]]:
    with psycopg.connect(database.owner) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{person.get('/me').get_json()['space']}}}",))
        found: dict[str, list[tuple[Row | None, Row | None]]] = {}
        for mutation, after, lost in conn.execute("select mutation::text, after, lost from history"):
            found.setdefault(mutation, []).append((after, lost))
        return found


def test_a_change_that_commits_while_a_client_pages_is_never_skipped(
    make_device: Callable[[], Device],
) -> None:
    writers, readers = [make_device() for _ in range(4)], [make_device() for _ in range(3)]
    are_over = threading.Event()

    def write(writer: Device) -> None:
        chance = random.Random(writer.client)
        home = writer.makes("list", name=writer.client)
        ids = [writer.makes("todo", list=home) for _ in range(10)]
        for _ in range(12):
            for _ in range(chance.randint(1, 6)):
                writer.does("todo.patch", id=chance.choice(ids), notes=str(chance.random()))
            writer.does(f"list.{chance.choice(['delete', 'restore'])}", id=home)
            assert writer.asks(limit=1).status_code == 200
            writer.person.post("/todo", {"title": "by REST"})
            writer.outbox.clear()

    def read(reader: Device) -> None:
        chance = random.Random(reader.client)
        while not are_over.is_set():
            reader.takes(reader.asks(limit=chance.choice([1, 3, 50])).get_json())

    with ThreadPoolExecutor(7) as pool:
        reading = [pool.submit(read, reader) for reader in readers]
        list(pool.map(write, writers))
        are_over.set()
        for one in reading:
            one.result()
    for reader in readers:
        reader.syncs(limit=7)

    server = everything(readers[0].person)
    assert len(server) > 80
    assert [reader.rows == server for reader in readers] == [True] * 3
