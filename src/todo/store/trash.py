"""The trash: after 30 days a row leaves it for good, and a tombstone tells devices that were away for 180 days more."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import LiteralString, cast
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem, not_found
from todo.store import list as lists
from todo.store import place
from todo.store import row as rows
from todo.store.change import Mutation
from todo.store.row import Noun
from todo.store.section import SECTION

TRASH_TIME: LiteralString = "interval '30 days'"
_TOMBSTONE_TIME: LiteralString = "interval '180 days'"

# Nothing that is not in the trash itself may go, whatever became of the list or the parent that it had.
_FREE: LiteralString = """
with recursive stray as (
  select t.id from todo t
    left join list l on l.space = t.space and l.id = t.list
    left join section s on s.space = t.space and s.id = t.section
    left join todo p on p.space = t.space and p.id = t.parent
  where t.space = %(space)s and (t.deleted_at is null or t.deleted_at >= %(until)s)
    and (l.deleted_at < %(until)s or s.deleted_at < %(until)s or p.deleted_at < %(until)s)
  union
  select child.id from todo child join stray on child.parent = stray.id where child.space = %(space)s
)
update todo t set list = null, section = null, parent = null, parent_depth = null, seq = %(seq)s
from stray where t.space = %(space)s and t.id = stray.id"""

_FREE_LISTS: LiteralString = """
with recursive stray as (
  select t.id from list t join list p on p.space = t.space and p.id = t.parent
  where t.space = %(space)s and (t.deleted_at is null or t.deleted_at >= %(until)s) and p.deleted_at < %(until)s
  union
  select child.id from list child join stray on child.parent = stray.id where child.space = %(space)s
)
update list t set parent = null, parent_depth = null, seq = %(seq)s
from stray where t.space = %(space)s and t.id = stray.id"""

# A row may have been purged before and imported again.
_ONE_STONE: LiteralString = " on conflict (space, kind, id) do update set seq = excluded.seq, created_at = now()"

_PURGE: tuple[LiteralString, ...] = (
    _FREE,
    _FREE_LISTS,
    (
        "with gone as (delete from todo where space = %(space)s and deleted_at < %(until)s returning id)"
        " insert into tombstone (space, id, kind, seq) select %(space)s, id, 'todo', %(seq)s from gone" + _ONE_STONE
    ),
    (
        "with gone as (delete from section s where space = %(space)s and (deleted_at < %(until)s or exists"
        " (select from list l where l.space = s.space and l.id = s.list and l.deleted_at < %(until)s)) returning id)"
        " insert into tombstone (space, id, kind, seq) select %(space)s, id, 'section', %(seq)s from gone" + _ONE_STONE
    ),
    (
        "with gone as (delete from list where space = %(space)s and deleted_at < %(until)s returning id)"
        " insert into tombstone (space, id, kind, seq) select %(space)s, id, 'list', %(seq)s from gone" + _ONE_STONE
    ),
    (
        "update todo t set seq = %(seq)s from todo_tag tt join tag g on g.space = tt.space and g.id = tt.tag"
        " where t.space = %(space)s and tt.space = t.space and tt.todo = t.id and g.deleted_at < %(until)s"
    ),
    (
        "with gone as (delete from tag where space = %(space)s and deleted_at < %(until)s returning id)"
        " insert into tombstone (space, id, kind, seq) select %(space)s, id, 'tag', %(seq)s from gone" + _ONE_STONE
    ),
    (
        "with gone as (delete from filter where space = %(space)s and deleted_at < %(until)s returning id)"
        " insert into tombstone (space, id, kind, seq) select %(space)s, id, 'filter', %(seq)s from gone" + _ONE_STONE
    ),
    (
        "delete from history h using tombstone t"
        " where h.space = %(space)s and t.space = h.space and h.entity = t.id and h.kind = t.kind"
    ),
    "delete from mutation where space = %(space)s and answered_at < now() - " + _TOMBSTONE_TIME,
    (
        "with gone as (delete from tombstone where space = %(space)s and created_at < now() - "
        + _TOMBSTONE_TIME
        + " returning seq)"
        " update space set min_seq = greatest(min_seq, (select max(seq) from gone)) where id = %(space)s"
    ),
    "delete from answer where space = %(space)s and created_at < now() - interval '1 day'",
)

_DUE: LiteralString = (
    "update space set swept_on = current_date, seq = seq + 1 where id = %(space)s and swept_on < current_date"
    " returning seq, now() - " + TRASH_TIME
)


def sweep(conn: Connection, space: UUID) -> None:
    """Empties what has been in the trash for too long, once a day and space. Restoring is over after that."""
    due = conn.execute(_DUE, {"space": space}).fetchone()
    if due is not None:
        _purge(conn, space, *due)


def empty(conn: Connection, space: UUID) -> None:
    """Empties the trash now."""
    _purge(conn, space, _bump(conn, space), "infinity")


def purge(conn: Connection, noun: Noun, space: UUID, row_id: UUID, mutation: Mutation) -> None:
    """Takes one row out of the trash for good, with what went there with it; gone for good already: nothing.

    Raises Problem 404, 409 if it is not in the trash, 412 if it is no longer the one that the client has seen.
    """
    if _is_gone(conn, noun, space, row_id):
        return
    row = rows.lock(conn, noun, space, row_id, mutation)
    if row.fields["deleted_at"] is None:
        raise Problem(409, "not_in_trash", f"The {noun.name} is not in the trash; delete it first.")
    for statement in _WITH_IT.get(noun.name, (_alone(noun),)):
        conn.execute(statement, {"space": space, "entity": row_id, "deletion": row.deletion})
    _purge(conn, space, _bump(conn, space), _LONG_AGO)


# What is to go now goes by the same statements as what has been there for too long: it is dated back.
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_BACK: LiteralString = "set deleted_at = '-infinity' where t.space = %(space)s and t.deletion = %(deletion)s"
_LISTS: LiteralString = "with recursive bump as (select)" + lists.TREE


def _alone(noun: Noun) -> LiteralString:
    return "update " + noun.name + " t " + _BACK + " and t.id = %(entity)s"


_WITH_IT: Mapping[str, tuple[LiteralString, ...]] = {
    "list": (
        _LISTS + " update todo t " + _BACK + " and t.list in (select id from tree)",
        _LISTS + " update section t " + _BACK + " and t.list in (select id from tree)",
        _LISTS + " update list t " + _BACK + " and t.id in (select id from tree)",
    ),
    "section": ("update todo t " + _BACK + " and t.section = %(entity)s", _alone(SECTION)),
    "todo": (
        "with recursive bump as (select)"
        + place.TREE
        + " update todo t "
        + _BACK
        + " and t.id in (select id from tree)",
    ),
}


def _is_gone(conn: Connection, noun: Noun, space: UUID, row_id: UUID) -> bool:
    found = conn.execute(
        "select from tombstone where space = %s and kind = %s and id = %s", (space, noun.name, row_id)
    ).fetchone()
    return found is not None and rows.find(conn, noun, space, row_id) is None


def _bump(conn: Connection, space: UUID) -> int:
    bumped = conn.execute("update space set seq = seq + 1 where id = %s returning seq", (space,)).fetchone()
    if bumped is None:
        raise not_found("account")
    return cast("int", bumped[0])


def _purge(conn: Connection, space: UUID, seq: int, until: datetime | str) -> None:
    for statement in _PURGE:
        conn.execute(statement, {"space": space, "seq": seq, "until": until})
