"""Tags over HTTP."""

from flask import Blueprint, Response

from todo.api import rows
from todo.api.answers import Kept
from todo.api.body import Color, Foreign, Id, Position, Strict, Word, query
from todo.api.contract import contract
from todo.api.rows import Paging, Shapes
from todo.auth.asker import asker
from todo.store import tag as store
from todo.store.row import Query
from todo.store.tag import TAG

blueprint = Blueprint("tag", __name__, url_prefix="/tag")


class TagFields(Strict):
    """What a person can say of a tag."""

    color: Color | None = None
    position: Position = ""
    foreign_properties: Foreign = {}


class TagPatch(TagFields):
    """What is to change."""

    name: Word = ""


class NewTag(TagFields):
    """A new tag; its name is the only one of its kind, upper and lower case alike."""

    id: Id | None = None
    name: Word


class Tag(TagFields, Kept):
    """A word on todos, across lists."""

    name: Word


rows.routes(blueprint, TAG, store, Shapes(NewTag, TagPatch, Tag))


@blueprint.get("")
@contract(list[Tag], query=Paging)
def page() -> Response:
    """Read the tags."""
    return rows.page(TAG, Query(asker().space), query(Paging))
