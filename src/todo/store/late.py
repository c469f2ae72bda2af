"""What came late: to the trash and back by when the person acted, and what is done about what is gone meanwhile."""

import json
from typing import LiteralString
from uuid import UUID

from todo.db import Connection
from todo.store.change import Changed, Mutation, lose, stamp_of
from todo.store.row import Locked, Noun, lock

STAMPED: LiteralString = "stamps = t.stamps || jsonb_build_object('deleted', %(stamp)s::text)"
"""Whoever takes a row to the trash or back says when; what goes along bears the same."""


def to_trash(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation) -> Locked | None:
    """The row, held, if it is to go to the trash now; None if it is there or a later action has brought it back."""
    return _turned(conn, noun, space, row_id, mutation, "delete")


def from_trash(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation) -> Locked | None:
    """The row, held, if it is to come back now; None if it is not in the trash or a later action has put it there."""
    return _turned(conn, noun, space, row_id, mutation, "restore")


def _turned(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation, action: str) -> Locked | None:
    row = lock(conn, noun, space, row_id, mutation)
    is_so = (row.fields["deleted_at"] is not None) == (action == "delete")
    if not mutation.is_late:
        return None if is_so else row
    if stamp_of(row.stamps, ["deleted"], mutation) < row.stamps.get("deleted", ""):
        if not is_so:
            lost = {"deleted": action == "delete"}
            lose(conn, space, mutation, Changed(noun.name, row.id, action, lost=lost))
        return None
    if is_so:
        restamp(conn, noun, space, row, "deleted", mutation)
    return None if is_so else row


def stamp_deleted(row: Locked, mutation: Mutation) -> dict[str, object]:
    """What `STAMPED` needs."""
    return {"stamp": stamp_of(row.stamps, ["deleted"], mutation)}


def restamp(conn: Connection, noun: Noun, space: UUID, row: Locked, field: str, mutation: Mutation) -> None:
    """Says that the field was set now to what it is: nobody sees a change, but an older action loses to it."""
    stamp = stamp_of(row.stamps, [field], mutation)
    if stamp > row.stamps.get(field, ""):
        conn.execute(
            "update " + noun.name + " set stamps = stamps || %s::jsonb where space = %s and id = %s",
            (json.dumps({field: stamp}), space, row.id),
        )
