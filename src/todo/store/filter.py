"""Saved filters: a query, and what it is called."""

from uuid import UUID

from todo.db import Connection
from todo.store import alone
from todo.store import row as rows
from todo.store.change import CREATED_AT, Changed, Mutation, Stored, bump_for_new, noted, parameters
from todo.store.row import Noun, Row

FILTER = Noun(
    "filter",
    """t.id, t.name, t.query, t.color, t.position, t.foreign_properties,
    t.seq, t.created_at, t.updated_at, t.deleted_at""",
    {
        "name": "name = %(name)s",
        "query": "query = %(query)s",
        "color": "color = %(color)s",
        "position": "position = %(position)s",
        "foreign_properties": "foreign_properties = %(foreign_properties)s::json",
    },
)


def create(conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation) -> Stored | None:
    """Stores `new`, whose query is one that can be read, or nothing and None if the id is stored already."""
    made = conn.execute(
        bump_for_new("filter")
        + """, created as (
          insert into filter (space, id, name, query, color, position, foreign_properties, seq, created_at)
          select %(space)s, %(entity)s, %(name)s, %(query)s, %(color)s, %(position)s, %(foreign_properties)s::json,
            bump.seq, """
        + CREATED_AT
        + """
          from bump on conflict (space, id) do nothing
          returning seq
        )"""
        + noted("created")
        + " select from created",
        {**new, **parameters(space, mutation, Changed("filter", row_id, "create", after=sent))},
    )
    return rows.read_if_made(conn, FILTER, space, row_id, made)


def refuse(conn: Connection, space: UUID, new: Row) -> None:
    """Raises Problem 422 for what kept `create` from storing: nothing does but the id, and that is looked at before."""


def query(conn: Connection, space: UUID, row_id: UUID) -> str | None:
    """The query of a filter that is not in the trash, or None."""
    found = conn.execute(
        "select query from filter where space = %s and id = %s and deleted_at is null", (space, row_id)
    ).fetchone()
    return found[0] if found else None


def patch(conn: Connection, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named and nothing else."""
    return alone.patch(conn, FILTER, space, row_id, changes, mutation)


def trash(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation, *, deletion: UUID | None = None) -> None:
    """Moves the filter to the trash, as part of an earlier `deletion` if named. There already: nothing."""
    alone.trash(conn, FILTER, space, row_id, mutation, deletion)


def restore(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored:
    """Brings the filter back."""
    return alone.restore(conn, FILTER, space, row_id, mutation)
