"""One thing done to many todos: all of them or none, and one undo for all."""

from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from api.test_token import program
from people import NOWHERE, Person, problem


def bulk(person: Person, ids: list[str], action: str, **changes: Any) -> TestResponse:
    return person.post("/todo/bulk", {"ids": ids, "action": action, "changes": changes})


def done(person: Person, ids: list[str], action: str, **changes: Any) -> list[dict[str, Any]]:
    """The todos as they are answered."""
    response = bulk(person, ids, action, **changes)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()["todos"]


def undo_last(person: Person) -> None:
    entry = person.get("/history?limit=1").get_json()[0]["id"]
    assert person.post(f"/history/{entry}/undo").status_code == 200


def shown(person: Person) -> list[dict[str, Any]]:
    """All todos but for what a change and its undo leave behind."""
    rows = [row for trash in ("false", "true") for row in person.get(f"/todo?limit=500&trash={trash}").get_json()]
    return sorted(
        ({n: v for n, v in row.items() if n not in {"seq", "updated_at"}} for row in rows), key=lambda row: row["id"]
    )


@pytest.fixture
def ids(owner: Person) -> list[str]:
    return [owner.made("todo", title=f"{number}")["id"] for number in range(5)]


def test_many_are_changed_at_once_in_the_order_in_which_they_are_named(owner: Person, ids: list[str]) -> None:
    wanted = [ids[3], ids[0], ids[4]]

    todos = done(owner, wanted, "patch", priority=4, due="2026-12-01")

    assert [todo["id"] for todo in todos] == wanted
    assert {(todo["priority"], todo["due"]) for todo in todos} == {(4, "2026-12-01")}
    assert todos == [owner.get(f"/todo/{row_id}").get_json() for row_id in wanted]
    assert owner.get(f"/todo/{ids[1]}").get_json()["priority"] == 0


@pytest.mark.parametrize(
    ("action", "changes"),
    [
        ("patch", {"title": "Same", "notes": "", "due": "2026-12-01T09:00", "due_zone": "Asia/Tokyo"}),
        ("move", {"list": "its list"}),
        ("move", {"section": "its section"}),
        ("move", {"parent": "its parent"}),
        ("complete", {}),
        ("reopen", {}),
        ("delete", {}),
        ("restore", {}),
        ("tag", {"add": ["its tag"], "remove": ["its other tag"]}),
    ],
)
def test_whatever_is_done_to_many_is_one_mutation_that_is_undone_at_once(
    owner: Person, action: str, changes: dict[str, Any]
) -> None:
    home = owner.made("list")["id"]
    tags = [owner.made("tag", name=name)["id"] for name in ("one", "other")]
    named = {
        "its list": home,
        "its section": owner.made("section", list=home)["id"],
        "its parent": owner.made("todo")["id"],
        "its tag": tags[0],
        "its other tag": tags[1],
    }
    ids = [owner.made("todo", tags=tags[number % 2 :])["id"] for number in range(4)]
    ids.append(owner.made("todo", parent=ids[0])["id"])
    for row_id in ids[1:3]:
        owner.post(f"/todo/{row_id}/complete")
    if action == "restore":
        for row_id in ids[:3]:
            owner.delete(f"/todo/{row_id}")
    wanted: dict[str, Any] = {
        name: named.get(value, value) if isinstance(value, str) else [named[tag] for tag in value]
        for name, value in changes.items()
    }
    before, earlier = shown(owner), {entry["mutation"] for entry in owner.get("/history?limit=100").get_json()}

    answer = bulk(owner, ids, action, **wanted).get_json()
    after = shown(owner)

    assert after != before
    now = {entry["mutation"] for entry in owner.get("/history?limit=100").get_json()}
    assert now - earlier == {answer["mutation"]}
    owner.post(f"/history/{answer['mutation']}/undo")
    assert [{**row, "deleted_at": None} for row in shown(owner)] == [{**row, "deleted_at": None} for row in before]
    assert [bool(row["deleted_at"]) for row in shown(owner)] == [bool(row["deleted_at"]) for row in before]
    undo_last(owner)
    assert [{**row, "deleted_at": None} for row in shown(owner)] == [{**row, "deleted_at": None} for row in after]


@pytest.mark.parametrize(
    ("action", "changes"),
    [
        ("patch", {"title": "Stolen"}),
        ("move", {"list": None}),
        ("complete", {}),
        ("reopen", {}),
        ("delete", {}),
        ("restore", {}),
        ("tag", {"add": []}),
    ],
)
def test_one_that_is_anothers_or_not_there_refuses_all(
    owner: Person, stranger: Person, ids: list[str], action: str, changes: dict[str, Any]
) -> None:
    before, own = shown(owner), stranger.made("todo")
    for foreign in (ids[2], NOWHERE):
        refused = bulk(stranger, [own["id"], foreign], action, **changes)

        assert problem(refused) == (404, "not_found", [])
        assert foreign in refused.get_json()["detail"]

    assert shown(owner) == before
    assert stranger.get(f"/todo/{own['id']}").get_json() == own


def test_one_that_is_refused_refuses_all_and_is_named(owner: Person, ids: list[str]) -> None:
    owner.delete(f"/todo/{ids[3]}")
    before = shown(owner)

    refused = bulk(owner, ids, "patch", title="New")

    assert problem(refused) == (409, "in_trash", [])
    assert refused.get_json()["detail"].startswith(ids[3])
    assert shown(owner) == before


def test_a_field_that_fits_to_one_and_not_to_another_refuses_all(owner: Person, ids: list[str]) -> None:
    owner.patch(f"/todo/{ids[0]}", {"due": "2026-12-01T09:00"})

    refused = bulk(owner, ids[:2], "patch", due_zone="Asia/Tokyo")

    assert problem(refused) == (422, "invalid", [("changes.due_zone", "needs_time")])
    assert refused.get_json()["detail"].startswith(ids[1])
    assert owner.get(f"/todo/{ids[0]}").get_json()["due_zone"] is None


def test_a_place_that_is_none_for_one_refuses_all(owner: Person, stranger: Person, ids: list[str]) -> None:
    before = shown(owner)
    theirs = stranger.made("list")["id"]

    assert problem(bulk(owner, ids, "move", list=theirs)) == (422, "invalid", [("changes.list", "unknown")])
    assert problem(bulk(owner, ids, "move", parent=ids[2])) == (422, "invalid", [("changes.parent", "loop")])
    assert problem(bulk(owner, ids, "patch", parent=NOWHERE)) == (422, "invalid", [("changes.parent", "unknown")])

    assert shown(owner) == before


def test_todos_that_would_nest_too_deep_refuse_all(owner: Person, ids: list[str]) -> None:
    deepest = None
    for _ in range(15):
        deepest = owner.made("todo", parent=deepest)["id"]
    owner.made("todo", parent=ids[4])

    refused = bulk(owner, ids, "move", parent=deepest)

    assert problem(refused) == (422, "invalid", [("changes.parent", "too_deep")])
    assert refused.get_json()["detail"].startswith(ids[4])
    assert owner.get(f"/todo/{ids[0]}").get_json()["parent"] is None


def test_what_is_moved_together_stands_in_the_order_of_its_ids(owner: Person, ids: list[str]) -> None:
    home = owner.made("list")["id"]

    done(owner, [ids[4], ids[0], ids[2]], "move", list=home)
    assert owner.titles(f"?list={home}") == ["4", "0", "2"]

    done(owner, [ids[3], ids[1]], "move", list=home, before=ids[0])
    assert owner.titles(f"?list={home}") == ["4", "3", "1", "0", "2"]

    done(owner, [ids[2], ids[0]], "move", after=ids[4])
    assert owner.titles(f"?list={home}") == ["4", "2", "0", "3", "1"]


@pytest.mark.parametrize("first", [0, 1])
def test_a_subtask_stays_with_its_parent_when_both_are_moved_or_thrown_away(owner: Person, first: int) -> None:
    home = owner.made("list")["id"]
    parent = owner.made("todo")["id"]
    leaf = owner.made("todo", parent=owner.made("todo", parent=parent)["id"])
    pair = [parent, leaf["id"]] if first else [leaf["id"], parent]

    done(owner, pair, "move", list=home)
    moved = owner.get(f"/todo/{leaf['id']}").get_json()
    assert (moved["list"], moved["parent"]) == (home, leaf["parent"])

    done(owner, pair, "delete")
    owner.post(f"/todo/{parent}/restore")
    assert owner.get(f"/todo/{leaf['id']}").get_json()["deleted_at"] is None


@pytest.mark.parametrize("first", [0, 1])
def test_a_subtask_comes_back_to_its_parent_when_both_come_back(owner: Person, first: int) -> None:
    parent = owner.made("todo")["id"]
    leaf = owner.made("todo", parent=parent)["id"]
    owner.delete(f"/todo/{leaf}")
    owner.delete(f"/todo/{parent}")

    done(owner, [parent, leaf] if first else [leaf, parent], "restore")

    assert owner.get(f"/todo/{leaf}").get_json()["parent"] == parent


def test_tags_are_given_and_taken_and_the_others_stay(owner: Person, stranger: Person, ids: list[str]) -> None:
    one, other, third = (owner.made("tag", name=name)["id"] for name in ("one", "other", "third"))
    owner.patch(f"/todo/{ids[0]}", {"tags": [one, third]})

    todos = done(owner, ids[:2], "tag", add=[other], remove=[one])

    assert [set(todo["tags"]) for todo in todos] == [{other, third}, {other}]
    theirs = stranger.made("tag")["id"]
    assert problem(bulk(owner, ids, "tag", add=[theirs])) == (422, "invalid", [("changes.add", "unknown")])
    assert problem(bulk(owner, ids, "patch", tags=[theirs])) == (422, "invalid", [("changes.tags", "unknown")])


def test_a_todo_has_at_most_a_hundred_tags_also_one_after_the_other(owner: Person, ids: list[str]) -> None:
    tags = [owner.made("tag", name=f"{number}")["id"] for number in range(101)]
    done(owner, ids[:1], "tag", add=tags[:100])

    assert problem(bulk(owner, ids, "tag", add=tags[100:])) == (422, "invalid", [("changes.add", "too_many")])


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"ids": []}, "ids", "invalid"),
        ({"ids": [NOWHERE] * 2}, "ids", "invalid"),
        ({"ids": [str(uuid4()) for _ in range(501)]}, "ids", "too_many"),
        ({"ids": ["x"]}, "ids.0", "invalid"),
        ({"action": "steal"}, "action", "invalid"),
        ({"changes": {"titel": "x"}}, "changes.titel", "unknown_field"),
        ({"changes": {"title": ""}}, "changes.title", "too_short"),
        ({"action": "complete", "changes": {"title": "x"}}, "changes.title", "unknown_field"),
        ({"action": "move", "changes": {"before": NOWHERE, "after": NOWHERE}}, "changes.before", "required"),
        ({"more": 1}, "more", "unknown_field"),
    ],
)
def test_a_request_that_is_not_one_is_refused(owner: Person, body: dict[str, Any], field: str, code: str) -> None:
    usual = {"ids": [str(uuid4())], "action": "patch", "changes": {}}

    assert problem(owner.post("/todo/bulk", {**usual, **body})) == (422, "invalid", [(field, code)])


def test_five_hundred_are_one_transaction(owner: Person) -> None:
    ids = [owner.made("todo", title=f"{number}")["id"] for number in range(500)]
    home = owner.made("list")["id"]

    done(owner, ids, "move", list=home)
    assert bulk(owner, [*ids[:499], NOWHERE], "delete").status_code == 404
    assert len(owner.titles(f"?list={home}&limit=500")) == 500

    done(owner, ids, "delete")
    undo_last(owner)
    assert owner.titles(f"?list={home}&limit=500") == [f"{number}" for number in range(500)]


def test_a_token_that_is_limited_to_a_list_does_it_there_and_nowhere_else(owner: Person, ids: list[str]) -> None:
    home, other = (owner.made("list")["id"] for _ in range(2))
    inside = [owner.made("todo", list=home)["id"] for _ in range(2)]
    limited = program(owner, list=home)

    assert [todo["priority"] for todo in done(limited, inside, "patch", priority=2)] == [2, 2]
    assert problem(bulk(limited, [*inside, ids[0]], "delete")) == (404, "not_found", [])
    assert problem(bulk(limited, inside, "move", list=other)) == (422, "invalid", [("changes.list", "unknown")])
    assert problem(bulk(limited, inside, "move", parent=ids[0])) == (422, "invalid", [("changes.parent", "unknown")])
    assert problem(bulk(limited, inside, "move", list=None))[:2] == (403, "limited")

    assert owner.titles(f"?list={home}") == ["Water the plants"] * 2


def test_the_same_request_sent_again_with_its_key_is_done_once(owner: Person, ids: list[str]) -> None:
    body = {"ids": ids, "action": "patch", "changes": {"title": "Once"}}
    key = {"Idempotency-Key": '"once"'}

    first, second = (owner.post("/todo/bulk", body, headers=key) for _ in range(2))

    assert first.get_json() == second.get_json()
    assert len([entry for entry in owner.get("/history").get_json() if entry["action"] == "patch"]) == len(ids)
