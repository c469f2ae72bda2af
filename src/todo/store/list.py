"""Lists: an ordered, nested home of todos."""

import json
from dataclasses import replace
from typing import LiteralString
from uuid import UUID

from todo.db import Connection
from todo.errors import wrong
from todo.store import row as rows
from todo.store.change import (
    CHANGE,
    CREATED_AT,
    Changed,
    Mutation,
    Stored,
    bump_for_new,
    carried,
    lose,
    noted,
    parameters,
    stamp_of,
)
from todo.store.late import STAMPED, from_trash, stamp_deleted, to_trash
from todo.store.row import Locked, Noun, Row

LIST = Noun(
    "list",
    """t.id, t.parent, t.name, t.color, t.view, t.position, t.foreign_properties,
    t.seq, t.created_at, t.updated_at, t.deleted_at""",
    {
        "name": "name = %(name)s",
        "color": "color = %(color)s",
        "view": "view = %(view)s",
        "position": "position = %(position)s",
        "foreign_properties": "foreign_properties = %(foreign_properties)s::json",
    },
)

# The lists below one, with how far below: %(entity)s itself is 0.
TREE: LiteralString = """, tree as (
  select id, 0 as below from list where space = %(space)s and id = %(entity)s
  union all
  select child.id, tree.below + 1 from list child join tree on child.parent = tree.id
  where child.space = %(space)s
)"""

_CARRIED: LiteralString = (
    ", with_it as ("
    + carried("lists", "list")
    + "), with_them as ("
    + carried("sections", "section")
    + ")"
    + carried("todos", "todo")
)


def create(conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation) -> Stored | None:
    """Stores `new`, or nothing and None if the id is stored already or the parent is not there."""
    made = conn.execute(
        bump_for_new("list")
        + """, created as (
          insert into list (
            space, id, parent, parent_depth, name, color, view, position, foreign_properties, seq, created_at)
          select %(space)s, %(entity)s, p.id, p.depth, %(name)s, %(color)s, %(view)s, %(position)s,
            %(foreign_properties)s::json, bump.seq, """
        + CREATED_AT
        + """
          from bump left join list p on p.space = %(space)s and p.id = %(parent)s::uuid and p.deleted_at is null
          where %(parent)s::uuid is null or p.id is not null
          on conflict (space, id) do nothing
          returning seq
        )"""
        + noted("created")
        + " select from created",
        {**new, **parameters(space, mutation, Changed("list", row_id, "create", after=sent, lost=_missed(new, sent)))},
    )
    return rows.read_if_made(conn, LIST, space, row_id, made)


def _missed(new: Row, sent: Row) -> Row:
    return {"parent": sent["parent"]} if sent.get("parent") and not new["parent"] else {}


def refuse(conn: Connection, space: UUID, new: Row) -> None:
    """Raises Problem 422 for what kept `create` from storing."""
    if new["parent"] and not rows.is_live(conn, LIST, space, new["parent"]):
        raise wrong("parent", "unknown", "there is no such list")


def patch(conn: Connection, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named and nothing else."""
    row = rows.lock_live(conn, LIST, space, row_id, mutation)
    if "parent" in changes:
        _plant(conn, space, row, changes["parent"], mutation)
    if own := {name: value for name, value in changes.items() if name != "parent"}:
        rows.write(conn, LIST, space, row, "patch", own, mutation)
    return rows.read(conn, LIST, space, row_id)


_ABOVE: LiteralString = """
with recursive above as (
  select id, parent, depth from list where space = %s and id = %s and deleted_at is null
  union all
  select l.id, l.parent, l.depth from list l join above on l.id = above.parent where l.space = %s
)
select id, depth from above"""


def _plant(conn: Connection, space: UUID, row: Locked, parent: str | None, mutation: Mutation) -> None:
    """Moves a list with all below it under another, or to the top. Who is late may name one that is gone: it stays."""
    found = conn.execute(_ABOVE, (space, parent, space)).fetchall() if parent else []
    if parent and not found and mutation.is_late:
        rows.check_known(conn, "list", space, "parent", parent)
        return lose(conn, space, mutation, Changed("list", row.id, "move", lost={"parent": parent}))
    if parent and not found:
        raise wrong("parent", "unknown", "there is no such list")
    if row.id in [above for above, _ in found]:
        raise wrong("parent", "loop", "a list cannot be inside itself")
    return put(conn, space, row, found[0] if found else _TOP, mutation)


_TOP = (None, -1)


def nearest_parent(conn: Connection, space: UUID, row: Locked, parent: str | None) -> tuple[UUID | None, int]:
    """The parent, with its depth, if the list can be under it, else the top. In the trash it can stay with what is."""
    found = conn.execute(
        "with recursive bump as (select)"
        + TREE
        + """
        select id, depth from list where space = %(space)s and id = %(parent)s::uuid
          and (deleted_at is null or %(in_trash)s)
          and id not in (select id from tree) and depth + 1 + (select max(below) from tree) < 8""",
        {"space": space, "entity": row.id, "parent": parent, "in_trash": row.fields["deleted_at"] is not None},
    ).fetchone()
    return (found[0], found[1]) if found else _TOP


def put(conn: Connection, space: UUID, row: Locked, under: tuple[UUID | None, int], mutation: Mutation) -> None:
    """Moves a list with all below it under a list that is there and not inside it, of that depth.

    Nothing if a later action has moved it.
    """
    parent, depth = str(under[0]) if under[0] else None, under[1]
    stamp = stamp_of(row.stamps, ["parent"], mutation)
    if stamp < row.stamps.get("place", ""):
        return lose(conn, space, mutation, Changed("list", row.id, "move", lost={"parent": parent}))
    changed = Changed("list", row.id, "move", {"parent": row.fields["parent"]}, {"parent": parent})
    conn.execute(
        CHANGE
        + TREE
        + """
        update list t set
          parent = case when below = 0 then %(parent)s::uuid else t.parent end,
          parent_depth = case when below = 0 and %(parent)s::uuid is null then null else %(depth)s + below end,
          stamps = case when below = 0 then t.stamps || %(stamps)s::jsonb else t.stamps end,
          updated_at = case when below = 0 then now() else t.updated_at end, seq = bump.seq
        from bump, tree where t.space = %(space)s and t.id = tree.id""",
        {
            "parent": parent,
            "depth": depth,
            "stamps": json.dumps({"place": stamp}),
            **parameters(space, mutation, changed),
        },
    )
    return None


def trash(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation, *, deletion: UUID | None = None) -> None:
    """Moves the list with the lists, sections and todos in it to the trash, as part of an earlier `deletion` if named.

    In the trash already: nothing.
    """
    row = to_trash(conn, LIST, space, row_id, mutation)
    if row is None:
        return
    conn.execute(
        CHANGE
        + TREE
        + """, lists as (
          update list t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree where t.space = %(space)s and t.id = tree.id and t.deleted_at is null
          returning t.id
        ), sections as (
          update section t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree where t.space = %(space)s and t.list = tree.id and t.deleted_at is null
          returning t.id
        ), todos as (
          update todo t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree where t.space = %(space)s and t.list = tree.id and t.deleted_at is null
          returning t.id
        )"""
        + _CARRIED,
        {
            "deletion": deletion or mutation.id,
            **stamp_deleted(row, mutation),
            **parameters(space, mutation, Changed("list", row_id, "delete")),
        },
    )


def restore(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored:
    """Brings the list back with what was moved to the trash with it; to the top if its parent is not there."""
    row = from_trash(conn, LIST, space, row_id, mutation)
    if row is None:
        return rows.read(conn, LIST, space, row_id)
    if (parent := row.fields["parent"]) and not rows.is_live(conn, LIST, space, parent):
        _plant(conn, space, row, None, replace(mutation, is_late=False))
    conn.execute(
        CHANGE
        + TREE
        + """, deletion as (
          select deletion as id from list where space = %(space)s and id = %(entity)s
        ), lists as (
          update list t set deleted_at = null, deletion = null, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree, deletion where t.space = %(space)s and t.id = tree.id and t.deletion = deletion.id
          returning t.id
        ), sections as (
          update section t set deleted_at = null, deletion = null, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree, deletion where t.space = %(space)s and t.list = tree.id and t.deletion = deletion.id
          returning t.id
        ), todos as (
          update todo t set deleted_at = null, deletion = null, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree, deletion where t.space = %(space)s and t.list = tree.id and t.deletion = deletion.id
          returning t.id
        )"""
        + _CARRIED,
        {
            **stamp_deleted(row, mutation),
            **parameters(space, mutation, Changed("list", row_id, "restore", rows.came_back(row))),
        },
    )
    return rows.read(conn, LIST, space, row_id)
