"""The `todo` command."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

import click

from todo import __version__
from todo.signals import Signals


@click.group()
@click.version_option(__version__, message="%(version)s")
def main() -> None:
    """A todo application that keeps each person's todos to that person.

    Its settings are environment variables; docs/settings.md lists them.
    """


@main.command()
def serve() -> None:
    """Start the program, with a PostgreSQL of its own unless TODO_DATABASE_URL names another."""
    with _stoppable() as signals:
        from todo import run  # noqa: PLC0415 (importing takes long enough to be interrupted)

        run.serve(signals)


@main.command()
def migrate() -> None:
    """Bring the database to what this version needs."""
    with _stoppable():
        from todo import run  # noqa: PLC0415

        run.update_database()


@contextmanager
def _stoppable() -> Generator[Signals]:
    """Until the server takes over, a signal ends the program after it has cleaned up, without a traceback."""
    try:
        yield Signals()
    except KeyboardInterrupt:
        click.echo("Stopped before it had started.", err=True)
        sys.exit(130)
