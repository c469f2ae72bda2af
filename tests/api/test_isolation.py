"""Two people and every way from one to the other: there is none, not even where a query forgets whose it is."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from people import Person, problem
from todo import embedded
from todo.db import Connection

NOUNS = ["todo", "list", "section", "tag"]
TABLES = ["space", "account", "list", "section", "tag", "todo", "todo_tag", "history", "tombstone", "token", "session"]


@pytest.fixture
def mine(owner: Person) -> dict[str, str]:
    """Ids of the owner's, one of each noun, all of them together."""
    ids = {"list": owner.made("list", name="mine")["id"], "tag": owner.made("tag", name="mine")["id"]}
    ids["section"] = owner.made("section", list=ids["list"])["id"]
    ids["todo"] = owner.made("todo", title="mine", section=ids["section"], tags=[ids["tag"]])["id"]
    return ids


@pytest.fixture
def everything(owner: Person) -> Callable[[], Any]:
    """All that the owner sees."""
    return lambda: [owner.get(f"/{noun}?trash={trash}").get_json() for noun in NOUNS for trash in ("true", "false")]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_stranger_lists_nothing_of_mine(stranger: Person, mine: dict[str, str], noun: str) -> None:
    assert stranger.get(f"/{noun}").get_json() == stranger.get(f"/{noun}?trash=true").get_json() == []


@pytest.mark.parametrize("filters", ["", "&sort=-due", "&status=open", "&search=mine", "&overdue=false", "&priority=0"])
def test_no_filter_shows_a_stranger_anything_of_mine(stranger: Person, mine: dict[str, str], filters: str) -> None:
    for name, noun in (("list", "list"), ("section", "section"), ("parent", "todo"), ("tag", "tag")):
        assert stranger.titles(f"?{name}={mine[noun]}{filters}") == []
    assert stranger.get(f"/section?list={mine['list']}").get_json() == []


def test_a_stranger_is_told_the_same_of_mine_as_of_nothing(
    app: Flask, stranger: Person, mine: dict[str, str], everything: Callable[[], Any]
) -> None:
    before = everything()
    beside = {
        noun: stranger.made(noun, **({"list": stranger.made("list")["id"]} if noun == "section" else {}))["id"]
        for noun in NOUNS
    }

    asked = 0
    for rule in app.url_map.iter_rules():
        noun = rule.rule.split("/")[1]
        if noun not in NOUNS or "<" not in rule.rule:
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            body = {"before": beside[noun]} if rule.rule.endswith("order") else {}
            path, nowhere = (re.sub("<.+>", thing, rule.rule) for thing in (mine[noun], str(uuid4())))
            for headers in ({}, {"If-Match": '"1"'}, {"If-None-Match": "*"}):
                answer, other = (
                    stranger.ask(method, address, json=body, headers=headers) for address in (path, nowhere)
                )
                assert (answer.status_code, answer.get_data()) == (other.status_code, other.get_data())
                assert answer.status_code == 404
                asked += 1

    assert asked > 60
    assert everything() == before


@pytest.mark.parametrize(
    ("noun", "field", "of"),
    [
        ("todo", "list", "list"),
        ("todo", "section", "section"),
        ("todo", "parent", "todo"),
        ("todo", "tags", "tag"),
        ("list", "parent", "list"),
        ("section", "list", "list"),
    ],
)
def test_a_stranger_cannot_name_what_is_mine(
    stranger: Person, mine: dict[str, str], everything: Callable[[], Any], noun: str, field: str, of: str
) -> None:
    before = everything()
    home = {"list": stranger.made("list")["id"]} if noun == "section" else {}
    theirs = stranger.made(noun, **home)
    value = [mine[of]] if field == "tags" else mine[of]
    name = {"title": "x"} if noun == "todo" else {"name": "y"}

    created = stranger.post(f"/{noun}", {**name, **home, field: value})
    patched = stranger.patch(f"/{noun}/{theirs['id']}", {field: value})

    assert problem(created) == problem(patched) == (422, "invalid", [(field, "unknown")])
    if noun == "todo" and field != "tags":
        assert problem(stranger.post(f"/todo/{theirs['id']}/move", {field: value})) == problem(created)
    assert stranger.get(f"/{noun}/{theirs['id']}").get_json() == theirs
    assert everything() == before


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("side", ["before", "after"])
def test_nothing_stands_beside_what_is_mine(stranger: Person, mine: dict[str, str], noun: str, side: str) -> None:
    home = {"list": stranger.made("list")["id"]} if noun == "section" else {}
    theirs = stranger.made(noun, **home)["id"]

    refused = stranger.post(f"/{noun}/{theirs}/reorder", {side: mine[noun]})

    assert problem(refused) == (422, "invalid", [(side, "unknown")])


def test_a_stranger_uses_my_ids_for_things_of_their_own(
    stranger: Person, mine: dict[str, str], everything: Callable[[], Any]
) -> None:
    before = everything()

    for noun in ("list", "tag", "section", "todo"):
        stranger.made(noun, id=mine[noun], **({"list": mine["list"]} if noun == "section" else {}))
        assert stranger.patch(f"/{noun}/{mine[noun]}", {"position": "a0"}).status_code == 200
    for noun in NOUNS:
        assert stranger.delete(f"/{noun}/{mine[noun]}").status_code == 204

    assert everything() == before


def space_of(person: Person) -> UUID:
    return UUID(person.get("/me").get_json()["space"])


@pytest.fixture
def service(database: embedded.Database) -> Iterator[Connection]:
    """A connection as the service has it, on which nobody has said yet who is asking."""
    with psycopg.connect(database.service, autocommit=True) as conn:
        yield conn


def ask_as(conn: Connection, *people: Person) -> None:
    spaces = ",".join(str(space_of(person)) for person in people)
    conn.execute("select set_config('todo.spaces', %s, false)", (f"{{{spaces}}}",))


@pytest.mark.parametrize("table", TABLES)
def test_without_saying_who_is_asking_nothing_is_seen(service: Connection, mine: dict[str, str], table: str) -> None:
    found = service.execute(f"select from {table}").fetchall()  # pyright: ignore[reportArgumentType]

    assert found == []


@pytest.mark.parametrize("table", ["account", "list", "section", "tag", "todo", "todo_tag", "history"])
def test_a_query_without_its_condition_sees_only_who_is_asking(
    service: Connection, owner: Person, stranger: Person, mine: dict[str, str], table: str
) -> None:
    ask_as(service, stranger)
    theirs = service.execute(f"select distinct space from {table} where true").fetchall()  # pyright: ignore[reportArgumentType]
    ask_as(service, owner)
    own = service.execute(f"select distinct space from {table}").fetchall()  # pyright: ignore[reportArgumentType]

    assert theirs in ([], [(space_of(stranger),)])
    assert own == [(space_of(owner),)]


def test_a_change_without_its_condition_reaches_only_who_is_asking(
    service: Connection, stranger: Person, mine: dict[str, str], everything: Callable[[], Any]
) -> None:
    before = everything()
    stranger.made("todo", title="theirs")
    ask_as(service, stranger)

    changed = service.execute("update todo set title = 'changed'").rowcount
    for table in ("todo_tag", "todo", "section", "list", "tag", "history"):
        service.execute(f"delete from {table}")  # pyright: ignore[reportArgumentType]
    service.execute("update space set seq = 0")

    assert changed == 1
    assert everything() == before
    assert stranger.titles() == []


@pytest.mark.parametrize("table", [table for table in TABLES if table != "account"])
def test_a_row_cannot_be_put_into_anothers_space(
    service: Connection, owner: Person, stranger: Person, mine: dict[str, str], table: str
) -> None:
    values = {
        "space": "id) values (%s",
        "list": "space, id, name, position, seq) values (%s, gen_random_uuid(), 'x', 'a0', 1",
        "section": "space, id, list, name, position, seq) values (%s, gen_random_uuid(), gen_random_uuid(),"
        " 'x', 'a0', 1",
        "tag": "space, id, name, position, seq) values (%s, gen_random_uuid(), 'x', 'a0', 1",
        "todo": "space, id, title, position, seq) values (%s, gen_random_uuid(), 'x', 'a0', 1",
        "todo_tag": "space, todo, tag) values (%s, gen_random_uuid(), gen_random_uuid()",
        "history": "space, id, mutation, seq, kind, entity, action, at, actor) values (%s, gen_random_uuid(),"
        " gen_random_uuid(), 1, 'todo', gen_random_uuid(), 'create', now(), 'x'",
        "tombstone": "space, id, kind, seq) values (%s, gen_random_uuid(), 'todo', 1",
        "token": "space, id, hash, name, scopes) values (%s, gen_random_uuid(), '', 'x', '{}'",
        "session": "space, id, hash, expires_at) values (%s, gen_random_uuid(), '', now()",
    }[table]
    ask_as(service, stranger)

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        service.execute(f"insert into {table} ({values})", (space_of(owner),))  # pyright: ignore[reportArgumentType]


def test_a_row_cannot_be_moved_into_anothers_space(service: Connection, owner: Person, stranger: Person) -> None:
    stranger.made("todo")
    ask_as(service, stranger)

    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        service.execute("update todo set space = %s", (space_of(owner),))


def test_an_account_is_found_by_who_it_is_and_no_other_beside_it(
    service: Connection, owner: Person, stranger: Person
) -> None:
    me, them = owner.get("/me").get_json(), stranger.get("/me").get_json()
    service.execute(
        "select set_config('todo.issuer', %s, false), set_config('todo.subject', %s, false)",
        (me["issuer"], me["subject"]),
    )

    assert service.execute("select id::text from account").fetchall() == [(me["id"],)]
    assert service.execute("select count(*) from todo").fetchone() == (0,)
    assert me["issuer"] == them["issuer"]


def test_who_is_asking_ends_with_the_transaction(app: Flask, owner: Person, mine: dict[str, str]) -> None:
    with app.extensions["todo.pool"].connection() as conn:
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space_of(owner)}}}",))

        assert conn.execute("select count(*) from todo").fetchone() == (0,)


def test_the_stores_own_sql_sees_nothing_of_mine_without_its_conditions(
    service: Connection, owner: Person, stranger: Person, mine: dict[str, str]
) -> None:
    from todo.store.todo import TODO

    stranger.made("todo", title="theirs")
    ask_as(service, stranger)
    statement = f"select row_to_json(x) from (select {TODO.fields} from todo t) x"

    found = service.execute(statement).fetchall()  # pyright: ignore[reportArgumentType]

    assert [row["title"] for (row,) in found] == ["theirs"]


def test_a_stranger_can_be_asked_for_along_with_the_owner(service: Connection, owner: Person, stranger: Person) -> None:
    for person, title in ((owner, "mine"), (stranger, "theirs")):
        person.made("todo", title=title)

    ask_as(service, owner, stranger)

    assert sorted(service.execute("select title from todo").fetchall()) == [("mine",), ("theirs",)]
