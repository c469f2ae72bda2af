"""Every day of twenty years is stored and read as it was sent, whatever the zone of the account."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from people import Person
from todo import db
from todo.rules import when

FIRST, LAST = date(2016, 1, 1), date(2036, 1, 1)
ZONES = ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"]
PRESENT = "2026-11-22T12:00:00+00:00"


def todos() -> Iterator[dict[str, Any]]:
    """One for each day, in turn a date, a floating and a zoned time in the hour that clocks leave out or repeat."""
    for number in range((LAST - FIRST).days):
        day = (FIRST + timedelta(days=number)).isoformat()
        at, zone = [(day, None), (f"{day}T02:30", None), (f"{day}T02:30", ZONES[number % len(ZONES)])][number % 3]
        yield {
            "id": str(uuid5(UUID(int=1), day)), "list": None, "section": None, "parent": None, "title": f"{at} {zone}",
            "notes": "", "status": "open", "priority": 0, "tags": [], "start": at, "start_zone": zone, "due": at,
            "due_zone": zone, "deadline": day, "duration_minutes": None, "recurrence": "FREQ=DAILY",
            "repeat_from": "due", "series_start": day, "occurrence": day, "steps": 0, "exceptions": [day],
            "reminders": [{"at": f"{day}T02:30"}], "position": "a0", "foreign_properties": {}, "seq": 1, "stamps": {},
            "created_at": PRESENT, "updated_at": PRESENT, "completed_at": None, "deleted_at": None, "deletion": None,
        }  # fmt: skip


def test_no_day_of_twenty_years_is_shifted_in_any_zone(owner: Person) -> None:
    sent = {todo["id"]: todo for todo in todos()}
    archive = {**owner.get("/me/export").get_json(), "seq": 10, "todo": list(sent.values())}
    assert owner.post("/import", archive).status_code == 201

    for zone in (*ZONES, "UTC"):
        owner.patch("/me", {"zone": zone})
        read = owner.get("/me/export").get_json()["todo"]
        shifted = [
            (zone, name, todo[name], sent[todo["id"]][name])
            for todo in read
            for name in ("start", "due", "deadline", "series_start", "occurrence", "exceptions", "reminders")
            if todo[name] != sent[todo["id"]][name]
        ]
        assert shifted == []
        assert len(read) == len(sent) > 7300


@pytest.mark.parametrize(
    "zone",
    [*ZONES, "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca", "Antarctica/Troll"],
)
def test_the_database_and_the_rules_have_the_same_instant_of_each_time(app: Flask, owner: Person, zone: str) -> None:
    space = owner.get("/me").get_json()["space"]
    hours = [datetime(2015, 1, 1) + timedelta(hours=number, minutes=30) for number in range(24 * 3650)]  # noqa: DTZ001

    with app.app_context(), db.statement(spaces=f"{{{space}}}") as conn:
        found = conn.execute(
            "select at, instant_of(%s, at) from unnest(%s::timestamp[]) at",
            (zone, [hour for hour in hours if 0 <= hour.hour <= 4 or hour.hour == 23]),
        ).fetchall()

    differing = [
        (local, there, here)
        for local, there in found
        if there.astimezone(UTC) != (here := when.instant(local.replace(tzinfo=ZoneInfo(zone))))
    ]
    assert differing == []
