"""Everything that a client can ask for by `POST /sync`, by name: the model of its arguments, and what it does."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, create_model

from todo.api import filter as filter_api
from todo.api import list as list_api
from todo.api import me as me_api
from todo.api import section as section_api
from todo.api import tag as tag_api
from todo.api import todo as todo_api
from todo.api.body import Id, Strict, sent
from todo.api.occurrence import Postpone, Which
from todo.api.rows import Store as RestStore
from todo.db import Connection
from todo.rules import order
from todo.store import account, detached, landing, occurrence, row, section, tag, todo, undo
from todo.store import filter as filters
from todo.store import list as lists
from todo.store.change import Mutation
from todo.store.row import Noun


class Store(RestStore, landing.Store, Protocol):
    """What a noun's module in `store/` has."""


@dataclass(frozen=True, slots=True)
class Args:
    """What a mutation is of: the row, the other fields that were named, and all fields with what they usually are."""

    id: UUID
    named: dict[str, Any]
    whole: dict[str, Any]


Apply = Callable[[Connection, UUID, Args, Mutation], object]


@dataclass(frozen=True, slots=True)
class Mutator:
    """`model` is what the arguments are like; `noun` is None where they do not name a row that clients have."""

    model: type[BaseModel]
    apply: Apply
    noun: Noun | None

    def args(self, given: dict[str, Any]) -> Args:
        """Raises ValidationError for what is not like the model."""
        found = self.model.model_validate_json(json.dumps(given))
        named, whole = sent(found), found.model_dump(mode="json")
        row_id = UUID(named.pop("id", None) or str(NOTHING))
        return Args(row_id, named, {name: value for name, value in whole.items() if name != "id"})


NOTHING = UUID(int=0)
"""The id where no row is named."""


class Named(Strict):
    """Which row."""

    id: Id


class Tagging(Named):
    """Which tags a todo gets and which it loses; the others stay, whoever else changes them."""

    add: todo_api.Tags = []
    remove: todo_api.Tags = []


class Undone(Strict):
    """Which mutation is to be taken back."""

    mutation: Id


def _of(noun: Noun, store: Store, new: type[BaseModel], fields: type[BaseModel]) -> Iterator[tuple[str, Mutator]]:
    """What can be asked of any noun."""

    def create(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
        values = row.as_stored(args.whole)
        values["position"] = values["position"] or order.at_end(mutation.at)
        return landing.create(conn, noun, store, landing.New(space, args.id, values, args.named), mutation)

    def patch(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
        return store.patch(conn, space, args.id, args.named, mutation)

    def trash(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
        return store.trash(conn, space, args.id, mutation)

    def restore(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
        return store.restore(conn, space, args.id, mutation)

    name = noun.name.capitalize()
    yield f"{noun.name}.create", Mutator(create_model(f"Create{name}", __base__=new, id=(Id, ...)), create, noun)
    yield f"{noun.name}.patch", Mutator(create_model(f"Patch{name}", __base__=fields, id=(Id, ...)), patch, noun)
    yield f"{noun.name}.delete", Mutator(Named, trash, noun)
    yield f"{noun.name}.restore", Mutator(Named, restore, noun)


class Completing(Named, Which):
    """Which todo, and which occurrence of it."""


class Detaching(Named):
    """Which todo, and the id of the one that its present occurrence becomes."""

    new: Id


class Postponing(Named, Postpone):
    """Which todo, which occurrence of it, and whereto."""


def _day(args: Args) -> date | None:
    return date.fromisoformat(args.named["occurrence"]) if args.named.get("occurrence") else None


def _complete(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return occurrence.complete(conn, space, args.id, _day(args), mutation)


def _skip(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return occurrence.skip(conn, space, args.id, _day(args), mutation)


def _postpone(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    wanted = Postpone.model_validate(args.named).wanted()
    return occurrence.postpone(conn, space, args.id, _day(args), wanted, mutation)


def _detach(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return detached.detach(conn, space, args.id, UUID(args.named["new"]), mutation)


def _reopen(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return todo.set_status(conn, space, args.id, "open", mutation)


def _tag(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return todo.toggle_tags(conn, space, args.id, args.whole["add"], args.whole["remove"], mutation)


def _patch_account(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return account.patch(conn, space, args.named, mutation)


def _undo(conn: Connection, space: UUID, args: Args, mutation: Mutation) -> object:
    return undo.undo(conn, space, UUID(args.named["mutation"]), mutation)


MUTATORS: dict[str, Mutator] = {
    **dict(_of(todo.TODO, todo, todo_api.NewTodo, todo_api.TodoPatch)),
    "todo.complete": Mutator(Completing, _complete, todo.TODO),
    "todo.skip": Mutator(Completing, _skip, todo.TODO),
    "todo.postpone": Mutator(Postponing, _postpone, todo.TODO),
    "todo.detach": Mutator(Detaching, _detach, todo.TODO),
    "todo.reopen": Mutator(Named, _reopen, todo.TODO),
    "todo.tag": Mutator(Tagging, _tag, todo.TODO),
    **dict(_of(lists.LIST, lists, list_api.NewList, list_api.ListPatch)),
    **dict(_of(section.SECTION, section, section_api.NewSection, section_api.SectionPatch)),
    **dict(_of(tag.TAG, tag, tag_api.NewTag, tag_api.TagPatch)),
    **dict(_of(filters.FILTER, filters, filter_api.NewFilter, filter_api.FilterPatch)),
    "account.patch": Mutator(me_api.MeFields, _patch_account, None),
    "undo": Mutator(Undone, _undo, None),
}
