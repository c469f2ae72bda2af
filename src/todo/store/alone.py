"""What tags and filters have in common: nothing is inside them, so nothing goes along."""

from uuid import UUID

from todo.db import Connection
from todo.store import row as rows
from todo.store.change import CHANGE, Changed, Mutation, Stored, parameters
from todo.store.late import STAMPED, from_trash, stamp_deleted, to_trash
from todo.store.row import Noun, Row


def patch(conn: Connection, noun: Noun, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named and nothing else."""
    row = rows.lock_live(conn, noun, space, row_id, mutation)
    if changes:
        rows.write(conn, noun, space, row, "patch", changes, mutation)
    return rows.read(conn, noun, space, row_id)


def trash(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation, deletion: UUID | None) -> None:
    """Moves the row to the trash, as part of an earlier `deletion` if named. There already: nothing."""
    row = to_trash(conn, noun, space, row_id, mutation)
    if row is None:
        return
    conn.execute(
        CHANGE
        + " update "
        + noun.name
        + " t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq, "
        + STAMPED
        + " from bump where t.space = %(space)s and t.id = %(entity)s",
        {
            "deletion": deletion or mutation.id,
            **stamp_deleted(row, mutation),
            **parameters(space, mutation, Changed(noun.name, row_id, "delete")),
        },
    )


def restore(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation) -> Stored:
    """Brings the row back."""
    if row := from_trash(conn, noun, space, row_id, mutation):
        conn.execute(
            CHANGE
            + " update "
            + noun.name
            + " t set deleted_at = null, deletion = null, seq = bump.seq, "
            + STAMPED
            + " from bump where t.space = %(space)s and t.id = %(entity)s",
            {
                **stamp_deleted(row, mutation),
                **parameters(space, mutation, Changed(noun.name, row_id, "restore", rows.came_back(row))),
            },
        )
    return rows.read(conn, noun, space, row_id)
