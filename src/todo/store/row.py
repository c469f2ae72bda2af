"""What lists, sections, tags and todos have in common as rows: read, lock, write, stand in an order, page."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString, NamedTuple, cast
from uuid import UUID

from psycopg.rows import TupleRow

from todo.db import Connection, Cursor
from todo.errors import Problem, not_found, wrong
from todo.rules.merge import Merged, merge
from todo.store.change import CHANGE, Changed, Mutation, Stored, decisive, lose, parameters, stamp_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Noun:
    """A table whose rows clients see. `fields` is what they see, of the row `t`; `columns` says how each is set."""

    name: LiteralString
    fields: LiteralString
    columns: Mapping[str, LiteralString]


@dataclass(frozen=True, slots=True)
class Locked:
    """A row as clients see it, held until the transaction ends."""

    id: UUID
    fields: Row
    stamps: Mapping[str, str]
    deletion: UUID | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order to page through: the expressions of the row `t`, and their values for a row as clients see it."""

    name: LiteralString
    expressions: tuple[tuple[LiteralString, LiteralString], ...]  # each with the same of the value behind0, behind1 …
    values: Callable[[Row], list[str]]


class Page(NamedTuple):
    """Rows as JSON, and what the next page starts behind: the order's values and the id of the last row."""

    rows: list[str]
    last: list[str] | None


@dataclass(slots=True)
class Query:
    """What a page is of: conditions on the row `t`, all of which hold, with their parameters."""

    space: UUID
    conditions: list[LiteralString] = field(default_factory=list[LiteralString])
    parameters: dict[str, object] = field(default_factory=dict[str, object])

    def where(self, condition: LiteralString, **values: object) -> None:
        self.conditions.append(condition)
        self.parameters.update(values)


BY_POSITION = Order("position", (("t.position", "%(behind0)s"),), lambda row: [row["position"]])


def read(conn: Connection, noun: Noun, space: UUID, row_id: UUID) -> Stored:
    """The row, also from the trash. Raises Problem 404."""
    found = _read(conn, noun, space, row_id)
    if found is None:
        raise not_found(noun.name)
    return Stored(*found)


def _read(conn: Connection, noun: Noun, space: UUID, row_id: UUID) -> TupleRow | None:
    return conn.execute(
        "select row_to_json(x)::text, x.seq from (select " + noun.fields + " from " + noun.name + " t"
        " where t.space = %s and t.id = %s) x",
        (space, row_id),
    ).fetchone()


def find(conn: Connection, noun: Noun, space: UUID, row_id: UUID) -> str | None:
    """The row as JSON, also from the trash; None if it is not there."""
    found = _read(conn, noun, space, row_id)
    return found[0] if found else None


def read_if_made(conn: Connection, noun: Noun, space: UUID, row_id: UUID, made: Cursor) -> Stored | None:
    """The row that the statement of `made` has stored, or None if it stored none. Sent together with it."""
    found = _read(conn, noun, space, row_id)
    return Stored(*found) if found and made.rowcount else None


def lock(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation) -> Locked:
    """The row, for a change to it. Raises Problem 404, or 412 if it is no longer the one that the client has seen.

    NO KEY UPDATE lets others refer to the row meanwhile, so that nobody waits for us while we wait for them.
    """
    found = conn.execute(
        "select (select row_to_json(x)::text from (select " + noun.fields + ") x), t.stamps, t.deletion, t.seq"
        " from " + noun.name + " t where t.space = %s and t.id = %s for no key update of t",
        (space, row_id),
    ).fetchone()
    if found is None:
        raise not_found(noun.name)
    body, stamps, deletion, seq = found
    if mutation.only_if is not None and seq not in mutation.only_if:
        raise Problem(412, "changed_meanwhile", f"The {noun.name} was changed meanwhile: it is at {seq}.")
    return Locked(row_id, json.loads(body), decisive(conn, space, stamps, mutation), deletion)


def lock_live(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation) -> Locked:
    """Like `lock`; a row in the trash is a Problem 409, but for who cannot have known and may restore it yet."""
    row = lock(conn, noun, space, row_id, mutation)
    if row.fields["deleted_at"] is not None and not mutation.is_late:
        raise Problem(409, "in_trash", f"The {noun.name} is in the trash; restore it first.")
    return row


def lock_all(conn: Connection, noun: Noun, space: UUID, ids: Sequence[UUID], mutation: Mutation) -> dict[UUID, Locked]:
    """Those of the rows that are there, held in the one order in which all do that hold several."""
    found = conn.execute(
        "select t.id, (select row_to_json(x)::text from (select " + noun.fields + ") x), t.stamps, t.deletion"
        " from " + noun.name + " t where t.space = %s and t.id = any(%s) order by t.id for no key update of t",
        (space, list(ids)),
    ).fetchall()
    return {
        row_id: Locked(row_id, json.loads(body), decisive(conn, space, stamps, mutation), deletion)
        for row_id, body, stamps, deletion in found
    }


def came_back(row: Locked) -> Row:
    """What history keeps of a restored row: with what it was in the trash, so that it can be put back there."""
    return {"deletion": str(row.deletion)}


def write(
    conn: Connection, noun: Noun, space: UUID, row: Locked, action: str, changes: Row, mutation: Mutation
) -> None:
    """Sets the fields that are named, those of them that no later action has set already."""
    write_merged(conn, noun, space, row, action, merged(row, changes, mutation), mutation)


def merged(row: Locked, changes: Row, mutation: Mutation) -> Merged:
    """Which of the changes come later than what is stored: all of them if the mutation is of now."""
    return merge(row.stamps, changes, stamp_of(row.stamps, changes, mutation))


def write_merged(
    conn: Connection, noun: Noun, space: UUID, row: Locked, action: str, merged: Merged, mutation: Mutation
) -> None:
    """Sets what has won. What has lost is kept in history."""
    before = {name: row.fields[name] for name in merged.applied}
    changed = Changed(noun.name, row.id, action, before, merged.applied, merged.lost)
    if not merged.applied:
        return lose(conn, space, mutation, changed) if merged.lost else None
    assignments: list[LiteralString] = [noun.columns[name] for name in merged.applied if noun.columns[name]]
    assignments.append(_BOOKKEEPING)
    sql: LiteralString = (
        CHANGE
        + " update "
        + noun.name
        + " t set "
        + ", ".join(assignments)
        + " from bump where t.space = %(space)s and t.id = %(entity)s"
    )
    conn.execute(
        sql,
        {**as_stored(merged.applied), "stamps": json.dumps(merged.stamps), **parameters(space, mutation, changed)},
    )
    return None


_BOOKKEEPING: LiteralString = "stamps = t.stamps || %(stamps)s::jsonb, updated_at = now(), seq = bump.seq"


_JSON = {"foreign_properties", "reminders"}


def as_stored(fields: Row) -> dict[str, Any]:
    """The fields as statements take them: what they keep as JSON is its text."""
    return {
        name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) if name in _JSON else value
        for name, value in fields.items()
    }


def check_known(conn: Connection, noun: LiteralString, space: UUID, name: str, row_id: str) -> None:
    """Raises Problem 422 if what the field names never was; what is gone meanwhile is no fault of the client's."""
    sql: LiteralString = (
        "select from " + noun + " where space = %(space)s and id = %(id)s"
        " union all select from tombstone where space = %(space)s and kind = %(kind)s and id = %(id)s"
    )
    if conn.execute(sql, {"space": space, "id": row_id, "kind": noun}).fetchone() is None:
        raise wrong(name, "unknown", f"there is no such {noun}")


def is_live(conn: Connection, noun: Noun, space: UUID, row_id: UUID | str) -> bool:
    """True if the row is there and not in the trash."""
    sql: LiteralString = "select from " + noun.name + " where space = %s and id = %s and deleted_at is null"
    return conn.execute(sql, (space, row_id)).fetchone() is not None


def stored_before(conn: Connection, noun: Noun, space: UUID, row_id: UUID, fields: Row) -> Stored | None:
    """The row that an earlier create with this id stored, or None. Raises Problem 409 if it was another create."""
    is_same, is_gone = cast(
        "tuple[bool | None, bool]",
        conn.execute(
            """
            select
              (select after = %s::jsonb from history
                where space = %s and entity = %s and kind = %s and action = 'create' limit 1),
              exists (select from tombstone where space = %s and kind = %s and id = %s)""",
            (json.dumps(fields, ensure_ascii=False), space, row_id, noun.name, space, noun.name, row_id),
        ).fetchone(),
    )
    if is_same:
        return read(conn, noun, space, row_id)
    if is_same is None and not is_gone:
        return None
    raise Problem(409, "id_taken", f"Another {noun.name} was created with this id.")


def page(
    conn: Connection, noun: Noun, query: Query, by: Order, *, descending: bool, limit: int, behind: list[str] | None
) -> Page:
    """At most `limit` rows behind the given one. One row more is read, to know whether there is a next page."""
    conditions: list[LiteralString] = ["t.space = %(space)s", *query.conditions]
    values: dict[str, object] = {**query.parameters, "space": query.space, "most": limit + 1}
    expressions: list[tuple[LiteralString, LiteralString]] = [*by.expressions, ("t.id", "%(behind_id)s::uuid")]
    if behind is not None:
        conditions.append(_behind(expressions, descending))
        values.update({f"behind{number}": value for number, value in enumerate(behind[:-1])}, behind_id=behind[-1])
    direction: LiteralString = " desc" if descending else ""
    rows = conn.execute(
        "select row_to_json(x)::text from (select " + noun.fields + " from " + noun.name + " t"
        " where "
        + " and ".join(conditions)
        + " order by "
        + ", ".join([expression + direction for expression, _ in expressions])
        + " limit %(most)s) x",
        values,
    ).fetchall()
    bodies = [cast("str", row[0]) for row in rows]
    if len(bodies) <= limit:
        return Page(bodies, None)
    last = json.loads(bodies[limit - 1])
    return Page(bodies[:limit], [*by.values(last), last["id"]])


def _behind(expressions: list[tuple[LiteralString, LiteralString]], descending: bool) -> LiteralString:
    sign: LiteralString = ") < (" if descending else ") > ("
    return (
        "(" + ", ".join([own for own, _ in expressions]) + sign + ", ".join([given for _, given in expressions]) + ")"
    )
