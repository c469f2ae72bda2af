"""Todos over HTTP."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from todo import db
from todo.api import answer, rows
from todo.api import filter as filters
from todo.api.answers import Instant, Kept
from todo.api.body import (
    Asked,
    Comma,
    Day,
    Foreign,
    Id,
    IdOrNone,
    Notes,
    Position,
    Sought,
    Strict,
    Title,
    Whole,
    Zone,
    json_body,
    mutation,
    query,
    sent,
)
from todo.api.contract import contract
from todo.api.rows import Beside, Paging, Shapes
from todo.auth.asker import asker
from todo.rules import order, recurrence, when
from todo.store import account, todo
from todo.store.todo_page import ORDERS, TodoQuery

blueprint = Blueprint("todo", __name__, url_prefix="/todo")

Local = Annotated[
    str,
    AfterValidator(when.local),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time-local"}]}),
]
_DATE = Field(json_schema_extra={"format": "date"}, examples=["2026-12-01"])


def _with_time(text: str) -> str:
    if "T" not in when.local(text):
        raise ValueError("write a local time like 2026-12-01T09:00, without an offset")
    return when.local(text)


def _in_order(days: list[str]) -> list[str]:
    return sorted(set(days))


LocalTime = Annotated[str, AfterValidator(_with_time), WithJsonSchema({"type": "string", "format": "date-time-local"})]
Rule = Annotated[
    str,
    Field(max_length=1000, description="A rule of RFC 5545.", json_schema_extra={"format": "rrule"}),
    AfterValidator(recurrence.rule),
]
Status = Literal["open", "done", "cancelled"]
Priority = Annotated[int, Field(ge=0, le=4, description="0 none to 4 highest."), Whole]
Tags = Annotated[list[Id], Field(max_length=100)]


class Before(Strict):
    """A reminder so long before the todo is due; of a date alone, before that day begins."""

    before_minutes: Annotated[int, Field(ge=0, le=527_040), Whole]


class AtTime(Strict):
    """A reminder at a time on the clock of where the person is, or of the zone in which the todo is due."""

    at: Annotated[LocalTime, Field(examples=["2026-12-01T08:30"])]


Reminders = Annotated[list[Before | AtTime], Field(max_length=10)]
Exceptions = Annotated[list[Day], Field(max_length=366), AfterValidator(_in_order)]


class SeriesFields(BaseModel):
    """Where a todo is in its series."""

    series_start: Annotated[str, _DATE] | None = Field(description="The first day of the series.")
    occurrence: Annotated[str, _DATE] | None = Field(description="The day of the series that the todo stands for.")
    steps: Annotated[int, Field(ge=0, description="How many occurrences were completed or skipped.")]


class TodoFields(Strict):
    """What a person can say of a todo, besides its title."""

    notes: Notes = ""
    list: Id | None = None
    section: Id | None = None
    parent: Id | None = None
    tags: Tags = []
    status: Status = "open"
    priority: Priority = 0
    start: Local | None = None
    start_zone: Zone | None = None
    due: Annotated[Local | None, Field(examples=["2026-12-01T09:00"])] = None
    due_zone: Zone | None = None
    deadline: Day | None = None
    duration_minutes: Annotated[int, Field(ge=1, le=527_040), Whole] | None = None
    recurrence: Rule | None = None
    repeat_from: Literal["due", "completion"] = "due"
    exceptions: Annotated[Exceptions, Field(description="Days of the series that are left out.")] = []
    reminders: Annotated[Reminders, Field(description="When to be reminded.")] = []
    position: Position = ""
    foreign_properties: Foreign = {}


class TodoPatch(TodoFields):
    """What is to change; a todo has always a title."""

    title: Title = ""


class NewTodo(TodoFields):
    """A new todo. With an `id` of the client's own making it can be sent twice and is stored once."""

    id: Id | None = None
    title: Title


class Todo(TodoFields, SeriesFields, Kept):
    """A thing to do."""

    title: Title
    completed_at: Instant | None


class Move(Beside):
    """Where to, and beside which todo; at the end if none is named. What is not named stays if it can."""

    model_config = ConfigDict(json_schema_extra={})

    list: Id | None = None
    section: Id | None = None
    parent: Id | None = None


_SORTS: list[Any] = [sign + name for name in ORDERS for sign in ("", "-")]


def _known_order(name: str) -> str:
    if name.removeprefix("-") not in ORDERS:
        raise ValueError(f"one of {', '.join(ORDERS)}, with a minus in front for the other way round")
    return name


class TodoFilter(Paging):
    """What `GET /todo` filters by; every filter narrows."""

    list: IdOrNone | None = None
    section: IdOrNone | None = None
    parent: IdOrNone | None = None
    tag: Annotated[tuple[Id, ...], Comma] | None = None
    status: Annotated[tuple[Status, ...], Comma] | None = None
    priority: Annotated[tuple[Priority, ...], Comma] | None = None
    due_from: Day | None = None
    due_until: Day | None = None
    overdue: bool = False
    search: Sought | None = None
    query: Asked | None = None
    filter: Annotated[Id | None, Field(description="The id of a saved filter, whose query it is.")] = None
    pane: Annotated[int | None, Field(ge=1, description="Which part of a query with commas, from 1.")] = None
    sort: Annotated[str, Field(json_schema_extra={"enum": _SORTS}), AfterValidator(_known_order)] = "position"


rows.routes(blueprint, todo.TODO, todo, Shapes(NewTodo, TodoPatch, Todo))


@blueprint.get("")
@contract(list[Todo], query=TodoFilter)
def page() -> Response:
    """Read the todos that pass every filter.

    Of a `query`, or the one that is saved as `filter`, it is one pane. It is of open todos unless it speaks of status.
    """
    wanted = query(TodoFilter)
    found = TodoQuery(asker().space)
    found.narrow(wanted.model_dump(exclude_none=True, exclude=_NOT_FILTERS))
    if wanted.overdue:
        found.overdue(_now())
    moves_with_time = filters.narrow(found, wanted) or wanted.overdue
    by, descending = ORDERS[wanted.sort.removeprefix("-")], wanted.sort.startswith("-")
    return rows.page(todo.TODO, found, wanted, by, descending=descending, moves_with_time=moves_with_time)


_NOT_FILTERS = {"overdue", "query", "filter", "pane", *Paging.model_fields, "sort"}


def _now() -> datetime:
    """Now where the person is."""
    with db.statement() as conn:
        return datetime.now(ZoneInfo(account.zone(conn, asker().space)))


@blueprint.post("/<uuid:row_id>/reopen")
@contract(Todo, problems=["in_trash"])
def reopen(row_id: UUID) -> Response:
    """Make a todo open again."""
    with db.transaction() as conn:
        return answer.row(todo.set_status(conn, asker().space, row_id, "open", mutation()))


@blueprint.post("/<uuid:row_id>/move")
@contract(Todo, body=Move, problems=["in_trash"], example={"list": "01900000-0000-7000-8000-00000000000c"})
def move(row_id: UUID) -> Response:
    """Move a todo with its subtasks to another list, section or parent.

    There it stands `before` or `after` the todo that is named, else at the end.
    """
    wanted = json_body(Move)
    with db.transaction() as conn:
        changes = {name: value for name, value in sent(wanted).items() if name not in Beside.model_fields}
        if wanted.before or wanted.after:
            changes["position"] = rows.position_beside(conn, todo.TODO, wanted, row_id)
        else:
            changes["position"] = order.at_end(datetime.now(UTC))
        return answer.row(todo.patch(conn, asker().space, row_id, changes, mutation()))
