"""Where a row lands that was made on a device which was away: what it was to live in may be gone meanwhile."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem, wrong
from todo.store import place
from todo.store import row as rows
from todo.store.change import Mutation, Stored
from todo.store.row import Noun, Row


class Store(Protocol):
    """What a noun's module has for it."""

    def create(
        self, conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation
    ) -> Stored | None: ...


@dataclass(frozen=True, slots=True)
class New:
    """A row to be stored: its fields as statements take them, and as the client has named them."""

    space: UUID
    id: UUID
    values: Row
    sent: Row


def create(conn: Connection, noun: Noun, store: Store, new: New, mutation: Mutation) -> None:
    """Stores it where it belongs, or as near to that as there still is a place; stored already: nothing.

    Raises Problem 422 for a place that never was, 409 if another row was created with this id.
    """
    values = new.values
    for _ in range(3):  # what it is to live in may come or go between two looks
        if store.create(conn, new.space, new.id, values, new.sent, mutation):
            return
        if rows.stored_before(conn, noun, new.space, new.id, new.sent):
            return
        values = {**new.values, **_nearest(conn, noun, new)}
    raise Problem(503, "try_again", "Others change the same; try again.", headers={"Retry-After": "1"})


def _nearest(conn: Connection, noun: Noun, new: New) -> Row:
    match noun.name:
        case "todo":
            near = place.nearest(conn, new.space, new.id, new.values)
            place.missing(conn, new.space, near, {name: new.values[name] for name in near.named()})
            if near.parent:  # a subtask lives where its parent does, be that in the trash
                return {"list": None, "section": None, "parent": str(near.parent)}
            return near.named()
        case "list":
            rows.check_known(conn, "list", new.space, "parent", new.values["parent"])
            return {"parent": None}
        case "section":  # nowhere but in its list, be that in the trash
            raise wrong("list", "unknown", "there is no such list")
        case _:
            return {}
