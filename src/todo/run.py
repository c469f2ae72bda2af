"""What the commands do: the parts of a start, in order, and one sentence if it cannot be."""

import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

import click
import httpx

from todo import embedded, migrate, rds, server, start
from todo.auth.secret import load_secret
from todo.binaries import Process
from todo.events.child import CONNECTIONS as EVENTS_CONNECTIONS
from todo.settings import Settings, SettingsError, read_settings
from todo.signals import Signals
from todo.start import CannotStart


def serve(signals: Signals) -> None:
    """Returns when the program has been stopped. Raises SystemExit, with 2 for a wrong setting and else 1."""
    with _in_a_sentence():
        settings = read_settings()
        with start.held(settings.data_dir, settings.base_url), server.listening(settings) as sockets:
            load_secret(settings)  # what is wrong with it is said once, not by each worker
            with _database(settings) as conninfo:
                if signals.next(0):
                    raise KeyboardInterrupt
                server.serve(settings, conninfo, sockets, signals, lambda: _announce(settings))
        click.echo("Stopped.")


def update_database() -> None:
    """Migrates and nothing else. Raises SystemExit as `serve` does."""
    with _in_a_sentence():
        settings = read_settings()
        if settings.database_url is None:
            with start.held(settings.data_dir, settings.base_url), embedded.running(settings.data_dir, 1) as database:
                applied = migrate.migrate(database.owner, database.service)
        elif settings.migrate_database_url is None:
            raise SettingsError("TODO_MIGRATE_DATABASE_URL: name the same database as the role that owns the tables.")
        else:
            owner, service = _urls(settings)
            applied = migrate.migrate(_admitted(settings, owner), service)
        click.echo(f"Applied: {', '.join(applied)}." if applied else "Nothing to do: the database is up to date.")


@contextmanager
def _in_a_sentence() -> Generator[None]:
    try:
        yield
    except SettingsError as error:
        _end(str(error), 2)
    except CannotStart as error:
        _end(str(error), 1)
    except OSError as error:
        _end(f"{error.filename or 'The system'}: {error.strerror or error}.", 1)


def _end(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


@contextmanager
def _database(settings: Settings) -> Generator[str]:
    """How the service connects to a database that is up to date."""
    if settings.database_url is None:
        with _embedded(settings) as service:
            yield service
    else:
        owner, service = _urls(settings)
        if owner:
            migrate.migrate(_admitted(settings, owner), service)
        migrate.check(_admitted(settings, service))
        yield service


@contextmanager
def _embedded(settings: Settings) -> Generator[str]:
    if not embedded.is_made(settings.data_dir):
        click.echo("Making the database; the first start takes some seconds.")
    connections = settings.workers * settings.threads + EVENTS_CONNECTIONS
    with embedded.running(settings.data_dir, connections) as database:
        migrate.migrate(database.owner, database.service)
        migrate.check(database.service)
        with _stopping_with(database.process):
            yield database.service
        if database.process.poll() is not None:
            raise CannotStart(f"PostgreSQL has ended by itself; {settings.data_dir / embedded.LOG} says why.")


@contextmanager
def _stopping_with(process: Process) -> Generator[None]:
    """Without its database the program would only answer that it is away; so it stops, and can be started again."""
    is_over = threading.Event()

    def watch() -> None:
        process.wait()
        if not is_over.is_set():
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        is_over.set()


def _urls(settings: Settings) -> tuple[str, str]:
    """As the owner of the tables, or '' if that is not said; and as the service."""
    owner, service = settings.migrate_database_url, settings.database_url
    return owner.get_secret_value() if owner else "", service.get_secret_value() if service else ""


def _admitted(settings: Settings, url: str) -> str:
    """The address with what lets this program in for the next minutes, if that is not in it already."""
    if not settings.token_region:
        return url
    try:
        return rds.signer(url, settings.token_region)()
    except httpx.HTTPError as error:
        raise CannotStart(f"TODO_DATABASE_AUTH: this instance gives no credentials of a role: {error}.") from None


def _announce(settings: Settings) -> None:
    data = "the database of TODO_DATABASE_URL" if settings.database_url else str(settings.data_dir.absolute())
    click.echo(f"\n  Open   {settings.base_url}\n  Data   {data}\n  Stop   Ctrl-C\n")
