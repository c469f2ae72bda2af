"""What the options of `todo add` and `todo edit` say of a todo."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import click

from todo.command import reference
from todo.command.service import Service

Command = TypeVar("Command", bound=Callable[..., Any])
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PRIORITIES = {"p1": 4, "p2": 3, "p3": 2, "p4": 1, "none": 0}


def day(text: str, today: date) -> str:
    """What `--due` takes, as the API has it: a word is a day from `today` on, the rest is the server's to check."""
    word, _, at = text.strip().lower().partition(" ")
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(word)
    weekday = [number for number, name in enumerate(_WEEKDAYS) if len(word) > 2 and name.startswith(word)]
    if named is None and weekday:
        named = (weekday[0] - today.weekday() - 1) % 7 + 1
    if named is None:
        return text.strip().replace(" ", "T")
    return (today + timedelta(days=named)).isoformat() + (f"T{at}" if at else "")


def options(command: Command) -> Command:
    """The options that say something of a todo."""
    for option in reversed((
        click.option("--due", metavar="WHEN", help="today, fri, 2026-12-01, '2026-12-01 09:00', or none."),
        click.option("--start", metavar="WHEN", help="From when on it can be done."),
        click.option("--deadline", metavar="DAY", help="When it must be done."),
        click.option("-p", "--priority", type=click.Choice([*_PRIORITIES]), help="p1 is the highest."),
        click.option("-l", "--list", "in_list", metavar="LIST", help="The list's name, or inbox."),
        click.option("--section", metavar="SECTION", help="The section's name."),
        click.option("-t", "--tag", "tags", multiple=True, metavar="TAG", help="A tag; may be given several times."),
        click.option("-n", "--notes", help="Notes, in Markdown."),
        click.option("--minutes", type=int, help="How long it takes."),
    )):  # fmt: skip
        command = option(command)
    return command


def body_of(service: Service, given: dict[str, Any]) -> dict[str, Any]:
    """The fields that were named, as the API has them."""
    readings: dict[str, tuple[str, Callable[[Any], Any]]] = {
        **{name: (name, lambda text: _when(service, text)) for name in ("due", "start", "deadline")},
        "priority": ("priority", lambda word: _PRIORITIES[word]),
        "in_list": ("list", lambda name: list_id(service, name)),
        "section": ("section", lambda name: reference.by_name(service, "section", name)),
        "tags": ("tags", lambda names: reference.tag_ids(service, names)),
        "notes": ("notes", str),
        "minutes": ("duration_minutes", int),
    }
    named = {option: value for option, value in given.items() if value not in (None, ())}
    return {readings[option][0]: readings[option][1](value) for option, value in named.items()}


def list_id(service: Service, name: str) -> str | None:
    """None is the Inbox."""
    is_inbox = name.removeprefix("#").casefold() == "inbox"
    return None if is_inbox else reference.by_name(service, "list", name)


def _when(service: Service, text: str) -> str | None:
    return None if text == "none" else day(text, service.today())
