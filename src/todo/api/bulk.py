"""One change to many todos over HTTP."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from todo import db
from todo.api.answers import Answer
from todo.api.body import Id, Strict, json_body, mutation, sent
from todo.api.contract import contract
from todo.api.rows import Beside
from todo.api.todo import Move, Tags, Todo, TodoPatch
from todo.auth.asker import asker
from todo.db import Connection
from todo.errors import wrong
from todo.rules import order
from todo.store import bulk as store
from todo.store import position
from todo.store.bulk import Action, Asked
from todo.store.todo import TODO

blueprint = Blueprint("bulk", __name__)

_MICROSECOND = timedelta(microseconds=1)


def _once(ids: list[UUID]) -> list[UUID]:
    if len(set(ids)) < len(ids):
        raise ValueError("an id is there twice")
    return ids


class Which(BaseModel):
    """What is to be done; it decides what the rest must be like."""

    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)

    action: Action


class Nothing(Strict):
    """There is nothing more to say."""


class Tagging(Strict):
    """Tags to give and to take; the others stay."""

    add: Tags = []
    remove: Tags = []


class Many(Strict):
    """Which todos."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=500), AfterValidator(_once)]


class PatchMany(Many):
    """Sets the same fields of all."""

    action: Literal["patch"]
    changes: TodoPatch


class MoveMany(Many):
    """Moves all to one place, in the order of their ids."""

    action: Literal["move"]
    changes: Move


class TagMany(Many):
    """Gives tags to all, and takes others from all."""

    action: Literal["tag"]
    changes: Tagging


class TurnMany(Many):
    """Completes, reopens, deletes or restores all."""

    action: Literal["complete", "reopen", "delete", "restore"]
    changes: Nothing = Nothing()


_MODELS: dict[Action, type[PatchMany | MoveMany | TagMany | TurnMany]] = {
    "patch": PatchMany,
    "move": MoveMany,
    "tag": TagMany,
    **dict.fromkeys(("complete", "reopen", "delete", "restore"), TurnMany),
}


class Bulk(RootModel[Annotated[PatchMany | MoveMany | TagMany | TurnMany, Field(discriminator="action")]]):
    """One change to many todos."""


class ChangedTodos(Answer):
    """The mutation that changed them all, which one undo takes back, and the todos as they are now."""

    mutation: UUID
    todos: list[Todo]


@blueprint.post("/todo/bulk")
@contract(ChangedTodos, body=Bulk, problems=["not_found", "in_trash"])
def bulk() -> Response:
    """Do one thing to at most 500 todos: to all of them or to none.

    A refusal names the todo. A subtask goes where its parent goes, if that is one of them. It is one mutation, which
    `POST /history/{id}/undo` takes back as a whole.
    """
    wanted = json_body(_MODELS[json_body(Which).action])
    asked = replace(mutation(), only_if=None)
    with db.transaction() as conn:
        todos = store.change(conn, asker().space, _asked(conn, wanted), asked)
    return Response(f'{{"mutation":"{asked.id}","todos":[{",".join(todos)}]}}', content_type="application/json")


def _asked(conn: Connection, wanted: PatchMany | MoveMany | TagMany | TurnMany) -> Asked:
    changes = sent(wanted.changes)
    if not isinstance(wanted, MoveMany):
        return Asked(wanted.ids, wanted.action, changes)
    place = {name: value for name, value in changes.items() if name not in Beside.model_fields}
    return Asked(wanted.ids, wanted.action, place, _positions(conn, wanted))


def _positions(conn: Connection, wanted: MoveMany) -> Sequence[str]:
    """One for each, in their order: beside the todo that is named, else at the end."""
    before, after = wanted.changes.before, wanted.changes.after
    if before is None and after is None:
        now = datetime.now(UTC)
        return [order.at_end(now + number * _MICROSECOND) for number in range(len(wanted.ids))]
    side = "before" if before else "after"
    if before and after:
        raise wrong("changes.before", "required", "name either before or after")
    if {before, after} & set(wanted.ids):
        raise wrong(f"changes.{side}", "itself", "a todo does not stand beside itself")
    count = len(wanted.ids)
    return position.several_beside(conn, TODO, asker().space, before=before, after=after, count=count)
