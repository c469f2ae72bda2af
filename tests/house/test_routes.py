"""Who may call what: every route refuses whoever shows nothing, but for those that say that they are public."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from people import Person
from todo.auth import guard

DOCS = Path(__file__).parents[2] / "docs"
# And sign-in itself, under /auth.
PUBLIC = {
    *("/", "/docs", "/openapi.json", "/health/live", "/health/ready", "/static/<path:filename>"),
    *("/app", "/app/<path:screen>", "/assets/<path:name>", "/sw.js"),
}


def rules(app: Flask) -> list[tuple[str, str, str]]:
    """Method, path with made-up ids, endpoint."""
    return [
        (method, re.sub(r"<uuid:\w+>", str(uuid4()), rule.rule), rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_every_route_refuses_whoever_shows_nothing_unless_it_is_public(app: Flask) -> None:
    client = app.test_client()

    answers = {
        f"{method} {path}": client.open(path, method=method).status_code
        for method, path, endpoint in rules(app)
        if not guard.is_public(app.view_functions[endpoint])
    }

    assert len(answers) > 30
    assert set(answers.values()) == {401}, {route for route, status in answers.items() if status != 401}


def test_only_these_routes_are_public(app: Flask) -> None:
    public = {rule.rule for rule in app.url_map.iter_rules() if guard.is_public(app.view_functions[rule.endpoint])}

    assert {path for path in public if not path.startswith("/auth/")} == PUBLIC


def test_a_route_that_does_not_exist_refuses_too(app: Flask) -> None:
    assert app.test_client().get("/todo/of/nobody").status_code in {401, 404}


@pytest.mark.parametrize("noun", ["todo", "list", "section", "tag", "filter"])
def test_whatever_the_owner_has_the_stranger_gets_404(app: Flask, owner: Person, stranger: Person, noun: str) -> None:
    fields = {"list": owner.made("list")["id"]} if noun == "section" else {}
    mine = owner.made(noun, **fields)["id"]
    routes = [
        (method, re.sub(r"<uuid:\w+>", mine, rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(f"/{noun}/<")
    ]
    other = stranger.made(noun, **({"list": stranger.made("list")["id"]} if noun == "section" else {}))["id"]

    answers = {
        f"{method} {path}": stranger.ask(
            method, path, json={"before": other} if path.endswith("reorder") else {}
        ).status_code
        for method, path in routes
    }

    assert len(answers) >= 5
    assert set(answers.values()) == {404}, answers
    assert owner.get(f"/{noun}/{mine}").get_json()["deleted_at"] is None


def test_every_route_is_documented(app: Flask) -> None:
    text = (DOCS / "api.md").read_text()
    paths = {
        re.sub(r"<(?:\w+:)?\w+>", "{id}", rule.rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"
    }

    assert {path for path in paths if f"`{path}`" not in text} == set()
