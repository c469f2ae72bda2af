"""What the database itself promises of the tables of the sign-in."""

from typing import Any

import psycopg
import pytest

from identity.visitor import Visitor
from todo import embedded

TABLES = ["person", "signin", "grant_code", "family", "refresh_token", "link", "attempt", "signing_key"]


@pytest.fixture
def service(database: embedded.Database) -> Any:
    with psycopg.connect(database.service, autocommit=True) as conn:
        yield conn


@pytest.mark.parametrize("table", TABLES)
def test_only_the_code_of_the_sign_in_sees_its_tables(member: Visitor, service: Any, table: str) -> None:
    member.tokens()
    member.submit("/forgotPassword", {"email": member.email})

    assert service.execute(f"select count(*) from identity.{table}").fetchone() == (0,)
    service.execute("select set_config('todo.identity', 'on', false)")
    assert service.execute(f"select count(*) > 0 from identity.{table}").fetchone() == (True,)
    service.execute("select set_config('todo.identity', '', false)")
    assert service.execute(f"select count(*) from identity.{table}").fetchone() == (0,)


@pytest.mark.parametrize("table", TABLES)
def test_what_the_service_may_not_change_it_cannot(service: Any, table: str) -> None:
    service.execute("select set_config('todo.identity', 'on', false)")

    for statement in (
        f"truncate identity.{table}",
        f"drop table identity.{table}",
        f"alter table identity.{table} disable row level security",
        f"drop policy in_identity on identity.{table}",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            service.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "update identity.person set id = gen_random_uuid()",
        "update identity.person set email = 'stranger@example.com'",
        "update identity.signin set person = gen_random_uuid()",
        "update identity.signin set expires_at = 'infinity'",
        "update identity.grant_code set created_at = now()",
        "update identity.family set expires_at = 'infinity'",
        "update identity.refresh_token set family = gen_random_uuid()",
        "update identity.signing_key set sealed = ''",
    ],
)
def test_who_somebody_is_and_how_long_things_last_is_never_changed(service: Any, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        service.execute(statement)


def test_a_password_is_stored_as_argon2id_or_not_at_all(rows: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        rows.execute("insert into identity.person (email, address, password) values ('a@b.c', 'a@b.c', 'secret')")
