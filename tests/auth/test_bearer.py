"""The Authorization header as a client sends it, through HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from auth.issuer import DISCOVERY, JWKS, Issuer, as_json
from people import Person, problem

CHALLENGE = 'Bearer realm="todo"'


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(token_issuer: Issuer) -> str:
    return token_issuer.token(sub=f"bearer-{uuid4()}")


def test_without_a_token_the_answer_says_what_is_wanted(client: FlaskClient) -> None:
    response = client.get("/todo")

    assert problem(response) == (401, "unauthorized", [])
    assert response.headers["WWW-Authenticate"] == CHALLENGE
    assert response.headers["Cache-Control"] == "no-store"


def test_a_valid_token_is_let_in(client: FlaskClient, token: str) -> None:
    assert client.get("/todo", headers={"Authorization": f"Bearer {token}"}).get_json() == []


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "BeArEr", "Bearer "])
def test_the_scheme_may_be_in_any_case(scheme: str, client: FlaskClient, token: str) -> None:
    assert client.get("/todo", headers={"Authorization": f"{scheme} {token}"}).status_code == 200


def test_a_refused_token_is_told_why_but_never_shown(client: FlaskClient, token_issuer: Issuer) -> None:
    token = token_issuer.token(client_id="other")

    response = client.get("/todo", headers={"Authorization": f"Bearer {token}"})

    assert problem(response) == (401, "invalid_token", [])
    assert response.headers["WWW-Authenticate"] == (
        f'{CHALLENGE}, error="invalid_token", error_description="The token was given to another client."'
    )
    assert token not in response.get_data(as_text=True)


@pytest.mark.parametrize("header", ["Basic b3duZXI6cGFzc3dvcmQ=", "Digest x", "Negotiate", "", "Token {}", "{}"])
def test_another_scheme_is_refused(header: str, client: FlaskClient, token: str) -> None:
    response = client.get("/todo", headers={"Authorization": header.format(token)})

    assert problem(response) == (401, "unauthorized", [])
    assert response.headers["WWW-Authenticate"] == CHALLENGE


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer{}", "Bearer\t{}", "Bearer {} ", "Bearer {0} {0}", "Bearer {0},{0}", "Bearer {},",
     'Bearer "{}"', "Bearer {0}, Bearer {0}", "Bearer {0},Basic x", "Bearer token={}", "Bearer {}\xa0", "Bearer é"],
)  # fmt: skip
def test_a_header_that_is_not_one_token_is_refused(header: str, client: FlaskClient, token: str) -> None:
    response = client.get("/todo", environ_overrides={"HTTP_AUTHORIZATION": header.format(token)})

    assert problem(response)[:2] == (400, "invalid_request")
    assert response.headers["WWW-Authenticate"].startswith(f'{CHALLENGE}, error="invalid_request"')


def test_two_headers_are_refused_even_if_both_are_valid(client: FlaskClient, token: str) -> None:
    headers = Headers([("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")])

    assert problem(client.get("/todo", headers=headers))[0] == 400


def test_a_token_anywhere_else_is_ignored(client: FlaskClient, token: str) -> None:
    client.set_cookie("access_token", token)
    client.set_cookie("todo-session", token)
    form: dict[str, Any] = {"data": {"access_token": token}}

    answers = [
        client.get(f"/todo?access_token={token}"),
        client.post("/todo", **form),
        client.post(f"/todo?access_token={token}", json={"title": "Water the plants", "access_token": token}),
        client.get("/todo", headers={"X-Access-Token": token, "Proxy-Authorization": f"Bearer {token}"}),
    ]

    assert [problem(answer)[:2] for answer in answers] == [(401, "unauthorized")] * 4


def test_the_account_is_issuer_and_subject_and_never_a_name(app: Flask, token_issuer: Issuer) -> None:
    subject, other = f"a-{uuid4()}", f"b-{uuid4()}"
    same = {"username": "owner", "email": "owner@example.com"}
    owner = Person(app.test_client(), token_issuer.token(sub=subject, **same))
    owner.made("todo")

    again = Person(app.test_client(), token_issuer.token(sub=subject, jti="2", username="renamed"))
    stranger = Person(app.test_client(), token_issuer.token(sub=other, **same))

    assert again.titles() == ["Water the plants"]
    assert stranger.titles() == []


def test_the_clients_of_one_person_share_their_todos(app: Flask, make_app: Any, token_issuer: Issuer) -> None:
    app = make_app(issuer=token_issuer.url, client_id="web,phone")
    subject = f"two-clients-{uuid4()}"
    Person(app.test_client(), token_issuer.token(sub=subject)).made("todo")

    phone = Person(app.test_client(), token_issuer.token(sub=subject, client_id="phone"))

    assert phone.titles() == ["Water the plants"]


def test_while_the_issuer_has_never_been_reached_nobody_is_at_fault(make_app: Any, issuer: Issuer, token: str) -> None:
    issuer.answers = {path: lambda _: as_json(503, {}) for path in (DISCOVERY, JWKS)}
    client = make_app(issuer=issuer.url, client_id="web").test_client()

    response = client.get("/todo", headers={"Authorization": f"Bearer {issuer.token()}"})

    assert problem(response)[:2] == (503, "issuer_unreachable")
    assert response.headers["Retry-After"] == "10"


def test_a_route_that_is_not_there_is_404_for_everybody(client: FlaskClient, token: str) -> None:
    assert client.get("/no/such/route").status_code == 404
    assert client.get("/no/such/route", headers={"Authorization": f"Bearer {token}"}).status_code == 404
