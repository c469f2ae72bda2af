"""History: what each mutation has changed, the newest first."""

from typing import LiteralString, cast
from uuid import UUID

from todo.db import Connection
from todo.errors import not_found
from todo.store.row import Noun, Order, Query, Row

_TITLE: LiteralString = """case t.kind
    when 'todo' then (select r.title from todo r where r.space = t.space and r.id = t.entity)
    when 'list' then (select r.name from list r where r.space = t.space and r.id = t.entity)
    when 'section' then (select r.name from section r where r.space = t.space and r.id = t.entity)
    when 'tag' then (select r.name from tag r where r.space = t.space and r.id = t.entity)
  end as title"""

_ACTOR_NAME: LiteralString = """case when t.actor like 'token:%%' then
    (select k.name from token k where k.space = t.space and k.id::text = substr(t.actor, 7)) end as actor_name"""

HISTORY = Noun(
    "history",
    "t.id, t.mutation, t.undoes, t.seq, t.kind, t.entity, "
    + _TITLE
    + ", t.action, t.at, t.recorded_at, t.actor, "
    + _ACTOR_NAME
    + ", t.before, t.after, t.lost, t.carried_by",
    {},
)


def _seq(row: Row) -> list[str]:
    return [str(row["seq"])]


BY_SEQ = Order("seq", (("t.seq", "%(behind0)s::bigint"),), _seq)


def of_space(space: UUID) -> Query:
    """What was asked for; not what lists, sections and todos have carried along."""
    wanted = Query(space)
    wanted.where("t.carried_by is null")
    return wanted


def of_row(space: UUID, kind: str, row_id: UUID) -> Query:
    """All that has happened to one row."""
    wanted = Query(space)
    wanted.where("t.entity = %(entity)s and t.kind = %(kind)s", entity=row_id, kind=kind)
    return wanted


def mutation_of(conn: Connection, space: UUID, named: UUID) -> UUID:
    """The mutation that is named by its own id or by that of one of its entries. Raises Problem 404."""
    found = conn.execute(
        "select mutation from history where space = %(space)s and mutation = %(named)s and carried_by is null"
        " union all select mutation from history where space = %(space)s and id = %(named)s limit 1",
        {"space": space, "named": named},
    ).fetchone()
    if found is None:
        raise not_found("mutation")
    return cast("UUID", found[0])
