"""The `todo` command."""

import importlib
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import cast

import click

from todo import __version__
from todo.signals import Signals

CLIENT = {
    "login": "account:login",
    "logout": "account:logout",
    "token": "account:token",
    "add": "todos:add",
    "ls": "todos:ls",
    "show": "todos:show",
    "edit": "todos:edit",
    "done": "todos:done",
    "undo": "todos:undo",
    "rm": "todos:rm",
    "lists": "todos:lists",
    "search": "todos:search",
    "export": "transfer:export",
    "import": "transfer:import_",
    "completion": "completion:completion",
}
"""What talks to a server, and where in todo.command it is: imported when called, so that `serve` starts at once."""


class Commands(click.Group):
    """Also those of CLIENT."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *CLIENT]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in CLIENT:
            return super().get_command(ctx, cmd_name)
        module, _, name = CLIENT[cmd_name].partition(":")
        return cast("click.Command", getattr(importlib.import_module(f"todo.command.{module}"), name))


@click.group(cls=Commands)
@click.version_option(__version__, message="%(version)s")
@click.option("--server", metavar="URL", envvar="TODO_SERVER", help="Another server than where you signed in last.")
def main(server: str | None) -> None:
    """A todo application that keeps each person's todos to that person.

    `serve` and `migrate` run it; their settings are environment variables, listed in docs/settings.md. All others are
    its client: docs/command.md.
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
