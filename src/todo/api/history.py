"""What has happened, and undoing it."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint, Response, jsonify
from pydantic import Field

from todo import db
from todo.api import answer
from todo.api.answers import Answer, Instant, Seq
from todo.api.body import mutation, query
from todo.api.contract import contract
from todo.api.rows import Paged
from todo.auth.asker import asker
from todo.store import history, row, space
from todo.store import undo as store
from todo.store.history import BY_SEQ, HISTORY
from todo.store.row import Noun, Query

blueprint = Blueprint("history", __name__)

_NAME = f"-{BY_SEQ.name}"  # newest first, and no other way


class Entry(Answer):
    """What one mutation has changed of one row."""

    id: UUID
    mutation: Annotated[UUID, Field(description="What was asked for at once shares it.")]
    undoes: Annotated[UUID | None, Field(description="The mutation that this one has taken back.")]
    seq: Seq
    kind: Literal["todo", "list", "section", "tag", "filter", "account"]
    entity: Annotated[UUID, Field(description="The row's id.")]
    title: Annotated[str | None, Field(description="What the row is called now.")]
    action: Annotated[str, Field(examples=["patch"])]
    at: Annotated[Instant, Field(description="When the person acted.")]
    recorded_at: Annotated[Instant, Field(description="When it arrived here.")]
    actor: Annotated[str, Field(examples=["session", "client:todo", "token:01900000-0000-7000-8000-00000000000a"])]
    actor_name: Annotated[str | None, Field(description="What the token is called, if it is still there.")]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    lost: Annotated[dict[str, Any] | None, Field(description="What a later action had set already.")]
    carried_by: Annotated[UUID | None, Field(description="The entry of the row that took this one along.")]


class Undone(Answer):
    """What was taken back, and the mutation that did so, which can be undone itself."""

    undone: UUID
    mutation: UUID


@blueprint.get("/history")
@contract(list[Entry], query=Paged)
def page() -> Response:
    """Read what has happened to the account, newest first."""
    paged = query(Paged)
    with db.statement() as conn:
        return _page(conn, history.of_space(asker().space), paged)


def _page(conn: db.Connection, wanted: Query, paged: Paged) -> Response:
    behind = answer.behind(paged.cursor, _NAME, len(BY_SEQ.expressions) + 1)
    tag = answer.collection_tag(space.seq(conn, asker().space))
    if answer.is_known(tag):
        return answer.not_modified(tag)
    found = row.page(conn, HISTORY, wanted, BY_SEQ, descending=True, limit=paged.limit, behind=behind)
    return answer.page(found, tag, _NAME)


def _of(noun: Noun) -> Callable[..., Response]:
    def of_row(row_id: UUID) -> Response:
        paged = query(Paged)
        with db.statement() as conn:
            row.read(conn, noun, asker().space, row_id)
            return _page(conn, history.of_row(asker().space, noun.name, row_id), paged)

    of_row.__doc__ = f"Read what has happened to a {noun.name}, newest first."
    return contract(list[Entry], query=Paged)(of_row)


for _noun, _ in store.STORES.values():
    blueprint.add_url_rule(f"/{_noun.name}/<uuid:row_id>/history", f"of_{_noun.name}", _of(_noun), methods=["GET"])


@blueprint.post("/history/<uuid:entry_id>/undo")
@contract(Undone, problems=["list_in_trash", "taken"])
def undo(entry_id: UUID) -> Response:
    """Take back all that the mutation of an entry has changed.

    The fields are again what they were before, whatever has happened since to others; where a place is gone, the
    nearest takes its place. Undoing is a mutation too: undo it, and it is done again. The id of the mutation itself
    will do as well.
    """
    asked = mutation()
    with db.transaction() as conn:
        undone = history.mutation_of(conn, asker().space, entry_id)
        store.undo(conn, asker().space, undone, asked)
    return jsonify(undone=str(undone), mutation=str(asked.id))
