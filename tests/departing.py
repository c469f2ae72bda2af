"""An account that leaves while it is asked: its rows, every request that there is of it, and the moment."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import pytest

from people import NOWHERE

NOUNS = ("todo", "list", "section", "tag", "filter")
_KINDS = {noun: number for number, noun in enumerate(NOUNS, 0xA)}
NEW = str(UUID(NOWHERE[:-1] + "f"))


def of(noun: str, which: str = "own") -> str:
    """The id of a row: `own`, one `beside` it, or one in the `trash`."""
    return f"01900000-0000-7000-8000-00000000{('own', 'beside', 'trash').index(which)}0{_KINDS[noun]:x}0"


@dataclass(frozen=True)
class Request:
    """One that the account sends, `of_empty` before it has rows; `name` is the endpoint that answers, and what for."""

    name: str
    method: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)
    of_empty: bool = False

    def __str__(self) -> str:
        return self.name


def _rows(noun: str) -> Iterator[Request]:
    made = {"todo": {"title": "New", "tags": [of("tag")]}, "filter": {"name": "New", "query": "today"}}
    new = {**made.get(noun, {"name": "New"}), **({"list": of("list")} if noun in {"todo", "section"} else {})}
    changed = {"title" if noun == "todo" else "name": "Other", "position": "a5"}
    path, thrown = f"/{noun}/{of(noun)}", f"/{noun}/{of(noun, 'trash')}"
    for name, method, where, body in (
        ("create", "POST", f"/{noun}", {**new, "id": NEW}),
        ("page", "GET", f"/{noun}", None),
        ("read", "GET", path, None),
        ("patch", "PATCH", path, changed),
        ("trash", "DELETE", path, None),
        ("restore", "POST", f"{thrown}/restore", None),
        ("reorder", "POST", f"{path}/reorder", {"after": of(noun, "beside")}),
    ):
        yield Request(f"{noun}.{name}", method, where, {} if body is None else {"json": body})
    yield Request(f"history.of_{noun}", "GET", f"{path}/history")
    yield Request(f"trash.purge_{noun}", "DELETE", f"/trash{thrown}")


def _todos() -> Iterator[Request]:
    path, own, beside = f"/todo/{of('todo')}", of("todo"), of("todo", "beside")
    yield Request("todo.move", "POST", f"{path}/move", {"json": {"parent": beside}})
    yield Request("todo.reopen", "POST", f"{path}/reopen")
    yield Request("quick.add", "POST", "/quick", {"json": {"text": "Rake tomorrow #Home @new p1"}})
    yield Request("occurrence.complete", "POST", f"{path}/complete", {"json": {}})
    yield Request("occurrence.skip", "POST", f"{path}/skip", {"json": {}})
    yield Request("occurrence.postpone", "POST", f"{path}/postpone", {"json": {"days": 2}})
    yield Request("occurrence.detach", "POST", f"{path}/detach", {"json": {"id": NEW}})
    yield Request("occurrence.occurrences", "GET", f"{path}/occurrences")
    for action, changes in (
        ("patch", {"title": "Other", "tags": [of("tag", "beside")]}),
        ("move", {"list": of("list", "beside")}),
        ("tag", {"add": [of("tag", "beside")]}),
        *((action, {}) for action in ("complete", "reopen", "delete", "restore")),
    ):
        ids = [of("todo", "trash")] if action == "restore" else [own, beside]
        yield Request(
            f"bulk.bulk {action}", "POST", "/todo/bulk", {"json": {"ids": ids, "action": action, "changes": changes}}
        )


def _mutations() -> Iterator[Request]:
    for noun in NOUNS:
        name = {"todo": {"title": "New"}, "filter": {"name": "New", "query": "today"}}.get(noun, {"name": "New"})
        place = {"list": of("list")} if noun in {"todo", "section"} else {}
        yield _sync(f"{noun}.create", id=NEW, **name, **place)
        yield _sync(f"{noun}.patch", id=of(noun), position="a5")
        yield _sync(f"{noun}.delete", id=of(noun))
        yield _sync(f"{noun}.restore", id=of(noun, "trash"))
    for action in ("complete", "skip", "reopen"):
        yield _sync(f"todo.{action}", id=of("todo"))
    yield _sync("todo.postpone", id=of("todo"), days=2)
    yield _sync("todo.detach", id=of("todo"), new=NEW)
    yield _sync("todo.tag", id=of("todo"), add=[of("tag", "beside")])
    yield _sync("todo.create", id=NEW, title="Nowhere any more", parent=NOWHERE)
    yield _sync("account.patch", theme="dark")
    yield _sync("undo", mutation=NOWHERE)


def _sync(name: str, /, **args: Any) -> Request:
    at = "2026-11-22T18:00:00Z"
    mutations = [{"id": NEW, "name": name, "at": at, "args": args}]
    return Request(f"sync.sync {name}", "POST", "/sync", {"json": {"client": NEW, "clock": at, "mutations": mutations}})


def _account() -> Iterator[Request]:
    yield Request("sync.sync", "POST", "/sync", {"json": {"client": NEW, "clock": "2026-11-22T18:00:00Z"}})
    yield Request("trash.page", "GET", "/trash")
    yield Request("trash.empty", "DELETE", "/trash")
    yield Request("history.page", "GET", "/history")
    yield Request("history.undo", "POST", "/history/{mutation}/undo")
    yield Request("todo.page filter", "GET", f"/todo?filter={of('filter')}")
    yield Request("todo.page query", "GET", "/todo?query=today%20%7C%20%23Home")
    yield Request("todo.page overdue", "GET", "/todo?overdue=true")
    yield Request("events.stream", "GET", "/events")
    yield Request("me.read", "GET", "/me")
    yield Request("me.patch", "PATCH", "/me", {"json": {"theme": "dark"}})
    yield Request("me.delete", "DELETE", "/me")
    yield Request("archive.export", "GET", "/me/export")
    yield Request("archive.take_in", "POST", "/import", of_empty=True)
    limited = {"name": "Program", "scopes": ["write"], "list": of("list")}
    yield Request("token.create", "POST", "/token", {"json": limited})
    yield Request("token.every", "GET", "/token")
    yield Request("token.revoke", "DELETE", "/token/{token}")
    yield Request("session.every", "GET", "/session")
    yield Request("session.end", "DELETE", f"/session/{NOWHERE}")
    yield Request("session.end_others", "DELETE", "/session")
    once = {"json": {"title": "Once"}, "headers": {"Idempotency-Key": "once"}}
    yield Request("todo.create once", "POST", "/todo", once)
    yield Request("todo.create repeating", "POST", "/todo", {"json": {"title": "Weekly", "recurrence": "FREQ=WEEKLY"}})


REQUESTS = [*(request for noun in NOUNS for request in _rows(noun)), *_todos(), *_account(), *_mutations()]


class Moment:
    """Lets something happen in one thread's request, right before one of its statements."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._execute = psycopg.Connection.execute
        self._thread = self._left = 0
        self._happens: Callable[[], None] = contextlib.nullcontext
        monkeypatch.setattr(psycopg.Connection, "execute", self._counted())

    def before(self, number: int, happens: Callable[[], None]) -> None:
        """`number` counts from 1, and from now on."""
        self._thread, self._left, self._happens = threading.get_ident(), number, happens

    def is_to_come(self) -> bool:
        """True if there were not as many statements."""
        is_to_come, self._left = self._left > 0, 0
        return is_to_come

    def _counted(self) -> Callable[..., Any]:
        def execute(conn: Any, *args: Any, **kwargs: Any) -> Any:
            if self._left and threading.get_ident() == self._thread:
                self._left -= 1
                if not self._left:
                    self._happens()
            return self._execute(conn, *args, **kwargs)

        return execute
