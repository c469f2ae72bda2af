"""What the database promises by itself, read from its catalogue."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from todo import embedded

NO_PERSONS_DATA = {"migration"}
# Before their space is known, or when they have none any more.
FOUND_BY_WHO_THEY_ARE = {"account_issuer_subject", "space_pkey", "account_pkey", "departed_pkey"}


@pytest.fixture(scope="module")
def catalogue(database: embedded.Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner) as conn:
        yield conn


def test_row_level_security_is_forced_on_every_table(catalogue: psycopg.Connection[Any]) -> None:
    found = catalogue.execute(
        """
        select c.relname, c.relrowsecurity and c.relforcerowsecurity
          and exists (select from pg_policy where polrelid = c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname in ('public', 'identity')"""
    ).fetchall()

    assert len(found) > 12
    assert {name for name, is_forced in found if not is_forced} == NO_PERSONS_DATA


def test_the_services_role_owns_nothing_and_cannot_bypass(database: embedded.Database) -> None:
    with psycopg.connect(database.service) as conn:
        role = conn.execute(
            """
            select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication,
              exists (select from pg_class where relowner = r.oid),
              exists (select from pg_database where datdba = r.oid),
              pg_has_role('todo_owner', 'member')
            from pg_roles r where rolname = current_user"""
        ).fetchone()

    assert role == (False, False, False, False)


def test_the_service_cannot_change_the_schema(database: embedded.Database) -> None:
    with psycopg.connect(database.service, autocommit=True) as conn:
        for attempt in (
            "alter table todo disable row level security",
            "drop policy in_my_spaces on todo",
            "create table mine (id int)",
            "truncate todo",
            "set role todo_owner",
            "alter role todo bypassrls",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(attempt)


def test_every_key_of_a_persons_data_starts_with_the_space(catalogue: psycopg.Connection[Any]) -> None:
    indexes = catalogue.execute(
        """
        select i.indexrelid::regclass::text, a.attname from pg_index i
        join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where n.nspname = 'public' and c.relname <> all(%s)""",
        [list(NO_PERSONS_DATA)],
    ).fetchall()
    foreign_keys = catalogue.execute(
        """
        select f.conname, a.attname from pg_constraint f
        join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
        where f.contype = 'f' and f.connamespace = 'public'::regnamespace"""
    ).fetchall()

    assert len(indexes) > 20
    assert {name for name, first in indexes if first != "space"} == FOUND_BY_WHO_THEY_ARE
    assert {name for name, first in foreign_keys if first != "space"} == set()


def test_there_are_no_triggers(catalogue: psycopg.Connection[Any]) -> None:
    found = catalogue.execute("select tgname from pg_trigger where not tgisinternal").fetchall()

    assert found == []


def test_there_is_no_extension_but_plpgsql(catalogue: psycopg.Connection[Any]) -> None:
    assert catalogue.execute("select extname from pg_extension").fetchall() == [("plpgsql",)]
