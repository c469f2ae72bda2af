"""Tags: words on todos, across lists. A tag in the trash stays on its todos, so that restoring it is complete."""

from uuid import UUID

from todo.db import Connection
from todo.store import alone
from todo.store import row as rows
from todo.store.change import CREATED_AT, Changed, Mutation, Stored, bump_for_new, noted, parameters
from todo.store.row import Noun, Row

TAG = Noun(
    "tag",
    "t.id, t.name, t.color, t.position, t.foreign_properties, t.seq, t.created_at, t.updated_at, t.deleted_at",
    {
        "name": "name = %(name)s",
        "color": "color = %(color)s",
        "position": "position = %(position)s",
        "foreign_properties": "foreign_properties = %(foreign_properties)s::json",
    },
)


def create(conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation) -> Stored | None:
    """Stores `new`, or nothing and None if the id is stored already."""
    made = conn.execute(
        bump_for_new("tag")
        + """, created as (
          insert into tag (space, id, name, color, position, foreign_properties, seq, created_at)
          select %(space)s, %(entity)s, %(name)s, %(color)s, %(position)s, %(foreign_properties)s::json, bump.seq, """
        + CREATED_AT
        + """
          from bump on conflict (space, id) do nothing
          returning seq
        )"""
        + noted("created")
        + " select from created",
        {**new, **parameters(space, mutation, Changed("tag", row_id, "create", after=sent))},
    )
    return rows.read_if_made(conn, TAG, space, row_id, made)


def named(conn: Connection, space: UUID, name: str) -> str | None:
    """The tag of this name as JSON, or None."""
    found = conn.execute(
        "select row_to_json(x)::text from (select " + TAG.fields + " from tag t"
        " where t.space = %s and lower(t.name) = lower(%s) and t.deleted_at is null) x",
        (space, name),
    ).fetchone()
    return found[0] if found else None


def refuse(conn: Connection, space: UUID, new: Row) -> None:
    """Raises Problem 422 for what kept `create` from storing: nothing does but the id, and that is looked at before."""


def patch(conn: Connection, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named and nothing else."""
    return alone.patch(conn, TAG, space, row_id, changes, mutation)


def trash(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation, *, deletion: UUID | None = None) -> None:
    """Moves the tag to the trash, as part of an earlier `deletion` if named. There already: nothing."""
    alone.trash(conn, TAG, space, row_id, mutation, deletion)


def restore(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored:
    """Brings the tag back."""
    return alone.restore(conn, TAG, space, row_id, mutation)
