"""Undo: all that one mutation has changed goes back to what it was before, as a mutation of its own.

That one has its history like any other, so that it can be undone too: undo of undo is redo.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from todo.db import Connection
from todo.errors import not_found
from todo.rules import undo as rules
from todo.store import account, place, section, tag, todo
from todo.store import list as lists
from todo.store import row as rows
from todo.store.change import Mutation, Stored
from todo.store.row import Locked, Noun, Row


class Entry(NamedTuple):
    """What history keeps of one row that a mutation has changed."""

    kind: str
    entity: UUID
    action: str
    before: Row
    after: Row


class Store(Protocol):
    """What a noun's module in `store/` has for undo."""

    def trash(
        self, conn: Connection, space: UUID, row_id: UUID, mutation: Mutation, *, deletion: UUID | None = None
    ) -> None: ...
    def restore(self, conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored: ...


STORES: Mapping[str, tuple[Noun, Store]] = {
    "todo": (todo.TODO, todo),
    "list": (lists.LIST, lists),
    "section": (section.SECTION, section),
    "tag": (tag.TAG, tag),
}


def undo(conn: Connection, space: UUID, undone: UUID, mutation: Mutation) -> None:
    """Takes back what `undone` did, the last first. A place that is gone leads to the nearest.

    Raises Problem 404 if there is no such mutation, 409 if what comes back has lost its name or its list to the trash.
    """
    entries = _entries(conn, space, undone)
    if not entries:
        raise not_found("mutation")
    _hold(conn, space, entries)
    undoing = replace(mutation, undoes=undone)
    for entry in entries:
        _take_back(conn, space, entry, undoing)


def _entries(conn: Connection, space: UUID, mutation: UUID) -> Sequence[Entry]:
    found = conn.execute(
        "select kind, entity, action, coalesce(before, '{}'), coalesce(after, '{}') from history"
        " where space = %s and mutation = %s and carried_by is null order by seq desc, id desc",
        (space, mutation),
    )
    return [Entry(*entry) for entry in found]


def _hold(conn: Connection, space: UUID, entries: Sequence[Entry]) -> None:
    """Holds the rows before the first is written, in one order, so that two who undo do not wait for each other."""
    for kind, (noun, _) in STORES.items():
        if ids := [entry.entity for entry in entries if entry.kind == kind]:
            rows.hold(conn, noun, space, ids)


def _take_back(conn: Connection, space: UUID, entry: Entry, mutation: Mutation) -> None:
    if entry.kind == "account":
        account.patch(conn, space, entry.before, mutation)
        return
    noun, store = STORES[entry.kind]
    match entry.action:
        case "create":
            store.trash(conn, space, entry.entity, mutation)
        case "delete":
            store.restore(conn, space, entry.entity, mutation)
        case "restore":
            store.trash(conn, space, entry.entity, mutation, deletion=UUID(entry.before["deletion"]))
        case "move":
            row = rows.lock(conn, noun, space, entry.entity, mutation)
            _move_back(conn, space, entry, row, mutation)
        case _:
            row = rows.lock(conn, noun, space, entry.entity, mutation)
            _set_back(conn, noun, space, entry, row, mutation)


def _move_back(conn: Connection, space: UUID, entry: Entry, row: Locked, mutation: Mutation) -> None:
    in_trash = row.fields["deleted_at"] is not None
    match entry.kind:
        case "todo":
            near = place.nearest(conn, space, row.id, entry.before, in_trash=in_trash)
            place.put(conn, space, row, near, mutation)
        case "list":
            lists.put(conn, space, row, lists.nearest_parent(conn, space, row, entry.before["parent"]), mutation)
        case _ if rows.is_live(conn, lists.LIST, space, entry.before["list"]):
            section.move(conn, space, row, entry.before["list"], mutation)
        case _:
            pass  # a section is nowhere but in a list


def _set_back(conn: Connection, noun: Noun, space: UUID, entry: Entry, row: Locked, mutation: Mutation) -> None:
    wanted = rules.fields(row.fields, entry.before, entry.after)
    if "tags" in wanted:
        wanted["tags"] = _there(conn, space, wanted["tags"])
    # Whoever acts late may still have to win over what comes later, also with what is there already.
    changes = {name: value for name, value in wanted.items() if mutation.is_late or value != row.fields[name]}
    if not changes:
        return
    if entry.kind == "todo":
        todo.write(conn, space, row, changes, mutation)
    else:
        rows.write(conn, noun, space, row, "patch", changes, mutation)


def _there(conn: Connection, space: UUID, tags: Any) -> list[str]:
    """Those of the tags that have not left the trash for good."""
    found = conn.execute(
        "select id::text from tag where space = %s and id = any(%s::uuid[]) order by id", (space, tags)
    )
    return [tag for (tag,) in found]
