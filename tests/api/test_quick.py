"""`POST /quick`: a line of text becomes a todo. What each line means is in tests/vectors/quick.json."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from people import Person, problem


def tomorrow() -> str:
    return (datetime.now(UTC).date() + timedelta(days=1)).isoformat()


def quick(person: Person, text: str, **more: Any) -> dict[str, Any]:
    response = person.post("/quick", {"text": text, **more})
    assert response.status_code in {200, 201}, response.get_data(as_text=True)
    return response.get_json()


def test_a_line_becomes_a_todo(owner: Person) -> None:
    home = owner.made("list", name="Home Sweet Home")

    answer = quick(owner, "Water plants tomorrow at 8am p1 #home sweet home for 20min !30min // the big ones")

    todo = answer["todo"]
    assert todo == owner.get(f"/todo/{todo['id']}").get_json()
    assert (todo["title"], todo["due"], todo["priority"]) == ("Water plants", f"{tomorrow()}T08:00", 4)
    assert (todo["list"], todo["duration_minutes"], todo["notes"]) == (home["id"], 20, "the big ones")
    assert todo["reminders"] == [{"before_minutes": 30}]


def test_the_tokens_say_where_they_are_and_what_they_set(owner: Person) -> None:
    answer = quick(owner, "Call back tomorrow p2", dry_run=True)

    assert answer["tokens"] == [
        {"kind": "due", "start": 10, "end": 18, "text": "tomorrow", "sets": {"due": tomorrow()}},
        {"kind": "priority", "start": 19, "end": 21, "text": "p2", "sets": {"priority": 3}},
    ]


def test_a_dry_run_stores_nothing(owner: Person) -> None:
    answer = quick(owner, "Water plants tomorrow @garden", dry_run=True)

    assert (answer["title"], answer["fields"]) == ("Water plants", {"due": tomorrow(), "tags": ["garden"]})
    assert answer["todo"] is None
    assert owner.get("/todo").get_json() == owner.get("/tag").get_json() == []


def test_a_token_that_is_rejected_stays_a_word(owner: Person) -> None:
    assert quick(owner, "Read about tomorrow's world today", plain=[[28, 33]])["todo"]["due"] is None


def test_a_tag_that_is_not_there_is_made_and_an_undo_takes_both(owner: Person) -> None:
    garden = owner.made("tag", name="Garden")

    todo = quick(owner, "Water plants @garden @evening")["todo"]
    names = {tag["id"]: tag["name"] for tag in owner.get("/tag").get_json()}
    entry = owner.get("/history?limit=1").get_json()[0]["id"]
    owner.post(f"/history/{entry}/undo")

    assert {names[tag] for tag in todo["tags"]} == {"Garden", "evening"}
    assert owner.get("/todo").get_json() == []
    assert [tag["id"] for tag in owner.get("/tag").get_json()] == [garden["id"]]


def test_a_list_or_section_that_is_not_there_stays_a_word(owner: Person) -> None:
    home = owner.made("list", name="Home")
    owner.made("section", list=home["id"], name="Later")

    assert quick(owner, "Fix #12 of #Nowhere /Later")["todo"]["title"] == "Fix #12 of #Nowhere"
    assert quick(owner, "Sweep #Home /Sometime")["todo"]["title"] == "Sweep /Sometime"


def test_a_section_is_the_one_of_the_list_that_is_named(owner: Person) -> None:
    homes = [owner.made("list", name=name) for name in ("Home", "Work")]
    sections = [owner.made("section", list=home["id"], name="Next") for home in homes]

    todo = quick(owner, "Sweep #Work /next")["todo"]

    assert (todo["list"], todo["section"]) == (homes[1]["id"], sections[1]["id"])


def test_what_the_body_names_wins_over_the_text(owner: Person) -> None:
    owner.made("list", name="Home")

    answer = quick(owner, "Sweep tomorrow p1 #Home", todo={"due": "2030-01-05", "list": None})

    assert (answer["todo"]["due"], answer["todo"]["list"], answer["todo"]["priority"]) == ("2030-01-05", None, 4)


def test_sent_twice_it_is_stored_once(owner: Person) -> None:
    body = {"text": "Water plants tomorrow @garden", "todo": {"id": str(uuid4())}}

    first, second = (owner.post("/quick", body) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.headers["Location"] == f"/todo/{body['todo']['id']}"
    assert first.get_json()["todo"] == second.get_json()["todo"]
    assert len(owner.get("/todo").get_json()) == 1


@pytest.mark.parametrize(("language", "due"), [("en-US", "03-04"), ("en", "04-03"), ("en-GB", "04-03")])
def test_the_language_says_which_of_two_numbers_is_the_month(owner: Person, language: str, due: str) -> None:
    owner.patch("/me", {"language": language})

    assert quick(owner, "Pay 3/4", dry_run=True)["fields"]["due"][5:] == due


def test_today_is_where_the_person_is(owner: Person) -> None:
    owner.patch("/me", {"zone": "Pacific/Kiritimati"})
    east = quick(owner, "Call today", dry_run=True)["fields"]["due"]
    owner.patch("/me", {"zone": "Pacific/Niue"})
    west = quick(owner, "Call today", dry_run=True)["fields"]["due"]

    assert east > west


def test_a_recurrence_begins_with_its_first_day(owner: Person) -> None:
    todo = quick(owner, "Pay rent every! month starting 2030-01-31")["todo"]

    assert (todo["recurrence"], todo["repeat_from"], todo["due"]) == ("FREQ=MONTHLY", "completion", "2030-01-31")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "x" * 600}, "title"),
        ({"text": "x\x07"}, "title"),
        ({"text": "x", "plain": [[1]]}, "plain.0"),
        ({"text": "x", "todo": {"due": "someday"}}, "todo.due"),
        ({"text": "x", "due": "2030-01-05"}, "due"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(owner: Person, body: dict[str, Any], field: str) -> None:
    status, code, fields = problem(owner.post("/quick", body))

    assert (status, code, fields[0][0]) == (422, "invalid", field)


def test_a_strangers_names_mean_nothing(owner: Person, stranger: Person) -> None:
    stranger.made("list", name="Secret")
    stranger.made("tag", name="two words")

    assert quick(owner, "Read #Secret")["todo"]["title"] == "Read #Secret"
    assert quick(owner, "Read @two words")["todo"]["title"] == "Read words"
