"""GET /todo: what it filters by."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from people import Person

DUE = {
    "past": {"due": "2020-01-31"},
    "first": {"due": "2026-12-01"},
    "first at nine": {"due": "2026-12-01T09:00"},
    "last": {"due": "2026-12-31T23:59", "due_zone": "Pacific/Niue"},
    "never": {},
}


def test_by_list_section_and_parent(owner: Person) -> None:
    home = owner.made("list")["id"]
    section = owner.made("section", list=home)["id"]
    for title, place in (("inbox", {}), ("home", {"list": home}), ("now", {"section": section})):
        parent = owner.made("todo", title=title, **place)["id"]
        owner.made("todo", title=f"{title} sub", parent=parent)

    assert owner.titles(f"?list={home}") == ["home", "home sub", "now", "now sub"]
    assert owner.titles("?list=none") == ["inbox", "inbox sub"]
    assert owner.titles(f"?section={section}") == ["now", "now sub"]
    assert owner.titles("?section=none") == ["inbox", "inbox sub", "home", "home sub"]
    assert owner.titles(f"?list={home}&section=none") == ["home", "home sub"]
    assert owner.titles(f"?parent={parent}") == ["now sub"]
    assert owner.titles("?parent=none") == ["inbox", "home", "now"]


def test_what_is_not_there_has_nothing_in_it(owner: Person) -> None:
    owner.made("todo", list=owner.made("list")["id"])
    space = owner.get("/me").get_json()["space"]

    for name in ("list", "section", "parent", "tag"):
        assert owner.titles(f"?{name}={uuid4()}") == []
        assert owner.titles(f"?{name}={space}") == []  # where the Inbox is at home


def test_by_every_one_of_several_tags(owner: Person) -> None:
    phone, home = (owner.made("tag", name=name)["id"] for name in ("phone", "home"))
    for title, tags in (("none", []), ("phone", [phone]), ("both", [home, phone])):
        owner.made("todo", title=title, tags=tags)

    assert owner.titles(f"?tag={phone}") == ["phone", "both"]
    assert owner.titles(f"?tag={phone},{home}") == ["both"]
    assert owner.titles(f"?tag={phone},{phone}") == ["phone", "both"]
    assert owner.titles(f"?tag={phone},{uuid4()}") == []


def test_by_status_and_priority(owner: Person) -> None:
    for priority, status in enumerate(("open", "done", "cancelled", "open", "open")):
        owner.made("todo", title=f"{priority}", status=status, priority=priority)

    assert owner.titles("?status=open") == ["0", "3", "4"]
    assert owner.titles("?status=done,cancelled") == ["1", "2"]
    assert owner.titles("?priority=0,1,4") == ["0", "1", "4"]
    assert owner.titles("?status=open&priority=3") == ["3"]
    assert owner.titles("?status=done&priority=3") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due_from=2026-12-01", ["first", "first at nine", "last"]),
        ("due_from=2026-12-02", ["last"]),
        ("due_from=9999-12-31", []),
        ("due_until=2026-12-01", ["past", "first", "first at nine"]),
        ("due_until=2020-01-30", []),
        ("due_until=9999-12-31", ["past", "first", "first at nine", "last"]),
        ("due_from=0001-01-01", ["past", "first", "first at nine", "last"]),
        ("due_from=2026-12-01&due_until=2026-12-31", ["first", "first at nine", "last"]),
        ("due_from=2026-12-31&due_until=2026-12-01", []),
    ],
)
def test_by_due_date_with_both_ends(owner: Person, query: str, found: list[str]) -> None:
    for title, due in DUE.items():
        owner.made("todo", title=title, **due)

    assert owner.titles(f"?{query}") == found


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "UTC", "America/New_York"])
def test_overdue_is_what_is_past_where_the_person_is(owner: Person, zone: str) -> None:
    owner.patch("/me", {"zone": zone})
    now = datetime.now(ZoneInfo(zone))
    today, minute = now.date(), timedelta(minutes=1)
    elsewhere = datetime.now(ZoneInfo("Asia/Tokyo"))
    for title, due in {
        "yesterday": {"due": f"{today - timedelta(days=1)}"},
        "today": {"due": f"{today}"},
        "tomorrow": {"due": f"{today + timedelta(days=1)}"},
        "a minute ago": {"due": f"{now - minute:%Y-%m-%dT%H:%M}"},
        "soon": {"due": f"{now + 5 * minute:%Y-%m-%dT%H:%M}"},
        "a minute ago in Tokyo": {"due": f"{elsewhere - minute:%Y-%m-%dT%H:%M}", "due_zone": "Asia/Tokyo"},
        "soon in Tokyo": {"due": f"{elsewhere + 5 * minute:%Y-%m-%dT%H:%M}", "due_zone": "Asia/Tokyo"},
        "done": {"due": "2020-01-01", "status": "done"},
        "cancelled": {"due": "2020-01-01", "status": "cancelled"},
        "started": {"start": "2020-01-01"},
    }.items():
        owner.made("todo", title=title, **due)

    assert owner.titles("?overdue=true") == ["yesterday", "a minute ago", "a minute ago in Tokyo"]
    assert len(owner.titles("?overdue=false")) == 10


def test_overdue_of_another_zone_goes_by_that_zone(owner: Person) -> None:
    owner.patch("/me", {"zone": "Pacific/Niue"})
    farthest = datetime.now(ZoneInfo("Pacific/Kiritimati")) - timedelta(minutes=1)
    owner.made("todo", title="there", due=f"{farthest:%Y-%m-%dT%H:%M}", due_zone="Pacific/Kiritimati")
    owner.made("todo", title="here", due=f"{farthest:%Y-%m-%dT%H:%M}")

    assert owner.titles("?overdue=true") == ["there"]


def test_what_has_come_due_is_not_answered_as_not_modified(owner: Person) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    owner.made("todo", title="next second", due=f"{now + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}")
    seen = owner.get("/todo?overdue=true")

    while datetime.now(UTC) < now + timedelta(seconds=1.1):
        pass
    now_due = owner.get("/todo?overdue=true", headers={"If-None-Match": seen.headers["ETag"]})

    assert len(now_due.get_json()) == 1
    again = owner.get("/todo?overdue=true", headers={"If-None-Match": now_due.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plant", ["Water the Plants", "notes"]),
        ("PLANT", ["Water the Plants", "notes"]),
        ("r the p", ["Water the Plants"]),
        ("100%", ["100% done"]),
        ("%", ["100% done"]),
        ("_", ["snake_case"]),
        ("e_c", ["snake_case"]),
        ("\\", ["back\\slash"]),
        ("\\%", []),
        ("k\\s", ["back\\slash"]),
        ("'", ["it's"]),
        ("' or true --", []),
        ("%%%", []),
        ("two\nlines", ["lines"]),
        (" ", ["Water the Plants", "100% done", "notes"]),
        ("none", []),
        ("null", []),
    ],
)
def test_search_takes_every_character_as_itself(owner: Person, text: str, found: list[str]) -> None:
    for title, notes in (
        ("Water the Plants", ""),
        ("100% done", ""),
        ("snake_case", ""),
        ("back\\slash", ""),
        ("it's", ""),
        ("notes", "the plants"),
        ("lines", "two\nlines"),
    ):
        owner.made("todo", title=title, notes=notes)

    response = owner.get("/todo", query_string={"search": text})

    assert [todo["title"] for todo in response.get_json()] == found


def test_filters_narrow_together(owner: Person) -> None:
    home, phone = owner.made("list")["id"], owner.made("tag")["id"]
    for title in ("call Ann", "call Ben", "write Ann"):
        owner.made("todo", title=title, list=home, tags=[phone] if "Ann" in title else [], priority=2, due="2026-12-01")
    query = f"?list={home}&tag={phone}&priority=2&status=open&due_from=2026-12-01&due_until=2026-12-01&parent=none"

    assert owner.titles(query) == ["call Ann", "write Ann"]
    assert owner.titles(f"{query}&search=call&section=none&overdue=false&trash=false") == ["call Ann"]


def test_the_trash_is_asked_for_apart(owner: Person) -> None:
    kept, trashed = owner.made("todo", title="kept")["id"], owner.made("todo", title="trashed")["id"]
    owner.delete(f"/todo/{trashed}")

    assert owner.titles() == owner.titles("?trash=false") == ["kept"]
    assert owner.titles("?trash=true") == ["trashed"]
    assert [todo["id"] for todo in owner.get("/todo?trash=true&search=trash").get_json()] == [trashed]
    assert kept != trashed
