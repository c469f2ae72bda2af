"""Saved filters over HTTP, and todos by a query."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from flask import Blueprint, Response

from todo import db
from todo.api import rows
from todo.api.answers import Kept
from todo.api.body import Asked, Color, Foreign, Id, Name, Position, Strict, query
from todo.api.contract import contract
from todo.api.rows import Paging, Shapes
from todo.auth.asker import asker
from todo.errors import wrong
from todo.rules.query.misread import Misread
from todo.rules.query.parse import parse
from todo.rules.query.tree import Pane
from todo.store import filter as store
from todo.store import todo_query
from todo.store.filter import FILTER
from todo.store.row import Query
from todo.store.todo_page import TodoQuery

blueprint = Blueprint("filter", __name__, url_prefix="/filter")


class FilterFields(Strict):
    """What a person can say of a filter."""

    color: Color | None = None
    position: Position = ""
    foreign_properties: Foreign = {}


class FilterPatch(FilterFields):
    """What is to change; a filter has always a name and a query."""

    name: Name = ""
    query: Asked = ""


class NewFilter(FilterFields):
    """A new filter. Names may come twice, and a query may name what is not there yet."""

    id: Id | None = None
    name: Name
    query: Asked


class Filter(FilterFields, Kept):
    """A saved question: a query in the language of docs/filters.md."""

    name: Name
    query: Asked


rows.routes(blueprint, FILTER, store, Shapes(NewFilter, FilterPatch, Filter))


@blueprint.get("")
@contract(list[Filter], query=Paging)
def page() -> Response:
    """Read the filters."""
    return rows.page(FILTER, Query(asker().space), query(Paging))


class Wanted(Protocol):
    """What `GET /todo` may name of a query."""

    @property
    def query(self) -> str | None: ...
    @property
    def filter(self) -> UUID | None: ...
    @property
    def pane(self) -> int | None: ...
    @property
    def status(self) -> tuple[str, ...] | None: ...


def narrow(found: TodoQuery, wanted: Wanted) -> bool:
    """Adds the pane of the query that is named or saved; False if none is. Raises Problem 422."""
    if wanted.query is not None and wanted.filter is not None:
        raise wrong("filter", "invalid", "is a query too; name one of the two")
    if wanted.query is None and wanted.filter is None:
        if wanted.pane is not None:
            raise wrong("pane", "invalid", "is of a query or a filter; name one")
        return False
    with db.transaction() as conn:
        panes = parse(wanted.query) if wanted.query is not None else _saved(conn, wanted)
        around = todo_query.surroundings(conn, asker().space, datetime.now(UTC))
    pane = _pane(panes, wanted.pane)
    todo_query.narrow(found, replace(pane, speaks_of_status=pane.speaks_of_status or bool(wanted.status)), around)
    return True


def _saved(conn: db.Connection, wanted: Wanted) -> tuple[Pane, ...]:
    saved = store.query(conn, asker().space, wanted.filter) if wanted.filter else None
    if saved is None:
        raise wrong("filter", "unknown", "there is no such filter")
    try:
        return parse(saved)
    except Misread as error:
        raise wrong("filter", "invalid", f"its query cannot be read any more: {error}") from None


def _pane(panes: tuple[Pane, ...], number: int | None) -> Pane:
    if number is None and len(panes) > 1:
        raise wrong("pane", "required", f"the query has {len(panes)} panes; name one of them, from 1")
    if number and number > len(panes):
        raise wrong("pane", "too_large", f"the query has {len(panes)} pane{'s' if len(panes) > 1 else ''}")
    return panes[(number or 1) - 1]
