"""A connection serves many requests one after the other: none may leave it worse for the next."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from auth.issuer import Issuer
from people import Person


@pytest.fixture
def lone(make_app: Callable[..., Flask], token_issuer: Issuer) -> Person:
    """Somebody whose requests all take the same connection."""
    app = make_app(issuer=token_issuer.url, client_id="web", threads=1)
    return Person(app.test_client(), token_issuer.token(sub=f"lone-{uuid4()}"))


def test_a_refused_statement_leaves_the_next_ones_as_they_were(lone: Person) -> None:
    todo = lone.made("todo")["id"]
    lone.made("tag", name="phone")
    refused = [
        ("POST", "/tag", {"name": "Phone"}),
        ("POST", "/todo", {"title": "x", "tags": [str(uuid4())]}),
        ("POST", "/todo", {"title": "x", "list": str(uuid4())}),
        ("PATCH", f"/todo/{todo}", {"tags": [str(uuid4())]}),
        ("GET", "/todo?sort=due&cursor=WyJkdWUiLCJhYmMiLCJ4eCIsInh4eCJd", None),
    ]
    for _ in range(5):  # psycopg prepares a statement when it has run some times
        for method, path, body in refused:
            assert lone.ask(method, path, json=body).status_code in {409, 422}

            assert lone.post("/todo", {"title": "x"}).status_code == 201
            assert lone.post("/tag", {"name": str(uuid4())}).status_code == 201
            assert lone.patch(f"/todo/{todo}", {"tags": []}).status_code == 200
            assert lone.get("/todo?sort=due").status_code == 200


def test_a_refused_change_has_changed_nothing(lone: Person) -> None:
    todo = lone.made("todo")

    refused = lone.patch(f"/todo/{todo['id']}", {"title": "Changed", "tags": [str(uuid4())]})

    assert refused.status_code == 422
    assert lone.get(f"/todo/{todo['id']}").get_json() == todo


def test_nobody_is_asking_on_a_connection_that_is_at_rest(lone: Person) -> None:
    lone.made("todo")

    with lone.client.application.extensions["todo.pool"].connection() as conn:
        said = conn.execute("select current_setting('todo.spaces', true)").fetchone()
        seen = conn.execute("select count(*) from todo").fetchone()

    assert (said, seen) == (("",), (0,))
