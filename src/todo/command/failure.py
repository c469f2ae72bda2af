"""What can go wrong for a person at a terminal: one sentence, and an exit code that scripts can tell apart."""

from typing import Any

import click

REFUSED, SIGNED_OUT, AWAY, NOT_FOUND = 1, 3, 4, 5
"""Exit codes beside 0, and 2 for a wrong call, which is click's."""


class Failure(click.ClickException):
    """Ends the command. `problem` is the server's answer, if that is what failed."""

    def __init__(self, sentence: str, code: int = REFUSED, problem: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.exit_code = code  # pyright: ignore[reportAttributeAccessIssue] (click asks the instance)
        self.problem = problem

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


def away(server: str, why: str) -> Failure:
    return Failure(f"{server} does not answer: {why}. Is it running? Nothing has been changed that was not said.", AWAY)


def signed_out(server: str) -> Failure:
    return Failure(f"You are not signed in at {server}. Run: todo login {server}", SIGNED_OUT)
