"""Brings a database to what this program needs: `schema/NNNN_name.sql`, in order, each once, forward only.

An older program goes on beside a newer schema: it serves while a version is rolled out, is started again where an
instance of it fails meanwhile, and takes over where the version is taken back. A migration that it could not live with
says which programs can, in a line of its own: `-- needs programs from 0007 on`.
"""

import re
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import LiteralString, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from todo.start import CannotStart

Connection = psycopg.Connection[TupleRow]

GROUP = "todo_service"  # the role that the migrations grant everything to
LOCK = 0x746F646F  # 'todo'; the advisory lock of whoever migrates
CONNECT_SECONDS = 10
LOCK_TIMEOUT = "5s"  # a waiting ALTER TABLE makes every statement after it wait too
OUTSIDE = "-- not in a transaction"
NEEDS = re.compile(r"^-- needs programs from (\d{4}) on$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    name: str
    statements: str

    @property
    def needs(self) -> int:
        """The least that a program must know to go on beside it; 0 if none is kept out."""
        match = NEEDS.search(self.statements)
        return int(match[1]) if match else 0


@cache
def migrations() -> tuple[Migration, ...]:
    """Those that this program brings, oldest first."""
    files = [file for file in resources.files("todo").joinpath("schema").iterdir() if file.name.endswith(".sql")]
    found = [Migration(*_numbered(file.name), file.read_text(encoding="utf-8")) for file in files]
    return tuple(sorted(found, key=lambda migration: migration.version))


def _numbered(file: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d{4})_(\w+)\.sql", file)
    if not match:
        raise ValueError(f"schema/{file} is not named like 0001_todo.sql")
    return int(match[1]), match[2]


def migrate(owner: str, service: str | None = None, brought: Sequence[Migration] | None = None) -> list[str]:
    """Applies what is missing and returns their names; then the role that `service` connects as may use the tables.

    Any number of programs may do so at once: one works, the others wait and find nothing left to do. What is applied
    runs beside programs of the version before. Raises CannotStart.
    """
    with _connected(owner, "TODO_MIGRATE_DATABASE_URL") as conn, _alone(conn):
        conn.execute(_TABLE)
        missing = _missing(conn, brought or migrations())
        for migration in missing:
            _apply(conn, migration)
        conn.execute(sql.SQL("grant select on migration to {}").format(sql.Identifier(GROUP)))
        if service:
            _admit(conn, service)
    return [migration.name for migration in missing]


def check(service: str) -> None:
    """The schema is this program's, and the role of the service can neither own nor see what is not its own.

    Raises CannotStart.
    """
    with _connected(service, "TODO_DATABASE_URL") as conn:
        _refuse_mighty(conn)
        missing = _missing_to_service(conn)
    if missing:
        raise CannotStart(
            f"The database lacks {missing[0].version:04}_{missing[0].name} and what follows: run `todo migrate`, "
            "or set TODO_MIGRATE_DATABASE_URL to the role that owns the tables."
        )


_TABLE = """
create table if not exists migration (
  version int primary key,
  name text not null,
  applied_at timestamptz not null default now()
);
alter table migration add column if not exists needs int not null default 0
"""


@contextmanager
def _connected(conninfo: str, setting: str) -> Generator[Connection]:
    try:
        with psycopg.connect(_complete(conninfo, setting), autocommit=True) as conn:
            conn.execute("set search_path to public")
            yield conn
    except psycopg.OperationalError as error:
        raise CannotStart(f"{setting}: the database cannot be used: {_sentence(error)}") from None


def _complete(conninfo: str, setting: str) -> str:
    try:
        return make_conninfo(conninfo, application_name="todo migrate", connect_timeout=CONNECT_SECONDS)
    except psycopg.ProgrammingError:  # its text quotes the value, and with it the password
        raise CannotStart(f"{setting}: write it like postgresql://user:password@host:5432/database.") from None


@contextmanager
def _alone(conn: Connection) -> Generator[None]:
    # Asked again and again, not waited for: a waiting statement would hold up CREATE INDEX CONCURRENTLY, and it us.
    while not _one(conn, "select pg_try_advisory_lock(%s)", LOCK):
        time.sleep(0.05)
    yield  # the lock ends with the connection


def _missing(conn: Connection, brought: Sequence[Migration]) -> list[Migration]:
    rows = conn.execute("select version, needs from migration").fetchall()
    needed, newest = max((needs for _, needs in rows), default=0), brought[-1].version
    if needed > newest:
        raise CannotStart(
            f"The database is of a newer version of this program (for programs that know schema {needed}, and this one "
            f"knows {newest}): start the newer version."
        )
    applied = {version for version, _ in rows}
    return [migration for migration in brought if migration.version not in applied]


def _missing_to_service(conn: Connection) -> list[Migration]:
    try:
        return _missing(conn, migrations())
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn):
        return list(migrations())
    except psycopg.errors.InsufficientPrivilege:
        raise CannotStart(_membership(_one(conn, "select current_user"))) from None


def _apply(conn: Connection, migration: Migration) -> None:
    try:
        if migration.statements.startswith(OUTSIDE):
            conn.execute(migration.statements.encode())
            _record(conn, migration)
        else:
            with conn.transaction():
                conn.execute(sql.SQL("set local lock_timeout to {}").format(LOCK_TIMEOUT))
                conn.execute(migration.statements.encode())
                _record(conn, migration)
    except psycopg.Error as error:
        raise CannotStart(f"Migration {migration.version:04}_{migration.name} failed: {_sentence(error)}") from error


def _record(conn: Connection, migration: Migration) -> None:
    values = (migration.version, migration.name, migration.needs)
    conn.execute("insert into migration (version, name, needs) values (%s, %s, %s)", values)


def _admit(conn: Connection, service: str) -> None:
    role = str(conninfo_to_dict(_complete(service, "TODO_DATABASE_URL")).get("user", ""))
    if _one(conn, "select pg_has_role(oid, %s, 'usage') from pg_roles where rolname = %s", GROUP, role) is not False:
        return
    try:
        conn.execute(sql.SQL("grant {} to {}").format(sql.Identifier(GROUP), sql.Identifier(role)))
    except psycopg.errors.InsufficientPrivilege:
        raise CannotStart(_membership(role)) from None


def _membership(role: object) -> str:
    return f'TODO_DATABASE_URL: its role may not use the tables; let an administrator run: grant {GROUP} to "{role}";'


def _refuse_mighty(conn: Connection) -> None:
    """Row-level security guards nothing from a role that may switch it off or walk past it."""
    role, why = cast("tuple[str, str | None]", conn.execute(_MIGHT).fetchone())
    if why:
        raise CannotStart(
            f'TODO_DATABASE_URL: its role "{role}" {why}, so nothing would keep one person from the todos of another; '
            f"make a role of its own: create role todo login password '…'; grant {GROUP} to todo;"
        )


_MIGHT = """
select current_user, case
  when bool_or(rolsuper) then 'is a superuser'
  when bool_or(rolbypassrls) then 'bypasses row-level security'
  when exists (
    select from pg_class
    where relkind in ('r', 'p') and relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
      and pg_has_role(relowner, 'member')
  ) then 'owns tables'
end
from pg_roles where pg_has_role(oid, 'member')
"""


def _one(conn: Connection, query: LiteralString, *values: object) -> object:
    row = conn.execute(query, values).fetchone()
    return row[0] if row else None


def _sentence(error: psycopg.Error) -> str:
    text = error.diag.message_primary or str(error).strip().splitlines()[-1].strip()
    return text.rstrip(".") + "."
