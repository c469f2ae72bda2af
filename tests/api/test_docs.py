"""/docs: the contract as a page."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from todo.api import docs_words


@pytest.fixture(scope="module")
def page(app: Flask) -> BeautifulSoup:
    return BeautifulSoup(app.test_client().get("/docs").get_data(as_text=True), "html.parser")


def test_the_page_is_for_everybody_and_needs_nothing_from_elsewhere(app: Flask, page: BeautifulSoup) -> None:
    answer = app.test_client().get("/docs")
    named = [tag.get("src") or tag.get("href") for tag in page.select("script, link, img, source")]

    assert answer.status_code == 200
    assert "require-trusted-types-for 'script'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert {str(name).startswith("/static/") for name in named if name} == {True}
    assert page.select("[style], [onclick], style, script:not([src])") == []


def test_the_page_may_be_kept_and_is_asked_for_again(app: Flask) -> None:
    first = app.test_client().get("/docs")

    again = app.test_client().get("/docs", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_every_operation_of_the_contract_is_on_the_page(app: Flask, page: BeautifulSoup) -> None:
    contract = app.test_client().get("/openapi.json").get_json()
    ids = {operation["operationId"] for methods in contract["paths"].values() for operation in methods.values()}

    assert {tag["id"] for tag in page.select("details.operation:has(.method)")} == ids


def test_every_link_within_the_page_leads_somewhere_and_no_id_stands_twice(page: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    links = {str(tag["href"])[1:] for tag in page.select("a[href^='#']")}

    assert len(ids) == len(set(ids))
    assert links - set(ids) == set()


def test_every_input_has_a_label(page: BeautifulSoup) -> None:
    labelled = {tag["for"] for tag in page.select("label")}

    assert [tag["id"] for tag in page.select("input, select, textarea") if tag["id"] not in labelled] == []


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string", "format": "uuid"}, "UUID"),
        ({"type": "string", "minLength": 1, "maxLength": 500}, "string, 1 to 500 characters"),
        ({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}, "integer, at least 1 or null"),
        ({"enum": ["a", "b"]}, "<code>a</code>, <code>b</code>"),
        (
            {"type": "array", "items": {"$ref": "#/components/schemas/Todo"}, "maxItems": 3},
            'array of <a href="#schema-Todo">Todo</a>, at most 3',
        ),
        ({}, "anything"),
    ],
)
def test_a_type_is_said_in_words(schema: dict[str, object], said: str) -> None:
    assert docs_words.kind(schema) == said


def test_what_is_said_is_never_taken_for_html() -> None:
    assert docs_words.prose("a `<b>`\n\n- <i>") == "<p>a <code>&lt;b&gt;</code></p>\n<ul><li>&lt;i&gt;</li></ul>"
