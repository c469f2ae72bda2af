"""Undo: all that one mutation has changed goes back to what it was before, as a mutation of its own.

That one has its history like any other, so that it can be undone too: undo of undo is redo.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from todo.db import Connection
from todo.errors import not_found
from todo.rules import undo as rules
from todo.store import account, place, section, tag, todo
from todo.store import filter as filters
from todo.store import list as lists
from todo.store import row as rows
from todo.store.change import Mutation, Stored
from todo.store.place import Place
from todo.store.row import Locked, Noun, Row


class Entry(NamedTuple):
    """What history keeps of one row that a mutation has changed."""

    kind: str
    entity: UUID
    action: str
    before: Row
    after: Row
    has_lost: bool


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
    "filter": (filters.FILTER, filters),
}


@dataclass(frozen=True, slots=True)
class Undoing:
    """An undo under way: the rows that it holds, which of them it has taken to the trash or back, and known places."""

    conn: Connection
    space: UUID
    mutation: Mutation
    held: dict[tuple[str, UUID], Locked] = field(default_factory=dict[tuple[str, UUID], Locked])
    turned: set[tuple[str, UUID]] = field(default_factory=set[tuple[str, UUID]])
    places: dict[tuple[object, ...], Place] = field(default_factory=dict[tuple[object, ...], Place])


def undo(conn: Connection, space: UUID, undone: UUID, mutation: Mutation) -> None:
    """Takes back what `undone` did, the last first. A place that is gone leads to the nearest.

    Raises Problem 404 if there is no such mutation, 409 if what comes back has lost its name or its list to the trash.
    """
    entries = _entries(conn, space, undone)
    if not entries:
        raise not_found("mutation")
    undoing = Undoing(conn, space, replace(mutation, only_if=None, undoes=undone))
    _hold(undoing, entries)
    for entry in entries:
        if not entry.has_lost:
            _take_back(undoing, entry)


def _entries(conn: Connection, space: UUID, mutation: UUID) -> Sequence[Entry]:
    found = conn.execute(
        "select kind, entity, action, coalesce(before, '{}'), coalesce(after, '{}'),"
        " lost is not null and before is null and after is null from history"
        " where space = %s and mutation = %s and carried_by is null order by seq desc, id desc",
        (space, mutation),
    )
    return [Entry(*entry) for entry in found]


def _hold(undoing: Undoing, entries: Sequence[Entry]) -> None:
    """Holds the rows before the first is written, ahead of them where they go: so nobody waits for one who waits."""
    moved = [entry.before for entry in entries if entry.action == "move" and entry.kind in {"todo", "section"}]
    place.hold(undoing.conn, undoing.space, moved)
    for kind, (noun, _) in STORES.items():
        if ids := [entry.entity for entry in entries if entry.kind == kind]:
            found = rows.lock_all(undoing.conn, noun, undoing.space, ids, undoing.mutation)
            undoing.held.update({(kind, row_id): row for row_id, row in found.items()})


def _take_back(undoing: Undoing, entry: Entry) -> None:
    conn, space, mutation = undoing.conn, undoing.space, undoing.mutation
    if entry.kind == "account":
        account.patch(conn, space, entry.before, mutation)
        return
    _, store = STORES[entry.kind]
    row = _row(undoing, entry)
    if entry.action in {"create", "delete", "restore"}:
        undoing.turned.add((entry.kind, entry.entity))
    match entry.action:
        case "create":
            store.trash(conn, space, row.id, mutation)
        case "delete":
            store.restore(conn, space, row.id, mutation)
        case "restore":
            store.trash(conn, space, row.id, mutation, deletion=UUID(entry.before["deletion"]))
        case "move":
            _move_back(undoing, entry, row)
        case _:
            _set_back(undoing, entry, row)


def _row(undoing: Undoing, entry: Entry) -> Locked:
    """The row as it is now: anew if this undo has taken it to the trash or back. Raises Problem 404."""
    noun, _ = STORES[entry.kind]
    if (entry.kind, entry.entity) in undoing.turned:
        return rows.lock(undoing.conn, noun, undoing.space, entry.entity, undoing.mutation)
    if (entry.kind, entry.entity) not in undoing.held:
        raise not_found(noun.name)
    return undoing.held[entry.kind, entry.entity]


def _move_back(undoing: Undoing, entry: Entry, row: Locked) -> None:
    conn, space, mutation = undoing.conn, undoing.space, undoing.mutation
    match entry.kind:
        case "todo":
            place.put(conn, space, row, _near(undoing, entry, row), mutation)
        case "list":
            lists.put(conn, space, row, lists.nearest_parent(conn, space, row, entry.before["parent"]), mutation)
        case _:
            _shelve(undoing, row, entry.before["list"])


def _near(undoing: Undoing, entry: Entry, row: Locked) -> Place:
    """The place to go back to. Many go back to the same; only below another is it a matter of what is moved."""
    in_trash = row.fields["deleted_at"] is not None
    key = (entry.before["list"], entry.before["section"], in_trash)
    if entry.before["parent"] or key not in undoing.places:
        near = place.nearest(undoing.conn, undoing.space, row.id, entry.before, in_trash=in_trash)
        if entry.before["parent"]:
            return near
        undoing.places[key] = near
    return undoing.places[key]


def _shelve(undoing: Undoing, row: Locked, home: str) -> None:
    """Puts the section back into its list, or leaves it in that where it is: a section is nowhere but in a list."""
    conn, space = undoing.conn, undoing.space
    is_gone = row.fields["deleted_at"] is not None
    if rows.is_live(conn, lists.LIST, space, home) or (is_gone and rows.find(conn, lists.LIST, space, UUID(home))):
        section.put(conn, space, row, home, undoing.mutation)


def _set_back(undoing: Undoing, entry: Entry, row: Locked) -> None:
    conn, space, mutation = undoing.conn, undoing.space, undoing.mutation
    wanted = rules.fields(row.fields, entry.before, entry.after)
    if "tags" in wanted:
        wanted["tags"] = _there(conn, space, wanted["tags"])
    if entry.kind == "todo":
        todo.write(conn, space, row, wanted, mutation)
    else:
        rows.write(conn, STORES[entry.kind][0], space, row, "patch", wanted, mutation)


def _there(conn: Connection, space: UUID, tags: Any) -> list[str]:
    """Those of the tags that have not left the trash for good."""
    found = conn.execute(
        "select id::text from tag where space = %s and id = any(%s::uuid[]) order by id", (space, tags)
    )
    return [tag for (tag,) in found]
