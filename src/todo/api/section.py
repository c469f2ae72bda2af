"""Sections over HTTP."""

from uuid import UUID

from flask import Blueprint, Response

from todo.api import rows
from todo.api.answers import Kept
from todo.api.body import Foreign, Id, Name, Position, Strict, query
from todo.api.contract import contract
from todo.api.rows import Paging, Shapes
from todo.auth.asker import asker
from todo.store import section as store
from todo.store.row import Query
from todo.store.section import SECTION

blueprint = Blueprint("section", __name__, url_prefix="/section")


class SectionFields(Strict):
    """What a person can say of a section; another list takes its todos along."""

    position: Position = ""
    foreign_properties: Foreign = {}


class SectionPatch(SectionFields):
    """What is to change."""

    name: Name = ""
    list: Id = UUID(int=0)


class NewSection(SectionFields):
    """A new section of a list."""

    id: Id | None = None
    name: Name
    list: Id


class SectionFilter(Paging):
    """What `GET /section` filters by."""

    list: Id | None = None


class Section(SectionFields, Kept):
    """A named group inside a list; a column where the list is shown as a board."""

    name: Name
    list: Id


rows.routes(blueprint, SECTION, store, Shapes(NewSection, SectionPatch, Section))


@blueprint.get("")
@contract(list[Section], query=SectionFilter)
def page() -> Response:
    """Read the sections."""
    wanted = query(SectionFilter)
    found = Query(asker().space)
    if wanted.list:
        found.where("t.list = %(list)s", list=wanted.list)
    return rows.page(SECTION, found, wanted)
