"""Todos that repeat, over HTTP: one step each time, whoever asks, however often and however late."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from people import NOWHERE, Person, problem

LATER = datetime.now(UTC).date() + timedelta(days=40)
NOT_SET_BY_STEPS = ("title", "recurrence", "repeat_from", "series_start", "exceptions", "priority", "position")


def today() -> date:
    return datetime.now(UTC).date()


def day(number: int) -> str:
    """So many days from today, where the account's day is that of UTC."""
    return (today() + timedelta(days=number)).isoformat()


def made(owner: Person, rule: str = "FREQ=DAILY", **fields: Any) -> dict[str, Any]:
    return owner.made("todo", recurrence=rule, **{"due": day(0), **fields})


def completed(owner: Person, todo: dict[str, Any], **body: Any) -> dict[str, Any]:
    response = owner.post(f"/todo/{todo['id']}/complete", body)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def read(owner: Person, todo: dict[str, Any]) -> dict[str, Any]:
    return owner.get(f"/todo/{todo['id']}").get_json()


def told(owner: Person, todo: dict[str, Any], query: str = "") -> list[tuple[str, str]]:
    response = owner.get(f"/todo/{todo['id']}/occurrences{query}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return [(one["occurrence"], one["state"]) for one in response.get_json()]


def test_a_new_rule_begins_a_series_on_the_day_on_which_the_todo_is_due(owner: Person) -> None:
    todo = made(owner, due="2027-01-31T09:00")

    assert (todo["series_start"], todo["occurrence"], todo["steps"]) == ("2027-01-31", "2027-01-31", 0)
    assert todo["due"] == "2027-01-31T09:00"


def test_a_rule_without_a_day_begins_on_the_first_that_it_names(owner: Person) -> None:
    daily = owner.made("todo", recurrence="FREQ=DAILY")
    monday = owner.made("todo", recurrence="FREQ=WEEKLY;INTERVAL=4;BYDAY=MO")

    assert (daily["due"], daily["series_start"], daily["occurrence"]) == (day(0), day(0), day(0))
    assert date.fromisoformat(monday["due"]).weekday() == 0
    assert today() <= date.fromisoformat(monday["due"]) < today() + timedelta(days=7)


def test_the_day_of_a_rule_without_one_is_that_of_the_accounts_zone(owner: Person) -> None:
    owner.patch("/me", {"zone": "Pacific/Kiritimati"})
    ahead = owner.made("todo", recurrence="FREQ=DAILY")
    owner.patch("/me", {"zone": "Pacific/Niue"})
    behind = owner.made("todo", recurrence="FREQ=DAILY")

    assert date.fromisoformat(ahead["due"]) - date.fromisoformat(behind["due"]) in {timedelta(days=1), timedelta(2)}


def test_completing_answers_the_todo_with_what_was_completed_and_what_comes_next(
    owner: Person, stranger: Person
) -> None:
    todo = made(owner, due=f"{day(0)}T09:00", due_zone="Europe/Berlin")

    answer = completed(owner, todo)

    assert (answer["status"], answer["completed_at"]) == ("open", None)
    assert (answer["occurrence"], answer["due"], answer["due_zone"]) == (day(1), f"{day(1)}T09:00", "Europe/Berlin")
    assert answer["next"] == {"occurrence": day(1), "due": f"{day(1)}T09:00"}
    assert answer["completed"]["occurrence"] == day(0)
    assert (answer["completed"]["due"], answer["completed"]["due_zone"]) == (f"{day(0)}T09:00", "Europe/Berlin")
    assert {name: answer[name] for name in NOT_SET_BY_STEPS} == {name: todo[name] for name in NOT_SET_BY_STEPS}
    for path in ("complete", "skip", "postpone"):
        assert stranger.post(f"/todo/{todo['id']}/{path}", {"days": 1} if path == "postpone" else {}).status_code == 404
    assert stranger.get(f"/todo/{todo['id']}/occurrences").status_code == 404


def test_completing_what_does_not_repeat_says_what_was_completed_once(owner: Person) -> None:
    todo = owner.made("todo", due="2027-01-31")

    first, second = completed(owner, todo), completed(owner, todo)

    assert first["completed"]["occurrence"] is None
    assert first["completed"]["due"] == "2027-01-31"
    assert first["next"] is None
    assert second == first


@pytest.mark.parametrize(
    ("rule", "due", "days"),
    [
        ("FREQ=MONTHLY", "2027-01-31", ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        ("FREQ=MONTHLY", "2027-12-30", ["2028-01-30", "2028-02-29", "2028-03-30"]),
        ("FREQ=YEARLY", "2028-02-29", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2027-01-29", ["2027-02-26", "2027-03-31", "2027-04-30"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2027-01-04", ["2027-01-07", "2027-01-18", "2027-01-21"]),
    ],
)
def test_early_is_one_step_each_time_and_the_months_end_comes_back(
    owner: Person, rule: str, due: str, days: list[str]
) -> None:
    todo = made(owner, rule, due=due)

    assert [completed(owner, todo)["due"] for _ in days] == days


@pytest.mark.parametrize(("rule", "late", "then"), [("FREQ=DAILY", 3, 0), ("FREQ=DAILY;INTERVAL=2", 3, 1)])
def test_late_goes_on_to_what_is_still_possible(owner: Person, rule: str, late: int, then: int) -> None:
    todo = made(owner, rule, due=f"{day(-late)}T09:00")

    assert completed(owner, todo)["due"] == f"{day(then)}T09:00"


def test_from_completion_counts_from_the_day_of_completion(owner: Person) -> None:
    late = made(owner, "FREQ=DAILY;INTERVAL=3", due=day(-10), repeat_from="completion")
    early = made(owner, "FREQ=DAILY;INTERVAL=3", due=day(2), repeat_from="completion")

    assert completed(owner, late)["due"] == day(3)
    assert completed(owner, early)["due"] == day(3)
    assert completed(owner, early)["due"] == day(6)


def test_an_occurrence_that_is_named_is_completed_once(owner: Person) -> None:
    todo = made(owner)

    first, second = (completed(owner, todo, occurrence=day(0)) for _ in range(2))

    assert (first["occurrence"], first["completed"]["occurrence"]) == (day(1), day(0))
    assert second == first
    never = completed(owner, todo, occurrence=day(7))
    assert (never["completed"], never["seq"]) == (None, first["seq"])


def test_many_at_once_complete_an_occurrence_once(app: Flask, owner: Person) -> None:
    todo = made(owner)

    def complete(_: int) -> Any:
        return completed(Person(app.test_client(), owner.token), todo, occurrence=day(0))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(complete, range(8)))

    assert all(answer == answers[0] for answer in answers)
    assert (read(owner, todo)["occurrence"], read(owner, todo)["steps"]) == (day(1), 1)


def test_a_series_that_is_over_is_done(owner: Person) -> None:
    counted = made(owner, "FREQ=DAILY;COUNT=2")
    ended = made(owner, f"FREQ=DAILY;UNTIL={day(0).replace('-', '')}")
    by_steps = made(owner, "FREQ=DAILY;COUNT=2", due=day(-5), repeat_from="completion")

    assert completed(owner, counted)["status"] == "open"
    for todo in (counted, ended):
        answer = completed(owner, todo)
        assert (answer["status"], answer["next"]) == ("done", None)
        assert answer["completed_at"]
    assert [completed(owner, by_steps)["status"] for _ in range(2)] == ["open", "done"]


def test_what_is_left_out_is_passed_over(owner: Person) -> None:
    todo = made(owner, exceptions=[day(2), day(1), day(2)])

    assert todo["exceptions"] == [day(1), day(2)]
    assert completed(owner, todo)["due"] == day(3)


def test_everything_moves_along_by_the_same_number_of_days_wherever_this_one_was_moved_to(owner: Person) -> None:
    reminders = [{"before_minutes": 30}, {"at": "2027-01-04T08:00"}]
    todo = made(
        owner,
        "FREQ=WEEKLY",
        due="2027-01-04T09:00",
        start="2027-01-03T10:00",
        deadline="2027-01-06",
        reminders=reminders,
    )
    owner.patch(f"/todo/{todo['id']}", {"due": "2027-01-05T11:00"})

    answer = completed(owner, todo)

    assert (answer["occurrence"], answer["due"]) == ("2027-01-11", "2027-01-11T11:00")
    assert (answer["start"], answer["deadline"]) == ("2027-01-10T10:00", "2027-01-13")
    assert answer["reminders"] == [{"before_minutes": 30}, {"at": "2027-01-11T08:00"}]


def test_subtasks_come_back_open_the_whole_tree_of_them(owner: Person) -> None:
    todo = made(owner)
    child = owner.made("todo", parent=todo["id"])
    grandchild = owner.made("todo", parent=child["id"])
    for one in (child, grandchild):
        completed(owner, one)

    completed(owner, todo)

    assert [read(owner, one)["status"] for one in (child, grandchild)] == ["open", "open"]
    assert read(owner, child)["completed_at"] is None


def test_one_undo_gives_everything_back_and_another_does_it_again(owner: Person) -> None:
    todo = made(owner, start=day(-1), reminders=[{"at": f"{day(0)}T08:00"}])
    child = owner.made("todo", parent=todo["id"])
    completed(owner, child)
    before = [read(owner, one) for one in (todo, child)]
    completed(owner, todo)
    after = [read(owner, one) for one in (todo, child)]
    entry = owner.get(f"/todo/{todo['id']}/history").get_json()[0]

    undone = owner.post(f"/history/{entry['id']}/undo").get_json()

    assert entry["action"] == "complete"
    assert [same(read(owner, one)) for one in (todo, child)] == [same(one) for one in before]
    assert told(owner, todo, "?limit=1") == [(day(0), "open"), (day(1), "coming")]
    owner.post(f"/history/{undone['mutation']}/undo")
    assert [same(read(owner, one)) for one in (todo, child)] == [same(one) for one in after]
    assert told(owner, todo, "?limit=1") == [(day(0), "done"), (day(1), "open"), (day(2), "coming")]


def same(todo: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in todo.items() if name not in {"seq", "updated_at"}}


def test_skipping_goes_on_without_completing(owner: Person) -> None:
    todo = made(owner)
    from_completion = made(owner, "FREQ=DAILY;INTERVAL=3", due=day(2), repeat_from="completion")

    answer = owner.post(f"/todo/{todo['id']}/skip", {"occurrence": day(0)}).get_json()
    again = owner.post(f"/todo/{todo['id']}/skip", {"occurrence": day(0)}).get_json()

    assert (answer["due"], answer["steps"], answer["recurrence"]) == (day(1), 1, "FREQ=DAILY")
    assert again == answer
    assert told(owner, todo, "?limit=1") == [(day(0), "skipped"), (day(1), "open"), (day(2), "coming")]
    assert owner.post(f"/todo/{from_completion['id']}/skip").get_json()["due"] == day(5)
    assert problem(owner.post(f"/todo/{owner.made('todo')['id']}/skip"))[:2] == (409, "does_not_repeat")


def test_postponing_moves_this_occurrence_alone(owner: Person) -> None:
    todo = made(owner, "FREQ=WEEKLY", due="2027-01-04T09:00")

    def postponed(**body: Any) -> str:
        return owner.post(f"/todo/{todo['id']}/postpone", body).get_json()["due"]

    assert postponed(to="2027-01-06") == "2027-01-06T09:00"
    assert postponed() == "2027-01-07T09:00"
    assert postponed(days=3) == "2027-01-10T09:00"
    assert postponed(to="2027-01-08T18:30") == "2027-01-08T18:30"
    assert postponed(to="2027-02-01", occurrence="2027-01-11") == "2027-01-08T18:30"
    assert read(owner, todo)["occurrence"] == "2027-01-04"
    assert completed(owner, todo)["due"] == "2027-01-11T18:30"
    assert problem(owner.post(f"/todo/{todo['id']}/postpone", {"to": day(1), "days": 1}))[2] == [("days", "invalid")]


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=FR"])
def test_the_first_and_the_last_day_of_all_are_days_like_others(owner: Person, rule: str) -> None:
    first, last = made(owner, rule, due="0001-01-01"), made(owner, rule, due="9999-12-31", start="9999-12-30T09:00")

    assert completed(owner, first)["occurrence"] >= day(0)
    assert problem(owner.post(f"/todo/{last['id']}/postpone"))[2] == [("days", "too_large")]
    assert told(owner, last) == [("9999-12-31", "open")]
    assert completed(owner, last)["status"] == "done"


def test_what_is_overdue_is_postponed_from_today(owner: Person) -> None:
    todo = owner.made("todo", due=f"{day(-5)}T09:00")

    assert owner.post(f"/todo/{todo['id']}/postpone", {"days": 1}).get_json()["due"] == f"{day(1)}T09:00"


def test_an_occurrence_that_is_detached_is_a_todo_of_its_own_and_the_series_goes_on(owner: Person) -> None:
    todo = made(owner, "FREQ=WEEKLY", due="2027-01-04T09:00", notes="The fern", reminders=[{"before_minutes": 5}])
    child = owner.made("todo", parent=todo["id"])
    new = str(uuid4())

    answers = [owner.post(f"/todo/{todo['id']}/detach", {"id": new}) for _ in range(2)]

    alone = answers[0].get_json()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].get_json() == alone
    assert (alone["id"], alone["due"], alone["recurrence"], alone["series_start"]) == (
        new,
        "2027-01-04T09:00",
        None,
        None,
    )
    assert (alone["notes"], alone["reminders"]) == ("The fern", [{"before_minutes": 5}])
    assert (read(owner, todo)["due"], read(owner, child)["parent"]) == ("2027-01-11T09:00", todo["id"])
    assert problem(owner.post(f"/todo/{new}/detach"))[:2] == (409, "does_not_repeat")
    assert problem(owner.post(f"/todo/{todo['id']}/detach", {"id": child["id"]}))[:2] == (409, "id_taken")
    entry = owner.get(f"/todo/{todo['id']}/history").get_json()[0]
    owner.post(f"/history/{entry['id']}/undo")
    assert same(read(owner, todo)) == same(todo)
    assert read(owner, alone)["deleted_at"]


def test_another_rule_begins_a_new_series_from_here(owner: Person) -> None:
    todo = made(owner, due=LATER.isoformat())
    completed(owner, todo)

    weekly = owner.patch(f"/todo/{todo['id']}", {"recurrence": "FREQ=WEEKLY"}).get_json()
    moved = owner.patch(f"/todo/{todo['id']}", {"recurrence": "FREQ=WEEKLY", "due": "2028-01-05"}).get_json()
    ended = owner.patch(f"/todo/{todo['id']}", {"recurrence": None}).get_json()

    first = (LATER + timedelta(days=1)).isoformat()
    assert (weekly["series_start"], weekly["occurrence"], weekly["steps"]) == (first, first, 0)
    assert (moved["series_start"], moved["occurrence"]) == ("2028-01-05", "2028-01-05")
    assert (ended["series_start"], ended["occurrence"], ended["due"]) == (None, None, "2028-01-05")


def test_the_same_rule_said_again_moves_nothing(owner: Person) -> None:
    todo = made(owner, "FREQ=WEEKLY", due="2027-01-04")
    owner.patch(f"/todo/{todo['id']}", {"due": "2027-01-06"})

    again = owner.patch(f"/todo/{todo['id']}", {"recurrence": "FREQ=WEEKLY", "title": "Water them"}).get_json()

    assert (again["series_start"], again["occurrence"], again["due"]) == ("2027-01-04", "2027-01-04", "2027-01-06")
    assert completed(owner, todo)["due"] == "2027-01-11"


def test_bulk_takes_a_step_of_those_that_repeat(owner: Person) -> None:
    todo, other = made(owner), owner.made("todo")

    answer = owner.post("/todo/bulk", {"ids": [todo["id"], other["id"]], "action": "complete"}).get_json()

    assert [(one["status"], one["due"]) for one in answer["todos"]] == [("open", day(1)), ("done", None)]
    owner.post(f"/history/{answer['mutation']}/undo")
    assert (read(owner, todo)["due"], read(owner, other)["status"]) == (day(0), "open")


def test_occurrences_are_told_up_to_a_day(owner: Person) -> None:
    todo = made(owner)
    completed(owner, todo)

    assert told(owner, todo, f"?until={day(3)}") == [
        (day(0), "done"), (day(1), "open"), (day(2), "coming"), (day(3), "coming"),
    ]  # fmt: skip
    assert len(told(owner, todo)) == 52
    assert told(owner, owner.made("todo", due=day(0))) == []
    assert owner.get(f"/todo/{NOWHERE}/occurrences").status_code == 404


@pytest.mark.parametrize("repeat_from", ["due", "completion"])
def test_no_rule_keeps_whoever_asks_for_its_days_waiting(owner: Person, repeat_from: str) -> None:
    seldom = made(owner, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", repeat_from=repeat_from)
    always = made(owner, "FREQ=DAILY", repeat_from=repeat_from)
    began = time.process_time()

    told(owner, seldom, "?until=9998-12-31&limit=500")

    assert len(told(owner, always, "?until=9998-12-31&limit=500")) == 501
    assert completed(owner, seldom)["status"] == "open"
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"recurrence": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, ("recurrence", "invalid")),
        ({"exceptions": ["2026-02-30"]}, ("exceptions.0", "invalid")),
        ({"exceptions": [f"{year}-01-01" for year in range(1000, 1367)]}, ("exceptions", "too_many")),
        ({"reminders": [{"before_minutes": 1}] * 11}, ("reminders", "too_many")),
        ({"series_start": "2026-01-01"}, ("series_start", "unknown_field")),
        ({"occurrence": "2026-01-01"}, ("occurrence", "unknown_field")),
    ],
)
def test_what_cannot_be_is_refused(owner: Person, fields: dict[str, Any], wrong: tuple[str, str]) -> None:
    assert problem(owner.post("/todo", {"title": "Water the plants", **fields}))[2] == [wrong]


@pytest.mark.parametrize("reminder", [{}, {"at": "2026-12-01"}, {"before_minutes": -1}, {"at": None}, "at nine"])
def test_a_reminder_is_before_the_todo_is_due_or_at_a_time(owner: Person, reminder: Any) -> None:
    response = owner.post("/todo", {"title": "Water the plants", "reminders": [reminder]})

    assert problem(response)[:2] == (422, "invalid")
