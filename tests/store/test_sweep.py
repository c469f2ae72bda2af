"""What leaves the trash for good after 30 days, and what a device that was away can still learn of it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from people import Person, problem
from todo import embedded
from todo.app import create_app

Sql = Callable[..., list[Any]]


@pytest.fixture
def sql(database: embedded.Database, owner: Person) -> Iterator[Sql]:
    """Runs a statement on the owner's rows, past the service. Row-level security binds the tables' owner as well."""
    space = owner.get("/me").get_json()["space"]
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))

        def run(statement: str, *values: object) -> list[Any]:
            cursor = conn.execute(statement, values)  # pyright: ignore[reportArgumentType, reportCallIssue]
            return cursor.fetchall() if cursor.description else []

        yield run


@pytest.fixture
def days_later(sql: Sql, app: Flask, owner: Person) -> Callable[[int], None]:
    """Lets days go by and the owner come back, to a process that has not seen them."""

    def go_by(days: int) -> None:
        for table in ("list", "section", "tag", "todo"):
            sql(f"update {table} set deleted_at = deleted_at - make_interval(days => {days})")
        sql(f"update tombstone set created_at = created_at - make_interval(days => {days})")
        sql("update space set swept_on = '-infinity'")
        fresh = create_app(app.extensions["todo.settings"], app.extensions["todo.pool"])
        assert Person(fresh.test_client(), owner.token).get("/me").status_code == 200

    return go_by


def test_after_29_days_everything_can_come_back(owner: Person, days_later: Callable[[int], None]) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    owner.delete(path)

    days_later(29)

    assert owner.post(f"{path}/restore").status_code == 200


def test_after_30_days_a_tombstone_is_left_and_no_history(
    owner: Person, days_later: Callable[[int], None], sql: Sql
) -> None:
    top = owner.made("todo", tags=[owner.made("tag")["id"]])["id"]
    sub = owner.made("todo", parent=top)["id"]
    kept = owner.made("todo", title="kept")["id"]
    owner.patch(f"/todo/{top}", {"title": "private"})
    owner.delete(f"/todo/{top}")

    days_later(31)

    stones = sql("select id::text, kind, seq = (select seq from space) from tombstone")
    assert sorted(stones) == sorted([(top, "todo", True), (sub, "todo", True)])
    assert sql("select distinct entity::text from history where kind = 'todo'") == [(kept,)]
    assert sql("select count(*) from todo_tag") == [(0,)]
    assert problem(owner.get(f"/todo/{top}")) == problem(owner.post(f"/todo/{top}/restore")) == (404, "not_found", [])
    assert owner.titles() == ["kept"]


def test_every_noun_leaves_the_trash(owner: Person, days_later: Callable[[int], None], sql: Sql) -> None:
    home = owner.made("list", name="home")["id"]
    inner = owner.made("list", name="inner", parent=home)["id"]
    section = owner.made("section", list=inner)["id"]
    todo = owner.made("todo", section=section)["id"]
    tag = owner.made("tag")["id"]
    bearer = owner.made("todo", tags=[tag])
    owner.delete(f"/list/{home}")
    owner.delete(f"/tag/{tag}")

    days_later(31)

    assert sorted(sql("select kind, id::text from tombstone")) == sorted(
        [("list", home), ("list", inner), ("section", section), ("todo", todo), ("tag", tag)]
    )
    untagged = owner.get(f"/todo/{bearer['id']}").get_json()
    assert (untagged["tags"], untagged["seq"] > bearer["seq"]) == ([], True)


def test_the_trash_is_swept_once_a_day(owner: Person, days_later: Callable[[int], None], sql: Sql) -> None:
    owner.delete(f"/todo/{owner.made('todo')['id']}")
    days_later(31)
    second = owner.made("todo")["id"]
    owner.delete(f"/todo/{second}")

    sql("update todo set deleted_at = deleted_at - interval '31 days'")
    owner.get("/me")

    assert sql("select id::text from todo") == [(second,)]


def test_after_180_more_days_the_tombstone_goes_and_old_cursors_with_it(
    owner: Person, days_later: Callable[[int], None], sql: Sql
) -> None:
    owner.delete(f"/todo/{owner.made('todo')['id']}")
    days_later(31)
    ((stone, before),) = sql("select t.seq, s.min_seq from tombstone t, space s")

    days_later(179)
    assert sql("select count(*) from tombstone") == [(1,)]

    days_later(2)
    assert sql("select count(*) from tombstone") == [(0,)]
    assert (before, sql("select min_seq from space")) == (0, [(stone,)])


def test_what_is_not_in_the_trash_outlives_its_list_its_section_and_its_parent(
    owner: Person, days_later: Callable[[int], None], sql: Sql
) -> None:
    """A todo can be added at the very moment in which its list is thrown away."""
    home = owner.made("list")["id"]
    section = owner.made("section", list=home)["id"]
    parent = owner.made("todo")["id"]
    strays = {
        "list": owner.made("todo", list=home)["id"],
        "section": owner.made("todo", section=section)["id"],
        "parent": owner.made("todo", parent=parent)["id"],
        "list in list": owner.made("list", parent=home)["id"],
    }
    deeper = owner.made("todo", parent=strays["section"])["id"]
    for path in (f"/list/{home}", f"/todo/{parent}"):
        owner.delete(path)
    sql("update todo set deleted_at = null, deletion = null where id <> %s", parent)
    sql("update list set deleted_at = null, deletion = null where id <> %s", home)

    days_later(31)

    assert {todo["id"] for todo in owner.get("/todo").get_json()} == {*list(strays.values())[:3], deeper}
    assert [row["id"] for row in owner.get("/list").get_json()] == [strays["list in list"]]
    assert owner.get("/todo?list=none").get_json() == owner.get("/todo").get_json()


def test_a_create_that_arrives_after_its_row_was_swept_does_not_bring_it_back(
    owner: Person, days_later: Callable[[int], None], sql: Sql
) -> None:
    body = {"id": str(uuid4()), "title": "late"}
    owner.post("/todo", body)
    owner.delete(f"/todo/{body['id']}")
    days_later(31)

    assert problem(owner.post("/todo", body)) == (409, "id_taken", [])
    assert owner.titles() == []


def test_one_id_of_two_nouns_does_not_keep_anybody_out(
    owner: Person, days_later: Callable[[int], None], sql: Sql
) -> None:
    both = str(uuid4())
    owner.made("list", id=both)
    owner.made("todo", id=both)
    owner.made("tag", id=both)
    for noun in ("list", "todo", "tag"):
        owner.delete(f"/{noun}/{both}")

    days_later(31)

    assert sql("select kind, id::text from tombstone order by kind") == [("list", both), ("tag", both), ("todo", both)]
    assert sql("select count(*) from todo") == [(0,)]
    assert owner.get(f"/todo/{both}").status_code == 404


def test_a_sweep_that_fails_keeps_nobody_out(owner: Person, days_later: Callable[[int], None], sql: Sql) -> None:
    todo = owner.made("todo")["id"]
    owner.delete(f"/todo/{todo}")
    sql("create table public.guard (space uuid, todo uuid, foreign key (space, todo) references todo (space, id))")
    sql("insert into guard select space, id from todo")

    try:
        days_later(31)
        assert sql("select count(*) from todo") == [(1,)]
    finally:
        sql("drop table guard")
