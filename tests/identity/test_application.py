"""The application against its own issuer, as a browser and a program see it."""

import pytest
from werkzeug.test import TestResponse

from identity.conftest import KeptOutbox
from identity.visitor import BASE, CLI_CALLBACK, PASSWORD, Visitor, query_of
from todo import db
from todo.identity.clients import CLI_CLIENT_ID
from todo.store.identity import person

OUR_SCRIPT = {"Sec-Fetch-Site": "same-origin", "X-Requested-With": "todo"}


def enter(visitor: Visitor) -> TestResponse:
    """From /auth/login through the issuer back to the application, of a visitor who is signed in there."""
    to_issuer = visitor.get("/auth/login")
    back = visitor.get(to_issuer.location.removeprefix(BASE))
    assert back.location.startswith(BASE + "/auth/callback?"), back.location
    return visitor.get(back.location.removeprefix(BASE))


def me(visitor: Visitor) -> TestResponse:
    return visitor.get("/me")


def test_who_signed_up_is_in_the_application(visitor: Visitor) -> None:
    visitor.sign_up(name="Proud Owner")

    enter(visitor)

    assert me(visitor).get_json()["email"] == visitor.email
    assert me(visitor).get_json()["name"] == "Proud Owner"


@pytest.mark.parametrize("client", ["the web application", "a program"])
def test_a_token_is_good_at_the_api(member: Visitor, client: str) -> None:
    tokens = member.tokens()
    if client == "a program":
        code = query_of(member.allow().location)["code"]
        answer = member.exchange(code, client_id=CLI_CLIENT_ID, client_secret=None, redirect_uri=CLI_CALLBACK)
        tokens = answer.get_json()
    program = Visitor(member.app)

    made = program.browser.post(
        "/todo", json={"title": "Water the plants"}, headers={"Authorization": f"Bearer {tokens['access_token']}"}
    )

    assert made.status_code == 201


def test_an_id_token_is_nothing_at_the_api(member: Visitor) -> None:
    token = member.tokens()["id_token"]

    assert Visitor(member.app).get("/todo", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_signing_out_of_the_application_signs_out_here_and_leaves_programs_alone(member: Visitor) -> None:
    enter(member)
    public: dict[str, str | None] = {"client_id": CLI_CLIENT_ID, "client_secret": None}
    code = query_of(member.allow().location)["code"]
    of_program = member.exchange(code, redirect_uri=CLI_CALLBACK, **public).get_json()["refresh_token"]

    to_issuer = member.post("/auth/logout", {}, headers=OUR_SCRIPT).get_json()["next"]
    back = member.get(to_issuer.removeprefix(BASE), headers={"Sec-Fetch-Site": "same-origin"})

    assert back.location == BASE + "/"
    assert me(member).status_code == 401
    assert member.authorize().location.startswith("/login")
    assert member.refresh(of_program, **public).status_code == 200


def test_a_changed_password_ends_the_application_in_other_browsers_at_once(member: Visitor) -> None:
    elsewhere = Visitor(member.app, email=member.email)
    elsewhere.sign_in()
    enter(member)
    enter(elsewhere)
    before = (me(member).status_code, me(elsewhere).status_code)

    member.submit("/changePassword", {"password": PASSWORD, "new_password": "another horse battery"})

    assert before == (200, 200)
    assert (me(member).status_code, me(elsewhere).status_code) == (200, 401)
    assert me(member).status_code == 200


def test_a_password_by_link_ends_the_application_in_all_browsers_at_once(member: Visitor, outbox: KeptOutbox) -> None:
    enter(member)
    other = Visitor(member.app, email=member.email)
    other.submit("/forgotPassword", {"email": other.email})

    other.submit("/confirmForgotPassword", {"code": outbox.secret_to(other.email), "password": "another horse battery"})

    assert me(member).status_code == 401


def test_a_person_who_is_gone_is_gone_from_the_application(member: Visitor) -> None:
    tokens = member.tokens()
    with member.app.app_context(), db.transaction(identity="on") as conn:
        found = person.find(conn, member.email)
        assert found
        person.delete(conn, found.id)

    assert member.refresh(tokens["refresh_token"]).status_code == 400
    assert member.sign_in().status_code == 422
    assert member.authorize().location.startswith("/login")
