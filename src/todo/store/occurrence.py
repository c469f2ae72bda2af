"""The occurrence that a todo stands for: completed or skipped, goes on to the next; postponed, this one alone moves.

Which occurrence is meant is part of what is asked, so that doing it twice, late, or on two devices at once is one step.
"""

import json
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem, wrong
from todo.rules import series
from todo.rules.merge import TOGETHER, Merged
from todo.rules.series import Series
from todo.store import completion, todo
from todo.store import row as rows
from todo.store.change import Mutation, stamp_of
from todo.store.place import TREE
from todo.store.recurrence import day_of, today
from todo.store.row import Locked, Row
from todo.store.todo_row import TODO

Outcome = Literal["done", "skipped"]
MAX_COMING = timedelta(days=366 * 20)
"""No day is told that is farther ahead: from completion each day is an expansion of its own."""


class Postponed(NamedTuple):
    """To which day or local time, or by how many days."""

    to: str | None
    days: int


def complete(
    conn: Connection, space: UUID, row_id: UUID, occurrence: date | None, mutation: Mutation
) -> dict[str, Any] | None:
    """Completes the todo, of one that repeats the named occurrence, the present one if none is named.

    Says what was completed, now or before; None where the named occurrence never was, and is not the present one.
    """
    row = rows.lock_live(conn, TODO, space, row_id, mutation)
    complete_held(conn, space, row, occurrence, mutation)
    named = (occurrence or current(row.fields)) if row.fields["series_start"] else None
    known = completion.of(conn, space, row.id, [named.isoformat()])[named.isoformat()] if named else None
    return {"occurrence": named.isoformat(), **known} if named and known and known["outcome"] == "done" else None


def complete_held(conn: Connection, space: UUID, row: Locked, occurrence: date | None, mutation: Mutation) -> None:
    """Completes a todo that is held."""
    if occurrence is not None and occurrence != current(row.fields):
        return
    if row.fields["recurrence"] and row.fields["status"] == "open":
        _step(conn, space, row, "done", mutation)
    else:
        todo.set_status_of(conn, space, row, "done", mutation)


def skip(conn: Connection, space: UUID, row_id: UUID, occurrence: date | None, mutation: Mutation) -> None:
    """Moves on without having done it. Raises Problem 409 if the todo does not repeat, but for who comes late."""
    row = rows.lock_live(conn, TODO, space, row_id, mutation)
    if not row.fields["recurrence"] and not mutation.is_late:
        raise Problem(409, "does_not_repeat", "The todo does not repeat; there is nothing to skip to.")
    if row.fields["recurrence"] and row.fields["status"] == "open" and occurrence in {None, current(row.fields)}:
        skip_held(conn, space, row, mutation)


def skip_held(conn: Connection, space: UUID, row: Locked, mutation: Mutation) -> None:
    """Skips the present occurrence of a todo that is held, is open and repeats."""
    _step(conn, space, row, "skipped", mutation)


def postpone(
    conn: Connection, space: UUID, row_id: UUID, occurrence: date | None, wanted: Postponed, mutation: Mutation
) -> None:
    """Moves this occurrence and no other. A day keeps the time of the clock.

    So many days count from the day on which it is due, or from today where that is past.
    """
    row = rows.lock_live(conn, TODO, space, row_id, mutation)
    if occurrence is not None and occurrence != current(row.fields):
        return
    todo.change(conn, space, row, {"due": _postponed(conn, space, row.fields, wanted, mutation)}, mutation)


def current(fields: Row) -> date | None:
    """The day of the series that the todo stands for; of one that does not repeat the day on which it is due."""
    named = (fields["occurrence"] if fields["recurrence"] else None) or fields["due"]
    return day_of(named) if named else None


def series_of(fields: Row, today: date) -> Series:
    """A rule that an older program has set begins with the day on which the todo is due."""
    start = fields["series_start"] or fields["due"]
    return Series(
        fields["recurrence"],
        day_of(start) if start else today,
        fields["repeat_from"],
        frozenset(map(date.fromisoformat, fields["exceptions"])),
        fields["steps"],
    )


def _postponed(conn: Connection, space: UUID, fields: Row, wanted: Postponed, mutation: Mutation) -> str:
    due: str | None = fields["due"]
    if wanted.to:
        return wanted.to if "T" in wanted.to else series.put_on(due, day_of(wanted.to))
    now = today(conn, space, fields, mutation.at)
    try:
        return series.put_on(due, max(day_of(due) if due else now, now) + timedelta(days=wanted.days))
    except OverflowError:
        raise wrong("days", "too_large", "there is no such day") from None


def _step(conn: Connection, space: UUID, row: Locked, outcome: Outcome, mutation: Mutation) -> None:
    """One step of the series, whatever else was set later: it is known by its occurrence, not by its time."""
    now = today(conn, space, row.fields, mutation.at)
    here = current(row.fields) or now
    following = series.following(series_of(row.fields, now), here, _counted_from(row.fields, outcome, here, now))
    became = _became(row.fields, outcome, mutation)
    applied = _moved_on(row.fields, here, following) if following else _over(mutation)
    applied["steps"] = row.fields["steps"] + 1
    merged = Merged(applied, _stamps(row, applied, mutation), {})
    held, merged = completion.beside(conn, space, row, merged, {here.isoformat(): became})
    action = "complete" if outcome == "done" else "skip"
    rows.write_merged(conn, TODO, space, held, action, merged, mutation)
    completion.write(conn, space, row.id, {here.isoformat(): became})
    if following:
        _reopen_below(conn, space, row, mutation)


def _counted_from(fields: Row, outcome: Outcome, here: date, now: date) -> date:
    """From completion the rule counts from the day of it, and from that of the occurrence if it was skipped ahead."""
    return max(now, here) if outcome == "skipped" and fields["repeat_from"] == "completion" else now


def _became(fields: Row, outcome: Outcome, mutation: Mutation) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "due": fields["due"],
        "due_zone": fields["due_zone"],
        "completed_at": mutation.at.isoformat(),
    }


def _over(mutation: Mutation) -> dict[str, Any]:
    return {"status": "done", "completed_at": mutation.at.isoformat()}


def _moved_on(fields: Row, here: date, following: date) -> dict[str, Any]:
    """Everything keeps its distance from the day of the series, wherever this one occurrence had been moved to."""
    days = (following - here).days
    moved: dict[str, Any] = {name: series.moved(fields[name], days) for name in ("start", "deadline") if fields[name]}
    reminders = [
        {**reminder, "at": series.moved(reminder["at"], days)} if "at" in reminder else reminder
        for reminder in fields["reminders"]
    ]
    if reminders != fields["reminders"]:
        moved["reminders"] = reminders
    return {"occurrence": following.isoformat(), "due": series.put_on(fields["due"], following), **moved}


def _stamps(row: Locked, applied: Row, mutation: Mutation) -> dict[str, str]:
    """A later word on one of the fields keeps its time; the series itself is not set anew by a step."""
    stamp = stamp_of(row.stamps, applied, mutation)
    names = {TOGETHER.get(name, name) for name in applied} - {"recurrence"}
    return {name: stamp for name in names if row.stamps.get(name, "") < stamp}


def _reopen_below(conn: Connection, space: UUID, row: Locked, mutation: Mutation) -> None:
    found = conn.execute(
        "with recursive bump as (select)" + TREE + " select t.id from tree join todo t on t.id = tree.id"
        " where t.space = %(space)s and tree.below > 0 and t.status <> 'open' and t.deleted_at is null",
        {"space": space, "entity": row.id},
    ).fetchall()
    below = rows.lock_all(conn, TODO, space, [row_id for (row_id,) in found], mutation)
    again = {"status": "open", "completed_at": None}
    for subtask in below.values():
        merged = Merged(dict(again), _stamps(subtask, again, mutation), {})
        rows.write_merged(conn, TODO, space, subtask, "patch", merged, mutation)


def told(conn: Connection, space: UUID, row_id: UUID, until: date | None, at: datetime, most: int) -> list[Row]:
    """The occurrences of which something became, the present one and those to come, each at most so many, in order."""
    fields: Row = json.loads(rows.read(conn, TODO, space, row_id).body)
    past: list[Row] = [_told(became, became["outcome"]) for became in completion.newest(conn, space, row_id, most)]
    if not fields["recurrence"] or fields["status"] != "open":
        return past
    now = today(conn, space, fields, at)
    here = current(fields) or now
    days = series.coming(series_of(fields, now), here, now, until=_at_most(until, now), most=most)
    coming = [{"occurrence": day.isoformat(), "due": series.put_on(fields["due"], day)} for day in days]
    present = {"occurrence": here.isoformat(), "due": fields["due"]}
    zone = {"due_zone": fields["due_zone"]}
    return [*past, _told({**present, **zone}, "open"), *(_told({**one, **zone}, "coming") for one in coming)]


def _at_most(until: date | None, now: date) -> date:
    farthest = now + MAX_COMING
    return min(until, farthest) if until else farthest


def _told(one: Row, state: str) -> Row:
    names = ("due", "due_zone")
    return {
        "occurrence": one["occurrence"],
        "state": state,
        **{name: one[name] for name in names},
        "completed_at": one.get("completed_at"),
    }
