"""The trash as a whole: what was thrown away, whatever it is, and what leaves it for good before its time."""

from typing import Any
from uuid import uuid4

import pytest

from people import NOWHERE, Person, problem

NOUNS = ["todo", "list", "section", "tag", "filter"]


def made(owner: Person, noun: str) -> str:
    fields: dict[str, Any] = {}
    if noun == "section":
        fields["list"] = owner.made("list")["id"]
    elif noun == "tag":
        fields["name"] = str(uuid4())  # another of the same name would be refused
    return owner.made(noun, **fields)["id"]


def thrown(owner: Person, query: str = "") -> list[tuple[str, str]]:
    return [(row["kind"], row["id"]) for row in owner.get(f"/trash{query}").get_json()]


def gone(owner: Person, cursor: str) -> set[tuple[str, str]]:
    """What a device that has read up to the cursor is told to forget."""
    answer = owner.post(
        "/sync",
        {
            "client": NOWHERE,
            "clock": "2026-11-22T12:00:00Z",
            "cursor": cursor,
            "limit": 500,
            "mutations": [],
        },
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {(stone["kind"], stone["id"]) for stone in answer.get_json()["gone"]}


def cursor_of(owner: Person) -> str:
    body = {"client": NOWHERE, "clock": "2026-11-22T12:00:00Z", "cursor": None, "limit": 2000, "mutations": []}
    return owner.post("/sync", body).get_json()["cursor"]


def test_what_was_thrown_away_is_seen_newest_first_whatever_it_is(owner: Person) -> None:
    ids = {noun: made(owner, noun) for noun in NOUNS}
    for noun in NOUNS:
        owner.delete(f"/{noun}/{ids[noun]}")

    assert thrown(owner) == [(noun, ids[noun]) for noun in reversed(NOUNS)]


def test_it_says_what_it_was_where_it_was_and_how_long_it_is_kept(owner: Person) -> None:
    home = owner.made("list", name="Home")["id"]
    todo = owner.made("todo", title="Water the plants", list=home)["id"]
    owner.delete(f"/todo/{todo}")
    entry = owner.get("/history?limit=1").get_json()[0]

    (found,) = owner.get("/trash").get_json()

    assert (found["title"], found["list"], found["deletion"]) == ("Water the plants", home, entry["mutation"])
    assert found["deleted_at"] == owner.get(f"/todo/{todo}").get_json()["deleted_at"]
    assert found["kept_until"] > found["deleted_at"]


def test_what_went_along_is_a_part_of_what_it_was_in(owner: Person) -> None:
    home = owner.made("list")["id"]
    inner = owner.made("list", parent=home)["id"]
    section = owner.made("section", list=inner)["id"]
    top = owner.made("todo", section=section)["id"]
    owner.made("todo", parent=top)
    alone = owner.made("todo", list=home)["id"]
    owner.delete(f"/todo/{alone}")

    owner.delete(f"/list/{home}")

    assert thrown(owner) == [("list", home), ("todo", alone)]


def test_the_trash_is_paged_without_loss(owner: Person) -> None:
    ids = [made(owner, noun) for noun in NOUNS * 2]
    todos = [owner.made("todo")["id"] for _ in range(5)]
    for noun, row_id in zip(NOUNS * 2, ids, strict=True):
        owner.delete(f"/{noun}/{row_id}")
    owner.post("/todo/bulk", {"ids": todos, "action": "delete"})
    seen: list[str] = []
    url: str | None = "/trash?limit=4"

    while url:
        response = owner.get(url)
        seen += [row["id"] for row in response.get_json()]
        link = response.headers.get("Link", "")
        url = link[1 : link.index(">")] if link else None

    assert (len(seen), set(seen)) == (15, {*ids, *todos})
    assert seen[5:] == ids[::-1]


def test_a_trash_that_has_not_changed_is_not_sent_again(owner: Person) -> None:
    seen = {"If-None-Match": owner.get("/trash").headers["ETag"]}

    assert owner.get("/trash", headers=seen).status_code == 304


@pytest.mark.parametrize("noun", NOUNS)
def test_one_row_leaves_the_trash_for_good_and_devices_learn_of_it(owner: Person, noun: str) -> None:
    row_id, kept = made(owner, noun), owner.made("todo", title="kept")["id"]
    owner.delete(f"/{noun}/{row_id}")
    cursor = cursor_of(owner)

    assert (
        owner.delete(f"/trash/{noun}/{row_id}").status_code,
        owner.delete(f"/trash/{noun}/{row_id}").status_code,
    ) == (204, 204)

    assert problem(owner.get(f"/{noun}/{row_id}")) == (404, "not_found", [])
    assert problem(owner.post(f"/{noun}/{row_id}/restore")) == (404, "not_found", [])
    assert gone(owner, cursor) == {(noun, row_id)}
    assert thrown(owner) == []
    assert owner.get(f"/todo/{kept}").status_code == 200


def test_its_history_goes_with_it_and_can_not_be_undone(owner: Person) -> None:
    row_id = owner.made("todo", title="secret")["id"]
    owner.delete(f"/todo/{row_id}")
    entry = owner.get("/history?limit=1").get_json()[0]["id"]

    owner.delete(f"/trash/todo/{row_id}")

    assert owner.get("/history").get_json() == []
    assert problem(owner.post(f"/history/{entry}/undo")) == (404, "not_found", [])


def test_a_list_goes_for_good_with_what_went_with_it_and_no_more(owner: Person) -> None:
    home = owner.made("list")["id"]
    inner = owner.made("list", parent=home)["id"]
    section = owner.made("section", list=home)["id"]
    top = owner.made("todo", section=section)["id"]
    leaf = owner.made("todo", parent=top)["id"]
    earlier = owner.made("todo", list=home, title="earlier")["id"]
    owner.delete(f"/todo/{earlier}")
    owner.delete(f"/list/{home}")
    other = owner.made("todo", title="other")["id"]
    owner.delete(f"/todo/{other}")
    cursor = cursor_of(owner)

    assert owner.delete(f"/trash/list/{home}").status_code == 204

    assert gone(owner, cursor) == {
        ("list", home),
        ("list", inner),
        ("section", section),
        ("todo", top),
        ("todo", leaf),
    }
    assert thrown(owner) == [("todo", other), ("todo", earlier)]
    assert owner.post(f"/todo/{earlier}/restore").get_json()["list"] is None


def test_a_subtask_that_was_thrown_away_before_stays_when_its_parent_goes_for_good(owner: Person) -> None:
    top = owner.made("todo")["id"]
    leaf, along = (owner.made("todo", parent=top)["id"] for _ in range(2))
    owner.delete(f"/todo/{leaf}")
    owner.delete(f"/todo/{top}")

    owner.delete(f"/trash/todo/{top}")

    assert thrown(owner) == [("todo", leaf)]
    assert owner.get(f"/todo/{along}").status_code == 404
    assert owner.post(f"/todo/{leaf}/restore").get_json()["parent"] is None


def test_a_section_goes_for_good_with_its_todos(owner: Person) -> None:
    home = owner.made("list")["id"]
    section = owner.made("section", list=home)["id"]
    todo = owner.made("todo", section=section)["id"]
    owner.delete(f"/section/{section}")

    owner.delete(f"/trash/section/{section}")

    assert owner.get(f"/todo/{todo}").status_code == 404
    assert owner.get(f"/list/{home}").status_code == 200


def test_emptying_takes_all_of_it_and_nothing_else(owner: Person, stranger: Person) -> None:
    theirs = made(stranger, "todo")
    stranger.delete(f"/todo/{theirs}")
    tag = owner.made("tag")["id"]
    kept = {noun: made(owner, noun) for noun in NOUNS}
    bearer = owner.made("todo", tags=[tag])["id"]
    ids = {noun: made(owner, noun) for noun in ("todo", "list", "section", "filter")}
    for noun, row_id in {**ids, "tag": tag}.items():
        owner.delete(f"/{noun}/{row_id}")
    cursor = cursor_of(owner)

    assert (owner.delete("/trash").status_code, owner.delete("/trash").status_code) == (204, 204)

    assert thrown(owner) == []
    assert gone(owner, cursor) == {*ids.items(), ("tag", tag)}
    assert {owner.get(f"/{noun}/{row_id}").status_code for noun, row_id in kept.items()} == {200}
    assert owner.get(f"/todo/{bearer}").get_json()["tags"] == []
    assert thrown(stranger) == [("todo", theirs)]


@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_not_in_the_trash_does_not_leave_it(owner: Person, stranger: Person, noun: str) -> None:
    row_id = made(owner, noun)

    assert problem(owner.delete(f"/trash/{noun}/{row_id}")) == (409, "not_in_trash", [])
    assert problem(owner.delete(f"/trash/{noun}/{NOWHERE}")) == (404, "not_found", [])
    assert problem(stranger.delete(f"/trash/{noun}/{row_id}")) == (404, "not_found", [])
    owner.delete(f"/{noun}/{row_id}")
    assert problem(stranger.delete(f"/trash/{noun}/{row_id}")) == (404, "not_found", [])
    assert thrown(stranger) == []

    assert owner.post(f"/{noun}/{row_id}/restore").status_code == 200


def test_a_row_that_was_restored_meanwhile_is_not_deleted_for_good(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    owner.delete(path)
    seen = {"If-Match": owner.get(path).headers["ETag"]}
    owner.post(f"{path}/restore")
    owner.delete(path)

    assert problem(owner.delete(f"/trash{path}", headers=seen)) == (412, "changed_meanwhile", [])
    assert owner.get(path).status_code == 200
