"""The trash: after 30 days a row leaves it for good, and a tombstone tells devices that were away for 180 days more."""

from typing import LiteralString
from uuid import UUID

from todo.db import Connection

TRASH_DAYS, TOMBSTONE_DAYS = 30, 180

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
        "delete from history h using tombstone t"
        " where h.space = %(space)s and t.space = h.space and h.entity = t.id and h.kind = t.kind"
    ),
    "delete from mutation where space = %(space)s and answered_at < %(forgotten)s",
    (
        "with gone as (delete from tombstone where space = %(space)s and created_at < %(forgotten)s returning seq)"
        " update space set min_seq = greatest(min_seq, (select max(seq) from gone)) where id = %(space)s"
    ),
    "delete from answer where space = %(space)s and created_at < now() - interval '1 day'",
)

_DUE: LiteralString = """
update space set swept_on = current_date, seq = seq + 1 where id = %(space)s and swept_on < current_date
returning seq, now() - make_interval(days => %(trash)s), now() - make_interval(days => %(tombstones)s)"""


def sweep(conn: Connection, space: UUID) -> None:
    """Empties what has been in the trash for too long, once a day and space. Restoring is over after that."""
    due = conn.execute(_DUE, {"space": space, "trash": TRASH_DAYS, "tombstones": TOMBSTONE_DAYS}).fetchone()
    if due is None:
        return
    seq, until, forgotten = due
    for statement in _PURGE:
        conn.execute(statement, {"space": space, "seq": seq, "until": until, "forgotten": forgotten})
