"""Where a todo lives: its list, its section, its parent. A move takes the subtasks along."""

import json
from collections.abc import Sequence
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from todo.db import Connection
from todo.errors import wrong
from todo.store.change import CHANGE, Changed, Mutation, carried, lose, parameters, stamp_of
from todo.store.row import Locked, Row, check_known

MAX_DEPTH = 15  # of a todo; those without a parent are at 0

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

    def named(self) -> dict[str, str | None]:
        """As fields of a todo."""
        return {"list": _text(self.list), "section": _text(self.section), "parent": _text(self.parent)}


INBOX = Place(None, None, None, -1)


def of(conn: Connection, space: UUID, wanted: Row) -> Place:
    """The place that the named fields mean together. Raises Problem 422 naming the one that is not there or not so."""
    if parent := wanted.get("parent"):
        return _beside_parent(conn, space, parent, wanted)
    hold(conn, space, [wanted])
    section_list = _live(conn, _SECTION, space, "section", wanted.get("section"))
    if wanted.get("list"):
        _live(conn, _LIST, space, "list", wanted["list"])
    target = UUID(wanted["list"]) if wanted.get("list") else section_list
    if wanted.get("section") and target != section_list:
        raise wrong("section", "other_list", "the section is in another list")
    return Place(target, UUID(wanted["section"]) if wanted.get("section") else None, None, -1)


def hold(conn: Connection, space: UUID, wanted: Sequence[Row]) -> None:
    """Keeps the lists and sections of these places from going to the trash until the transaction ends.

    Else one could go between the look at it and the move to it, which would then live in the trash.
    """
    for name, sql in _HOLDS.items():
        if ids := [row[name] for row in wanted if row.get(name)]:
            conn.execute(sql, (space, ids))


_HOLDS: dict[str, LiteralString] = {
    "list": "select from list where space = %s and id = any(%s::uuid[]) order by id for share",
    "section": "select from section where space = %s and id = any(%s::uuid[]) order by id for share",
}
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


Known = dict[frozenset[tuple[str, Any]], Place]
"""Places by the fields that mean them, for those who move many in one transaction."""


def move(
    conn: Connection, space: UUID, row: Locked, wanted: Row, mutation: Mutation, known: Known | None = None
) -> None:
    """Moves the todo and its subtasks to where the named fields say; another list leaves section and parent behind."""
    if mutation.is_late:
        return _move_late(conn, space, row, wanted, mutation)
    place = _known(conn, space, _completed(row, wanted), {} if known is None else known)
    tree = _tree(conn, space, row.id) if place.parent else {}
    if place.parent in tree:
        raise wrong("parent", "loop", "a todo cannot be inside itself")
    if place.depth + max(tree.values(), default=0) >= MAX_DEPTH:
        raise wrong("parent", "too_deep", "todos nest at most 16 levels deep")
    return put(conn, space, row, place, mutation)


def _known(conn: Connection, space: UUID, wanted: Row, known: Known) -> Place:
    key = frozenset(wanted.items())
    if key not in known:
        known[key] = of(conn, space, wanted)
    return known[key]


def _move_late(conn: Connection, space: UUID, row: Locked, wanted: Row, mutation: Mutation) -> None:
    """Moves the todo as near as it can be to where it was wanted; it stays where nothing of that is there any more."""
    whole = _completed(row, wanted)
    near = nearest(conn, space, row.id, whole, in_trash=row.fields["deleted_at"] is not None)
    missed = missing(conn, space, near, wanted)
    if (parent := missed.get("parent")) and UUID(parent) in _tree(conn, space, row.id):
        raise wrong("parent", "loop", "a todo cannot be inside itself")
    if near == INBOX and any(whole.values()):
        return lose(conn, space, mutation, Changed("todo", row.id, "move", lost=wanted))
    return put(conn, space, row, near, mutation, lost=missed)


def missing(conn: Connection, space: UUID, near: Place, wanted: Row) -> dict[str, str]:
    """What of the wanted place could not be had. Raises Problem 422 for what never was."""
    found = {name: wanted[name] for name, value in near.named().items() if wanted.get(name) not in {None, value}}
    for name, row_id in found.items():
        check_known(conn, _KINDS[name], space, name, row_id)
    return found


_KINDS: dict[str, LiteralString] = {"list": "list", "section": "section", "parent": "todo"}


def put(
    conn: Connection, space: UUID, row: Locked, place: Place, mutation: Mutation, *, lost: Row | None = None
) -> None:
    """Moves the todo and its subtasks to a place that is there and not inside it, unless a later action did so."""
    after = place.named()
    stamp = stamp_of(row.stamps, ["parent"], mutation)
    if stamp < row.stamps.get("place", ""):
        return lose(conn, space, mutation, Changed("todo", row.id, "move", lost=after))
    changed = Changed("todo", row.id, "move", {name: row.fields[name] for name in after}, after, lost)
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
            "stamps": json.dumps({"place": stamp}),
            **parameters(space, mutation, changed),
        },
    )
    return None


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


def _tree(conn: Connection, space: UUID, row_id: UUID) -> dict[UUID, int]:
    """The todo and its subtasks, with how far below it they are."""
    found = conn.execute(
        "with recursive bump as (select)" + TREE + " select id, below from tree", {"space": space, "entity": row_id}
    )
    return dict(found.fetchall())


def gone(conn: Connection, space: UUID, row: Locked) -> dict[str, None]:
    """Where a todo from the trash cannot come back to, as the fields of a move."""
    hold(conn, space, [row.fields])
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
      select 2, s.list, s.id, null, -1 from section s join list l on l.space = s.space and l.id = s.list
        where s.space = %(space)s and s.id = %(section)s::uuid
          and (s.deleted_at is null and l.deleted_at is null or %(in_trash)s)
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
    return Place(*found) if found else INBOX


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
