"""ETag, If-Match and If-None-Match (RFC 9110, 13.1): nobody's change is written over unseen."""

from collections.abc import Callable
from typing import Any

import pytest

from people import Person, problem

NOUNS = ["todo", "list", "section", "tag"]
CHANGES: dict[str, Callable[[Person, str, dict[str, str]], Any]] = {
    "patch": lambda owner, path, headers: owner.patch(path, {"position": "a0V"}, headers=headers),
    "reorder": lambda owner, path, headers: owner.post(f"{path}/reorder", beside(owner, path), headers=headers),
    "restore": lambda owner, path, headers: owner.post(f"{path}/restore", headers=headers),
    "delete": lambda owner, path, headers: owner.delete(path, headers=headers),
}
TODO_CHANGES = {
    name: lambda owner, path, headers, name=name: owner.post(f"{path}/{name}", headers=headers)
    for name in ("complete", "reopen", "move")
}


def etag(person: Person, seq: int) -> str:
    """The strong ETag of a state of one thing."""
    return f'"{seq}-{person.get("/me").get_json()["space"][-12:]}"'


def made(owner: Person, noun: str, **fields: Any) -> dict[str, Any]:
    return owner.made(noun, **({"list": owner.made("list")["id"]} if noun == "section" else {}), **fields)


def beside(owner: Person, path: str) -> dict[str, str]:
    noun = path.split("/")[1]
    return {"before": made(owner, noun, **({"name": "other"} if noun == "tag" else {}))["id"]}


@pytest.mark.parametrize("noun", NOUNS)
def test_every_answer_about_one_thing_has_the_same_etag_until_it_changes(owner: Person, noun: str) -> None:
    response = owner.post(f"/{noun}", {"title": "x"} if noun == "todo" else {"name": "x", **home(owner, noun)})
    path, tag = response.headers["Location"], response.headers["ETag"]
    read = owner.get(path).headers["ETag"]

    patched = owner.patch(path, {"position": "a0V"})

    assert tag == read == etag(owner, response.get_json()["seq"])
    assert patched.headers["ETag"] == owner.get(path).headers["ETag"] == etag(owner, patched.get_json()["seq"]) != tag


def home(owner: Person, noun: str) -> dict[str, str]:
    return {"list": owner.made("list")["id"]} if noun == "section" else {}


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_came_between_is_not_written_over(owner: Person, noun: str, change: str) -> None:
    path = f"/{noun}/{made(owner, noun)['id']}"
    seen = owner.get(path).headers["ETag"]
    between = owner.patch(path, {"foreign_properties": {"by": "another device"}}).get_json()

    refused = CHANGES[change](owner, path, {"If-Match": seen})

    assert problem(refused) == (412, "changed_meanwhile", [])
    assert owner.get(path).get_json() == between


@pytest.mark.parametrize("change", TODO_CHANGES)
def test_what_todos_alone_can_do_is_not_done_unseen_either(owner: Person, change: str) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    seen = owner.get(path).headers["ETag"]
    between = owner.patch(path, {"notes": "by another device"}).get_json()

    refused = TODO_CHANGES[change](owner, path, {"If-Match": seen})

    assert problem(refused) == (412, "changed_meanwhile", [])
    assert owner.get(path).get_json() == between
    assert TODO_CHANGES[change](owner, path, {"If-Match": owner.get(path).headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{now}", 200),
        ('"1", {now}, "99"', 200),
        ("{before},{now}", 200),
        ("W/{now}", 200),  # a proxy that compresses weakens the tag (RFC 9110, 8.8.1); that is not another state
        ("*", 200),
        (" * ", 200),
        ("{before}", 412),
        ("W/{before}", 412),
        ("{theirs}", 412),
        ('"{seq}"', 412),
        ("{seq}", 412),
        ('"{seq}', 412),
        ("'{seq}'", 412),
        ('"+{seq}"', 412),
        ('" {seq}"', 412),
        ('"0x1"', 412),
        ('""', 412),
        ("", 412),
        (",", 412),
        ("garbage", 412),
        ('"' + "9" * 400 + '"', 412),
        ('*, "1"', 412),
        ("{now}x", 412),
    ],
)
def test_if_match_names_the_states_that_may_be_changed(
    owner: Person, stranger: Person, header: str, status: int
) -> None:
    before = owner.made("todo")
    path = f"/todo/{before['id']}"
    seq = owner.patch(path, {"notes": "x"}).get_json()["seq"]

    tags = {
        "now": etag(owner, seq),
        "before": etag(owner, before["seq"]),
        "theirs": etag(stranger, seq),
        "seq": f"{seq}",
    }
    for name, tag in tags.items():
        header = header.replace(f"{{{name}}}", tag)
    response = owner.patch(path, {"title": "New"}, headers={"If-Match": header})

    assert response.status_code == status
    assert owner.get(path).get_json()["title"] == ("New" if status == 200 else before["title"])


@pytest.mark.parametrize(
    ("header", "status"),
    [("{now}", 304), ("W/{now}", 304), ('"1", {now}', 304), ("*", 304), ('"1"', 200), ("garbage", 200), ("", 200)],
)
def test_if_none_match_names_the_states_that_are_known(owner: Person, header: str, status: int) -> None:
    todo = owner.made("todo")
    now = etag(owner, todo["seq"])

    response = owner.get(f"/todo/{todo['id']}", headers={"If-None-Match": header.replace("{now}", now)})

    assert response.status_code == status
    assert response.headers["ETag"] == now
    assert bool(response.get_data()) == (status == 200)


@pytest.mark.parametrize(
    "path", ["/me", "/todo", "/list", "/todo?overdue=true", "/todo/0198b0c0-0000-7000-8000-000000000000"]
)
def test_two_people_at_one_browser_are_not_taken_for_each_other(owner: Person, stranger: Person, path: str) -> None:
    for person in (owner, stranger):
        person.made("todo", id="0198b0c0-0000-7000-8000-000000000000")
    mine, theirs = owner.get(path), stranger.get(path)

    assert mine.headers["ETag"] != theirs.headers["ETag"]
    assert stranger.get(path, headers={"If-None-Match": mine.headers["ETag"]}).status_code == 200
    if path == "/me":
        assert stranger.patch(path, {"theme": "dark"}, headers={"If-Match": mine.headers["ETag"]}).status_code == 412


@pytest.mark.parametrize("noun", NOUNS)
def test_a_collection_that_has_not_changed_is_answered_without_a_body(owner: Person, noun: str) -> None:
    made(owner, noun)
    seen = owner.get(f"/{noun}")

    again = owner.get(f"/{noun}", headers={"If-None-Match": seen.headers["ETag"]})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == seen.headers["ETag"]
    assert again.headers["Cache-Control"] == seen.headers["Cache-Control"] == "private, no-cache"


def test_any_change_of_mine_changes_the_collections_etag(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    tag = owner.made("tag")["id"]
    steps: list[Callable[[], Any]] = [
        lambda: owner.made("todo"),
        lambda: owner.patch(path, {"title": "New"}),
        lambda: owner.patch(path, {"tags": [tag]}),
        lambda: owner.patch(path, {"tags": []}),
        lambda: owner.post(f"{path}/complete"),
        lambda: owner.post(f"{path}/move"),
        lambda: owner.delete(path),
        lambda: owner.post(f"{path}/restore"),
        lambda: owner.patch("/me", {"zone": "Asia/Tokyo"}),
    ]
    seen = [owner.get("/todo").headers["ETag"]]

    for step in steps:
        step()
        assert owner.get("/todo", headers={"If-None-Match": seen[-1]}).status_code == 200
        seen.append(owner.get("/todo").headers["ETag"])

    assert len(set(seen)) == len(steps) + 1


def test_a_strangers_changes_do_not_change_mine(owner: Person, stranger: Person) -> None:
    owner.made("todo")
    seen = owner.get("/todo").headers["ETag"]

    stranger.made("todo")

    assert owner.get("/todo", headers={"If-None-Match": seen}).status_code == 304


def test_what_is_refused_changes_no_etag(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    seen = owner.get("/todo").headers["ETag"]

    owner.post("/todo", {"title": ""})
    owner.patch(path, {"parent": path[6:]})
    owner.patch(path, {"title": "New"}, headers={"If-Match": '"0"'})

    assert owner.get("/todo").headers["ETag"] == seen


def test_a_page_has_the_etag_of_its_moment_or_an_older_one(owner: Person) -> None:
    todo = owner.made("todo")

    assert owner.get("/todo").headers["ETag"] == f"W/{etag(owner, todo['seq'])}"


def test_deleting_twice_is_no_change(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    owner.delete(path)
    seen = owner.get(path).headers["ETag"]

    assert [owner.delete(path).status_code, owner.get(path).headers["ETag"]] == [204, seen]
    assert owner.delete(path, headers={"If-Match": '"0"'}).status_code == 412
