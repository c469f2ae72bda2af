"""Saved filters, and todos by a query."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from api.test_token import program
from people import Person, problem

ATTACKS = [
    "' or true --",
    "search: ' or '1'='1",
    "@x' union select current_setting('todo.spaces') --",
    "#%(space)s",
    "search: %(zone)s %s %%",
    "/$1 || $2",
    "search: \\\\' ; drop table todo; --",
    "#{00000000-0000-0000-0000-000000000000}",
    "##" + "*" * 998,
    "@" + "*a" * 499,
    "search: " + "%" * 200,
    "search: " + "_" * 200,
    "(" * 1000,
    "!(" * 500,
    "!" * 999 + "x",
    "\u202etoday",
    "today\u0000",
    "\\",
]


def asked(person: Person, query: str, **more: Any) -> list[str]:
    """The titles that the query finds."""
    response = person.get("/todo", query_string={"query": query, **more})
    assert response.status_code == 200, response.get_data(as_text=True)
    return [todo["title"] for todo in response.get_json()]


def test_a_filter_has_a_name_and_a_query(owner: Person) -> None:
    made = owner.made("filter", name="Now", query="(today | overdue) & #Work")

    assert (made["name"], made["query"], made["color"]) == ("Now", "(today | overdue) & #Work", None)
    assert owner.get("/filter").get_json() == [made]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, ("name", "required")),
        ({"query": ""}, ("query", "too_short")),
        ({"query": "x" * 1001}, ("query", "too_long")),
        ({"query": "soon"}, ("query", "invalid")),
        ({"query": "today\x00"}, ("query", "invalid")),
        ({"query": None}, ("query", "invalid")),
        ({"color": "Red"}, ("color", "invalid")),
        ({"is_favorite": True}, ("is_favorite", "unknown_field")),
    ],
)
def test_what_is_no_filter_is_refused_by_field(
    owner: Person, fields: dict[str, object], wrong: tuple[str, str]
) -> None:
    named = {"name": "Now", "query": "today", **fields} if fields else {"query": "today"}

    assert problem(owner.post("/filter", named)) == (422, "invalid", [wrong])
    if fields:
        made = owner.made("filter", query="today")["id"]
        assert problem(owner.patch(f"/filter/{made}", fields)) == (422, "invalid", [wrong])


def test_a_query_that_cannot_be_read_is_refused_at_its_column(owner: Person) -> None:
    expected = [{"field": "query", "code": "invalid", "message": "column 12: expected :", "column": 12}]

    for refused in (
        owner.post("/filter", {"name": "Now", "query": "due before today"}),
        owner.get("/todo", query_string={"query": "due before today"}),
    ):
        assert refused.status_code == 422
        assert refused.get_json()["errors"] == expected


def test_a_filter_changes_goes_and_comes_back(owner: Person) -> None:
    made = owner.made("filter", query="today")["id"]

    changed = owner.patch(f"/filter/{made}", {"query": "p1, p2", "color": "red"}).get_json()
    owner.delete(f"/filter/{made}")

    assert (changed["query"], changed["color"]) == ("p1, p2", "red")
    assert owner.get("/filter").get_json() == []
    assert [one["id"] for one in owner.get("/filter?trash=true").get_json()] == [made]
    assert owner.post(f"/filter/{made}/restore").get_json()["deleted_at"] is None


def test_a_filter_sent_twice_is_stored_once(owner: Person) -> None:
    new = {"id": str(uuid4()), "name": "Now", "query": "today"}

    assert [owner.post("/filter", new).status_code for _ in range(2)] == [201, 200]
    assert problem(owner.post("/filter", {**new, "query": "p1"}))[:2] == (409, "id_taken")
    assert len(owner.get("/filter").get_json()) == 1


def test_a_filter_stands_before_or_after_another(owner: Person) -> None:
    first, second, third = (owner.made("filter", name=name, query="today")["id"] for name in "123")

    owner.post(f"/filter/{third}/reorder", {"before": first})
    owner.post(f"/filter/{first}/reorder", {"after": second})

    assert [found["id"] for found in owner.get("/filter").get_json()] == [third, second, first]


def test_todos_are_found_by_a_query_or_by_the_filter_that_has_it(owner: Person) -> None:
    work = owner.made("list", name="Work")["id"]
    made = owner.made("filter", query="#work & p1")["id"]
    for title, priority in (("low", 1), ("high", 4)):
        owner.made("todo", title=title, list=work, priority=priority)
        owner.made("todo", title=f"{title} elsewhere", priority=priority)

    assert asked(owner, "#work & p1") == owner.titles(f"?filter={made}") == ["high"]
    owner.patch(f"/list/{work}", {"name": "Job"})
    assert owner.titles(f"?filter={made}") == []
    owner.patch(f"/filter/{made}", {"query": "#job"})
    assert owner.titles(f"?filter={made}") == ["low", "high"]


def test_of_several_panes_one_is_asked_for(owner: Person) -> None:
    made = owner.made("filter", query="p1, p2")["id"]
    for title, priority in (("one", 4), ("two", 3), ("three", 2)):
        owner.made("todo", title=title, priority=priority)

    assert problem(owner.get("/todo?query=p1,p2")) == (422, "invalid", [("pane", "required")])
    assert owner.titles("?query=p1,p2&pane=2") == owner.titles(f"?filter={made}&pane=2") == ["two"]
    assert problem(owner.get("/todo?query=p1,p2&pane=3")) == (422, "invalid", [("pane", "too_large")])
    assert problem(owner.get("/todo?query=p1&pane=0")) == (422, "invalid", [("pane", "too_small")])
    assert problem(owner.get("/todo?pane=1")) == (422, "invalid", [("pane", "invalid")])
    assert owner.titles("?query=p3&pane=1") == ["three"]


def test_a_query_and_a_filter_are_not_asked_for_at_once(owner: Person) -> None:
    made = owner.made("filter", query="p1")["id"]

    assert problem(owner.get(f"/todo?query=p1&filter={made}")) == (422, "invalid", [("filter", "invalid")])


def test_a_filter_that_is_not_there_is_refused(owner: Person, stranger: Person) -> None:
    trashed, strange = owner.made("filter", query="p1")["id"], stranger.made("filter", query="p1")["id"]
    owner.delete(f"/filter/{trashed}")

    for one in (trashed, strange, uuid4()):
        assert problem(owner.get(f"/todo?filter={one}")) == (422, "invalid", [("filter", "unknown")])


def test_a_query_is_of_open_todos_unless_somebody_speaks_of_the_status(owner: Person) -> None:
    made = owner.made("filter", query="p1 | no priority")["id"]
    for status in ("open", "done", "cancelled"):
        owner.made("todo", title=status, status=status)

    assert asked(owner, "view all") == ["open"]
    assert asked(owner, "done | cancelled") == ["done", "cancelled"]
    assert asked(owner, "view all", status="done") == ["done"]
    assert owner.titles(f"?filter={made}&status=open,cancelled") == ["open", "cancelled"]
    assert asked(owner, "done", status="open") == []


def test_a_query_narrows_with_the_other_filters_and_in_any_order(owner: Person) -> None:
    for number, due in enumerate(("2030-01-03", "2030-01-01", "2030-01-02")):
        owner.made("todo", title=f"{number} plants", due=due, priority=4)
    trashed = owner.made("todo", title="trashed", priority=4)["id"]
    owner.delete(f"/todo/{trashed}")

    assert asked(owner, "p1 & search: plants", sort="-due", due_until="2030-01-02") == ["2 plants", "1 plants"]
    assert asked(owner, "p1", trash="true") == ["trashed"]
    assert asked(owner, "p1", overdue="true") == []


def test_what_a_query_finds_comes_in_pages(owner: Person) -> None:
    for number in range(5):
        owner.made("todo", title=f"{number}", priority=4)
        owner.made("todo", title="other")

    path, found = "/todo?query=view+all+%26+p1,+done&pane=1&limit=2", []
    while path:
        response = owner.get(path)
        found.append([todo["title"] for todo in response.get_json()])
        link = response.headers.get("Link", "")
        path = link.partition("<")[2].partition(">")[0]

    assert found == [["0", "1"], ["2", "3"], ["4"]]
    assert parse_qs(urlsplit(response.request.full_path).query)["query"] == ["view all & p1, done"]


def test_days_are_those_of_the_account(owner: Person) -> None:
    owner.patch("/me", {"zone": "Pacific/Kiritimati", "week_start": 7})
    here = datetime.now(UTC) + timedelta(hours=14)
    owner.made("todo", title="here", due=f"{here:%Y-%m-%d}")
    owner.made("todo", title="next", due=f"{here + timedelta(days=7 - here.isoweekday() % 7):%Y-%m-%d}")

    assert asked(owner, "today") == ["here"]
    assert "next" in asked(owner, "next week")


def test_a_plus_may_arrive_as_the_space_that_it_is_in_an_address(owner: Person) -> None:
    owner.made("todo", title="today", due=f"{datetime.now(UTC):%Y-%m-%d}")

    assert owner.titles("?query=due before: +2 days") == owner.titles("?query=due before: %2B2 days") == ["today"]


def test_what_is_known_is_not_sent_again_until_time_changes_it(owner: Person) -> None:
    owner.made("todo", due="2020-01-01")
    seen = owner.get("/todo?query=overdue")

    again = owner.get("/todo?query=overdue", headers={"If-None-Match": seen.headers["ETag"]})
    owner.made("todo", due="2020-01-02")
    changed = owner.get("/todo?query=overdue", headers={"If-None-Match": seen.headers["ETag"]})

    assert (again.status_code, len(changed.get_json())) == (304, 2)


def test_a_tag_or_a_list_in_the_trash_has_no_name(owner: Person) -> None:
    tag, home = owner.made("tag", name="phone")["id"], owner.made("list", name="Work")["id"]
    owner.made("todo", title="call", tags=[tag])
    owner.made("todo", title="work", list=home)
    owner.delete(f"/tag/{tag}")
    owner.delete(f"/list/{home}")

    assert asked(owner, "@phone | #work") == []
    assert asked(owner, "no tags") == ["call"]
    owner.post(f"/tag/{tag}/restore")
    owner.post(f"/list/{home}/restore")
    assert asked(owner, "@phone | #work") == ["call", "work"]


def test_a_query_finds_nothing_of_others(owner: Person, stranger: Person) -> None:
    for person in (owner, stranger):
        home = person.made("list", name="Work")["id"]
        person.made("todo", title=person.token[-5:], list=home, tags=[person.made("tag", name="phone")["id"]])

    for query in ("view all", "#*", "##work", "@phone", "!p1", "!#nothing", "open | done", "!(p1 & p2)"):
        assert asked(owner, query) == [owner.token[-5:]]


@pytest.mark.parametrize("query", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_finds_nothing_and_breaks_nothing(owner: Person, stranger: Person, query: str) -> None:
    stranger.made("todo", title="secret", tags=[stranger.made("tag", name="aaa")["id"]])
    owner.made("todo", title="kept")

    found = owner.get("/todo", query_string={"query": query})
    saved = owner.post("/filter", {"name": "x", "query": query})

    assert (found.status_code, saved.status_code) in {(200, 201), (422, 422)}
    assert "secret" not in found.get_data(as_text=True)
    assert owner.titles() == ["kept"]
    if saved.status_code == 201:
        assert saved.get_json()["query"] == query


def test_a_name_that_looks_like_sql_is_only_a_name(owner: Person) -> None:
    names = ["'; drop table todo; --", "%(space)s", "%s", "a%b_c", '"', "\\", "*", "$1", "{}", "x, y & (z)"]
    for name in names:
        owner.made("todo", title=name, list=owner.made("list", name=name)["id"])

    for name in names:
        escaped = "".join(f"\\{one}" if one in "\\&|,()*" else one for one in name)
        assert asked(owner, f"#{escaped}") == [name]
        assert asked(owner, f"search: {escaped.replace('*', chr(92) + '*')}" if name != "*" else "search: *")[:1] != []


def test_a_filter_has_a_history_and_can_be_undone(owner: Person) -> None:
    made = owner.made("filter", name="Now", query="today")["id"]
    owner.patch(f"/filter/{made}", {"query": "p1"})

    newest = owner.get("/history?limit=1").get_json()[0]
    owner.post(f"/history/{newest['id']}/undo")

    assert (newest["kind"], newest["title"]) == ("filter", "Now")
    assert (newest["before"], newest["after"]) == ({"query": "today"}, {"query": "p1"})
    assert owner.get(f"/filter/{made}").get_json()["query"] == "today"


def test_a_device_syncs_filters_like_anything_else(owner: Person) -> None:
    made, now = str(uuid4()), datetime.now(UTC).isoformat()
    mutations = [
        {"name": "filter.create", "args": {"id": made, "name": "Now", "query": "today"}},
        {"name": "filter.patch", "args": {"id": made, "query": "soon"}},
        {"name": "filter.patch", "args": {"id": made, "query": "p1"}},
    ]
    sent = [{"id": str(uuid4()), "at": now, **mutation} for mutation in mutations]

    asked_for = {"client": str(uuid4()), "clock": now, "cursor": None, "limit": 100, "mutations": sent}
    answer, again = (owner.post("/sync", asked_for).get_json() for _ in range(2))

    assert [one["status"] for one in answer["answers"]] == ["applied", "refused", "applied"]
    assert answer["answers"][1]["problem"]["errors"][0]["column"] == 1
    assert again["answers"][1]["problem"] == answer["answers"][1]["problem"]
    assert [one["query"] for one in answer["changes"]["filter"]] == ["p1"]


def test_a_program_that_has_one_list_is_asked_by_its_names_alone(owner: Person) -> None:
    garden, secret = (owner.made("list", name=name)["id"] for name in ("Garden", "Secret"))
    for home in (garden, secret, None):
        owner.made("todo", title=f"in {home}", list=home)
    limited = program(owner, list=garden)

    for query in ("view all", "#*", "##garden", "!#secret", "#secret | #garden", "!p1"):
        assert asked(limited, query) == [f"in {garden}"]
    assert asked(limited, "#secret | #inbox") == []
    assert limited.get("/filter").status_code == 403
