"""Where a todo lives: its list, its section, its parent. A move takes the subtasks along."""

from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from todo.db import Connection
from todo.errors import wrong
from todo.store.change import CHANGE, Changed, Mutation, carried, parameters, place_stamp
from todo.store.row import Locked, Row

TREE: LiteralString = """, tree as (
  select id, 0 as below from todo where space = %(space)s and id = %(entity)s
  union all
  select child.id, tree.below + 1 from todo child join tree on child.parent = tree.id
  where child.space = %(space)s
)"""
"""The todo %(entity)s and its subtasks, with how far below it they are."""


class Place(NamedTuple):
    """A place to live; `depth` is the parent's."""

    list: UUID | None
    section: UUID | None
    parent: UUID | None
    depth: int


def of(conn: Connection, space: UUID, wanted: Row) -> Place:
    """The place that the named fields mean together. Raises Problem 422 naming the one that is not there or not so."""
    if parent := wanted.get("parent"):
        return _beside_parent(conn, space, parent, wanted)
    section_list = _live(conn, _SECTION, space, "section", wanted.get("section"))
    if wanted.get("list"):
        _live(conn, _LIST, space, "list", wanted["list"])
    target = UUID(wanted["list"]) if wanted.get("list") else section_list
    if wanted.get("section") and target != section_list:
        raise wrong("section", "other_list", "the section is in another list")
    return Place(target, UUID(wanted["section"]) if wanted.get("section") else None, None, -1)


_SECTION: LiteralString = "select list from section where space = %s and id = %s and deleted_at is null"
_LIST: LiteralString = "select id from list where space = %s and id = %s and deleted_at is null"


def _live(conn: Connection, sql: LiteralString, space: UUID, name: str, row_id: str | None) -> UUID | None:
    if row_id is None:
        return None
    found = conn.execute(sql, (space, row_id)).fetchone()
    if found is None:
        raise wrong(name, "unknown", f"there is no such {name}")
    return found[0]


def _beside_parent(conn: Connection, space: UUID, parent: str, wanted: Row) -> Place:
    found = conn.execute(
        "select list, section, id, depth from todo where space = %s and id = %s and deleted_at is null", (space, parent)
    ).fetchone()
    if found is None:
        raise wrong("parent", "unknown", "there is no such todo")
    place = Place(*found)
    for name, value in (("list", place.list), ("section", place.section)):
        if wanted.get(name) and UUID(wanted[name]) != value:
            raise wrong(name, "not_the_parents", f"a subtask is in the {name} of its parent")
    return place


def move(conn: Connection, space: UUID, row: Locked, wanted: Row, mutation: Mutation) -> None:
    """Moves the todo and its subtasks to where the named fields say; another list leaves section and parent behind."""
    place = of(conn, space, _completed(row, wanted))
    if place.parent and place.parent in _tree(conn, space, row.id):
        raise wrong("parent", "loop", "a todo cannot be inside itself")
    put(conn, space, row, place, mutation)


def put(conn: Connection, space: UUID, row: Locked, place: Place, mutation: Mutation) -> None:
    """Moves the todo and its subtasks to a place that is there and not inside it."""
    after = {"list": _text(place.list), "section": _text(place.section), "parent": _text(place.parent)}
    changed = Changed("todo", row.id, "move", {name: row.fields[name] for name in after}, after)
    conn.execute(
        CHANGE
        + TREE
        + """, moved as (
          update todo t set list = %(list)s::uuid, section = %(section)s::uuid,
          parent = case when below = 0 then %(parent)s::uuid else t.parent end,
          parent_depth = case when below = 0 and %(parent)s::uuid is null then null else %(depth)s + below end,
          stamps = case when below = 0 then t.stamps || %(stamps)s::jsonb else t.stamps end,
          updated_at = now(), seq = bump.seq
          from bump, tree where t.space = %(space)s and t.id = tree.id
          returning t.id
        )"""
        + carried("moved", "todo")
        + " and (%(before)s::jsonb - 'parent') <> (%(after)s::jsonb - 'parent')",
        {
            **after,
            "depth": place.depth,
            "stamps": place_stamp(row.stamps, mutation),
            **parameters(space, mutation, changed),
        },
    )


def _completed(row: Locked, wanted: Row) -> dict[str, Any]:
    """What is not named stays, if it can: a parent or a section of another list cannot."""
    current = {name: row.fields[name] for name in ("list", "section", "parent")}
    if wanted.get("parent"):
        return dict(wanted)
    if "list" in wanted and wanted["list"] != current["list"]:
        return {"list": wanted["list"], "section": wanted.get("section")}
    if "section" in wanted:
        stays = wanted["section"] == current["section"] and "parent" not in wanted
        place = {"list": wanted.get("list"), "section": wanted["section"]}
        if wanted["section"] is None and "list" not in wanted:
            place["list"] = current["list"]
        return {**place, "parent": current["parent"]} if stays else place
    if "parent" in wanted:
        return {**current, "parent": None}
    return current


def _tree(conn: Connection, space: UUID, row_id: UUID) -> set[UUID]:
    found = conn.execute(
        "with recursive bump as (select)" + TREE + " select id from tree", {"space": space, "entity": row_id}
    )
    return {todo for (todo,) in found}


def gone(conn: Connection, space: UUID, row: Locked) -> dict[str, None]:
    """Where a todo from the trash cannot come back to, as the fields of a move."""
    found = conn.execute(
        """
        select
          exists (select from list where space = %(space)s and id = %(list)s::uuid and deleted_at is not null),
          exists (select from section where space = %(space)s and id = %(section)s::uuid and deleted_at is not null),
          exists (select from todo where space = %(space)s and id = %(parent)s::uuid and deleted_at is not null)""",
        {"space": space, **{name: row.fields[name] for name in ("list", "section", "parent")}},
    ).fetchone()
    names = ("list", "section", "parent")
    return {name: None for name, is_gone in zip(names, found or (), strict=True) if is_gone}


_NEAREST: LiteralString = (
    "with recursive bump as (select)"
    + TREE
    + """
    select list, section, parent, depth from (
      select 1 as choice, p.list, p.section, p.id as parent, p.depth from todo p
        where p.space = %(space)s and p.id = %(parent)s::uuid and (p.deleted_at is null or %(in_trash)s)
          and p.id not in (select id from tree) and p.depth + 1 + coalesce((select max(below) from tree), 0) < 16
      union all
      select 2, s.list, s.id, null, -1 from section s
        where s.space = %(space)s and s.id = %(section)s::uuid and (s.deleted_at is null or %(in_trash)s)
      union all
      select 3, l.id, null, null, -1 from list l
        where l.space = %(space)s and l.id = %(list)s::uuid and (l.deleted_at is null or %(in_trash)s)
    ) near order by choice limit 1"""
)


def nearest(conn: Connection, space: UUID, row_id: UUID, wanted: Row, *, in_trash: bool = False) -> Place:
    """Where a todo can live that is nearest to what is wanted: with the parent, in the section, in the list, the Inbox.

    What is in the trash is no place, but for what is there itself.
    """
    values = {name: wanted.get(name) for name in ("list", "section", "parent")}
    found = conn.execute(_NEAREST, {"space": space, "entity": row_id, "in_trash": in_trash, **values}).fetchone()
    return Place(*found) if found else Place(None, None, None, -1)


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
