"""A date is that day, a floating time that hour, and a zoned time that instant: none is ever moved."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from people import Person
from todo import embedded

WHENS = [
    ("2026-12-01", None),
    ("2026-12-01T00:00", None),
    ("2026-12-01T23:59", None),
    ("2026-12-01T23:59:59", None),
    ("2026-12-01T00:00:01", "Pacific/Kiritimati"),
    ("2026-12-01T09:00", "Pacific/Niue"),
    ("2026-12-01T09:00", "Asia/Kathmandu"),
    ("2026-03-29T02:30", "Europe/Berlin"),  # an hour that there was not
    ("2026-10-25T02:30", "Europe/Berlin"),  # and one that there was twice
    ("2026-03-29T02:30", None),
    ("2011-12-30T12:00", "Pacific/Apia"),  # a day that there was not
    ("2011-12-30", None),
    ("0001-01-01", None),
    ("0001-01-01T00:00", "Asia/Tokyo"),
    ("1582-10-10", None),
    ("1900-02-28T12:00", "Europe/Amsterdam"),
    ("2024-02-29", None),
    ("9999-12-31T23:59:59", "America/New_York"),
]
ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "America/New_York", "Europe/Berlin"]


@pytest.mark.parametrize(("at", "zone"), WHENS)
@pytest.mark.parametrize("name", ["start", "due"])
def test_a_time_comes_back_to_the_letter(owner: Person, name: str, at: str, zone: str | None) -> None:
    todo = owner.made("todo", **{name: at, f"{name}_zone": zone})

    found = owner.get(f"/todo/{todo['id']}").get_json()

    assert (found[name], found[f"{name}_zone"]) == (at, zone)
    assert owner.patch(f"/todo/{todo['id']}", {"title": "New"}).get_json()[name] == at
    assert [row[name] for row in owner.get("/todo").get_json()] == [at]


@pytest.mark.parametrize("account_zone", ZONES)
def test_the_zone_of_the_account_moves_nothing(owner: Person, account_zone: str) -> None:
    stored = {owner.made("todo", due=at, due_zone=zone)["id"]: (at, zone) for at, zone in WHENS}

    owner.patch("/me", {"zone": account_zone})

    assert {todo["id"]: (todo["due"], todo["due_zone"]) for todo in owner.get("/todo").get_json()} == stored


@pytest.fixture(params=["Asia/Tokyo", "America/Los_Angeles", "Pacific/Apia"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_the_zone_of_the_server_moves_nothing(owner: Person, server_zone: str) -> None:
    todo = owner.made(
        "todo", start="2026-12-01", due="2026-12-01T09:00", due_zone="Asia/Kathmandu", deadline="2026-12-24"
    )

    assert (todo["start"], todo["due"], todo["deadline"]) == ("2026-12-01", "2026-12-01T09:00", "2026-12-24")
    assert todo["created_at"].endswith("+00:00")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(todo["created_at"])) < timedelta(minutes=1)


@pytest.fixture
def german_database(database: embedded.Database) -> Iterator[None]:
    """Somebody else's database may write dates and times as it pleases."""
    with psycopg.connect(database.owner, autocommit=True) as conn:
        for setting in ("datestyle = 'German'", "timezone = 'Asia/Tokyo'", "intervalstyle = 'iso_8601'"):
            conn.execute(f"alter database todo set {setting}")  # pyright: ignore[reportArgumentType]
        yield
        conn.execute("alter database todo reset all")


def test_the_style_of_the_database_moves_nothing(german_database: None, make_app, token_issuer) -> None:  # type: ignore[no-untyped-def]
    app = make_app(issuer=token_issuer.url, client_id="web")
    owner = Person(app.test_client(), token_issuer.token(sub="german"))

    todo = owner.made("todo", start="2026-12-01", due="2026-12-02T09:00", deadline="2026-12-24")

    assert (todo["start"], todo["due"], todo["deadline"]) == ("2026-12-01", "2026-12-02T09:00", "2026-12-24")
    assert todo["created_at"].endswith("+00:00")
    assert len(owner.titles("?due_from=2026-12-02&due_until=2026-12-02&sort=due")) == 1


@pytest.mark.parametrize(
    ("sent", "kept"), [("2026-12-01T09:00:00", "2026-12-01T09:00"), ("2026-12-01T00:00:00", "2026-12-01T00:00")]
)
def test_seconds_that_say_nothing_are_left_out(owner: Person, sent: str, kept: str) -> None:
    assert owner.made("todo", due=sent, start=sent)["due"] == kept


def test_every_zone_that_is_accepted_can_be_stored_and_compared(owner: Person) -> None:
    from zoneinfo import available_timezones

    refused = {
        zone
        for zone in sorted(available_timezones())[::5]
        if owner.post("/todo", {"title": zone, "due": "2020-01-01T00:00", "due_zone": zone}).status_code != 201
    }

    assert refused <= {"Factory", "localtime", "posixrules"}
    assert len(owner.get("/todo?overdue=true&limit=500").get_json()) > 100
    assert ZoneInfo("UTC")
