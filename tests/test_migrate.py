"""Migrations, and which roles the program is willing to serve as. Each test has a database of its own."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from program import data_folder
from todo import embedded, migrate
from todo.migrate import Migration
from todo.start import CannotStart

_number = itertools.count(1)

MAKE = Migration(1, "make", "create table made (id int); create role todo_service nologin;")
BREAK = Migration(2, "break", "create table half (id int); select 1 / 0;")
OUTSIDE = Migration(2, "outside", f"{migrate.OUTSIDE}\ncreate index concurrently made_id on made (id);")


@dataclass(frozen=True)
class Empty:
    """A database that nobody has migrated: as an administrator connects, its owner, and the service."""

    administrator: str
    owner: str
    service: str

    def run(self, statement: Any) -> list[Any]:
        with psycopg.connect(self.administrator, autocommit=True) as conn:
            cursor = conn.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def tables(self) -> set[str]:
        return {name for (name,) in self.run("select tablename from pg_tables where schemaname = 'public'")}

    def applied(self) -> list[int]:
        return [version for (version,) in self.run("select version from migration order by version")]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Callable[..., str]]:
    """How to connect to a PostgreSQL of this module's: by role and database."""
    with data_folder() as folder:
        folder.mkdir(mode=0o711)
        with embedded.running(folder, 20) as database:
            yield lambda role, name: _conninfo(folder, database, role, name)


def _conninfo(folder: Path, database: embedded.Database, role: str, name: str) -> str:
    passwords = json.loads((folder / "passwords.json").read_text())
    return make_conninfo(database.service, user=role, password=passwords.get(role, "of-a-test"), dbname=name)


@pytest.fixture
def empty(cluster: Callable[..., str]) -> Iterator[Empty]:
    name = f"test_{next(_number)}"
    with closing(psycopg.connect(cluster("postgres", "postgres"), autocommit=True)) as conn:
        conn.execute(sql.SQL("create database {} owner todo_owner").format(sql.Identifier(name)))
        yield Empty(cluster("postgres", name), cluster("todo_owner", name), cluster("todo", name))
        conn.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        conn.execute("drop role if exists todo_service")


@pytest.fixture
def migrated(empty: Empty) -> Empty:
    migrate.migrate(empty.owner, empty.service)
    return empty


def test_migrations_are_applied_in_order_and_once(empty: Empty) -> None:
    names = [migration.name for migration in migrate.migrations()]

    assert migrate.migrate(empty.owner, empty.service) == names
    assert migrate.migrate(empty.owner, empty.service) == []
    assert empty.applied() == list(range(1, len(names) + 1))


def test_the_programs_migrations_are_numbered_without_a_gap() -> None:
    versions = [migration.version for migration in migrate.migrations()]

    assert versions == list(range(1, len(versions) + 1))


def test_programs_that_migrate_at_once_wait_for_one_another(empty: Empty) -> None:
    applied: list[list[str]] = []
    threads = [threading.Thread(target=lambda: applied.append(migrate.migrate(empty.owner))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(len, applied)) == [0, 0, 0, len(migrate.migrations())]


def test_a_migration_that_fails_leaves_nothing_of_itself(empty: Empty) -> None:
    with pytest.raises(CannotStart, match=r"^Migration 0002_break failed: division by zero\.$"):
        migrate.migrate(empty.owner, brought=[MAKE, BREAK])

    assert empty.tables() == {"made", "migration"}
    assert empty.applied() == [1]


def test_a_migration_may_run_outside_a_transaction(empty: Empty) -> None:
    migrate.migrate(empty.owner, brought=[MAKE, OUTSIDE])

    assert empty.run("select indexname from pg_indexes where tablename = 'made'") == [("made_id",)]
    assert empty.applied() == [1, 2]


def test_a_migration_outside_a_transaction_does_not_wait_for_those_who_wait_for_it(empty: Empty) -> None:
    """CREATE INDEX CONCURRENTLY waits for every statement that runs; one that waited for our lock would be one."""
    migrate.migrate(empty.owner, brought=[MAKE])
    applied: list[list[str]] = []

    def run() -> None:
        applied.append(migrate.migrate(empty.owner, brought=[MAKE, OUTSIDE]))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(len, applied)) == [0, 1]


@pytest.mark.slow
def test_a_migration_that_cannot_have_its_lock_gives_up_before_all_others_wait(empty: Empty) -> None:
    migrate.migrate(empty.owner, brought=[MAKE])
    change = Migration(2, "change", "alter table made add column more int")

    with psycopg.connect(empty.owner) as conn:
        conn.execute("select from made")
        with pytest.raises(CannotStart, match="Migration 0002_change failed: canceling statement due to lock timeout"):
            migrate.migrate(empty.owner, brought=[MAKE, change])

    assert migrate.migrate(empty.owner, brought=[MAKE, change]) == ["change"]


def test_a_program_goes_on_beside_what_a_newer_one_has_migrated(migrated: Empty) -> None:
    tomorrow = Migration(9998, "of_tomorrow", "alter table todo add column more int")
    migrate.migrate(migrated.owner, brought=[*migrate.migrations(), tomorrow])

    migrate.check(migrated.service)

    assert migrate.migrate(migrated.owner, migrated.service) == []


def test_a_program_that_a_migration_ends_is_refused(migrated: Empty) -> None:
    ending = Migration(9999, "of_the_day_after", "-- needs programs from 9998 on\nselect 1")
    migrate.migrate(migrated.owner, brought=[*migrate.migrations(), ending])

    for refused in (lambda: migrate.migrate(migrated.owner), lambda: migrate.check(migrated.service)):
        with pytest.raises(CannotStart, match="The database is of a newer version of this program"):
            refused()


def test_the_service_that_was_named_may_use_the_tables(migrated: Empty) -> None:
    migrate.check(migrated.service)

    with psycopg.connect(migrated.service) as conn:
        assert conn.execute("select from todo").fetchall() == []


def test_an_empty_database_is_refused_with_what_to_do(empty: Empty) -> None:
    with pytest.raises(CannotStart, match=r"The database lacks 0001_todo .* run `todo migrate`"):
        migrate.check(empty.service)


def test_an_older_database_is_refused_with_what_to_do(migrated: Empty) -> None:
    migrated.run("delete from migration where version > 1")

    with pytest.raises(CannotStart, match=r"The database lacks 0002_\w+ .* run `todo migrate`"):
        migrate.check(migrated.service)


def test_a_service_that_may_not_use_the_tables_is_refused_with_what_to_run(migrated: Empty) -> None:
    migrated.run("revoke todo_service from todo granted by todo_owner")

    with pytest.raises(CannotStart, match='grant todo_service to "todo";'):
        migrate.check(migrated.service)


@pytest.mark.parametrize(
    ("rights", "why"),
    [
        ("superuser", "is a superuser"),
        ("bypassrls", "bypasses row-level security"),
        ("in role todo_owner", "owns tables"),
        ("noinherit in role pg_write_all_data, todo_owner", "owns tables"),
    ],
)
def test_a_role_that_nothing_would_keep_from_others_todos_is_refused(
    migrated: Empty, cluster: Callable[..., str], rights: str, why: str
) -> None:
    migrated.run(f"create role mighty login password 'of-a-test' {rights}")
    try:
        with pytest.raises(CannotStart, match=f'its role "mighty" {why}'):
            migrate.check(make_conninfo(migrated.service, user="mighty", password="of-a-test"))
    finally:
        migrated.run("drop role mighty")


def test_the_owner_itself_is_refused_as_service(migrated: Empty) -> None:
    with pytest.raises(CannotStart, match='its role "todo_owner" owns tables'):
        migrate.check(migrated.owner)


@pytest.mark.parametrize(
    "url", ["postgresql://todo:geheim@[127.0.0.1/todo", "postgresql://todo:%zzgeheim@127.0.0.1/todo", "geheim"]
)
def test_a_malformed_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(CannotStart) as refusal:
        migrate.check(url)

    assert str(refusal.value) == "TODO_DATABASE_URL: write it like postgresql://user:password@host:5432/database."
    assert refusal.value.__cause__ is None
