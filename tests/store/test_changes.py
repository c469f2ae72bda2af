"""What a page of changes costs: one statement, from the indexes of numbers, however much there is."""

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest

from people import Person
from plans import Noting, plans
from todo import embedded
from todo.db import Connection
from todo.rules.cursor import Cursor
from todo.store import changes


@pytest.fixture
def service(database: embedded.Database, crowded: UUID) -> Iterator[Connection]:
    with psycopg.connect(database.service, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{crowded}}}",))
        conn.execute("set plan_cache_mode = force_generic_plan")
        conn.execute("set enable_bitmapscan = off")
        conn.cursor_factory = Noting
        Noting.noted.clear()
        yield conn


@pytest.fixture
def crowded(database: embedded.Database, make_person: Callable[[], Person]) -> UUID:
    """The space of somebody with 12,000 todos, 4,000 of them of one change."""
    space = UUID(make_person().get("/me").get_json()["space"])
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        conn.execute(
            "insert into todo (space, id, title, position, seq)"
            " select %s, gen_random_uuid(), 'todo ' || n, 'i' || lpad(n::text, 9, '0'), greatest(n, 4000)"
            " from generate_series(1, 12000) n",
            (space,),
        )
        conn.execute("update space set seq = 12000")
        conn.execute("analyze")
    return space


def test_a_page_of_changes_is_one_statement_and_read_from_the_index_of_numbers(
    service: Connection, crowded: UUID
) -> None:
    changes.since(service, crowded, Cursor(11_000), 500)
    (plan,) = plans(service, Noting.noted)

    assert "Index Scan using todo_seq on todo" in plan
    assert "Seq Scan on todo t" not in plan.replace("on todo_tag tt", "")


@pytest.mark.parametrize("limit", [7, 500, 2000])
def test_pages_are_cut_between_the_rows_of_one_change(service: Connection, crowded: UUID, limit: int) -> None:
    cursor, found = Cursor(3999), list[str]()
    while cursor.seq < 4001:
        page = changes.since(service, crowded, cursor, limit)
        assert page is not None
        assert isinstance(page.cursor, Cursor)
        cursor = page.cursor
        found += page.rows["todo"]
        if len(found) > 40 * limit:
            break

    assert len(found) == len(set(found)) >= min(4001, 40 * limit)
