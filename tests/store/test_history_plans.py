"""A page of history where there is much of it, 100,000 entries, a thousand of one todo; and a page of the trash."""

import time
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from auth.issuer import Issuer
from people import Person
from plans import Noting, Statement, plans
from todo import embedded
from todo.db import Connection
from todo.store import history, row
from todo.store.history import BY_SEQ, HISTORY
from todo.store.row import Query
from todo.store.trash_page import BY_DELETION, THROWN_AWAY

ENTRIES = 100_000


@pytest.fixture(scope="module")
def storied(
    database: embedded.Database, make_app: Callable[..., Flask], token_issuer: Issuer
) -> tuple[Person, UUID, UUID]:
    """Somebody with much history, their space and one of their todos."""
    app = make_app(issuer=token_issuer.url, client_id="web")
    person = Person(app.test_client(), token_issuer.token(sub=f"storied-{uuid4()}"))
    todos = [person.made("todo", title=f"{number}")["id"] for number in range(100)]
    space = UUID(person.get("/me").get_json()["space"])
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        conn.execute(
            """
            insert into history (space, id, mutation, seq, kind, entity, action, at, actor, before, after)
            select %s, gen_random_uuid(), gen_random_uuid(), 100 + n, 'todo', (%s::uuid[])[n %% 100 + 1],
              'patch', now(), 'client:web', '{"title": "Old"}', '{"title": "New"}'
            from generate_series(1, %s) n""",
            (space, todos, ENTRIES),
        )
        conn.execute(
            "insert into todo (space, id, title, position, seq) select %s, gen_random_uuid(), 'x', 'a0', 100"
            " from generate_series(1, 5000)",
            (space,),
        )
        conn.execute("update space set seq = 100 + %s where id = %s", (ENTRIES, space))
        conn.execute("analyze history, todo")
    return person, space, UUID(todos[0])


@pytest.fixture
def service(database: embedded.Database, storied: tuple[Person, UUID, UUID]) -> Iterator[Connection]:
    with psycopg.connect(database.service, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{storied[1]}}}",))
        conn.execute("set plan_cache_mode = force_generic_plan")
        conn.execute("set enable_bitmapscan = off")
        conn.cursor_factory = Noting
        Noting.noted.clear()
        yield conn


def noted() -> list[Statement]:
    return list(Noting.noted)


def page(conn: Connection, query: Query, *, is_first: bool) -> str:
    """The plan of a page."""
    behind = None if is_first else ["50000", str(uuid4())]
    row.page(conn, HISTORY, query, BY_SEQ, descending=True, limit=50, behind=behind)
    (plan,) = plans(conn, noted())
    return plan


@pytest.mark.parametrize("is_first", [True, False], ids=["first", "next"])
def test_a_page_of_everything_is_read_from_the_newest_on(
    service: Connection, storied: tuple[Person, UUID, UUID], is_first: bool
) -> None:
    plan = page(service, history.of_space(storied[1]), is_first=is_first)

    assert "Backward using history_newest on history t" in plan
    assert "Sort" not in plan
    assert "Seq Scan on history" not in plan


@pytest.mark.parametrize("is_first", [True, False], ids=["first", "next"])
def test_a_page_of_one_row_is_read_from_its_newest_on(
    service: Connection, storied: tuple[Person, UUID, UUID], is_first: bool
) -> None:
    plan = page(service, history.of_row(storied[1], "todo", storied[2]), is_first=is_first)

    assert "Backward using history_of on history t" in plan
    assert "Sort" not in plan
    assert "Seq Scan on history" not in plan


def test_a_mutation_is_found_by_its_id_and_by_that_of_an_entry(
    service: Connection, storied: tuple[Person, UUID, UUID]
) -> None:
    (entry,) = service.execute("select id from history limit 1").fetchone() or ()
    Noting.noted.clear()

    history.mutation_of(service, storied[1], entry)
    (plan,) = plans(service, noted())

    assert "using history_mutation on history" in plan
    assert "using history_pkey on history" in plan
    assert "Seq Scan on history" not in plan


@pytest.mark.parametrize("is_first", [True, False], ids=["first", "next"])
def test_the_trash_is_found_without_reading_what_is_not_in_it(
    service: Connection, storied: tuple[Person, UUID, UUID], is_first: bool
) -> None:
    behind = None if is_first else ["2026-11-22T12:00:00+00:00", "todo", str(uuid4())]

    row.page(service, THROWN_AWAY, Query(storied[1]), BY_DELETION, descending=True, limit=50, behind=behind)
    (plan,) = plans(service, noted())

    assert "using todo_in_trash on todo t" in plan
    assert "Seq Scan on todo" not in plan


@pytest.mark.parametrize("path", ["/history", "/todo/{}/history"])
def test_a_page_far_down_comes_as_fast_as_the_first(storied: tuple[Person, UUID, UUID], path: str) -> None:
    person, _, todo = storied
    url = f"{path.format(todo)}?limit=50"
    took: list[float] = []

    for _ in range(15):
        began = time.perf_counter()
        response = person.get(url)
        took.append(time.perf_counter() - began)
        assert len(response.get_json()) == 50
        link = response.headers["Link"]
        url = link[1 : link.index(">")]

    assert sorted(took)[len(took) // 2] < 0.1
