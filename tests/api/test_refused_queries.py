"""Addresses, methods and queries that are none: refused by name, never an error of ours."""

import base64
import json
from uuid import UUID

import pytest

from people import Person, problem


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


ID = "0198b0c0-0000-7000-8000-000000000000"
NO_DAYS = ["", "0", "1764547200", "today", "2026-02-30", "2026-12-01T00:00"]
QUERIES: list[tuple[str, str, str]] = [
    *[
        (f"limit={value}", "limit", code)
        for value, code in (("0", "too_small"), ("-1", "too_small"), ("501", "too_large"))
    ],
    *[(f"limit={value}", "limit", "invalid") for value in ("", "abc", "1.5", "1e2", "٣", "0x10")],
    *[
        (f"{name}={value}", name, "invalid")
        for name in ("list", "section", "parent")
        for value in ("", "abc", "NONE", "null", "0" * 32)
    ],
    *[("tag=none", "tag.0", "invalid"), (f"tag={ID},", "tag.1", "invalid"), ("status=closed", "status.0", "invalid")],
    *[
        ("status=open,", "status.1", "invalid"),
        ("priority=5", "priority.0", "too_large"),
        ("priority=x", "priority.0", "invalid"),
    ],
    *[(f"{name}={value}", name, "invalid") for name in ("due_from", "due_until") for value in NO_DAYS],
    *[(f"{name}={value}", name, "invalid") for name in ("overdue", "trash") for value in ("", "maybe", "2")],
    *[
        ("search=", "search", "too_short"),
        ("search=" + "x" * 201, "search", "too_long"),
        ("search=a%00b", "search", "invalid"),
    ],
    *[
        (f"sort={value}", "sort", "invalid")
        for value in ("", "-", "--due", "+due", "seq", "due,title", "title; drop table todo")
    ],
    *[
        ("nothing=1", "nothing", "unknown_field"),
        ("Limit=1", "Limit", "unknown_field"),
        ("page=2", "page", "unknown_field"),
    ],
    *[("limit=1&limit=2", "limit", "twice"), ("status=open&status=done", "status", "twice"), ("x=1&x=1", "x", "twice")],
    ("access_token=secret", "access_token", "unknown_field"),
]


@pytest.mark.parametrize(("query", "name", "code"), QUERIES)
def test_a_query_that_is_wrong_is_refused_by_name(owner: Person, query: str, name: str, code: str) -> None:
    assert problem(owner.get(f"/todo?{query}")) == (422, "invalid", [(name, code)])


@pytest.mark.parametrize("text", ["%ED%A0%80", "%FF%FE", "%C0%80", "%F4%90%80%80", "%"])
def test_what_is_no_utf_8_is_found_nowhere(owner: Person, text: str) -> None:
    owner.made("todo", title="x")

    assert owner.titles(f"?search={text}") == []


@pytest.mark.parametrize(
    "forged",
    [
        *(
            "",
            "!",
            "%00",
            "AAAA",
            "é",
            "x" * 4000,
            cursor(),
            cursor("position"),
            cursor("position", "a0"),
            cursor("due", "a0", ID),
        ),
        *(
            cursor("position", 1, ID),
            cursor("position", None, ID),
            cursor("position", ["a0"], ID),
            cursor("position", "a0", ID, ID),
        ),
        *(
            cursor("-position", "a0", ID),
            cursor("position", "a\0", ID),
            cursor("position", "\ud800", ID),
            cursor({"position": 1}),
        ),
        *(
            base64.urlsafe_b64encode(text).decode()
            for text in (b"[" * 2900, b"1e999", b"9" * 2900, b'"position"', b"null", b"\xff\xfe")
        ),
    ],
    ids=lambda forged: repr(forged[:40]),
)
def test_a_cursor_that_was_not_given_out_is_refused(owner: Person, forged: str) -> None:
    assert problem(owner.get("/todo", query_string={"cursor": forged})) == (422, "invalid", [("cursor", "invalid")])


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        ("position", ("a0", "x")),
        ("position", ("a0", "'; drop table todo; --")),
        ("due", ("x", "24:00", ID)),
        ("due", ("infinity", "25:00", ID)),
        ("priority", ("99999999", ID)),
        ("priority", ("1 or true", ID)),
        ("created_at", ("x", ID)),
        ("updated_at", ("999999999-01-01", ID)),
    ],
)
def test_a_cursor_of_other_values_is_refused(owner: Person, sort: str, values: tuple[str, ...]) -> None:
    owner.made("todo")

    assert problem(owner.get(f"/todo?sort={sort}&cursor={cursor(sort, *values)}"))[:2] == (422, "invalid")
    assert len(owner.titles()) == 1


def test_a_cursor_over_four_kilobytes_is_refused(owner: Person) -> None:
    assert problem(owner.get(f"/todo?cursor={'x' * 4001}")) == (422, "invalid", [("cursor", "too_long")])


@pytest.mark.parametrize(
    ("noun", "query"), [("list", "list=none"), ("tag", "sort=title"), ("section", "status=open"), ("list", "limit=0")]
)
def test_other_nouns_refuse_what_they_do_not_know(owner: Person, noun: str, query: str) -> None:
    assert problem(owner.get(f"/{noun}?{query}"))[:2] == (422, "invalid")


@pytest.mark.parametrize(
    "path",
    [
        "/todo/x",
        "/todo/1",
        "/todo/",
        f"/todo/{UUID(ID).hex}",
        f"/todo/{ID}/",
        "/todos",
        "/TODO",
        "/todo/{id}/restore/now",
    ],
)
def test_an_address_that_is_none_is_not_found(owner: Person, path: str) -> None:
    assert problem(owner.get(path)) == (404, "not_found", [])


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/todo", "GET, HEAD, OPTIONS, POST"),
        ("DELETE", "/todo", "GET, HEAD, OPTIONS, POST"),
        ("POST", f"/todo/{ID}", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("PUT", f"/todo/{ID}", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("GET", f"/todo/{ID}/complete", "OPTIONS, POST"),
        ("POST", "/me", "DELETE, GET, HEAD, OPTIONS, PATCH"),
    ],
)
def test_another_method_is_refused_with_those_that_are_allowed(
    owner: Person, method: str, path: str, allowed: str
) -> None:
    response = owner.ask(method, path)

    assert problem(response) == (405, "method_not_allowed", [])
    assert ", ".join(sorted(response.headers["Allow"].split(", "))) == allowed
