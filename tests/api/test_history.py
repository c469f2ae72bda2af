"""What has happened, when and by whom: of one row, and of everything."""

from uuid import uuid4

import pytest

from api.test_token import program
from people import NOWHERE, Person, problem


def actions(person: Person, path: str) -> list[tuple[str, str]]:
    """Kind and action of each entry of a history, newest first."""
    return [(entry["kind"], entry["action"]) for entry in person.get(path).get_json()]


def test_the_history_of_a_todo_says_what_changed_when_and_by_whom(owner: Person) -> None:
    made = owner.made("todo", title="Water the plants")
    path = f"/todo/{made['id']}"
    owner.patch(path, {"title": "Water all plants", "priority": 2})

    newest, oldest = owner.get(f"{path}/history").get_json()

    assert (oldest["action"], oldest["after"]) == ("create", {"title": "Water the plants"})
    assert (newest["action"], newest["before"]) == ("patch", {"title": "Water the plants", "priority": 0})
    assert newest["after"] == {"title": "Water all plants", "priority": 2}
    assert {entry["title"] for entry in (newest, oldest)} == {"Water all plants"}
    assert {entry["actor"] for entry in (newest, oldest)} == {"client:web"}
    assert newest["seq"] > oldest["seq"]
    assert newest["at"] > oldest["at"]


def test_the_history_of_everything_begins_with_the_newest(owner: Person) -> None:
    home = owner.made("list")["id"]
    todo = owner.made("todo", list=home)["id"]
    owner.made("tag")
    owner.patch("/me", {"week_start": 7})
    owner.post(f"/todo/{todo}/complete")

    assert actions(owner, "/history") == [
        ("todo", "patch"),
        ("account", "patch"),
        ("tag", "create"),
        ("todo", "create"),
        ("list", "create"),
    ]


@pytest.mark.parametrize("of_one", [False, True])
def test_a_history_is_paged_without_loss(owner: Person, of_one: bool) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    for number in range(7):
        owner.patch(path, {"title": f"{number}"})
    url: str | None = f"{path if of_one else ''}/history?limit=3"
    seen: list[int] = []

    while url:
        response = owner.get(url)
        seen += [entry["seq"] for entry in response.get_json()]
        link = response.headers.get("Link", "")
        url = link[1 : link.index(">")] if link else None

    assert len(seen) == 8
    assert seen == sorted(set(seen), reverse=True)


def test_a_history_that_has_not_changed_is_not_sent_again(owner: Person) -> None:
    owner.made("todo")
    seen = {"If-None-Match": owner.get("/history").headers["ETag"]}

    assert owner.get("/history", headers=seen).status_code == 304
    owner.made("todo")
    assert owner.get("/history", headers=seen).status_code == 200


def test_what_went_along_says_so_in_its_own_history_alone(owner: Person) -> None:
    home = owner.made("list", name="Home")["id"]
    other = owner.made("list", name="Other")["id"]
    section = owner.made("section", list=home)["id"]
    top = owner.made("todo", section=section)["id"]
    leaf = owner.made("todo", parent=top)["id"]

    owner.patch(f"/section/{section}", {"list": other})
    owner.post(f"/todo/{top}/move", {"list": home})
    owner.delete(f"/list/{home}")
    owner.post(f"/list/{home}/restore")

    assert [action for _, action in actions(owner, f"/todo/{leaf}/history")] == [
        "restore",
        "delete",
        "move",
        "move",
        "create",
    ]
    assert actions(owner, "/history?limit=5") == [
        ("list", "restore"),
        ("list", "delete"),
        ("todo", "patch"),
        ("todo", "move"),
        ("section", "move"),
    ]
    carried = owner.get(f"/todo/{leaf}/history").get_json()[2]
    assert carried["carried_by"] in {entry["id"] for entry in owner.get(f"/todo/{top}/history").get_json()}
    assert (carried["before"], carried["after"]) == (
        {"list": other, "section": section},
        {"list": home, "section": None},
    )


def test_a_move_within_the_place_is_nothing_to_what_comes_along(owner: Person) -> None:
    top, middle = (owner.made("todo")["id"] for _ in range(2))
    leaf = owner.made("todo", parent=middle)["id"]

    owner.patch(f"/todo/{middle}", {"parent": top})

    assert actions(owner, f"/todo/{leaf}/history") == [("todo", "create")]


def test_nobody_sees_the_history_of_another(owner: Person, stranger: Person) -> None:
    todo = owner.made("todo")["id"]

    assert stranger.get("/history").get_json() == []
    assert problem(stranger.get(f"/todo/{todo}/history")) == (404, "not_found", [])
    assert problem(owner.get(f"/list/{todo}/history")) == (404, "not_found", [])
    assert problem(owner.get(f"/todo/{NOWHERE}/history")) == (404, "not_found", [])


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("limit=501", "limit"), ("cursor=x", "cursor"), ("trash=true", "trash")]
)
def test_a_page_that_is_not_one_is_refused(owner: Person, query: str, field: str) -> None:
    status, code, fields = problem(owner.get(f"/history?{query}"))

    assert (status, code, [name for name, _ in fields]) == (422, "invalid", [field])


def test_two_nouns_of_one_id_have_a_history_each(owner: Person) -> None:
    same = str(uuid4())
    owner.made("todo", id=same)
    owner.made("list", id=same)

    assert actions(owner, f"/todo/{same}/history") == [("todo", "create")]
    assert actions(owner, f"/list/{same}/history") == [("list", "create")]


def test_a_token_is_named_in_history_as_long_as_it_is_there(owner: Person) -> None:
    script = program(owner, name="Backup script", scopes=["read", "write"])
    script.made("todo")
    token = owner.get("/token").get_json()[0]["id"]

    def who() -> tuple[str, str | None]:
        entry = owner.get("/history?limit=1").get_json()[0]
        return entry["actor"], entry["actor_name"]

    assert who() == (f"token:{token}", "Backup script")
    owner.delete(f"/token/{token}")
    assert who() == (f"token:{token}", None)
