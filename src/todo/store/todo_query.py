"""From the tree of a query to the condition on a todo: literals of this module, and parameters for all else.

It says the same as `todo.rules.query.match`. No part of it is ever null, since `not` must turn it round.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from todo.db import Connection
from todo.errors import not_found
from todo.rules.query.moment import Clock
from todo.rules.query.names import Called, Listed, Names
from todo.rules.query.tree import (
    All,
    Dated,
    Either,
    Named,
    Node,
    Not,
    Overdue,
    Pane,
    Plain,
    Priority,
    Said,
    Word,
)
from todo.store.todo_dated import Given, dated
from todo.store.todo_page import OVERDUE, TodoQuery, overdue_at, search_pattern


class Surroundings(NamedTuple):
    """What a query depends on beside the todos: the time where the person is, and what is called how."""

    clock: Clock
    names: Names


_SURROUNDINGS: LiteralString = """
select coalesce(a.zone, 'UTC'), a.week_start,
  (select json_agg(json_build_array(id, parent, name))::text from list where space = %(space)s and deleted_at is null),
  (select json_agg(json_build_array(id, name))::text from section where space = %(space)s and deleted_at is null),
  (select json_agg(json_build_array(id, name))::text from tag where space = %(space)s and deleted_at is null)
from account a where a.space = %(space)s"""


def surroundings(conn: Connection, space: UUID, now: datetime) -> Surroundings:
    """As they are at `now`, in one statement."""
    found = conn.execute(_SURROUNDINGS, {"space": space}).fetchone()
    if found is None:
        raise not_found("account")
    zone, week_start, *rows = found
    lists, sections, tags = (json.loads(text or "[]") for text in rows)
    return Surroundings(
        Clock(now.astimezone(ZoneInfo(zone)), week_start),
        Names(
            str(space),
            tuple(Listed(*one) for one in lists),
            tuple(Called(*one) for one in sections),
            tuple(Called(*one) for one in tags),
        ),
    )


def narrow(query: TodoQuery, pane: Pane, around: Surroundings) -> None:
    """Adds that the todo is in the pane."""
    if not pane.speaks_of_status:
        query.where(_WORDS["open"])
    query.where(_Writer(around, Given(query.parameters)).condition(pane.node))


_WORDS: Mapping[Word, LiteralString] = {
    "everything": "true",
    "open": "t.status = 'open'",
    "done": "t.status = 'done'",
    "cancelled": "t.status = 'cancelled'",
    "subtask": "t.parent is not null",
    "recurring": "t.recurrence is not null",
    "no due": "t.due_on is null",
    "no start": "t.start_on is null",
    "no deadline": "t.deadline_on is null",
    "no time": "t.due_time is null",
}

_NAMED: Mapping[str, tuple[LiteralString, LiteralString]] = {
    "list": ("t.home = any(", "::uuid[])"),
    "tree": ("t.home = any(", "::uuid[])"),
    "section": ("t.section is not null and t.section = any(", "::uuid[])"),
    "tag": (
        "exists (select from todo_tag tt where tt.space = t.space and tt.todo = t.id and tt.tag = any(",
        "::uuid[]))",
    ),
}


@dataclass(frozen=True, slots=True)
class _Writer:
    around: Surroundings
    given: Given

    def condition(self, node: Node) -> LiteralString:
        match node:
            case All(terms):
                return "(" + " and ".join([self.condition(term) for term in terms]) + ")"
            case Either(terms):
                return "(" + " or ".join([self.condition(term) for term in terms]) + ")"
            case Not(term):
                return "not (" + self.condition(term) + ")"
            case Dated():
                return "(" + dated(node, self.around.clock, self.given) + ")"
            case Named():
                return "(" + self._named(node) + ")"
            case _:
                return "(" + self._said(node) + ")"

    def _said(self, node: Plain | Priority | Overdue | Said) -> LiteralString:
        match node:
            case Plain(word):
                return _WORDS[word]
            case Priority(level):
                return "t.priority = " + self.given(level)
            case Overdue():
                self.given.values.update(overdue_at(self.around.clock.now))
                return OVERDUE
            case Said(text):
                pattern = self.given(search_pattern(text))
                return "t.title ilike " + pattern + " or t.notes ilike " + pattern

    def _named(self, node: Named) -> LiteralString:
        before, behind = _NAMED[node.kind]
        ids = sorted(self.around.names.ids(node))
        return before + self.given(ids) + behind if ids else "false"
