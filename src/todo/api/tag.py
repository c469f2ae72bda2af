"""Tags over HTTP."""

from flask import Blueprint, Response

from todo.api import rows
from todo.api.body import Color, Foreign, Id, Position, Strict, Word, query
from todo.api.rows import Paging
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


rows.routes(blueprint, TAG, store, new=NewTag, fields=TagPatch)


@blueprint.get("")
def page() -> Response:
    return rows.page(TAG, Query(asker().space), query(Paging))
