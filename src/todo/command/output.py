"""What is shown: tables for people, JSON for programs."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from todo.rules.sentence import sentence

Command = TypeVar("Command", bound=Callable[..., Any])
ID_LENGTH = 6
PIPED_WIDTH = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # notes may hold what would speak to the terminal
_PRIORITY = {4: "[bold red]p1[/]", 3: "[yellow]p2[/]", 2: "[blue]p3[/]", 1: "[dim]p4[/]", 0: ""}


def as_json(command: Command) -> Command:
    """Adds `--json`; the command gets `is_json`."""
    return click.option("--json", "is_json", is_flag=True, help="Print JSON, as the API has it.")(command)


def console() -> Console:
    """Colours and a width only where there is a terminal; a pipe gets whole lines."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)


def shown(table: Table) -> None:
    """Without the spaces that fill the last column."""
    if not table.rows:
        return
    terminal = console()
    with terminal.capture() as captured:
        terminal.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def dump(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def short(row: Mapping[str, Any]) -> str:
    """The end of an id: its beginning is a time, and alike for what was made together."""
    return str(row["id"])[-ID_LENGTH:]


def todos(
    rows: Iterable[Mapping[str, Any]], lists: Mapping[str, str], tags: Mapping[str, str], today: date | None
) -> None:
    """`today` is where the person is; None where nothing is due."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for style in ("cyan", "", "", "", "dim", "dim"):
        table.add_column(style=style, overflow="fold")
    for row in rows:
        mark = {"done": "[green]✓[/] ", "cancelled": "[dim]✗[/] "}.get(row["status"], "")
        words = " ".join(f"@{tags.get(tag, '?')}" for tag in row["tags"])
        place = f"#{lists.get(row['list'], '?')}" if row["list"] else ""
        title = f"{mark}{escape(row['title'])}"
        when = due(row, today) if today else ""
        if row["recurrence"]:
            when = f"{when} [dim]{escape(repeats(row))}[/]".strip()
        table.add_row(short(row), title, _PRIORITY[row["priority"]], when, escape(place), escape(words))
    shown(table)


def due(row: Mapping[str, Any], today: date) -> str:
    """When it is due, in words where they are shorter. `today` is where the person is."""
    text = row["due"]
    if not text:
        return ""
    on, _, at = text.partition("T")
    days = (date.fromisoformat(on) - today).days
    word = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days) or on
    zone = f" {row['due_zone']}" if row["due_zone"] else ""
    late = row["status"] == "open" and days < 0
    said = f"{word} {at}{zone}".strip()
    return f"[red]{said}[/]" if late else said


def repeats(row: Mapping[str, Any]) -> str:
    """How it repeats, in a sentence."""
    return sentence(row["recurrence"], repeat_from=row["repeat_from"])


def one(row: Mapping[str, Any]) -> None:
    """Every field that says something."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in row.items():
        if value not in (None, "", [], {}):
            text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
            text = f"{text} ({repeats(row)})" if name == "recurrence" else text
            table.add_row(name, escape(_CONTROL.sub("\ufffd", text)))
    shown(table)


def named(rows: Iterable[Mapping[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="cyan")
    table.add_column()
    for row in rows:
        table.add_row(short(row), escape(row["name"]))
    shown(table)


def said(words: str) -> None:
    click.echo(words)
