"""What is measured in: a PostgreSQL, an issuer of tokens, and people with todos."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.issuer import Issuer
from todo import embedded, migrate

CONNECTIONS = 64
OTHERS_EACH = 200


@dataclass(frozen=True, slots=True)
class World:
    """`postgres` is the process of the server; `superuser`, `owner` and `service` say how to connect to `database`."""

    folder: Path
    postgres: int
    database: str
    superuser: str
    owner: str
    service: str
    issuer: Issuer

    def beside(self, database: str) -> "World":
        """A world of the same PostgreSQL and issuer with a new database."""
        names = sql.Identifier(database), sql.Identifier(embedded.OWNER)
        self.execute(sql.SQL("create database {} owner {}").format(*names))
        logins = (self.superuser, self.owner, self.service)
        superuser, owner, service = (make_conninfo(login, dbname=database) for login in logins)
        migrate.migrate(owner, service)
        return replace(self, database=database, superuser=superuser, owner=owner, service=service)

    def execute(self, query: LiteralString | sql.Composed, *values: Any) -> list[tuple[Any, ...]]:
        """As the superuser, whom row-level security does not bind. Returns the rows, if there are any."""
        with psycopg.connect(self.superuser, autocommit=True) as conn:
            cursor = conn.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def space(self, person: str) -> UUID:
        """The space of somebody who has asked the service before."""
        return self.execute("select space from account where subject = %s", person)[0][0]

    def give_list(self, space: UUID) -> UUID:
        return self.execute(_LIST, space)[0][0]

    def give_todos(self, space: UUID, count: int, home: UUID | None = None) -> None:
        """Todos such as people have; with a list, every second one is in it."""
        self.execute(_TODOS, space, home, count)
        self.execute("analyze todo")

    def give_others(self, count: int) -> None:
        """Adds todos of people nobody measures, 200 each, with the history of their making."""
        with psycopg.connect(self.superuser, autocommit=True) as conn:
            for statement in _QUICKLY:
                conn.execute(statement)
            conn.execute(
                "insert into people select gen_random_uuid() from generate_series(1, %s)", [count // OTHERS_EACH]
            )
            indexes = conn.execute(_SECONDARY_INDEXES).fetchall()
            for name, _ in indexes:
                conn.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
            for statement in _OTHERS:
                conn.execute(statement)
            for _, definition in indexes:
                conn.execute(definition.encode())
            conn.execute("vacuum analyze")
            conn.execute("checkpoint")


_LIST: LiteralString = """
insert into list (space, id, name, position, seq) values (%s, gen_random_uuid(), 'Home', 'a0', 1) returning id"""

_TODOS: LiteralString = """
with bumped as (update space set seq = seq + 1 where id = %s returning id, seq)
insert into todo (space, id, list, title, notes, priority, due_on, position, seq)
select bumped.id, gen_random_uuid(), case when n %% 2 = 0 then %s::uuid end, 'Buy milk and bread ' || n,
  'Two litres, of the kind in the green bottle.', n %% 5, case when n %% 3 = 0 then date '2026-12-01' + n %% 365 end,
  'i0' || lpad(n::text, 8, '0'), bumped.seq
from bumped, generate_series(1, %s) n"""

# A million rows in a minute: no look-ups for foreign keys, and the indexes made when the rows are there.
_QUICKLY: tuple[LiteralString, ...] = (
    "set session_replication_role = replica",
    "set synchronous_commit = off",
    "set maintenance_work_mem = '256MB'",
    "create temporary table people (space uuid)",
)
_SECONDARY_INDEXES: LiteralString = """
select indexname, indexdef from pg_indexes
where tablename = 'todo' and indexname not in (select conname from pg_constraint)"""
_OTHERS: tuple[LiteralString, ...] = (
    "insert into space (id, seq) select space, 200 from people",
    """
    insert into todo (space, id, title, notes, priority, due_on, position, seq)
    select space, gen_random_uuid(), 'Buy milk and bread ' || n, 'Two litres, of the kind in the green bottle.', n % 5,
      case when n % 3 = 0 then date '2026-12-01' + n % 365 end, 'i0' || lpad(n::text, 8, '0'), n
    from (select space from people order by space) each cross join generate_series(1, 200) n""",
    """
    insert into history (space, id, mutation, seq, kind, entity, action, at, actor)
    select space, gen_random_uuid(), gen_random_uuid(), n, 'todo', gen_random_uuid(), 'create', now(), 'client:web'
    from (select space from people order by space) each cross join generate_series(1, 200) n""",
)


@contextmanager
def made() -> Generator[World]:
    """A world in a folder that is removed at the end."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # as root PostgreSQL runs as somebody else and has to pass through
        with embedded.running(folder, CONNECTIONS) as database:
            migrate.migrate(database.owner, database.service)
            password = json.loads((folder / "passwords.json").read_text())[embedded.SUPERUSER]
            superuser = make_conninfo(database.service, user=embedded.SUPERUSER, password=password)
            logins = superuser, database.owner, database.service
            issuer = Issuer()
            try:
                yield World(folder, database.process.pid, embedded.DATABASE, *logins, issuer)
            finally:
                issuer.stop()
