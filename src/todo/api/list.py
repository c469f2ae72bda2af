"""Lists over HTTP."""

from typing import Literal

from flask import Blueprint, Response

from todo.api import rows
from todo.api.answers import Kept
from todo.api.body import Color, Foreign, Id, Name, Position, Strict, query
from todo.api.contract import contract
from todo.api.rows import Paging, Shapes
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


class List(ListFields, Kept):
    """An ordered home of todos."""

    name: Name


rows.routes(blueprint, LIST, store, Shapes(NewList, ListPatch, List))


@blueprint.get("")
@contract(list[List], query=Paging)
def page() -> Response:
    """Read the lists."""
    return rows.page(LIST, Query(asker().space), query(Paging))
