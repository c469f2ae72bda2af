"""The trash: what was thrown away, whatever it is, and emptying it for good."""

from collections.abc import Callable
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import Field

from todo import db
from todo.api import answer
from todo.api.answers import Answer, Instant
from todo.api.body import mutation, query
from todo.api.contract import contract
from todo.api.rows import Paged
from todo.auth.asker import asker
from todo.store import row, space, trash
from todo.store.row import Noun, Query
from todo.store.trash_page import BY_DELETION, THROWN_AWAY
from todo.store.undo import STORES

blueprint = Blueprint("trash", __name__, url_prefix="/trash")

_NAME = f"-{BY_DELETION.name}"  # newest first, and no other way


class Thrown(Answer):
    """A row that was thrown away. Restored, it brings back what went along."""

    kind: Literal["todo", "list", "section", "tag", "filter"]
    id: UUID
    title: Annotated[str, Field(description="What it is called.")]
    list: Annotated[UUID | None, Field(description="The list that it was in; of a list, the one above it.")]
    deleted_at: Instant
    deletion: Annotated[UUID, Field(description="The mutation, which can be undone; all that went along bears it.")]
    kept_until: Annotated[Instant, Field(description="From then on it may leave the trash for good.")]


@blueprint.get("")
@contract(list[Thrown], query=Paged)
def page() -> Response:
    """Read what was thrown away, newest first; what went along with it is a part of it."""
    paged = query(Paged)
    behind = answer.behind(paged.cursor, _NAME, len(BY_DELETION.expressions) + 1)
    with db.statement() as conn:
        tag = answer.collection_tag(space.seq(conn, asker().space))
        if answer.is_known(tag):
            return answer.not_modified(tag)
        wanted = Query(asker().space)
        found = row.page(conn, THROWN_AWAY, wanted, BY_DELETION, descending=True, limit=paged.limit, behind=behind)
    return answer.page(found, tag, _NAME)


@blueprint.delete("")
@contract()
def empty() -> Response:
    """Delete everything that is in the trash for good, now. It cannot be undone."""
    with db.transaction() as conn:
        trash.empty(conn, asker().space)
    return answer.nothing()


def _purge(noun: Noun) -> Callable[..., Response]:
    def purge(row_id: UUID) -> Response:
        with db.transaction() as conn:
            trash.purge(conn, noun, asker().space, row_id, mutation())
        return answer.nothing()

    purge.__doc__ = f"""Delete a {noun.name} that is in the trash for good, now, with what went there with it.

    It cannot be undone. Deleted already, nothing happens."""
    return contract(heeds_if_match=True, problems=["not_in_trash"])(purge)


for _noun, _ in STORES.values():
    blueprint.add_url_rule(f"/{_noun.name}/<uuid:row_id>", f"purge_{_noun.name}", _purge(_noun), methods=["DELETE"])
