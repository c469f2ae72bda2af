"""What a person types for a row: an id, the end of one, or a name."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import click
from click.shell_completion import CompletionItem

from todo.command import kept
from todo.command.failure import NOT_FOUND, Failure
from todo.command.service import Service, chosen_server

_END = re.compile(r"[0-9a-f-]{4,35}")
COMPLETED = 50


def todo_id(service: Service, text: str) -> str:
    """The id of the todo whose id ends so: of those shown last, else of all. Raises Failure for none or several."""
    end = text.lower()
    if whole := _whole(end):
        return whole
    if not _END.fullmatch(end):
        raise Failure(f"{text!r} is no id: write the {6} characters that todo ls shows in front.", NOT_FOUND)
    login = kept.read().logins.get(service.server)
    found = [shown for shown in (login.shown if login else ()) if shown.endswith(end)]
    if len(found) != 1:
        found = [row["id"] for row in service.pages("/todo") if row["id"].endswith(end)]
    if len(found) > 1:
        raise Failure(f"{text} is the end of {len(found)} ids: {', '.join(found[:5])}. Write more of it.", NOT_FOUND)
    if not found:
        raise Failure(f"There is no todo whose id ends with {text}.", NOT_FOUND)
    return found[0]


def by_name(service: Service, noun: str, text: str) -> str:
    """The id of the list, section or tag of this name, upper and lower case alike, or of this id."""
    return _named(list(service.pages(f"/{noun}")), noun, text)


def tag_ids(service: Service, names: Iterable[str]) -> list[str]:
    """The ids of tags; a tag that is not there is made, as by writing it on a todo."""
    known = {row["name"].casefold(): row["id"] for row in service.pages("/tag")}
    ids: list[str] = []
    for name in names:
        key = name.removeprefix("@").strip().casefold()
        if key not in known:
            known[key] = service.json("POST", "/tag", {"name": name.removeprefix("@")})["id"]
        ids.append(known[key])
    return list(dict.fromkeys(ids))


def names(service: Service, noun: str) -> dict[str, str]:
    """The names by id."""
    return {row["id"]: row["name"] for row in service.pages(f"/{noun}")}


def completed(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """For the shell: the ends of ids that were shown last."""
    login = kept.read().logins.get(chosen_server())
    ends = [shown[-6:] for shown in (login.shown if login else ())]
    return [CompletionItem(end) for end in ends if end.startswith(incomplete)][:COMPLETED]


def _named(rows: list[Mapping[str, Any]], noun: str, text: str) -> str:
    wanted = text.removeprefix("#").strip().casefold()
    found = [row["id"] for row in rows if row["name"].casefold() == wanted or row["id"] == wanted]
    if len(found) > 1:
        raise Failure(f"There are {len(found)} of the name {text}: {', '.join(found[:5])}. Write the id.", NOT_FOUND)
    if not found:
        raise Failure(f"There is no {noun} called {text}.", NOT_FOUND)
    return str(found[0])


def _whole(text: str) -> str | None:
    try:
        return str(UUID(text)) if len(text) >= 32 else None
    except ValueError:
        return None
