"""POST /todo, GET /todo and what one todo can be asked."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from people import Person, problem

USUAL: dict[str, Any] = {
    "list": None,
    "section": None,
    "parent": None,
    "title": "Water the plants",
    "notes": "",
    "status": "open",
    "priority": 0,
    "tags": [],
    "start": None,
    "start_zone": None,
    "due": None,
    "due_zone": None,
    "deadline": None,
    "duration_minutes": None,
    "recurrence": None,
    "repeat_from": "due",
    "series_start": None,
    "occurrence": None,
    "steps": 0,
    "exceptions": [],
    "reminders": [],
    "foreign_properties": {},
    "completed_at": None,
    "deleted_at": None,
}
SET_HERE = {"id", "seq", "position", "created_at", "updated_at"}
FULL: dict[str, Any] = {
    "notes": "# Which\n\n- the fern\n- the *other* one",
    "status": "cancelled",
    "priority": 4,
    "start": "2026-12-01",
    "due": "2026-12-01T09:00",
    "due_zone": "Europe/Berlin",
    "deadline": "2026-12-24",
    "duration_minutes": 30,
    "recurrence": "FREQ=WEEKLY;BYDAY=MO,TH",
    "repeat_from": "completion",
    "exceptions": ["2026-12-24", "2026-12-31"],
    "reminders": [{"before_minutes": 30}, {"at": "2026-12-01T08:30"}],
    "position": "a0V",
    "foreign_properties": {"color": "green"},
}


def test_a_todo_needs_only_a_title(owner: Person) -> None:
    todo = owner.made("todo")

    assert {name: value for name, value in todo.items() if name not in SET_HERE} == USUAL
    assert todo.keys() == USUAL.keys() | SET_HERE


def test_a_new_todo_is_answered_with_its_address_and_is_there(owner: Person) -> None:
    response = owner.post("/todo", {"title": "Water the plants"})

    assert response.status_code == 201
    assert owner.get(response.headers["Location"]).get_json() == response.get_json()
    assert owner.get("/todo").get_json() == [response.get_json()]


def test_an_id_that_is_made_here_is_of_version_7(owner: Person) -> None:
    assert UUID(owner.made("todo")["id"]).version == 7


def test_every_field_is_stored_as_it_was_sent(owner: Person) -> None:
    tags = sorted(owner.made("tag", name=name)["id"] for name in ("phone", "home"))
    sent = {**FULL, "tags": tags, "list": (home := owner.made("list")["id"])}
    sent["section"] = owner.made("section", list=home)["id"]

    todo = owner.made("todo", **sent)

    assert {name: todo[name] for name in sent} == sent
    assert owner.get(f"/todo/{todo['id']}").get_json() == todo


@pytest.mark.parametrize("name", FULL)
def test_a_patch_changes_what_it_names_and_nothing_else(owner: Person, name: str) -> None:
    before = owner.made("todo", due="2026-11-30T08:00")
    changes = {name: FULL[name]}

    after = owner.patch(f"/todo/{before['id']}", changes).get_json()

    changed = {field for field in before if before[field] != after[field]}
    assert after[name] == FULL[name]
    along = {"recurrence": {"series_start", "occurrence"}, "status": {"completed_at"}}.get(name, set())
    assert changed - {"seq", "updated_at"} == {name, *along}
    assert owner.get(f"/todo/{before['id']}").get_json() == after


@pytest.mark.parametrize("name", [name for name in FULL if USUAL.get(name, "") is None])
def test_null_takes_a_field_away(owner: Person, name: str) -> None:
    todo = owner.made("todo", **FULL)

    assert owner.patch(f"/todo/{todo['id']}", {name: None}).get_json()[name] is None


@pytest.mark.parametrize(
    "name", ["title", "notes", "status", "priority", "tags", "repeat_from", "position", "foreign_properties"]
)
def test_a_field_that_always_has_a_value_is_not_taken_away(owner: Person, name: str) -> None:
    todo = owner.made("todo")

    refused = owner.patch(f"/todo/{todo['id']}", {name: None})

    assert problem(refused) == (422, "invalid", [(name, "invalid")])


def test_an_empty_patch_changes_nothing(owner: Person) -> None:
    todo = owner.made("todo")

    assert owner.patch(f"/todo/{todo['id']}", {}).get_json() == todo


@pytest.mark.parametrize(
    "name", ["seq", "created_at", "updated_at", "completed_at", "deleted_at", "id", "space", "home", "stamps"]
)
def test_what_is_set_here_cannot_be_set_by_a_client(owner: Person, name: str) -> None:
    todo = owner.made("todo")

    assert problem(owner.patch(f"/todo/{todo['id']}", {name: None})) == (422, "invalid", [(name, "unknown_field")])


def test_a_title_loses_the_space_around_it(owner: Person) -> None:
    assert owner.made("todo", title="  \u3000Water \t")["title"] == "Water"


def test_completing_sets_when_and_reopening_takes_it_away(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"

    done = owner.post(f"{path}/complete").get_json()
    reopened = owner.post(f"{path}/reopen").get_json()

    assert (done["status"], done["completed_at"] > done["created_at"]) == ("done", True)
    assert (reopened["status"], reopened["completed_at"]) == ("open", None)


def test_completing_twice_changes_nothing_the_second_time(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"

    first = owner.post(f"{path}/complete")
    second = owner.post(f"{path}/complete")

    assert (second.status_code, second.get_json()) == (200, first.get_json())
    assert owner.get("/todo").headers["ETag"] == f"W/{first.headers['ETag']}"


def test_a_status_by_patch_sets_when_it_was_completed_too(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', status='done')['id']}"
    done = owner.get(path).get_json()

    cancelled = owner.patch(path, {"status": "cancelled"}).get_json()

    assert done["completed_at"] == done["created_at"] == cancelled["completed_at"]
    assert owner.patch(path, {"status": "open"}).get_json()["completed_at"] is None


def test_tags_are_a_set(owner: Person) -> None:
    phone, home = sorted(owner.made("tag", name=name)["id"] for name in ("phone", "home"))

    todo = owner.made("todo", tags=[home, phone, home])
    path = f"/todo/{todo['id']}"

    assert todo["tags"] == [phone, home]
    assert owner.patch(path, {"tags": [home, home]}).get_json()["tags"] == [home]
    assert owner.patch(path, {"tags": []}).get_json()["tags"] == []


def test_a_date_alone_drops_the_zone(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', due='2026-12-01T09:00', due_zone='Asia/Tokyo')['id']}"

    assert owner.patch(path, {"due": "2026-12-01T10:00"}).get_json()["due_zone"] == "Asia/Tokyo"
    assert owner.patch(path, {"due": "2026-12-02"}).get_json()["due_zone"] is None


@pytest.mark.parametrize("name", ["start", "due"])
def test_a_zone_needs_a_time_of_day(owner: Person, name: str) -> None:
    zone, refused = {f"{name}_zone": "Asia/Tokyo"}, (422, "invalid", [(f"{name}_zone", "needs_time")])
    path = f"/todo/{owner.made('todo', **{name: '2026-12-01'})['id']}"

    assert problem(owner.post("/todo", {"title": "x", **zone})) == refused
    assert problem(owner.post("/todo", {"title": "x", name: "2026-12-01", **zone})) == refused
    assert problem(owner.patch(path, zone)) == refused
    assert problem(owner.patch(path, {name: None, **zone})) == refused
    assert owner.patch(path, {name: "2026-12-01T09:00", **zone}).status_code == 200


def test_new_todos_stand_at_the_end(owner: Person) -> None:
    titles = [f"{number}" for number in range(20)]

    for title in titles:
        owner.made("todo", title=title)

    assert owner.titles() == titles


def test_every_change_has_a_higher_number(owner: Person) -> None:
    todo = owner.made("todo")
    path = f"/todo/{todo['id']}"

    seqs = [
        todo["seq"],
        owner.patch(path, {"title": "New"}).get_json()["seq"],
        owner.post(f"{path}/complete").get_json()["seq"],
        owner.post(f"{path}/move").get_json()["seq"],
        owner.made("todo")["seq"],
    ]

    assert seqs == sorted(set(seqs))


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "restore", "complete", "reopen", "move", "reorder"])
def test_a_todo_that_is_not_there_is_not_found(owner: Person, method: str) -> None:
    beside = owner.made("todo")["id"]
    path = f"/todo/{uuid4()}"

    response = (
        owner.post(f"{path}/{method}", {"after": beside} if method == "reorder" else {})
        if method.islower()
        else owner.ask(method, path, json={})
    )

    assert problem(response) == (404, "not_found", [])


def test_a_patch_with_a_place_and_a_title_is_one_change(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"

    refused = owner.patch(path, {"list": owner.made("list")["id"], "tags": [str(uuid4())]})

    assert problem(refused) == (422, "invalid", [("tags", "unknown")])
    assert owner.get(path).get_json()["list"] is None


def test_a_whole_number_may_be_written_with_a_point(owner: Person) -> None:
    made = owner.made("todo", priority=2.0, duration_minutes=15.0)

    assert (made["priority"], made["duration_minutes"]) == (2, 15)
