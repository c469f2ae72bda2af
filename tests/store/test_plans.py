"""What a request costs the database: index scans under row-level security, and a number of statements that is fixed."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from flask import Flask

from auth.issuer import Issuer
from people import Person
from plans import Noting, Statement, plans
from todo import embedded
from todo.db import Connection
from todo.rules.query.parse import parse
from todo.store import position, row, todo_query
from todo.store.row import Order
from todo.store.todo import TODO
from todo.store.todo_page import ORDERS, TodoQuery


@pytest.fixture
def noted() -> list[Statement]:
    Noting.noted.clear()
    return Noting.noted


@pytest.fixture(scope="module")
def crowded(
    database: embedded.Database, make_app: Callable[..., Flask], token_issuer: Issuer
) -> tuple[Person, UUID, UUID]:
    """Somebody with 10,000 todos, their space and a list with 200 of them."""
    app = make_app(issuer=token_issuer.url, client_id="web", threads=1)
    person = Person(app.test_client(), token_issuer.token(sub=f"crowded-{uuid4()}"))
    homes = [person.made("list")["id"] for _ in range(40)]
    tag = person.made("tag")["id"]
    own = UUID(person.get("/me").get_json()["space"])
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{own}}}",))
        conn.execute(
            """
            insert into todo (space, id, title, position, list, due_on, seq)
            select %s, gen_random_uuid(), 'todo ' || n, 'i' || lpad(n::text, 9, '0'), (%s::uuid[])[n %% 50 + 1],
              case when n %% 3 = 0 then date '2026-01-01' + n %% 700 end, n
            from generate_series(1, 10000) n""",
            (own, homes),
        )
        conn.execute(
            "insert into todo_tag (space, todo, tag) select space, id, %s from todo where seq %% 7 = 0", (tag,)
        )
        conn.execute("analyze")
    return person, own, UUID(homes[0])


@pytest.fixture
def service(database: embedded.Database, crowded: tuple[Person, UUID, UUID]) -> Iterator[Connection]:
    with psycopg.connect(database.service, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{crowded[1]}}}",))
        conn.execute("set plan_cache_mode = force_generic_plan")
        conn.cursor_factory = Noting
        yield conn


def page(conn: Connection, query: TodoQuery, by: Order, *, descending: bool = False, is_first: bool = True) -> None:
    query.where("t.deleted_at is null")
    behind = None if is_first else [*by.values({"position": "a0", "due": "2026-12-01T09:00"}), str(uuid4())]
    row.page(conn, TODO, query, by, descending=descending, limit=50, behind=behind)


@pytest.mark.parametrize("is_first", [True, False], ids=["first", "next"])
@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize(
    ("by", "filters", "index"),
    [
        ("position", {}, "todo_position"),
        ("position", {"list": "its list"}, "todo_home_position"),
        ("position", {"list": "none"}, "todo_home_position"),
        ("due", {}, "todo_due_order"),
        ("due", {"due_from": "2026-12-01"}, "todo_due_order"),
        ("due", {"due_until": "2026-12-01"}, "todo_due_order"),
    ],
)
def test_a_page_is_read_from_an_index_in_its_order(
    service: Connection,
    crowded: tuple[Person, UUID, UUID],
    noted: list[Statement],
    by: str,
    filters: dict[str, str],
    index: str,
    descending: bool,
    is_first: bool,
) -> None:
    query = TodoQuery(crowded[1])
    query.narrow({name: crowded[2] if value == "its list" else value for name, value in filters.items()})

    page(service, query, ORDERS[by], descending=descending, is_first=is_first)
    (plan,) = plans(service, noted)

    assert f"{'Backward ' if descending else ''}using {index} on todo t" in plan
    assert "Sort" not in plan


def test_what_is_overdue_is_read_from_the_index_of_due_dates(
    service: Connection, crowded: tuple[Person, UUID, UUID], noted: list[Statement]
) -> None:
    query = TodoQuery(crowded[1])
    query.overdue(datetime.now(ZoneInfo("Asia/Tokyo")))

    page(service, query, ORDERS["due"])

    assert "using todo_due_order on todo t" in plans(service, noted)[0]


@pytest.mark.parametrize("query", ["today", "overdue", "7 days & !p1", "due before: +4 hours & !@home*"])
def test_what_a_query_says_of_due_dates_is_read_from_their_index(
    service: Connection, crowded: tuple[Person, UUID, UUID], noted: list[Statement], query: str
) -> None:
    wanted = TodoQuery(crowded[1])
    around = todo_query.surroundings(service, crowded[1], datetime.now(ZoneInfo("Asia/Tokyo")))
    todo_query.narrow(wanted, parse(query)[0], around)
    noted.clear()

    page(service, wanted, ORDERS["due"])
    (plan,) = plans(service, noted)

    assert "using todo_due_order on todo t" in plan
    assert re.search(r"Index Cond: .*<= ", plan), plan
    assert "Sort" not in plan


def test_one_todo_is_found_by_its_key(
    service: Connection, crowded: tuple[Person, UUID, UUID], noted: list[Statement]
) -> None:
    from todo.store.change import Mutation

    own = crowded[1]
    (found,) = service.execute("select id from todo limit 1").fetchone() or ()
    noted.clear()

    row.read(service, TODO, own, found)
    row.lock(service, TODO, own, found, Mutation(uuid4(), datetime.now(ZoneInfo("UTC")), "test"))

    for plan in plans(service, noted):
        assert re.search(r"Index Scan using \w+ on todo t\n +Index Cond: .*\(space = \$1\) AND \(id = \$2\)", plan), (
            plan
        )
        assert "Seq Scan" not in plan


def test_neighbours_are_found_without_reading_the_rest(
    service: Connection, crowded: tuple[Person, UUID, UUID], noted: list[Statement]
) -> None:
    (found,) = service.execute("select id from todo limit 1").fetchone() or ()
    noted.clear()

    position.beside(service, TODO, crowded[1], before=found, after=None)
    position.beside(service, TODO, crowded[1], before=None, after=found)

    found_by = plans(service, noted)
    assert len(found_by) == 4
    assert all("Seq Scan" not in plan and "Index Cond: ((space = $1) AND" in plan for plan in found_by), found_by


def test_a_query_takes_two_statements_more_than_a_page_without(
    counted: Callable[..., int], crowded: tuple[Person, UUID, UUID]
) -> None:
    saved = crowded[0].made("filter")["id"]

    asked = {counted("GET", f"/todo?query={query}") for query in ("today", "%23a | @b %26 !/c, p1&pane=1", "search: x")}

    assert asked == {5}
    assert counted("GET", f"/todo?filter={saved}") == 6


@pytest.fixture
def counted(crowded: tuple[Person, UUID, UUID], noted: list[Statement]) -> Callable[[str, str, Any], int]:
    """How many statements a request takes."""
    person, _, _ = crowded
    person.get("/me")
    with person.client.application.extensions["todo.pool"].connection() as conn:
        conn.cursor_factory = Noting  # the only connection of this pool

    def ask(method: str, path: str, body: Any = None) -> int:
        noted.clear()
        assert person.ask(method, path, json=body).status_code < 300
        return len(noted)

    return ask


def test_a_page_takes_three_statements_whatever_is_on_it(
    counted: Callable[..., int], crowded: tuple[Person, UUID, UUID]
) -> None:
    filters = f"&list={crowded[2]}&status=open&search=todo&priority=0&due_until=2030-01-01"

    assert {counted("GET", f"/todo?limit={limit}{more}") for limit in (1, 50, 500) for more in ("", filters)} == {3}


def test_one_todo_takes_a_fixed_number_of_statements(
    counted: Callable[..., int], crowded: tuple[Person, UUID, UUID]
) -> None:
    path = f"/todo/{crowded[0].made('todo')['id']}"

    assert {
        "create": counted("POST", "/todo", {"title": "x", "list": str(crowded[2])}),
        "read": counted("GET", path),
        "patch": counted("PATCH", path, {"title": "New", "notes": "More"}),
        "complete": counted("POST", f"{path}/complete"),
        "delete": counted("DELETE", path),
        "restore": counted("POST", f"{path}/restore"),
    } == {"create": 3, "read": 2, "patch": 4, "complete": 4, "delete": 3, "restore": 5}


def test_a_page_that_is_known_is_not_read(
    counted: Callable[..., int], crowded: tuple[Person, UUID, UUID], noted: list[Statement]
) -> None:
    person = crowded[0]
    seen = person.get("/todo").headers["ETag"]
    noted.clear()

    assert person.get("/todo", headers={"If-None-Match": seen}).status_code == 304
    assert len(noted) == 2
