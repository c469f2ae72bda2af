"""Undo: what a mutation did is taken back, whatever else has happened since; and so is the undoing."""

from typing import Any

import pytest

from people import NOWHERE, Person, problem


def newest(person: Person) -> str:
    """The id of the newest entry of the person's history."""
    return person.get("/history?limit=1").get_json()[0]["id"]


def undo(person: Person, entry: str | None = None) -> str:
    """Takes back what the entry stands for, the newest if none is named; and the new mutation's id."""
    response = person.post(f"/history/{entry or newest(person)}/undo")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()["mutation"]


def at(person: Person, path: str, *names: str) -> tuple[Any, ...]:
    row = person.get(path).get_json()
    return tuple(row[name] for name in names)


def is_gone(person: Person, path: str) -> bool:
    return person.get(path).get_json()["deleted_at"] is not None


def test_fields_come_back_and_undo_of_undo_does_it_again(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', title='Old', due='2026-12-01T09:00', due_zone='Europe/Berlin')['id']}"
    names = ("title", "due", "due_zone", "priority")
    owner.patch(path, {"title": "New", "due": "2026-12-02", "priority": 3})

    undone = undo(owner)
    assert at(owner, path, *names) == ("Old", "2026-12-01T09:00", "Europe/Berlin", 0)

    undo(owner, undone)
    assert at(owner, path, *names) == ("New", "2026-12-02", None, 3)
    undo(owner)
    assert at(owner, path, *names) == ("Old", "2026-12-01T09:00", "Europe/Berlin", 0)


def test_what_happened_since_to_other_fields_stays(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', title='Old')['id']}"
    owner.patch(path, {"title": "New", "notes": "Many"})
    entry = newest(owner)
    owner.patch(path, {"notes": "More", "priority": 1})

    undo(owner, entry)

    assert at(owner, path, "title", "notes", "priority") == ("Old", "", 1)


def test_undo_says_what_it_undoes(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    owner.patch(path, {"title": "New"})
    entry = owner.get("/history").get_json()[0]

    answer = owner.post(f"/history/{entry['id']}/undo").get_json()

    undoing = owner.get("/history").get_json()[0]
    assert answer == {"undone": entry["mutation"], "mutation": undoing["mutation"]}
    assert (undoing["undoes"], entry["undoes"], undoing["action"]) == (entry["mutation"], None, "patch")


def test_tags_are_taken_back_one_by_one(owner: Person) -> None:
    kept, added, taken, later = (owner.made("tag", name=name)["id"] for name in ("kept", "added", "taken", "later"))
    path = f"/todo/{owner.made('todo', tags=[kept, taken])['id']}"
    owner.patch(path, {"tags": [kept, added]})
    entry = newest(owner)
    owner.patch(path, {"tags": [kept, added, later]})

    undo(owner, entry)

    assert set(at(owner, path, "tags")[0]) == {kept, taken, later}


def test_completing_comes_back_with_its_time(owner: Person) -> None:
    path = f"/todo/{owner.made('todo')['id']}"
    done = owner.post(f"{path}/complete").get_json()["completed_at"]
    owner.post(f"{path}/reopen")

    undo(owner)
    assert at(owner, path, "status", "completed_at") == ("done", done)

    undo(owner)
    assert at(owner, path, "status", "completed_at") == ("open", None)


@pytest.mark.parametrize("noun", ["todo", "list", "section", "tag"])
def test_what_was_created_goes_to_the_trash_and_comes_back(owner: Person, noun: str) -> None:
    path = f"/{noun}/{owner.made(noun, **({'list': owner.made('list')['id']} if noun == 'section' else {}))['id']}"

    undo(owner)
    assert is_gone(owner, path)

    undo(owner)
    assert not is_gone(owner, path)


@pytest.mark.parametrize("noun", ["todo", "list", "section", "tag"])
def test_what_was_thrown_away_comes_back_and_goes_again(owner: Person, noun: str) -> None:
    path = f"/{noun}/{owner.made(noun, **({'list': owner.made('list')['id']} if noun == 'section' else {}))['id']}"
    owner.delete(path)

    for expected in (False, True, False):
        undo(owner)
        assert is_gone(owner, path) is expected


def test_a_list_comes_back_with_all_that_went_along(owner: Person) -> None:
    home = owner.made("list")["id"]
    inner = owner.made("list", parent=home)["id"]
    section = owner.made("section", list=inner)["id"]
    todo = owner.made("todo", section=section)["id"]
    paths = [f"/list/{home}", f"/list/{inner}", f"/section/{section}", f"/todo/{todo}"]
    owner.delete(paths[0])
    assert all(is_gone(owner, path) for path in paths)

    undo(owner)

    assert not any(is_gone(owner, path) for path in paths)
    assert at(owner, paths[3], "list", "section") == (inner, section)


def test_undoing_a_restore_puts_it_back_among_what_it_was_thrown_away_with(owner: Person) -> None:
    home = owner.made("list")["id"]
    top = owner.made("todo", list=home)["id"]
    leaf = owner.made("todo", parent=top)["id"]
    owner.delete(f"/list/{home}")
    owner.post(f"/todo/{leaf}/restore")
    assert at(owner, f"/todo/{leaf}", "list", "parent") == (None, None)

    undo(owner)
    assert is_gone(owner, f"/todo/{leaf}")

    owner.post(f"/list/{home}/restore")
    assert not is_gone(owner, f"/todo/{leaf}")
    assert at(owner, f"/todo/{leaf}", "list", "parent") == (home, top)


def test_a_move_goes_back_with_its_subtasks_and_its_place_in_the_order(owner: Person) -> None:
    home, other = (owner.made("list")["id"] for _ in range(2))
    section = owner.made("section", list=home)["id"]
    parent = owner.made("todo", section=section)["id"]
    moved = owner.made("todo", parent=parent)
    leaf = owner.made("todo", parent=moved["id"])["id"]
    owner.post(f"/todo/{moved['id']}/move", {"list": other})

    undo(owner)

    names = ("list", "section", "parent", "position")
    assert at(owner, f"/todo/{moved['id']}", *names) == (home, section, parent, moved["position"])
    assert at(owner, f"/todo/{leaf}", "list", "section", "parent") == (home, section, moved["id"])


@pytest.mark.parametrize(
    ("gone", "lands"),
    [
        ((), ("home", "section", "parent")),
        (("parent",), ("home", "section", None)),
        (("parent", "section"), ("home", None, None)),
        (("home",), (None, None, None)),
    ],
)
def test_where_a_place_is_gone_the_nearest_takes_it(
    owner: Person, gone: tuple[str, ...], lands: tuple[str | None, ...]
) -> None:
    ids: dict[str | None, str | None] = {None: None, "home": owner.made("list")["id"]}
    ids["section"] = owner.made("section", list=ids["home"])["id"]
    ids["parent"] = owner.made("todo", section=ids["section"])["id"]
    todo = owner.made("todo", parent=ids["parent"])["id"]
    owner.patch(f"/todo/{todo}", {"list": None})
    entry = newest(owner)
    for name in gone:
        owner.delete(f"/{({'home': 'list', 'parent': 'todo'}).get(name, name)}/{ids[name]}")

    undo(owner, entry)

    assert at(owner, f"/todo/{todo}", "list", "section", "parent") == tuple(ids[name] for name in lands)
    assert not is_gone(owner, f"/todo/{todo}")


def test_a_parent_that_has_moved_takes_its_own_back_to_where_it_is(owner: Person) -> None:
    parent = owner.made("todo")["id"]
    leaf = owner.made("todo", parent=parent)["id"]
    owner.patch(f"/todo/{leaf}", {"parent": None})
    entry = newest(owner)
    home = owner.made("list")["id"]
    owner.patch(f"/todo/{parent}", {"list": home})

    undo(owner, entry)

    assert at(owner, f"/todo/{leaf}", "list", "parent") == (home, parent)


def test_what_has_come_beneath_it_since_is_no_place_for_it(owner: Person) -> None:
    for noun in ("todo", "list"):
        parent = owner.made(noun)["id"]
        moved = owner.made(noun, parent=parent)["id"]
        owner.patch(f"/{noun}/{moved}", {"parent": None})
        entry = newest(owner)
        owner.patch(f"/{noun}/{parent}", {"parent": moved})

        undo(owner, entry)

        assert at(owner, f"/{noun}/{moved}", "parent") == (None,)


def test_a_section_goes_back_with_its_todos(owner: Person) -> None:
    home, other = (owner.made("list")["id"] for _ in range(2))
    section = owner.made("section", list=home)["id"]
    top = owner.made("todo", section=section)["id"]
    leaf = owner.made("todo", parent=top)["id"]
    owner.patch(f"/section/{section}", {"list": other, "name": "Moved"})

    undo(owner)

    assert at(owner, f"/section/{section}", "list", "name") == (home, "Section")
    assert [at(owner, f"/todo/{todo}", "list", "section") for todo in (top, leaf)] == [(home, section)] * 2


def test_a_section_whose_old_list_is_gone_stays_where_it_is(owner: Person) -> None:
    home, other = (owner.made("list")["id"] for _ in range(2))
    section = owner.made("section", list=home)["id"]
    owner.patch(f"/section/{section}", {"list": other, "name": "Moved"})
    entry = newest(owner)
    owner.delete(f"/list/{home}")

    undo(owner, entry)

    assert at(owner, f"/section/{section}", "list", "name") == (other, "Section")


def test_a_list_goes_back_beneath_its_parent(owner: Person) -> None:
    parent = owner.made("list")["id"]
    moved = owner.made("list", parent=parent)["id"]
    leaf = owner.made("list", parent=moved)["id"]
    owner.patch(f"/list/{moved}", {"parent": None})

    undo(owner)

    assert at(owner, f"/list/{moved}", "parent") == (parent,)
    assert at(owner, f"/list/{leaf}", "parent") == (moved,)


def test_the_account_goes_back_to_a_zone_that_nobody_has_chosen(owner: Person) -> None:
    owner.patch("/me", {"zone": "Asia/Tokyo", "week_start": 7})

    undo(owner)
    assert at(owner, "/me", "zone", "zone_is_chosen", "week_start") == ("UTC", False, 1)

    undo(owner)
    assert at(owner, "/me", "zone", "zone_is_chosen", "week_start") == ("Asia/Tokyo", True, 7)


def test_what_is_in_the_trash_gets_its_fields_back_there(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', title='Old')['id']}"
    owner.patch(path, {"title": "New"})
    entry = newest(owner)
    owner.delete(path)

    undo(owner, entry)

    assert at(owner, path, "title") == ("Old",)
    assert is_gone(owner, path)


def test_a_zone_does_not_come_back_to_a_date_without_a_time(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', due='2026-12-01T09:00', due_zone='Asia/Tokyo')['id']}"
    owner.patch(path, {"due_zone": "Europe/Berlin"})
    entry = newest(owner)
    owner.patch(path, {"due": "2026-12-02"})

    undo(owner, entry)

    assert at(owner, path, "due", "due_zone") == ("2026-12-02", None)


def test_a_name_that_another_tag_has_taken_does_not_come_back(owner: Person) -> None:
    path = f"/tag/{owner.made('tag', name='home')['id']}"
    owner.patch(path, {"name": "house", "color": "red"})
    entry = newest(owner)
    owner.made("tag", name="Home")

    assert problem(owner.post(f"/history/{entry}/undo")) == (409, "taken", [("name", "taken")])
    assert at(owner, path, "name", "color") == ("house", "red")


def test_undo_of_what_has_never_been_or_is_anothers_is_404(owner: Person, stranger: Person) -> None:
    path = f"/todo/{owner.made('todo', title='Old')['id']}"
    owner.patch(path, {"title": "New"})
    entry = owner.get("/history").get_json()[0]

    for named in (entry["id"], entry["mutation"], entry["entity"], NOWHERE):
        assert problem(stranger.post(f"/history/{named}/undo")) == (404, "not_found", [])
    assert problem(owner.post(f"/history/{NOWHERE}/undo")) == (404, "not_found", [])
    assert problem(owner.post(f"/history/{entry['entity']}/undo")) == (404, "not_found", [])

    assert at(owner, path, "title") == ("New",)
    assert stranger.get("/history").get_json() == []


def test_undo_of_what_is_so_already_changes_nothing(owner: Person) -> None:
    path = f"/todo/{owner.made('todo', title='Old')['id']}"
    owner.patch(path, {"title": "New"})
    entry = newest(owner)
    undo(owner, entry)
    before = owner.get(path).get_json()

    undo(owner, entry)

    assert owner.get(path).get_json() == before
