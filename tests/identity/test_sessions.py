"""Signing out everywhere else, where the issuer is the program itself: what it has given out ends too."""

from identity.test_application import OUR_SCRIPT, enter, me
from identity.visitor import BASE, CLI_CALLBACK, Visitor, query_of
from todo.identity.clients import CLI_CLIENT_ID

PUBLIC: dict[str, str | None] = {"client_id": CLI_CLIENT_ID, "client_secret": None}


def program_of(visitor: Visitor) -> str:
    """The refresh token of a program that the person has signed in."""
    code = query_of(visitor.allow().location)["code"]
    return visitor.exchange(code, **PUBLIC, redirect_uri=CLI_CALLBACK).get_json()["refresh_token"]


def other_browser(visitor: Visitor) -> Visitor:
    other = Visitor(visitor.app, email=visitor.email)
    other.sign_in()
    enter(other)
    return other


def test_all_that_was_given_out_ends_but_the_browser_that_asks(member: Visitor) -> None:
    elsewhere = other_browser(member)
    refresh_token = program_of(elsewhere)
    enter(member)

    answer = member.browser.delete("/session", headers=OUR_SCRIPT, base_url=BASE)

    assert answer.status_code == 204
    assert me(elsewhere).status_code == 401
    assert elsewhere.authorize(prompt="none").location.count("login_required") == 1
    assert member.refresh(refresh_token, **PUBLIC).get_json()["error"] == "invalid_grant"
    assert me(member).status_code == 200
    assert member.authorize().status_code == 302


def test_one_browser_is_signed_out_with_its_refresh_token(member: Visitor) -> None:
    elsewhere = other_browser(member)
    enter(member)
    (session,) = [row["id"] for row in member.get("/session").get_json() if not row["is_current"]]

    member.browser.delete(f"/session/{session}", headers=OUR_SCRIPT, base_url=BASE)

    assert me(elsewhere).status_code == 401
    assert me(member).status_code == 200
