"""Sections: a named group of todos inside a list."""

from typing import LiteralString
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem, wrong
from todo.store import row as rows
from todo.store.change import CHANGE, Changed, Mutation, Stored, bump_for_new, carried, noted, parameters
from todo.store.list import LIST
from todo.store.row import Locked, Noun, Row

SECTION = Noun(
    "section",
    "t.id, t.list, t.name, t.position, t.foreign_properties, t.seq, t.created_at, t.updated_at, t.deleted_at",
    {
        "name": "name = %(name)s",
        "position": "position = %(position)s",
        "foreign_properties": "foreign_properties = %(foreign_properties)s::json",
    },
)


def create(conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation) -> Stored | None:
    """Stores `new`, or nothing and None if the id is stored already or the list is not there."""
    made = conn.execute(
        bump_for_new("section")
        + """, created as (
          insert into section (space, id, list, name, position, foreign_properties, seq)
          select %(space)s, %(entity)s, l.id, %(name)s, %(position)s, %(foreign_properties)s::json, bump.seq
          from bump join list l on l.space = %(space)s and l.id = %(list)s::uuid and l.deleted_at is null
          on conflict (space, id) do nothing
          returning seq
        )"""
        + noted("created")
        + " select from created",
        {**new, **parameters(space, mutation, Changed("section", row_id, "create", after=sent))},
    )
    return rows.read_if_made(conn, SECTION, space, row_id, made)


def refuse(conn: Connection, space: UUID, new: Row) -> None:
    """Raises Problem 422 for what kept `create` from storing."""
    if not rows.is_live(conn, LIST, space, new["list"]):
        raise wrong("list", "unknown", "there is no such list")


def patch(conn: Connection, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named and nothing else; another list takes the section's todos along."""
    row = rows.lock_live(conn, SECTION, space, row_id, mutation)
    if changes.get("list", row.fields["list"]) != row.fields["list"]:
        move(conn, space, row, changes["list"], mutation)
    if own := {name: value for name, value in changes.items() if name != "list"}:
        rows.write(conn, SECTION, space, row, "patch", own, mutation)
    return rows.read(conn, SECTION, space, row_id)


def move(conn: Connection, space: UUID, row: Locked, target: str, mutation: Mutation) -> None:
    """Moves the section and its todos to another list. Raises Problem 422 if that is not there."""
    if not rows.is_live(conn, LIST, space, target):
        raise wrong("list", "unknown", "there is no such list")
    # A section is held to its list by its todos: they leave it, it moves, and they follow, all in one transaction.
    inside = conn.execute(
        "update todo set section = null where space = %s and section = %s returning id", (space, row.id)
    ).fetchall()
    changed = Changed("section", row.id, "move", {"list": row.fields["list"]}, {"list": target})
    values = {
        "list": target,
        "inside": [todo for (todo,) in inside],
        **parameters(space, mutation, changed),
    }
    conn.execute(
        CHANGE + " update section t set list = %(list)s::uuid, updated_at = now(), seq = bump.seq"
        " from bump where t.space = %(space)s and t.id = %(entity)s",
        values,
    )
    conn.execute(_FOLLOW, values)


_FOLLOW: LiteralString = """
    with recursive bump as (
      select seq from space where id = %(space)s
    ), tree as (
      select id from todo where space = %(space)s and id = any(%(inside)s)
      union
      select child.id from todo child join tree on child.parent = tree.id where child.space = %(space)s
    ), todos as (
      update todo t set list = %(list)s::uuid, section = %(entity)s, updated_at = now(), seq = bump.seq
      from bump, tree where t.space = %(space)s and t.id = tree.id
      returning t.id
    )""" + carried("todos", "todo")


def trash(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation, *, deletion: UUID | None = None) -> None:
    """Moves the section with its todos to the trash, as part of an earlier `deletion` if named. Twice is once."""
    if rows.lock(conn, SECTION, space, row_id, mutation).fields["deleted_at"] is not None:
        return
    conn.execute(
        CHANGE
        + """, gone as (
          update section t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq
          from bump where t.space = %(space)s and t.id = %(entity)s
        ), todos as (
          update todo t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq
          from bump where t.space = %(space)s and t.section = %(entity)s and t.deleted_at is null
          returning t.id
        )"""
        + carried("todos", "todo"),
        {"deletion": deletion or mutation.id, **parameters(space, mutation, Changed("section", row_id, "delete"))},
    )


def restore(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored:
    """Brings the section back with the todos that were moved to the trash with it."""
    row = rows.lock(conn, SECTION, space, row_id, mutation)
    if row.fields["deleted_at"] is None:
        return rows.read(conn, SECTION, space, row_id)
    if not rows.is_live(conn, LIST, space, row.fields["list"]):
        raise Problem(409, "list_in_trash", "The section's list is in the trash; restore the list first.")
    conn.execute(
        CHANGE
        + """, deletion as (
          select deletion as id from section where space = %(space)s and id = %(entity)s
        ), back as (
          update section t set deleted_at = null, deletion = null, seq = bump.seq
          from bump where t.space = %(space)s and t.id = %(entity)s
        ), todos as (
          update todo t set deleted_at = null, deletion = null, seq = bump.seq
          from bump, deletion where t.space = %(space)s and t.section = %(entity)s and t.deletion = deletion.id
          returning t.id
        )"""
        + carried("todos", "todo"),
        parameters(space, mutation, Changed("section", row_id, "restore", rows.came_back(row))),
    )
    return rows.read(conn, SECTION, space, row_id)
