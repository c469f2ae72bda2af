"""One occurrence becomes a todo of its own, to be edited alone; the series goes on without it."""

from typing import Any, LiteralString
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem
from todo.store import landing, occurrence, todo
from todo.store import row as rows
from todo.store.change import Mutation
from todo.store.row import Row
from todo.store.todo_row import TODO

_COPIED = (
    *("title", "notes", "priority", "list", "section", "parent", "tags", "start", "start_zone", "due", "due_zone"),
    *("deadline", "duration_minutes", "reminders", "position", "foreign_properties"),
)
_SINGLE: Row = {"status": "open", "recurrence": None, "repeat_from": "due", "exceptions": []}


def detach(conn: Connection, space: UUID, row_id: UUID, new_id: UUID, mutation: Mutation) -> None:
    """Stores the present occurrence as the todo `new_id` and skips it in the series; stored before: nothing.

    Subtasks stay with the series. Raises Problem 409 if the todo does not repeat, or another create has the id.
    """
    row = rows.lock_live(conn, TODO, space, row_id, mutation)
    if _is_detached(conn, space, row_id, new_id):
        return
    if not row.fields["recurrence"] or row.fields["status"] != "open":
        raise Problem(409, "does_not_repeat", "The todo does not repeat; there is no occurrence to be detached.")
    copied: dict[str, Any] = {name: row.fields[name] for name in _COPIED}
    sent = {**copied, "detached_from": str(row_id)}
    landing.create(conn, TODO, todo, landing.New(space, new_id, rows.as_stored({**copied, **_SINGLE}), sent), mutation)
    occurrence.skip_held(conn, space, row, mutation)


_DETACHED: LiteralString = (
    "select from history where space = %s and entity = %s and kind = 'todo' and action = 'create'"
    " and after ->> 'detached_from' = %s"
)


def _is_detached(conn: Connection, space: UUID, row_id: UUID, new_id: UUID) -> bool:
    return conn.execute(_DETACHED, (space, new_id, str(row_id))).fetchone() is not None
