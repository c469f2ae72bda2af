"""One change to a space: its number, its history and the rows it writes, in one statement.

`space.seq` is raised by the same statement that writes the rows, the last of its transaction. A reader that has seen
number n has therefore seen every change up to n, and writers of one space wait for each other only that long.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString, NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from todo.db import Connection
from todo.rules.merge import stamp, stamp_now


@dataclass(frozen=True, slots=True)
class Device:
    """Where a late mutation comes from, and what the clock there has shown: between two of one device it decides."""

    client: UUID
    clock: datetime


@dataclass(frozen=True, slots=True)
class Mutation:
    """One named change that a client asked for: when the person acted, and by which client.

    `only_if` holds the numbers of the row that the client is content to change; None is any. What `is_late` comes from
    a device that was away: field by field the later action wins, and what loses is kept in history. What is not late
    happens now and wins. `undoes` is the mutation that this one takes back.
    """

    id: UUID
    at: datetime
    actor: str
    only_if: frozenset[int] | None = None
    is_late: bool = False
    device: Device | None = None
    undoes: UUID | None = None


class Stored(NamedTuple):
    """A row as clients see it, built as JSON by the database, and the number of its last change."""

    body: str
    seq: int


class Changed(NamedTuple):
    """What history keeps of a change to one row."""

    kind: str
    entity: UUID
    action: str
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    lost: Mapping[str, object] | None = None


BUMP: LiteralString = """
with recursive bump as (
  update space set seq = seq + 1 where id = %(space)s returning seq
)"""
"""The beginning of every statement that writes; the rest takes its number from `bump`."""


def bump_for_new(table: LiteralString) -> LiteralString:
    """BUMP, unless the row is or was stored already: what is sent twice changes nothing."""
    return (
        "with recursive bump as (update space set seq = seq + 1 where id = %(space)s and not exists (select from "
        + table
        + " where space = %(space)s and id = %(entity)s)"
        " and not exists (select from tombstone where space = %(space)s and kind = %(kind)s and id = %(entity)s)"
        " returning seq)"
    )


def noted(source: LiteralString) -> LiteralString:
    """Writes the history of the change, if `source` has a row: that of its number."""
    return (
        """, noted as (
  insert into history (space, id, mutation, seq, kind, entity, action, at, actor, before, after, lost, undoes)
  select %(space)s, %(note)s, %(mutation)s, seq, %(kind)s, %(entity)s, %(action)s, %(at)s, %(actor)s,
    %(before)s::json, %(after)s::jsonb, %(lost)s::jsonb, %(undoes)s
  from """
        + source
        + ")"
    )


CHANGE: LiteralString = BUMP + noted("bump")
"""The beginning of a statement that changes a row that is there."""


def carried(source: LiteralString, kind: LiteralString) -> LiteralString:
    """Writes the history of the rows of `source` that went along with the one that was changed.

    What they have of its fields they share with it; none of them has a parent that changed.
    """
    return (
        """
  insert into history (space, id, mutation, seq, kind, entity, action, at, actor, before, after, undoes, carried_by)
  select %(space)s, gen_random_uuid(), %(mutation)s, bump.seq, '"""
        + kind
        + """', along.id, %(action)s, %(at)s, %(actor)s,
    (%(before)s::jsonb - 'parent')::json, %(after)s::jsonb - 'parent', %(undoes)s, %(note)s
  from bump, """
        + source
        + " along where along.id <> %(entity)s"
    )


def parameters(space: UUID, mutation: Mutation, changed: Changed) -> dict[str, object]:
    """What CHANGE needs."""
    return {
        "space": space,
        "note": uuid7(),
        "mutation": mutation.id,
        "at": mutation.at,
        "is_late": mutation.is_late,
        "actor": mutation.actor,
        "undoes": mutation.undoes,
        "kind": changed.kind,
        "entity": changed.entity,
        "action": changed.action,
        "before": _json(changed.before),
        "after": _json(changed.after),
        "lost": _json(changed.lost),
    }


CREATED_AT: LiteralString = "case when %(is_late)s then least(%(at)s, now()) else now() end"
"""When a row was made, also where that was on a device which was away."""


def stamp_of(stamps: Mapping[str, str], fields: Iterable[str], mutation: Mutation) -> str:
    """The stamp of a change to these fields: what is late has that of its time, what is not comes behind all others."""
    if mutation.is_late:
        return stamp(mutation.at, mutation.id)
    return stamp_now(stamps, dict.fromkeys(fields), mutation.at, mutation.id)


def decisive(conn: Connection, space: UUID, stamps: Mapping[str, str], mutation: Mutation) -> Mapping[str, str]:
    """The stamps, but for those of what the same device did before, which cannot come later than what it does now.

    Without that, an action that was sent by a slow request would win over the next one, which was sent by a quick one.
    """
    if mutation.device is None:
        return stamps
    new = stamp(mutation.at, mutation.id)
    ahead = [UUID(value.partition(":")[2]) for value in stamps.values() if value > new]
    if not ahead:
        return stamps
    found = conn.execute(
        "select id from mutation where space = %s and id = any(%s) and client = %s and (at, id) < (%s, %s)",
        (space, ahead, mutation.device.client, mutation.device.clock, mutation.id),
    )
    before = {row_id.hex for (row_id,) in found}
    return {name: value for name, value in stamps.items() if value.partition(":")[2] not in before}


def lose(conn: Connection, space: UUID, mutation: Mutation, changed: Changed) -> None:
    """Keeps in history what a later action had decided otherwise; nothing else changes."""
    conn.execute(CHANGE + " select from bump", parameters(space, mutation, changed))


def _json(value: Mapping[str, object] | None) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
