"""Quick add over HTTP: one line of text becomes a todo."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, jsonify
from pydantic import Field
from uuid_utils.compat import uuid7

from todo import db
from todo.api.answers import Answer
from todo.api.body import Id, Strict, Whole, json_body, mutation, sent
from todo.api.contract import contract
from todo.api.tag import NewTag
from todo.api.todo import NewTodo, Todo, TodoFields
from todo.auth.asker import asker
from todo.db import Connection
from todo.errors import Problem, wrong
from todo.rules import order, quick
from todo.rules.quick import Context, Parsed
from todo.store import quick as store
from todo.store import row, tag, todo
from todo.store.change import Mutation
from todo.store.quick import Known
from todo.store.todo_row import TODO

blueprint = Blueprint("quick", __name__)

LONGEST_TAG = 100
Place = Annotated[int, Field(ge=0, le=10_000), Whole]
Kind = Literal["due", "recurrence", "deadline", "reminder", "duration", "priority", "list", "section", "tag", "notes"]


class Overruled(TodoFields):
    """Fields that are set whatever the text says."""

    id: Id | None = None


class Quick(Strict):
    """A line of text, and which of its words are to stay words."""

    text: Annotated[str, Field(min_length=1, max_length=10_000, examples=["Water the plants tomorrow at 8 p1 @garden"])]
    plain: Annotated[
        list[Annotated[list[Place], Field(min_length=2, max_length=2)]],
        Field(
            max_length=100, description="Spans of `text`, from and to in characters, that stay words.", examples=[[]]
        ),
    ] = []
    todo: Annotated[Overruled, Field(examples=[{}])] = Overruled()
    dry_run: Annotated[bool, Field(description="Say what it would mean, and store nothing.")] = False


class Token(Answer):
    """Words of the text, from `start` to `end` in characters, and the fields that they set: lists and tags by name."""

    kind: Kind
    start: int
    end: int
    text: str
    sets: dict[str, Any]


class Understood(Answer):
    """What the text means: its title, its tokens and the fields that they set together. `todo` is what was stored."""

    title: str
    tokens: list[Token]
    fields: dict[str, Any]
    todo: Todo | None


@blueprint.post("/quick")
@contract(Understood, body=Quick, status=(201, 200), problems=["id_taken", "taken", "try_again"])
def add() -> Response:
    """Store the todo that a line of text describes.

    The words are those of docs/quick-add.md, read in the account's zone and language. A tag that is not there is made;
    a list or section that is not there stays a word of the title. What `todo` names wins over the text. With an `id` of
    your own making the text can be sent twice and is stored once: 200 says that it was stored before, or not at all.
    """
    body = json_body(Quick)
    with db.transaction() as conn:
        known = store.known(conn, asker().space)
        meant = understood(body.text, [(start, end) for start, end in body.plain], known)
        body_and_status = (None, 200) if body.dry_run else _stored(conn, _fields(meant, body, known), known)
    return _answer(meant, *body_and_status)


def _answer(meant: Parsed, stored: str | None, status: int) -> Response:
    made: dict[str, Any] | None = json.loads(stored) if stored else None
    response = jsonify(title=meant.title, tokens=[asdict(it) for it in meant.tokens], fields=meant.fields, todo=made)
    response.status_code = status
    response.headers["Cache-Control"] = "private, no-cache"
    if made and status == 201:
        response.headers["Location"] = f"/todo/{made['id']}"
    return response


def understood(text: str, plain: list[tuple[int, int]], known: Known) -> Parsed:
    """What the text means where all of its lists and sections are there; others are words."""
    context = Context(
        now=datetime.now(ZoneInfo(known.zone)).replace(tzinfo=None),
        week_start=known.week_start,
        is_day_first=quick.is_day_first(known.language),
        code=known.language,
        lists=tuple(it.name for it in known.of("list")),
        sections=tuple(it.name for it in known.of("section")),
        tags=tuple(it.name for it in known.of("tag")),
        plain=tuple(plain),
    )
    found = quick.parse(text, context)
    lacking = [(it.start, it.end) for it in found.tokens if _is_lacking(it, found, known)]
    return understood(text, [*plain, *lacking], known) if lacking else found


def _is_lacking(token: quick.Token, found: Parsed, known: Known) -> bool:
    match token.kind:
        case "list":
            return _list(known, found) is None
        case "section":  # of a list that lacks too, the next look decides
            is_of_known = "list" not in found.fields or _list(known, found) is not None
            return is_of_known and _section(known, found) is None
        case "tag":  # who is limited to one list makes none
            names = {it.name.casefold() for it in known.of("tag")}
            unknown = [name for name in token.sets["tags"] if name.casefold() not in names]
            return any(asker().list or len(name) > LONGEST_TAG for name in unknown)
        case _:
            return False


def _list(known: Known, found: Parsed) -> str | None:
    name = found.fields.get("list", "").casefold()
    return next((it.id for it in known.of("list") if it.name.casefold() == name), None)


def _section(known: Known, found: Parsed) -> str | None:
    """The section of that name, of the list if one is named."""
    name, inside = found.fields.get("section", "").casefold(), _list(known, found)
    sections = [it for it in known.of("section") if it.name.casefold() == name]
    return next((it.id for it in sections if "list" not in found.fields or it.inside == inside), None)


def _fields(meant: Parsed, body: Quick, known: Known) -> dict[str, Any]:
    """The todo as JSON, its tags still by name. Who chooses a place has none of the places in the text."""
    own = sent(body.todo)
    fields = {**meant.fields, "list": _list(known, meant), "section": _section(known, meant)}
    places = {"list", "section", "parent"}
    if own.keys() & places:
        fields = {name: value for name, value in fields.items() if name not in places}
    said = {name: value for name, value in fields.items() if value is not None}
    return {"title": meant.title, **said, **own}


def _stored(conn: Connection, fields: dict[str, Any], known: Known) -> tuple[str, int]:
    """The todo as JSON, with 201 if it was made now and 200 if its id was stored before."""
    space, change = asker().space, mutation()
    row_id = UUID(fields.pop("id", None) or str(uuid7()))
    if before := row.find(conn, TODO, space, row_id):
        return before, 200
    if isinstance(fields.get("tags"), list):
        fields["tags"] = [_tag_id(conn, name, known, change) for name in fields["tags"]]
    new = NewTodo.model_validate_json(json.dumps(fields))
    values = row.as_stored(new.model_dump(mode="json"))
    values["position"] = values["position"] or order.at_end(datetime.now(UTC))
    named = sent(new)
    stored = todo.create(conn, space, row_id, values, named, change)
    if stored:
        return stored.body, 201
    row.stored_before(conn, TODO, space, row_id, named)
    todo.refuse(conn, space, values)
    raise Problem(503, "try_again", "Others change the same; try again.", headers={"Retry-After": "1"})


def _tag_id(conn: Connection, name: str, known: Known, change: Mutation) -> str:
    """The tag of this name or id, made in the same mutation if it is not there, so that an undo takes both."""
    for it in known.of("tag"):
        if it.name.casefold() == name.casefold() or it.id == name:
            return it.id
    tag_id, new = uuid7(), NewTag(name=name)
    values = row.as_stored(new.model_dump(mode="json")) | {"position": order.at_end(datetime.now(UTC))}
    if tag.create(conn, asker().space, tag_id, values, sent(new), change) is None:
        raise wrong("text", "invalid", "the tag cannot be made")
    return str(tag_id)
