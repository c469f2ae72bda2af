"""Todos."""

from dataclasses import replace
from typing import Any, LiteralString, cast
from uuid import UUID

from todo.db import Connection
from todo.errors import wrong
from todo.rules import merge, when
from todo.store import completion, place, recurrence
from todo.store import row as rows
from todo.store.change import (
    CHANGE,
    CREATED_AT,
    Changed,
    Mutation,
    Stored,
    bump_for_new,
    carried,
    noted,
    parameters,
    stamp_of,
)
from todo.store.late import STAMPED, from_trash, stamp_deleted, to_trash
from todo.store.row import Locked, Row
from todo.store.todo_row import TODO

_PLACE = {"list", "section", "parent"}


_CREATE: LiteralString = (
    bump_for_new("todo")
    + """, created as (
      insert into todo (space, id, list, section, parent, parent_depth, title, notes, status, completed_at,
        priority, start_on, start_time, start_zone, due_on, due_time, due_zone, deadline_on, duration_minutes,
        recurrence, repeat_from, series_start, occurrence, exceptions, reminders, position, foreign_properties, seq,
        created_at)
      select %(space)s, %(entity)s, case when p.id is null then coalesce(l.id, s.list) else p.list end,
        case when p.id is null then s.id else p.section end, p.id, p.depth, %(title)s, %(notes)s, %(status)s,
        case when %(status)s <> 'open' then """
    + CREATED_AT
    + """ end, %(priority)s, %(start_on)s::date, %(start_time)s::time,
        %(start_zone)s, %(due_on)s::date, %(due_time)s::time, %(due_zone)s, %(deadline)s::date,
        %(duration_minutes)s, %(recurrence)s, %(repeat_from)s, %(series_start)s::date, %(occurrence)s::date,
        %(exceptions)s::date[], %(reminders)s::jsonb, %(position)s, %(foreign_properties)s::json, bump.seq, """
    + CREATED_AT
    + """
      from bump
        left join todo p on p.space = %(space)s and p.id = %(parent)s::uuid and p.deleted_at is null
        left join list l on l.space = %(space)s and l.id = %(list)s::uuid and l.deleted_at is null
        left join section s on s.space = %(space)s and s.id = %(section)s::uuid and s.deleted_at is null
      where (%(parent)s::uuid is null or p.id is not null)
        and (%(list)s::uuid is null or l.id is not null and (p.id is null or p.list = l.id))
        and (%(section)s::uuid is null or s.id is not null and (l.id is null or s.list = l.id)
          and (p.id is null or p.section = s.id))
      on conflict (space, id) do nothing
      returning seq
    ), tagged as (
      insert into todo_tag (space, todo, tag) select %(space)s, %(entity)s, tag
      from created, unnest(%(tags)s::uuid[]) tag on conflict do nothing
    )"""
    + noted("created")
    + " select from created"
)


def create(conn: Connection, space: UUID, row_id: UUID, new: Row, sent: Row, mutation: Mutation) -> Stored | None:
    """Stores `new`, or nothing and None if the id is stored already or where it is to live is not there.

    A subtask lives where its parent does, and what is in a section is in the section's list. No todo that comes late is
    refused for a tag, which another device may have made under another id.
    """
    if mutation.is_late and new["tags"]:
        new = {**new, "tags": _known_tags(conn, space, new["tags"])}
    new = {
        **new,
        "series_start": None,
        "occurrence": None,
        **recurrence.along(conn, space, recurrence.NONE, new, mutation),
    }
    start, due = when.split(new["start"]), when.split(new["due"])
    made = conn.execute(
        _CREATE,
        {
            **new,
            "start_on": start[0],
            "start_time": start[1],
            "due_on": due[0],
            "due_time": due[1],
            **parameters(space, mutation, Changed("todo", row_id, "create", after=sent, lost=_missed(new, sent))),
        },
    )
    return rows.read_if_made(conn, TODO, space, row_id, made)


def _missed(new: Row, sent: Row) -> Row:
    """What was asked for and could not be had."""
    names = {"parent"} if new["parent"] else _PLACE
    places = {name: sent[name] for name in names if sent.get(name) and str(new[name]) != sent[name]}
    return {**places, **({"tags": sent["tags"]} if len(new["tags"]) < len(sent.get("tags", [])) else {})}


def _known_tags(conn: Connection, space: UUID, tags: list[str]) -> list[str]:
    found = conn.execute("select id::text from tag where space = %s and id = any(%s::uuid[])", (space, tags))
    return sorted({tag for (tag,) in found})


def refuse(conn: Connection, space: UUID, new: Row) -> None:
    """Raises Problem 422 that names which of list, section and parent kept `create` from storing."""
    place.of(conn, space, {name: new[name] for name in _PLACE if new[name] is not None})


def patch(conn: Connection, space: UUID, row_id: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named and nothing else."""
    change(conn, space, rows.lock_live(conn, TODO, space, row_id, mutation), changes, mutation)
    return rows.read(conn, TODO, space, row_id)


def change(
    conn: Connection, space: UUID, row: Locked, changes: Row, mutation: Mutation, known: place.Known | None = None
) -> None:
    """Sets what is named of a todo that is held. `known` are places that were looked at in this transaction."""
    if place_changes := {name: value for name, value in changes.items() if name in _PLACE}:
        place.move(conn, space, row, place_changes, mutation, known)
    if own := {name: value for name, value in changes.items() if name not in _PLACE}:
        winning = rows.merged(row, own, mutation).applied
        also = recurrence.along(conn, space, row.fields, winning, mutation)
        write(conn, space, row, {**own, **_whole_times(row, winning), **also}, mutation)


def write(conn: Connection, space: UUID, row: Locked, changes: dict[str, Any], mutation: Mutation) -> None:
    """Sets fields of a todo that is held, in the trash or not: any but its place."""
    changes = dict(changes)
    wanted: list[str] | None = changes.pop("tags", None)
    completions: Row | None = changes.pop("completions", None)
    merged = rows.merged(row, _completed(row, changes, mutation), mutation)
    if wanted is not None:
        known = _known_tags(conn, space, wanted) if mutation.is_late else wanted
        stamp = stamp_of(row.stamps, merge.tag_fields(row.stamps), mutation)
        tags = merge.merge_tags(row.stamps, row.fields["tags"], known, stamp)
        merged |= replace(tags, lost={**tags.lost, **({"tags": wanted} if len(known) < len(set(wanted)) else {})})
    if completions is not None:
        row, merged = completion.beside(conn, space, row, merged, completions)
    _write(conn, space, row, merged, mutation)


def _write(conn: Connection, space: UUID, row: Locked, merged: merge.Merged, mutation: Mutation) -> None:
    rows.write_merged(conn, TODO, space, row, "patch", merged, mutation)
    if "completions" in merged.applied:
        completion.write(conn, space, row.id, cast("Row", merged.applied["completions"]))
    if "tags" in merged.applied:
        _tag(conn, space, row.id, cast("list[str]", merged.applied["tags"]))


def toggle_tags(
    conn: Connection, space: UUID, row_id: UUID, add: list[str], remove: list[str], mutation: Mutation
) -> Stored:
    """Gives and takes single tags; the others stay, whoever else changes them. An unknown one is kept in history."""
    row = rows.lock_live(conn, TODO, space, row_id, mutation)
    known = _known_tags(conn, space, add)
    stamp = stamp_of(row.stamps, merge.tag_fields(row.stamps), mutation)
    merged = merge.toggle_tags(row.stamps, row.fields["tags"], known, remove, stamp)
    if unknown := sorted(set(add) - set(known)):
        merged |= merge.Merged({}, {}, {"tags_unknown": unknown})
    _write(conn, space, row, merged, mutation)
    return rows.read(conn, TODO, space, row_id)


def set_status(conn: Connection, space: UUID, row_id: UUID, status: str, mutation: Mutation) -> Stored:
    """Sets the status; of that status already: nothing."""
    set_status_of(conn, space, rows.lock_live(conn, TODO, space, row_id, mutation), status, mutation)
    return rows.read(conn, TODO, space, row_id)


def set_status_of(conn: Connection, space: UUID, row: Locked, status: str, mutation: Mutation) -> None:
    """Sets the status of a todo that is held; of that status already: nothing."""
    if row.fields["status"] != status or mutation.is_late:
        rows.write(conn, TODO, space, row, "patch", _completed(row, {"status": status}, mutation), mutation)


def _completed(row: Locked, changes: dict[str, Any], mutation: Mutation) -> dict[str, Any]:
    """When a todo was completed belongs to its status, and comes back with it; done or cancelled already, it stays."""
    if "status" in changes:
        is_open = changes["status"] == "open"
        usual = None if is_open else row.fields["completed_at"] or mutation.at.isoformat()
        changes.setdefault("completed_at", usual)
    return changes


def _whole_times(row: Locked, changes: dict[str, Any]) -> dict[str, Any]:
    """A zone belongs to a time of day: without one there is none, and a date alone drops it."""
    for name in ("start", "due"):
        zone = f"{name}_zone"
        has_time = "T" in (changes.get(name, row.fields[name]) or "")
        if changes.get(zone) is not None and not has_time:
            raise wrong(zone, "needs_time", f"a zone belongs to a time of day, and {name} has none")
        if name in changes and not has_time:
            changes[zone] = None
    return changes


def _tag(conn: Connection, space: UUID, row_id: UUID, tags: list[str]) -> None:
    conn.execute(
        "delete from todo_tag where space = %s and todo = %s and tag <> all(%s::uuid[])", (space, row_id, tags)
    )
    conn.execute(
        "insert into todo_tag (space, todo, tag) select %s, %s, tag from unnest(%s::uuid[]) tag on conflict do nothing",
        (space, row_id, tags),
    )


def trash(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation, *, deletion: UUID | None = None) -> None:
    """Moves the todo with its subtasks to the trash, as part of an earlier `deletion` if named. Twice is once."""
    if row := to_trash(conn, TODO, space, row_id, mutation):
        throw_away(conn, space, row, mutation, deletion or mutation.id)


def throw_away(conn: Connection, space: UUID, row: Locked, mutation: Mutation, deletion: UUID) -> None:
    """Moves a todo that is held, and not in the trash, there with its subtasks."""
    conn.execute(
        CHANGE
        + place.TREE
        + """, gone as (
          update todo t set deleted_at = now(), deletion = %(deletion)s, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree where t.space = %(space)s and t.id = tree.id and t.deleted_at is null
          returning t.id
        )"""
        + carried("gone", "todo"),
        {
            "deletion": deletion,
            **stamp_deleted(row, mutation),
            **parameters(space, mutation, Changed("todo", row.id, "delete")),
        },
    )


def restore(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> Stored:
    """Brings the todo back with the subtasks that went with it; to the Inbox if where it was is in the trash."""
    bring_back(conn, space, row_id, mutation)
    return rows.read(conn, TODO, space, row_id)


def bring_back(conn: Connection, space: UUID, row_id: UUID, mutation: Mutation) -> None:
    """Restores without reading what has become of it."""
    row = from_trash(conn, TODO, space, row_id, mutation)
    if row is None:
        return
    if gone := place.gone(conn, space, row):
        place.move(conn, space, row, gone, replace(mutation, is_late=False))
    conn.execute(
        CHANGE
        + place.TREE
        + """, deletion as (
          select deletion as id from todo where space = %(space)s and id = %(entity)s
        ), back as (
          update todo t set deleted_at = null, deletion = null, seq = bump.seq, """
        + STAMPED
        + """
          from bump, tree, deletion where t.space = %(space)s and t.id = tree.id and t.deletion = deletion.id
          returning t.id
        )"""
        + carried("back", "todo"),
        {
            **stamp_deleted(row, mutation),
            **parameters(space, mutation, Changed("todo", row_id, "restore", rows.came_back(row))),
        },
    )


def due_values(row: Row) -> list[str]:
    """What `BY_DUE` orders by: those without a due date last, and within a day those without a time."""
    on, at = when.split(cast("str | None", row["due"]))
    return [on or "infinity", at or "24:00"]
