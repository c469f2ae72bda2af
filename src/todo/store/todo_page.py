"""Pages of todos: by what they can be filtered and in which orders they come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import LiteralString, cast

from todo.store.row import BY_POSITION, Order, Query
from todo.store.todo import due_values

# As the index todo_due_order has them.
DUE_ON: LiteralString = "case when t.due_on is null then 'infinity' else t.due_on end"
_DUE_TIME: LiteralString = "case when t.due_time is null then '24:00' else t.due_time end"

ORDERS: Mapping[str, Order] = {
    order.name: order
    for order in (
        BY_POSITION,
        Order(
            "due",
            ((DUE_ON, "%(behind0)s::date"), (_DUE_TIME, "%(behind1)s::time")),
            due_values,
        ),
        Order(
            "deadline",
            (("coalesce(t.deadline_on, 'infinity')", "%(behind0)s::date"),),
            lambda row: [row["deadline"] or "infinity"],
        ),
        Order("priority", (("t.priority", "%(behind0)s::smallint"),), lambda row: [str(row["priority"])]),
        Order("title", (("lower(t.title)", "lower(%(behind0)s)"),), lambda row: [row["title"]]),
        Order("created_at", (("t.created_at", "%(behind0)s::timestamptz"),), lambda row: [row["created_at"]]),
        Order("updated_at", (("t.updated_at", "%(behind0)s::timestamptz"),), lambda row: [row["updated_at"]]),
    )
}

NONE = "none"
"""The value of a filter that asks for todos without one."""

_FARTHEST_AHEAD = timedelta(days=2)  # from Pacific/Niue on its 1st at 23:00 it is the 3rd in Pacific/Kiritimati
OVERDUE: LiteralString = (
    "t.status = 'open' and "
    + DUE_ON
    + """ <= %(latest)s::date and case
  when t.due_time is null then t.due_on < %(today)s::date
  else instant_of(coalesce(t.due_zone, %(zone)s), t.due_on + t.due_time) <= %(now)s end"""
)


_NARROWED: Mapping[str, LiteralString] = {
    "list": "t.home = %(list)s and t.list is not null",
    "section": "t.section = %(section)s",
    "parent": "t.parent = %(parent)s",
    "tag": "%(tag)s::uuid[] <@ array(select tt.tag from todo_tag tt where tt.space = t.space and tt.todo = t.id)",
    "status": "t.status = any(%(status)s)",
    "priority": "t.priority = any(%(priority)s)",
    "due_from": "t.due_on is not null and " + DUE_ON + " >= %(due_from)s::date",
    "due_until": DUE_ON + " <= %(due_until)s::date",
    "search": "(t.title ilike %(search)s or t.notes ilike %(search)s)",
}
_WITHOUT: Mapping[str, LiteralString] = {
    "list": "t.home = %(space)s",
    "section": "t.section is null",
    "parent": "t.parent is null",
}


class TodoQuery(Query):
    """Which todos, all of the filters together."""

    def narrow(self, filters: Mapping[str, object]) -> None:
        """Adds filters by name: list, section, parent, tag, status, priority, due_from, due_until, search."""
        for name, value in filters.items():
            if value == NONE and name in _WITHOUT:
                self.where(_WITHOUT[name])
            else:
                self.where(_NARROWED[name], **{name: _given(name, value)})

    def overdue(self, now: datetime) -> None:
        """Due before `now`, which is in the account's zone: a date before its day, a time in its own zone or that."""
        self.where(OVERDUE, **overdue_at(now))


def overdue_at(now: datetime) -> dict[str, object]:
    """What OVERDUE needs of `now`, which is in the account's zone."""
    today = now.date()
    return {"now": now, "today": today, "latest": today + _FARTHEST_AHEAD, "zone": str(now.tzinfo)}


def search_pattern(text: str) -> str:
    """A pattern for ILIKE that the text stands anywhere, every character as itself."""
    return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _given(name: str, value: object) -> object:
    if name == "search":
        return search_pattern(str(value))
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
