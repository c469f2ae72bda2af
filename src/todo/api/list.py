"""Lists over HTTP."""

from typing import Literal

from flask import Blueprint, Response

from todo.api import rows
from todo.api.body import Color, Foreign, Id, Name, Position, Strict, query
from todo.api.rows import Paging
from todo.auth.asker import asker
from todo.store import list as store
from todo.store.list import LIST
from todo.store.row import Query

blueprint = Blueprint("list", __name__, url_prefix="/list")


class ListFields(Strict):
    """What a person can say of a list."""

    parent: Id | None = None
    color: Color | None = None
    view: Literal["list", "board"] = "list"
    position: Position = ""
    foreign_properties: Foreign = {}


class ListPatch(ListFields):
    """What is to change; a list has always a name."""

    name: Name = ""


class NewList(ListFields):
    """A new list."""

    id: Id | None = None
    name: Name


rows.routes(blueprint, LIST, store, new=NewList, fields=ListPatch)


@blueprint.get("")
def page() -> Response:
    return rows.page(LIST, Query(asker().space), query(Paging))
