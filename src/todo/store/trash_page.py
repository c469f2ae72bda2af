"""What is in the trash, the newest first: what was thrown away itself, not what went along with it."""

from typing import LiteralString

from todo.store.row import Noun, Order
from todo.store.trash import TRASH_TIME

# What went along has the deletion of what it was in.
_THROWN_AWAY: LiteralString = """(
  select t.space, 'todo' as kind, t.id, t.title, t.list, t.deleted_at, t.deletion from todo t
    where t.deleted_at is not null
      and not exists (select from todo p where p.space = t.space and p.id = t.parent and p.deletion = t.deletion)
      and not exists (select from section s where s.space = t.space and s.id = t.section and s.deletion = t.deletion)
      and not exists (select from list l where l.space = t.space and l.id = t.list and l.deletion = t.deletion)
  union all
  select t.space, 'section', t.id, t.name, t.list, t.deleted_at, t.deletion from section t
    where t.deleted_at is not null
      and not exists (select from list l where l.space = t.space and l.id = t.list and l.deletion = t.deletion)
  union all
  select t.space, 'list', t.id, t.name, t.parent, t.deleted_at, t.deletion from list t
    where t.deleted_at is not null
      and not exists (select from list p where p.space = t.space and p.id = t.parent and p.deletion = t.deletion)
  union all
  select t.space, 'tag', t.id, t.name, null, t.deleted_at, t.deletion from tag t where t.deleted_at is not null
  union all
  select t.space, 'filter', t.id, t.name, null, t.deleted_at, t.deletion from filter t where t.deleted_at is not null
)"""

THROWN_AWAY = Noun(
    _THROWN_AWAY,
    "t.kind, t.id, t.title, t.list, t.deleted_at, t.deletion, t.deleted_at + " + TRASH_TIME + " as kept_until",
    {},
)

BY_DELETION = Order(
    "deleted_at",
    (("t.deleted_at", "%(behind0)s::timestamptz"), ("t.kind", "%(behind1)s")),
    lambda row: [row["deleted_at"], row["kind"]],
)
