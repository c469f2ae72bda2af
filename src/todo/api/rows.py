"""The routes that lists, sections, tags and todos have in common, over the store of each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple, Protocol
from uuid import UUID

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field
from uuid_utils.compat import uuid7

from todo import db
from todo.api import answer, answers
from todo.api.body import Id, Query, Strict, json_body, mutation, sent
from todo.api.contract import contract
from todo.auth.asker import asker
from todo.db import Connection
from todo.errors import Problem, wrong
from todo.rules import order
from todo.store import position, row, space
from todo.store.change import Mutation, Stored
from todo.store.row import BY_POSITION, Noun, Order, Row


class Store(Protocol):
    """What a noun's module in `store/` has."""

    def create(
        self, conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation
    ) -> Stored | None: ...
    def refuse(self, conn: Connection, space: UUID, new: Row) -> None: ...
    def patch(self, conn: Connection, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored: ...
    def trash(self, conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> None: ...
    def restore(self, conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored: ...


class Beside(Strict):
    """Beside which row of the same kind; exactly one of the two."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    before: Id | None = None
    after: Id | None = None


class Paged(Query):
    """Which page of a collection."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    cursor: Annotated[str, Field(max_length=4000)] | None = None


class Paging(Paged):
    """Which page of a collection that has a trash."""

    trash: bool = False


class Shapes(NamedTuple):
    """The models of a noun: of a new one, of what can be changed, and of what is answered."""

    new: type[BaseModel]
    fields: type[BaseModel]
    answer: type[answers.Row]


def routes(blueprint: Blueprint, noun: Noun, store: Store, shapes: Shapes) -> None:
    """Adds create, read, patch, delete, restore and reorder to the blueprint."""

    def create() -> Response:
        return _create(noun, store, json_body(shapes.new))

    def read(row_id: UUID) -> Response:
        with db.statement() as conn:
            return answer.row(row.read(conn, noun, asker().space, row_id))

    def patch(row_id: UUID) -> Response:
        changes = sent(json_body(shapes.fields))
        with db.transaction() as conn:
            return answer.row(store.patch(conn, asker().space, row_id, changes, mutation()))

    def trash(row_id: UUID) -> Response:
        with db.transaction() as conn:
            store.trash(conn, asker().space, row_id, mutation())
        return answer.nothing()

    def restore(row_id: UUID) -> Response:
        with db.transaction() as conn:
            return answer.row(store.restore(conn, asker().space, row_id, mutation()))

    def reorder(row_id: UUID) -> Response:
        beside = json_body(Beside)
        with db.transaction() as conn:
            changes = {"position": position_beside(conn, noun, beside, row_id)}
            return answer.row(store.patch(conn, asker().space, row_id, changes, mutation()))

    for view in (create, read, patch, trash, restore, reorder):
        _add(blueprint, noun, shapes, view)


def _add(blueprint: Blueprint, noun: Noun, shapes: Shapes, view: Callable[..., Any]) -> None:
    new, fields, shown = shapes
    taken = ["taken"] if noun.name == "tag" else []
    method, path, declare = {
        "create": (
            "POST",
            "",
            contract(shown, body=new, status=(201, 200), problems=["id_taken", "try_again", *taken]),
        ),
        "read": ("GET", _ONE, contract(shown)),
        "patch": ("PATCH", _ONE, contract(shown, body=fields, problems=["in_trash", *taken])),
        "trash": ("DELETE", _ONE, contract(heeds_if_match=True)),
        "restore": ("POST", _ONE + "/restore", contract(shown, problems=["list_in_trash", *taken])),
        "reorder": ("POST", _ONE + "/reorder", contract(shown, body=Beside, problems=["in_trash"], example=_EXAMPLE)),
    }[view.__name__]
    view.__doc__ = _SAYS[view.__name__].format(noun=noun.name)
    blueprint.add_url_rule(path, view_func=declare(view), methods=[method])


_ONE = "/<uuid:row_id>"
_EXAMPLE = {"after": "01900000-0000-7000-8000-00000000000b"}
_SAYS = {
    "create": """Store a new {noun}.

    With an `id` of your own making it can be sent twice and is stored once: 200 says that it was stored before.""",
    "read": "Read one {noun}, also from the trash.",
    "patch": "Change what the body names of a {noun}, and nothing else.",
    "trash": "Move a {noun} to the trash, with what is in it; a second time changes nothing.",
    "restore": "Bring a {noun} back from the trash, with what went there with it.",
    "reorder": "Put a {noun} right before or right after another.",
}


def _create(noun: Noun, store: Store, new: BaseModel) -> Response:
    named = sent(new)
    row_id = UUID(named.pop("id", None) or str(uuid7()))
    values = row.as_stored(new.model_dump(mode="json"))
    values["position"] = values["position"] or order.at_end(datetime.now(UTC))
    for _ in range(3):  # where it is to live may come back from the trash between the two looks
        # Where a series begins is asked for first; all else is one statement.
        with db.transaction() if values.get("recurrence") else db.statement() as conn:
            stored = store.create(conn, asker().space, row_id, values, named, mutation())
        if stored:
            return answer.row(stored, created_at=f"/{noun.name}/{row_id}")
        with db.transaction() as conn:
            if stored := row.stored_before(conn, noun, asker().space, row_id, named):
                return answer.row(stored)
            store.refuse(conn, asker().space, values)
            space.seq(conn, asker().space)  # 404 where another process has deleted the account
    raise Problem(503, "try_again", "Others change the same; try again.", headers={"Retry-After": "1"})


def position_beside(conn: Connection, noun: Noun, beside: Beside, row_id: UUID) -> str:
    """The position right before or after the named row. Raises Problem 422 if not exactly one, another, is named."""
    if (beside.before is None) == (beside.after is None):
        raise wrong("before", "required", "name either before or after")
    if row_id in {beside.before, beside.after}:
        raise wrong("before" if beside.before else "after", "itself", f"a {noun.name} does not stand beside itself")
    return position.beside(conn, noun, asker().space, before=beside.before, after=beside.after)


def page(
    noun: Noun,
    wanted: row.Query,
    paging: Paging,
    by: Order = BY_POSITION,
    *,
    descending: bool = False,
    moves_with_time: bool = False,
) -> Response:
    """A page of the collection; 304 without reading it if the client has it already and only a change can change it."""
    name = ("-" if descending else "") + by.name
    behind = answer.behind(paging.cursor, name, len(by.expressions) + 1)
    wanted.where("t.deleted_at is not null" if paging.trash else "t.deleted_at is null")
    with db.statement() as conn:
        seq = space.seq(conn, asker().space)
        tag = answer.collection_tag(seq)
        if answer.is_known(tag) and not moves_with_time:
            return answer.not_modified(tag)
        found = row.page(conn, noun, wanted, by, descending=descending, limit=paging.limit, behind=behind)
    if moves_with_time:
        tag = answer.collection_tag(seq, found)
    return answer.not_modified(tag) if answer.is_known(tag) else answer.page(found, tag, name)
