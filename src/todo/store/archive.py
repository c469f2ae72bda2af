"""Everything of an account as rows of JSON, out and in again.

The numbers of changes go on from where the space is, in their own order, so that whoever has read it up to here reads
what was taken in as the newest. The place of a todo or list in the tree follows from its parent, which comes before it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, cast
from uuid import UUID

import psycopg

from todo.db import Connection
from todo.errors import NOT_STORED, FieldError, Problem, invalid, not_found
from todo.store.filter import FILTER
from todo.store.list import LIST
from todo.store.row import Noun
from todo.store.section import SECTION
from todo.store.tag import TAG
from todo.store.todo import TODO

FETCHED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Part:
    """One array of an archive: how its rows are read, and how an array of them is put back."""

    name: str
    read: LiteralString
    put: LiteralString


def _read(noun: Noun, order: LiteralString) -> LiteralString:
    return (
        "select row_to_json(x)::text from (select "
        + noun.fields
        + ", t.stamps, t.deletion from "
        + noun.name
        + " t where t.space = %s order by "
        + order
        + ") x"
    )


_KEPT: LiteralString = "position, foreign_properties, stamps, created_at, updated_at, deleted_at, deletion"
_KEPT_OF_X: LiteralString = (
    "x.position, x.foreign_properties, x.stamps, x.created_at, x.updated_at, x.deleted_at, x.deletion"
)
_KEPT_TYPES: LiteralString = """id uuid, seq bigint, position text, foreign_properties json, stamps jsonb,
  created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, deletion uuid"""


def _put(table: LiteralString, columns: LiteralString, values: LiteralString, types: LiteralString) -> LiteralString:
    return (
        "with put as (insert into "
        + table
        + " (space, id, seq, "
        + columns
        + ", "
        + _KEPT
        + ") select %(space)s, x.id, %(base)s + x.seq, "
        + values
        + ", "
        + _KEPT_OF_X
        + " from json_to_recordset(%(rows)s::json) x("
        + types
        + ", "
        + _KEPT_TYPES
        + ")"
    )


_DONE: LiteralString = " returning id) select count(*) from put"

_TODO_PUT: LiteralString = (
    _put(
        "todo",
        """list, section, parent, parent_depth, title, notes, status, priority, start_on, start_time, start_zone,
        due_on, due_time, due_zone, deadline_on, duration_minutes, recurrence, repeat_from, series_start, occurrence,
        steps, exceptions, reminders, completed_at""",
        """x.list, x.section, x.parent, p.depth, x.title, x.notes, x.status, x.priority,
        split_part(x.start, 'T', 1)::date, nullif(split_part(x.start, 'T', 2), '')::time, x.start_zone,
        split_part(x.due, 'T', 1)::date, nullif(split_part(x.due, 'T', 2), '')::time, x.due_zone,
        x.deadline, x.duration_minutes, x.recurrence, x.repeat_from, x.series_start, x.occurrence, x.steps,
        x.exceptions, x.reminders, x.completed_at""",
        """list uuid, section uuid, parent uuid, title text, notes text, status text, priority smallint, start text,
        start_zone text, due text, due_zone text, deadline date, duration_minutes integer, recurrence text,
        repeat_from text, series_start date, occurrence date, steps integer, exceptions date[], reminders jsonb,
        completed_at timestamptz""",
    )
    + """ left join todo p on p.space = %(space)s and p.id = x.parent returning id
    ), tagged as (
      insert into todo_tag (space, todo, tag) select %(space)s, x.id, tag
      from json_to_recordset(%(rows)s::json) x(id uuid, tags uuid[]), unnest(x.tags) tag
    )
    select count(*) from put"""
)

_HISTORY_PUT: LiteralString = """
with put as (
  insert into history (space, id, mutation, undoes, seq, kind, entity, action, at, recorded_at, actor, before, after,
    lost, carried_by)
  select %(space)s, x.id, x.mutation, x.undoes, %(base)s + x.seq, x.kind,
    case when x.kind = 'account' then %(account)s else x.entity end, x.action, x.at, x.recorded_at, x.actor,
    nullif(x.before::text, 'null')::json, nullif(x.after, 'null'), nullif(x.lost, 'null'), x.carried_by
  from json_to_recordset(%(rows)s::json) x(id uuid, mutation uuid, undoes uuid, seq bigint, kind text, entity uuid,
    action text, at timestamptz, recorded_at timestamptz, actor text, before json, after jsonb, lost jsonb,
    carried_by uuid)
  on conflict (space, id) do nothing returning id
)
select count(*) from put"""

_HISTORY: LiteralString = """
select row_to_json(x)::text from (
  select id, mutation, undoes, seq, kind, entity, action, at, recorded_at, actor, before, after, lost, carried_by
  from history where space = %s order by seq, id
) x"""

_COMPLETION: LiteralString = """
select row_to_json(x)::text from (
  select todo, occurrence, outcome, due, due_zone, completed_at, seq from completion where space = %s
  order by todo, occurrence
) x"""

_COMPLETION_PUT: LiteralString = """
with put as (
  insert into completion (space, todo, occurrence, outcome, due, due_zone, completed_at, seq)
  select %(space)s, x.todo, x.occurrence, x.outcome, x.due, x.due_zone, x.completed_at, %(base)s + x.seq
  from json_to_recordset(%(rows)s::json) x(todo uuid, occurrence date, outcome text, due text, due_zone text,
    completed_at timestamptz, seq bigint)
  returning todo
)
select count(*) from put"""

_TOMBSTONE: LiteralString = """
select row_to_json(x)::text from (
  select id, kind, seq, created_at from tombstone where space = %s order by seq, kind, id
) x"""

_TOMBSTONE_PUT: LiteralString = (
    "with put as (insert into tombstone (space, id, kind, seq, created_at)"
    " select %(space)s, x.id, x.kind, %(base)s + x.seq, x.created_at"
    " from json_to_recordset(%(rows)s::json) x(id uuid, kind text, seq bigint, created_at timestamptz)" + _DONE
)

PARTS: tuple[Part, ...] = (
    Part(
        "list",
        _read(LIST, "t.depth, t.id"),
        _put(
            "list",
            "parent, parent_depth, name, color, view",
            "x.parent, p.depth, x.name, x.color, x.view",
            "parent uuid, name text, color text, view text",
        )
        + " left join list p on p.space = %(space)s and p.id = x.parent"
        + _DONE,
    ),
    Part(
        "section",
        _read(SECTION, "t.id"),
        _put("section", "list, name", "x.list, x.name", "list uuid, name text") + _DONE,
    ),
    Part("tag", _read(TAG, "t.id"), _put("tag", "name, color", "x.name, x.color", "name text, color text") + _DONE),
    Part(
        "filter",
        _read(FILTER, "t.id"),
        _put("filter", "name, query, color", "x.name, x.query, x.color", "name text, query text, color text") + _DONE,
    ),
    Part("todo", _read(TODO, "t.depth, t.id"), _TODO_PUT),
    Part("completion", _COMPLETION, _COMPLETION_PUT),
    Part("history", _HISTORY, _HISTORY_PUT),
    Part("tombstone", _TOMBSTONE, _TOMBSTONE_PUT),
)
"""In this order they are written, and may be read back: what others refer to comes first."""

ACCOUNT: LiteralString = "name, zone, week_start, language, theme, stamps"


def head(conn: Connection, space: UUID) -> dict[str, Any]:
    """The account's settings, and the number of the last change. Raises Problem 404."""
    found = conn.execute(
        "select s.seq, row_to_json(x) from (select space, " + ACCOUNT + " from account where space = %s) x"
        " join space s on s.id = x.space",
        (space,),
    ).fetchone()
    if found is None:
        raise not_found("account")
    settings = cast("dict[str, Any]", found[1])
    del settings["space"]
    return {"seq": found[0], "account": settings}


def rows(conn: Connection, space: UUID, part: Part) -> Iterator[str]:
    """The rows of a part as JSON; only some of them are in memory at a time."""
    with conn.cursor(name="archive") as cursor:
        cursor.itersize = FETCHED_AT_ONCE
        cursor.execute(part.read, (space,))
        for (row,) in cursor:
            yield cast("str", row)


_EMPTY: LiteralString = """
select seq, not exists (select from todo where space = %(space)s)
  and not exists (select from list where space = %(space)s) and not exists (select from tag where space = %(space)s)
  and not exists (select from filter where space = %(space)s)
  and not exists (select from tombstone where space = %(space)s)
from space where id = %(space)s for update"""


def begin(conn: Connection, space: UUID) -> int:
    """The number of the last change; whoever else writes waits from here on. Raises Problem 409 if there are rows."""
    # In the order in which a change of the settings takes the two, so that neither waits for the other for ever.
    conn.execute("select from account where space = %s for no key update", (space,))
    found = conn.execute(_EMPTY, {"space": space}).fetchone()
    if found is None:
        raise not_found("account")
    if not found[1]:
        raise Problem(409, "not_empty", "The account has rows, perhaps in the trash; take it into a new one.")
    return cast("int", found[0])


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows are put: `base` is the number of the last change before them."""

    space: UUID
    account: UUID
    base: int


def put(conn: Connection, target: Target, part: Part, first: int, texts: Sequence[str]) -> None:
    """Stores rows, the first of which is number `first` of its array. Raises Problem 422 that names the wrong one."""
    try:
        _insert(conn, target, part, texts)
    except (psycopg.IntegrityError, psycopg.DataError):
        for number, text in enumerate(texts, first):
            try:
                _insert(conn, target, part, [text])
            except (psycopg.IntegrityError, psycopg.DataError) as error:
                raise invalid(_refusal(f"{part.name}.{number}", error)) from None


def _insert(conn: Connection, target: Target, part: Part, texts: Sequence[str]) -> None:
    values = {"space": target.space, "account": target.account, "base": target.base, "rows": f"[{','.join(texts)}]"}
    with conn.transaction():  # a savepoint, so that what is refused can be tried row by row
        conn.execute(part.put, values).fetchone()


def _refusal(place: str, error: psycopg.Error) -> FieldError:
    name = error.diag.constraint_name or ""
    if name.endswith("_pkey"):
        return FieldError(f"{place}.id", "twice", "is there already")
    if known := NOT_STORED.get(name):
        return FieldError(f"{place}.{known.field}", known.code, known.message)
    return FieldError(place, "invalid", f"breaks the rule {name}" if name else "has a value that cannot be stored")


def finish(conn: Connection, target: Target, seq: int, settings: dict[str, Any]) -> None:
    """The settings, and the number of the last change: what was taken in is to be seen from now on."""
    conn.execute(
        "with bump as (update space set seq = seq + %(seq)s where id = %(space)s returning seq)"
        " update account set name = %(name)s, zone = %(zone)s, week_start = %(week_start)s, language = %(language)s,"
        " theme = %(theme)s, stamps = %(stamps)s::jsonb, updated_at = now(), seq = bump.seq from bump"
        " where space = %(space)s",
        {**settings, "stamps": json.dumps(settings["stamps"]), "seq": seq, "space": target.space},
    )
