"""Orders, and paging through them while others write."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from people import Person, problem

ORDERS = ["position", "due", "deadline", "priority", "title", "created_at", "updated_at"]
SORTS = [sign + name for name in ORDERS for sign in ("", "-")]


def pages(person: Person, path: str) -> Iterator[list[dict[str, Any]]]:
    """Page after page, as the Link header leads."""
    while True:
        response = person.get(path)
        assert response.status_code == 200, response.get_data(as_text=True)
        yield response.get_json()
        following = re.fullmatch(r'<(.+)>; rel="next"', response.headers.get("Link", ""))
        if following is None:
            return
        path = following[1]


def everything(person: Person, path: str) -> list[dict[str, Any]]:
    return [row for page in pages(person, path) for row in page]


def wanted(todo: dict[str, Any], name: str) -> tuple[str, ...]:
    """What the todo stands in the order by: without a date it is last, without a time last of its day."""
    match name:
        case "due":
            on, _, at = (todo["due"] or "9999-99").partition("T")
            return on, at or "24:00", todo["id"]
        case "deadline":
            return todo["deadline"] or "9999-99", todo["id"]
        case "title":
            return todo["title"].lower(), todo["id"]
        case _:
            return f"{todo[name]}", todo["id"]


@pytest.fixture
def several(owner: Person) -> list[dict[str, Any]]:
    """Todos with ties and gaps in every order."""
    dice = random.Random(7)
    days = [date(2026, 12, 1) + timedelta(days=number) for number in range(3)]
    return [
        owner.made(
            "todo",
            title=dice.choice(["a", "B", "c", "Ä", "雨", "😀", "C"]),
            due=dice.choice(
                [None, f"{dice.choice(days)}", f"{dice.choice(days)}T09:00", f"{dice.choice(days)}T09:00:30"]
            ),
            deadline=dice.choice([None, f"{dice.choice(days)}"]),
            priority=dice.randrange(5),
            position=dice.choice(["a0", "a1", "a0V"]),
        )
        for _ in range(24)
    ]


@pytest.mark.parametrize("name", ORDERS)
def test_every_order_goes_both_ways_and_pages_through_all(
    owner: Person, several: list[dict[str, Any]], name: str
) -> None:
    expected = [todo["id"] for todo in sorted(several, key=lambda todo: wanted(todo, name))]

    for limit in (1, 5, 23, 24, 50):
        assert [todo["id"] for todo in everything(owner, f"/todo?sort={name}&limit={limit}")] == expected
        assert [todo["id"] for todo in everything(owner, f"/todo?sort=-{name}&limit={limit}")] == expected[::-1]


@pytest.mark.parametrize("limit", [1, 2, 12, 24])
def test_a_last_page_names_no_next_one(owner: Person, several: list[dict[str, Any]], limit: int) -> None:
    assert [len(page) for page in pages(owner, f"/todo?limit={limit}")] == [limit] * (24 // limit)


def test_a_page_has_fifty_rows_unless_more_are_asked_for(owner: Person) -> None:
    for number in range(51):
        owner.made("todo", title=f"{number}")

    assert [len(page) for page in pages(owner, "/todo")] == [50, 1]
    assert [len(page) for page in pages(owner, "/todo?limit=500")] == [51]


def test_filters_stay_while_paging(owner: Person, several: list[dict[str, Any]]) -> None:
    expected = {todo["id"] for todo in several if todo["priority"] > 2 and "c" in todo["title"].lower()}

    found = everything(owner, "/todo?priority=3,4&search=c&limit=1&sort=-due")

    assert [len(found), {todo["id"] for todo in found}] == [len(expected), expected]


@pytest.mark.parametrize("sort", SORTS)
def test_who_is_not_touched_comes_once_whatever_happens_meanwhile(
    owner: Person, several: list[dict[str, Any]], sort: str
) -> None:
    dice = random.Random(sort)
    touched = {todo["id"] for todo in dice.sample(several, 12)}
    busy, seen = sorted(touched), []

    for page in pages(owner, f"/todo?sort={sort}&limit=3"):
        seen += [todo["id"] for todo in page]
        owner.made(
            "todo", title=dice.choice(["A", "雨", "zz"]), position=dice.choice(["Zz", "a0G", "b00"]), due="2026-12-02"
        )
        owner.delete(f"/todo/{busy[len(seen) % 12]}")
        moved = {
            "position": dice.choice(["Zz", "a0l", "b00"]),
            "title": dice.choice("aZ雨"),
            "priority": dice.randrange(5),
        }
        owner.patch(f"/todo/{busy[(len(seen) + 5) % 12]}", moved)

    untouched = [todo["id"] for todo in several if todo["id"] not in touched]
    assert sorted(set(untouched) & set(seen)) == sorted(todo for todo in seen if todo in untouched) == sorted(untouched)


def test_the_row_that_a_page_ended_with_may_be_gone(owner: Person, several: list[dict[str, Any]]) -> None:
    found = pages(owner, "/todo?sort=title&limit=10")
    first = next(found)
    owner.delete(f"/todo/{first[-1]['id']}")

    rest = [todo["id"] for page in found for todo in page]

    assert sorted(rest + [todo["id"] for todo in first]) == sorted(todo["id"] for todo in several)


@pytest.mark.parametrize("noun", ["list", "section", "tag"])
def test_the_other_nouns_page_by_position_too(owner: Person, noun: str) -> None:
    home = owner.made("list", position="Zz")["id"]
    made = [
        owner.made(
            noun,
            name=f"{number}",
            position="a0" if number % 2 else "a1",
            **({"list": home} if noun == "section" else {}),
        )
        for number in range(7)
    ]
    path = f"/{noun}?limit=2" + (f"&list={home}" if noun == "section" else "")

    found = [row["id"] for row in everything(owner, path) if row["id"] != home]

    assert found == [row["id"] for row in sorted(made, key=lambda row: (row["position"], row["id"]))]


@pytest.mark.parametrize("letter", ["😀", "雨", "x", "\u202e", '"', "\\", "ß", "İ"])
def test_the_longest_titles_can_be_paged_through(owner: Person, letter: str) -> None:
    made = {owner.made("todo", title=letter * 499 + end)["id"] for end in "abc"}

    assert {todo["id"] for todo in everything(owner, "/todo?sort=title&limit=1")} == made


def test_a_cursor_is_for_the_order_that_it_was_given_out_for(owner: Person, several: list[dict[str, Any]]) -> None:
    link = owner.get("/todo?sort=due&limit=5").headers["Link"]
    cursor = re.search(r"cursor=([^&>]+)", link)
    assert cursor

    for sort in ("-due", "title", "position"):
        assert problem(owner.get(f"/todo?sort={sort}&cursor={cursor[1]}")) == (422, "invalid", [("cursor", "invalid")])


def test_a_cursor_of_the_owner_shows_a_stranger_nothing(
    owner: Person, stranger: Person, several: list[dict[str, Any]]
) -> None:
    link = owner.get("/todo?limit=5").headers["Link"]
    mine = stranger.made("todo", position="z" * 27)["id"]

    found = stranger.get(link[1 : link.index(">")]).get_json()

    assert [todo["id"] for todo in found] == [mine]
