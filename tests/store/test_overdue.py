"""What is overdue at a given moment: a date by the account's day, a time by its own zone or else the account's."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from people import Person
from todo import db
from todo.store import row
from todo.store.todo import TODO
from todo.store.todo_page import TodoQuery


@pytest.fixture
def overdue(app: Flask, owner: Person) -> Callable[[str, str], set[str]]:
    """The titles of what is overdue on a clock in a zone."""
    space = UUID(owner.get("/me").get_json()["space"])

    def at(clock: str, zone: str) -> set[str]:
        query = TodoQuery(space)
        query.overdue(datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone)))
        with app.app_context(), db.statement(spaces=f"{{{space}}}") as conn:
            found = row.page(conn, TODO, query, row.BY_POSITION, descending=False, limit=100, behind=None)
        return {json.loads(body)["title"] for body in found.rows}

    return at


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "America/St_Johns", "UTC"])
def test_a_date_is_over_at_midnight_where_the_person_is(
    owner: Person, overdue: Callable[[str, str], set[str]], zone: str
) -> None:
    owner.made("todo", title="the 1st", due="2026-12-01")

    assert overdue("2026-12-01T23:59:59", zone) == set()
    assert overdue("2026-12-02T00:00:00", zone) == {"the 1st"}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "America/St_Johns", "UTC"])
def test_a_floating_time_is_over_when_the_clock_in_front_of_the_person_says_so(
    owner: Person, overdue: Callable[[str, str], set[str]], zone: str
) -> None:
    owner.made("todo", title="at nine", due="2026-12-01T09:00")

    assert overdue("2026-12-01T08:59:59", zone) == set()
    assert overdue("2026-12-01T09:00:00", zone) == {"at nine"}


@pytest.mark.parametrize(
    ("due", "zone", "not_yet", "over", "here"),
    [
        ("2026-12-01T09:00", "Asia/Kathmandu", "2026-12-01T03:14:59", "2026-12-01T03:15:00", "UTC"),
        ("2026-12-01T23:30", "Pacific/Niue", "2026-12-03T00:29:59", "2026-12-03T00:30:00", "Pacific/Kiritimati"),
        ("2026-12-03T00:30", "Pacific/Kiritimati", "2026-12-01T23:29:59", "2026-12-01T23:30:00", "Pacific/Niue"),
        ("2026-12-03T01:59", "Pacific/Kiritimati", "2026-12-01T23:58:59", "2026-12-01T23:59:00", "Etc/GMT+12"),
        # Berlin goes from 02:00 to 03:00: what is to be at 02:30 is, an hour after 01:30, at 03:30
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:29:59", "2026-03-29T01:30:00", "UTC"),
        # and from 03:00 to 02:00 in autumn: 02:30 comes twice, and the first counts
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:29:59", "2026-10-25T00:30:00", "UTC"),
    ],
)
def test_a_zoned_time_is_over_at_its_instant_wherever_the_person_is(
    owner: Person, overdue: Callable[[str, str], set[str]], due: str, zone: str, not_yet: str, over: str, here: str
) -> None:
    owner.made("todo", title="then", due=due, due_zone=zone)

    assert overdue(not_yet, here) == set()
    assert overdue(over, here) == {"then"}


def test_what_is_done_or_in_the_trash_is_not_overdue_and_what_is_never_due_neither(
    owner: Person, overdue: Callable[[str, str], set[str]]
) -> None:
    for status in ("open", "done", "cancelled"):
        owner.made("todo", title=status, status=status, due="2026-12-01")
    owner.made("todo", title="never", start="2026-12-01", deadline="2026-12-01")

    assert overdue("2027-01-01T00:00:00", "UTC") == {"open"}
