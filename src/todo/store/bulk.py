"""One change to many todos: all of them or none, in one transaction and as one mutation, which one undo takes back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem, not_found, wrong
from todo.store import occurrence, place, todo
from todo.store import row as rows
from todo.store.change import Mutation
from todo.store.place import Known
from todo.store.row import Locked, Row

Action = Literal["patch", "move", "complete", "reopen", "delete", "restore", "tag"]

MAX_TAGS = 100
_PLACE = {"list", "section", "parent"}


class Asked(NamedTuple):
    """What to do to which todos. `positions` are those that they are moved to, one for each."""

    ids: Sequence[UUID]
    action: Action
    changes: Row
    positions: Sequence[str] = ()


def change(conn: Connection, space: UUID, asked: Asked, mutation: Mutation) -> list[str]:
    """Does it to each of the todos and returns them as JSON, in the order of the ids.

    A subtask goes where its parent goes, if that is one of them. Raises what the first that cannot be changed so is
    refused with, 404, 409 or 422, with its id in front.
    """
    _check_tags(conn, space, asked.changes)
    place.hold(conn, space, [asked.changes])
    held = rows.lock_all(conn, todo.TODO, space, asked.ids, mutation)
    positions = dict(zip(asked.ids, asked.positions, strict=False))
    known: Known = {}
    for row_id in _in_order(conn, space, asked):
        try:
            if row_id not in held:
                raise not_found("todo")
            position = {"position": positions[row_id]} if positions else {}
            one = asked._replace(changes={**asked.changes, **position})
            _change_one(conn, space, one, held[row_id], mutation, known)
        except Problem as problem:
            fields = [replace(field, field=f"changes.{field.field}") for field in problem.fields]
            raise replace(problem, detail=f"{row_id}: {problem.detail}", fields=fields) from None
    return _read(conn, space, asked.ids)


def _change_one(conn: Connection, space: UUID, asked: Asked, row: Locked, mutation: Mutation, known: Known) -> None:
    if asked.action == "delete":
        if row.fields["deleted_at"] is None:
            todo.throw_away(conn, space, row, mutation, mutation.id)
    elif asked.action == "restore":
        todo.bring_back(conn, space, row.id, mutation)
    elif row.fields["deleted_at"] is not None:
        raise Problem(409, "in_trash", "The todo is in the trash; restore it first.")
    elif asked.action == "tag":
        todo.change(conn, space, row, {"tags": _tags(row, asked.changes)}, mutation)
    elif asked.action == "complete":
        occurrence.complete_held(conn, space, row, None, mutation)
    elif asked.action == "reopen":
        todo.set_status_of(conn, space, row, "open", mutation)
    else:
        todo.change(conn, space, row, asked.changes, mutation, known)


def _tags(row: Locked, changes: Row) -> list[str]:
    tags = (set(row.fields["tags"]) | set(changes.get("add", []))) - set(changes.get("remove", []))
    if len(tags) > MAX_TAGS:
        raise wrong("add", "too_many", f"a todo has at most {MAX_TAGS} tags")
    return sorted(tags)


def _check_tags(conn: Connection, space: UUID, changes: Row) -> None:
    """Raises Problem 422 for a tag that is not there; the constraint would say so only at the end."""
    for name in changes.keys() & {"tags", "add"}:
        wanted = set(changes[name])
        found = conn.execute("select id from tag where space = %s and id = any(%s::uuid[])", (space, list(wanted)))
        if len(found.fetchall()) < len(wanted):
            raise wrong(f"changes.{name}", "unknown", "there is no such tag")


def _in_order(conn: Connection, space: UUID, asked: Asked) -> Sequence[UUID]:
    """The ids that are to be changed: without those that come along, and parents ahead of what comes back to them."""
    if asked.action == "restore":
        found = conn.execute(
            "select id from todo where space = %s and id = any(%s) order by depth", (space, list(asked.ids))
        )
        by_depth = [row_id for (row_id,) in found]
        return [*by_depth, *(row_id for row_id in asked.ids if row_id not in set(by_depth))]
    if asked.action == "delete" or asked.changes.keys() & _PLACE:
        along = _along(conn, space, asked.ids)
        return [row_id for row_id in asked.ids if row_id not in along]
    return asked.ids


def _along(conn: Connection, space: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Those that are somewhere below another of them."""
    found = conn.execute(
        """
        with recursive up as (
          select id as below, parent from todo where space = %(space)s and id = any(%(ids)s)
          union
          select up.below, t.parent from up join todo t on t.id = up.parent where t.space = %(space)s
        )
        select distinct below from up where parent = any(%(ids)s)""",
        {"space": space, "ids": list(ids)},
    )
    return {row_id for (row_id,) in found}


def _read(conn: Connection, space: UUID, ids: Sequence[UUID]) -> list[str]:
    found = conn.execute(
        "select t.id, (select row_to_json(x)::text from (select " + todo.TODO.fields + ") x)"
        " from todo t where t.space = %s and t.id = any(%s)",
        (space, list(ids)),
    )
    bodies: dict[UUID, str] = dict(found.fetchall())
    return [bodies[row_id] for row_id in ids]
