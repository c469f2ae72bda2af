"""The pool, and whose transaction this is.

Row-level security lets a statement see only what the transaction's settings allow, so there is no way to the database
but through `transaction` and `statement`, which set them.
"""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import LiteralString, cast

import psycopg
from flask import current_app, g
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

from todo import rds
from todo.settings import Settings

Connection = psycopg.Connection[TupleRow]
Cursor = psycopg.Cursor[TupleRow]
Pool = ConnectionPool[Connection]

_SETTINGS: dict[str, LiteralString] = {
    "spaces": "select set_config('todo.spaces', %s, true)",
    "list": "select set_config('todo.list', %s, true)",
    "issuer": "select set_config('todo.issuer', %s, true)",
    "subject": "select set_config('todo.subject', %s, true)",
    "identity": "select set_config('todo.identity', %s, true)",
}

# A statement is planned once, for everybody, and reads an index in its order: neither the planning nor the number of
# rows behind a page is to be paid for by each request.
_OPTIONS = (
    "-c timezone=UTC -c datestyle=ISO -c search_path=public -c jit=off"
    " -c plan_cache_mode=force_generic_plan -c enable_bitmapscan=off"
)


def open_pool(settings: Settings, conninfo: str) -> Pool:
    """A pool of at most `settings.threads` connections. Opens none before the first is needed."""
    milliseconds = settings.statement_timeout_seconds * 1000
    return ConnectionPool(
        rds.signer(conninfo, settings.token_region) if settings.token_region else conninfo,
        min_size=0,
        max_size=settings.threads,
        open=True,
        timeout=settings.statement_timeout_seconds,
        check=None,
        reconnect_timeout=settings.connect_timeout_seconds,  # else it waits longer each time, for minutes
        kwargs={
            "autocommit": True,
            "prepare_threshold": 2,
            "connect_timeout": settings.connect_timeout_seconds,
            "application_name": "todo",
            "keepalives_idle": 30,
            "options": f"-c statement_timeout={milliseconds} {_OPTIONS}",
        },
    )


@contextmanager
def transaction(**settings: str) -> Generator[Connection]:
    """BEGIN … COMMIT as the asker, or with other settings by name; an exception rolls all of it back."""
    if joined := _joined(settings):
        yield joined
        return
    with _pool().connection() as conn, conn.pipeline() as pipeline, conn.transaction():
        try:
            _say_who_asks(conn, settings)
            yield conn
        except psycopg.Error:
            _settle(pipeline)
            raise


@contextmanager
def statement(**settings: str) -> Generator[Connection]:
    """For a single statement: it and the settings are one implicit transaction and one round trip."""
    if joined := _joined(settings):
        yield joined
        return
    with _pool().connection() as conn, conn.pipeline() as pipeline:
        try:
            _say_who_asks(conn, settings)
            yield conn
        except psycopg.Error:
            _settle(pipeline)
            with conn.transaction(force_rollback=True):
                pass  # psycopg takes for prepared what it meant to prepare after the error; a rollback makes it forget
            raise


@contextmanager
def joined() -> Generator[Connection]:
    """A transaction that all those of the asker become parts of until it ends: they commit together or not at all.

    Whatever is raised in one of them has to be let through.
    """
    with transaction() as conn:
        g.joined = conn
        try:
            yield conn
        finally:
            del g.joined


def _joined(settings: dict[str, str]) -> Connection | None:
    return None if settings else cast("Connection | None", g.get("joined"))


@contextmanager
def snapshot() -> Generator[Connection]:
    """For reading as the asker: all statements see one state, whatever is written meanwhile."""
    with _pool().connection() as conn:
        conn.isolation_level, conn.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        try:
            with conn.transaction():
                _say_who_asks(conn, {})
                yield conn
        finally:
            conn.isolation_level = conn.read_only = None


def _settle(pipeline: psycopg.Pipeline) -> None:
    """After an error all that was sent is skipped up to here; what is sent next is heard again."""
    with suppress(psycopg.Error):
        pipeline.sync()


def is_reachable() -> bool:
    """True if the database answers within the pool's time-out."""
    try:
        with _pool().connection() as conn:
            conn.execute("select 1")
    except psycopg.Error:
        return False
    return True


def _say_who_asks(conn: Connection, settings: dict[str, str]) -> None:
    for name, value in (settings or _asker()).items():
        conn.execute(_SETTINGS[name], (value,))


def _asker() -> dict[str, str]:
    """Whoever sends this request: their space, and the one list of it where they may see no more."""
    spaces, only = cast("str", g.spaces), cast("str", g.get("list", ""))
    return {"spaces": spaces, "list": only} if only else {"spaces": spaces}


def _pool() -> Pool:
    return cast("Pool", current_app.extensions["todo.pool"])
