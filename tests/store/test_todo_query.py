"""A query as SQL finds what the same query finds without a database: in the cases of the file, and in any other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.issuer import Issuer
from filters import CASES, LISTS, SECTIONS, TAGS, TODOS, clock, name
from people import Person
from todo import db, embedded
from todo.rules import when
from todo.rules.query.match import matches
from todo.rules.query.moment import Clock
from todo.rules.query.names import Called, Listed, Names
from todo.rules.query.parse import parse
from todo.store import row, todo_query
from todo.store.todo import TODO
from todo.store.todo_page import TodoQuery

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class World:
    """Somebody's lists, sections, tags and todos as they are stored, each with a UUID for its id."""

    app: Flask
    space: UUID
    names: Names
    todos: Rows
    ids: dict[str, str]

    def found(self, query: str, at: Clock) -> list[set[str]]:
        """The ids that PostgreSQL finds, pane by pane."""
        panes: list[set[str]] = []
        for pane in parse(query):
            wanted = TodoQuery(self.space)
            todo_query.narrow(wanted, pane, todo_query.Surroundings(at, self.names))
            with self.app.app_context(), db.statement(spaces=f"{{{self.space}}}") as conn:
                page = row.page(conn, TODO, wanted, row.BY_POSITION, descending=False, limit=500, behind=None)
            panes.append({json.loads(body)["id"] for body in page.rows})
        return panes

    def meant(self, query: str, at: Clock) -> list[set[str]]:
        """The ids that the rules say, pane by pane."""
        return [{todo["id"] for todo in self.todos if matches(pane, todo, at, self.names)} for pane in parse(query)]


@contextmanager
def _stored(database: embedded.Database, app: Flask, token_issuer: Issuer, todos: Rows) -> Iterator[World]:
    person = Person(app.test_client(), token_issuer.token(sub=f"asks-{uuid4()}"))
    space = UUID(person.get("/me").get_json()["space"])
    ids = {one["id"]: str(uuid4()) for one in (*LISTS, *SECTIONS, *TAGS, *todos)}
    with psycopg.connect(database.owner, autocommit=True) as conn:
        conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{space}}}",))
        for one in (*LISTS, *SECTIONS, *TAGS):
            _store_name(conn, space, one, ids)
        for number, todo in enumerate(todos):
            _store_todo(conn, space, todo, ids, number)
    names = Names(
        str(space),
        tuple(Listed(ids[one["id"]], ids.get(one.get("parent", "")), one["name"]) for one in LISTS),
        tuple(Called(ids[one["id"]], one["name"]) for one in SECTIONS),
        tuple(Called(ids[one["id"]], one["name"]) for one in TAGS),
    )
    yield World(app, space, names, [_with_ids(todo, ids) for todo in todos], ids)


def _with_ids(todo: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    changed = {key: ids.get(todo[key] or "") for key in ("id", "list", "section", "parent")}
    return {**todo, **changed, "tags": [ids[tag] for tag in todo["tags"]]}


def _store_name(conn: psycopg.Connection[Any], space: UUID, one: dict[str, Any], ids: dict[str, str]) -> None:
    values = {"space": space, "id": ids[one["id"]], "name": one["name"], "in": ids.get(one.get("parent", ""))}
    if one in TAGS:
        conn.execute(
            "insert into tag (space, id, name, position, seq) values (%(space)s, %(id)s, %(name)s, 'a0', 1)", values
        )
    elif one in SECTIONS:
        conn.execute(
            "insert into section (space, id, list, name, position, seq)"
            " values (%(space)s, %(id)s, %(in)s, %(name)s, 'a0', 1)",
            {**values, "in": ids[one["list"]]},
        )
    else:
        conn.execute(
            "insert into list (space, id, parent, parent_depth, name, position, seq) select %(space)s, %(id)s,"
            " %(in)s::uuid, (select depth from list where space = %(space)s and id = %(in)s::uuid), %(name)s, 'a0', 1",
            values,
        )


def _store_todo(
    conn: psycopg.Connection[Any], space: UUID, todo: dict[str, Any], ids: dict[str, str], number: int
) -> None:
    parts = {"start": when.split(todo["start"]), "due": when.split(todo["due"])}
    values = {
        **_with_ids(todo, ids),
        **{
            f"{field}_{part}": value
            for field, both in parts.items()
            for part, value in zip(("on", "time"), both, strict=True)
        },
        "space": space,
        "position": f"i{number:09}",
    }
    conn.execute(
        """
        insert into todo (space, id, list, section, parent, parent_depth, title, notes, status, completed_at, priority,
          start_on, start_time, start_zone, due_on, due_time, due_zone, deadline_on, recurrence, position, created_at,
          seq)
        values (%(space)s, %(id)s, %(list)s, %(section)s, %(parent)s, case when %(parent)s::uuid is not null then 0 end,
          %(title)s, %(notes)s, %(status)s, %(completed_at)s, %(priority)s, %(start_on)s, %(start_time)s,
          %(start_zone)s, %(due_on)s, %(due_time)s, %(due_zone)s, %(deadline)s, %(recurrence)s, %(position)s,
          %(created_at)s, 1)""",
        values,
    )
    for tag in values["tags"]:
        conn.execute("insert into todo_tag (space, todo, tag) values (%s, %s, %s)", (space, values["id"], tag))


@pytest.fixture(scope="module")
def world(database: embedded.Database, app: Flask, token_issuer: Issuer) -> Iterator[World]:
    with _stored(database, app, token_issuer, TODOS) as stored:
        yield stored


@pytest.mark.parametrize("case", [case for case in CASES if "panes" in case], ids=name)
def test_a_query_finds_in_the_database_what_it_means(world: World, case: dict[str, Any]) -> None:
    expected = [{world.ids[one] for one in pane.split()} for pane in case["panes"]]

    assert world.found(case["query"], clock(case)) == expected


def test_the_surroundings_are_those_of_the_account(world: World) -> None:
    with world.app.app_context(), db.statement(spaces=f"{{{world.space}}}") as conn:
        around = todo_query.surroundings(conn, world.space, datetime.now(ZoneInfo("Asia/Tokyo")))

    assert around.clock.zone == "UTC"
    assert around.clock.week_start == 1
    assert {kind: set(getattr(around.names, kind)) for kind in ("lists", "sections", "tags")} == {
        kind: set(getattr(world.names, kind)) for kind in ("lists", "sections", "tags")
    }


ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "Australia/Lord_Howe"]
FIRST = date(2026, 3, 27)  # two days before clocks are put forward in Europe

TIMES = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 29, 30, 59)]


def _day_near(chance: Random) -> date:
    return FIRST + timedelta(
        days=chance.choice([chance.randint(0, 5), chance.randint(-40, 40), chance.randint(-400, 400)])
    )


def _local_time(chance: Random) -> tuple[str | None, str | None]:
    """A date, a floating or a zoned time, or none, and the zone."""
    on = str(_day_near(chance))
    at = f"{on}T{chance.choice(TIMES)}"
    return chance.choice([(None, None), (on, None), (at, None), (at, chance.choice(ZONES))])


def _instant(chance: Random) -> str:
    local = datetime.fromisoformat(f"{_day_near(chance)}T{chance.choice(TIMES)}")
    return local.replace(tzinfo=ZoneInfo(chance.choice(ZONES))).isoformat()


def _todo(chance: Random) -> dict[str, Any]:
    start, start_zone = _local_time(chance)
    due, due_zone = _local_time(chance)
    home = chance.choice([None, *(one["id"] for one in LISTS)])
    status = chance.choice(["open", "open", "done", "cancelled"])
    return {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "title": chance.choice(["Plants", "PLANTS & more", "100% _\\", "(x)", "äÖ"]),
        "notes": chance.choice(["", "water plants", "'; drop table todo; --"]),
        "list": home,
        "section": chance.choice([None, "meetings", "calls"]) if home == "work" else None,
        "parent": None,
        "tags": chance.sample([one["id"] for one in TAGS], chance.randint(0, 2)),
        "status": status,
        "completed_at": None if status == "open" else _instant(chance),
        "priority": chance.randint(0, 4),
        "start": start,
        "start_zone": start_zone,
        "due": due,
        "due_zone": due_zone,
        "deadline": chance.choice([None, str(_day_near(chance))]),
        "recurrence": chance.choice([None, "FREQ=DAILY"]),
        "created_at": _instant(chance),
    }


_zone = st.sampled_from(ZONES)
_time = st.sampled_from(TIMES)
_day = st.integers(0, 5).map(lambda days: FIRST + timedelta(days=days)) | st.integers(-400, 400).map(
    lambda days: FIRST + timedelta(days=days)
)
_unit = st.sampled_from(["days", "weeks", "months", "years", "hours", "minutes"])
_days_unit = st.sampled_from(["days", "weeks", "months", "years"])
_number = st.integers(0, 40)
_day_word = st.sampled_from(
    [
        "today",
        "tomorrow",
        "yesterday",
        "sat",
        "monday",
        "29 mar",
        "feb 29",
        "this week",
        "next week",
        "last month",
        "next month",
        "this year",
        "last year",
        "first day",
        "2026-03-29",
        "oct 25 2026",
    ]
) | _day.map(str)
_base = (
    _day_word
    | st.builds("{} at {}".format, _day_word, _time)
    | _time
    | st.builds("{} {} ago".format, _number, _unit)
    | st.builds("{} {} after {}".format, _number, _days_unit, _day_word)
)
_within = _base | st.builds("{}{} {}".format, st.sampled_from(["", "-", "+", "next ", "last ", "in "]), _number, _unit)
_limit = _base | st.builds("{}{} {}".format, st.sampled_from(["", "-", "+", "in "]), _number, _unit)
_field = st.sampled_from(["date", "due", "start", "deadline", "created", "completed"])
_term = (
    st.sampled_from(
        [
            "overdue",
            "no date",
            "no start",
            "no deadline",
            "no time",
            "p1",
            "p4",
            "no priority",
            "no tags",
            "recurring",
            "subtask",
            "open",
            "done",
            "cancelled",
            "view all",
            "@home*",
            "@*l",
            "@email",
            "#work",
            "#inbox",
            "##school",
            "#*o*",
            "/meetings",
            "/*",
            "#nothing",
            "search: plants",
            "search: %",
            "search: \\(x",
            "search: ÄÖ",
        ]
    )
    | _within
    | st.builds("{}: {}".format, _field, _within)
    | st.builds("{} {}: {}".format, _field, st.sampled_from(["before", "after"]), _limit)
)
_query = st.recursive(
    _term,
    lambda terms: (
        st.builds("!({})".format, terms)
        | st.builds("({} & {})".format, terms, terms)
        | st.builds("({} | {})".format, terms, terms)
    ),
    max_leaves=6,
)
_clock = st.builds(
    lambda day, at, zone, week_start: Clock(
        datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZoneInfo(zone)), week_start
    ),
    _day,
    _time,
    _zone,
    st.integers(1, 7),
)


@pytest.fixture(scope="module")
def crowd(database: embedded.Database, app: Flask, token_issuer: Issuer) -> Iterator[World]:
    chance = Random(1)
    with _stored(database, app, token_issuer, [_todo(chance) for _ in range(400)]) as stored:
        yield stored


def test_any_query_finds_in_the_database_what_it_means(crowd: World) -> None:
    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(_query, _clock)
    def agree(query: str, at: Clock) -> None:
        (found,), (meant,) = crowd.found(query, at), crowd.meant(query, at)
        assert found == meant
        sizes.append(len(found))

    sizes: list[int] = []
    agree()
    assert len([size for size in sizes if 0 < size < 400]) > 200
