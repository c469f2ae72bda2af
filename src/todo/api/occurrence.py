"""The occurrences of a todo over HTTP: completed, skipped, postponed, and those there were and will be."""

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint, Response, jsonify, request
from pydantic import ConfigDict, Field
from uuid_utils.compat import uuid7

from todo import db
from todo.api import answer
from todo.api.answers import Answer, Instant
from todo.api.body import Day, Id, Query, Strict, Whole, Zone, json_body, mutation, query
from todo.api.contract import contract
from todo.api.todo import Local, Todo
from todo.auth.asker import asker
from todo.db import Connection
from todo.errors import wrong
from todo.store import detached, row
from todo.store import occurrence as store
from todo.store.change import Stored
from todo.store.occurrence import Postponed
from todo.store.todo_row import TODO

blueprint = Blueprint("occurrence", __name__, url_prefix="/todo")

Days = Annotated[int, Field(ge=1, le=3660), Whole]
Named = Annotated[
    Day | None,
    Field(description="Which occurrence is meant, the present one if none is named. Of another, nothing is done."),
]


class Which(Strict):
    """Which occurrence."""

    occurrence: Named = None

    def day(self) -> date | None:
        return date.fromisoformat(self.occurrence) if self.occurrence else None


class Postpone(Which):
    """Whereto, or by how many days; a date keeps the time of day. If nothing is said it is one day."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["to", "days"]}})

    to: Annotated[Local | None, Field(examples=["2026-12-03"])] = None
    days: Annotated[Days | None, Field(description="Later than it is due, or than today where that is past.")] = None

    def wanted(self) -> Postponed:
        """Raises Problem 422 for both of them."""
        if self.model_fields_set >= {"to", "days"}:
            raise wrong("days", "invalid", "name either to or days")
        return Postponed(self.to, self.days or 1)


class Detach(Strict):
    """What the new todo is to be called by."""

    id: Id | None = None


class Completed(Answer):
    """What was completed. `occurrence` is null of a todo that does not repeat."""

    occurrence: Day | None
    due: Local | None
    due_zone: Zone | None
    completed_at: Instant


class Next(Answer):
    """What the todo stands for now."""

    occurrence: Day
    due: Local | None


class CompletedTodo(Todo):
    """The todo as it is now, what was completed, if anything, and what comes next, if anything."""

    completed: Completed | None
    next: Next | None


class Occurrence(Answer):
    """An occurrence of a todo that repeats: one that was, the present one (`open`), or one to come."""

    occurrence: Day
    state: Literal["done", "skipped", "open", "coming"]
    due: Local | None
    due_zone: Zone | None
    completed_at: Instant | None


class Span(Query):
    """Up to when, and how many at most of those that were and of those to come."""

    until: Annotated[Day | None, Field(description="The last day, at most twenty years from now.")] = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


@blueprint.post("/<uuid:row_id>/complete")
@contract(CompletedTodo, body=Which, needs_body=False, problems=["in_trash"], example={"occurrence": "2026-12-01"})
def complete(row_id: UUID) -> Response:
    """Complete a todo, or one occurrence of a todo that repeats, which moves on to the next.

    Name the `occurrence` that is meant, and it is completed once, however often and from how many devices it is asked
    for. The answer is the todo as it is now; `completed` is the occurrence as it was, completed now or before.
    """
    which = json_body(Which) if request.get_data() else Which()
    with db.transaction() as conn:
        completed = store.complete(conn, asker().space, row_id, which.day(), mutation())
        stored = row.read(conn, TODO, asker().space, row_id)
    told = json.dumps(_told(json.loads(stored.body), completed))
    return answer.row(Stored(f"{stored.body[:-1]},{told[1:]}", stored.seq))


def _told(todo: dict[str, Any], completed: dict[str, Any] | None) -> dict[str, Any]:
    is_over, repeats = todo["status"] == "done", todo["recurrence"] is not None
    if is_over and not repeats:
        completed = {**todo, "occurrence": None}
    return {
        "completed": completed and {name: completed[name] for name in Completed.model_fields},
        "next": {name: todo[name] for name in Next.model_fields} if repeats and not is_over else None,
    }


@blueprint.post("/<uuid:row_id>/skip")
@contract(
    Todo, body=Which, needs_body=False, problems=["in_trash", "does_not_repeat"], example={"occurrence": "2026-12-01"}
)
def skip(row_id: UUID) -> Response:
    """Go on to the next occurrence without having done this one. The rule stays as it is."""
    which = json_body(Which) if request.get_data() else Which()
    with db.transaction() as conn:
        store.skip(conn, asker().space, row_id, which.day(), mutation())
        return _now(conn, row_id)


@blueprint.post("/<uuid:row_id>/postpone")
@contract(Todo, body=Postpone, problems=["in_trash"], example={"days": 2})
def postpone(row_id: UUID) -> Response:
    """Move this occurrence, and no other, to a day or by some days. The rule stays as it is."""
    body = json_body(Postpone)
    with db.transaction() as conn:
        store.postpone(conn, asker().space, row_id, body.day(), body.wanted(), mutation())
        return _now(conn, row_id)


@blueprint.post("/<uuid:row_id>/detach")
@contract(Todo, body=Detach, status=201, problems=["in_trash", "does_not_repeat", "id_taken", "try_again"])
def detach(row_id: UUID) -> Response:
    """Make the present occurrence a todo of its own, to be edited alone; the series goes on without it.

    With an `id` of your own making it can be sent twice and is done once. The series keeps the subtasks.
    """
    new_id = json_body(Detach).id or uuid7()
    with db.transaction() as conn:
        detached.detach(conn, asker().space, row_id, new_id, mutation())
        stored = row.read(conn, TODO, asker().space, new_id)
    return answer.row(stored, created_at=f"/todo/{new_id}")


@blueprint.get("/<uuid:row_id>/occurrences")
@contract(list[Occurrence], query=Span)
def occurrences(row_id: UUID) -> Response:
    """Read the occurrences of a todo: the latest that were, the present one and the first of those to come.

    From completion nobody knows more than the rule: those to come are as if each were done on its day.
    """
    span = query(Span)
    until = date.fromisoformat(span.until) if span.until else None
    with db.transaction() as conn:
        response = jsonify(store.told(conn, asker().space, row_id, until, datetime.now(UTC), span.limit))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _now(conn: Connection, row_id: UUID) -> Response:
    return answer.row(row.read(conn, TODO, asker().space, row_id))
