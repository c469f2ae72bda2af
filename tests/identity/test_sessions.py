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


def test_programs_are_listed_and_ended_one_by_one(member: Visitor) -> None:
    enter(member)
    kept, ended = program_of(member), program_of(member)
    kept = member.refresh(kept, **PUBLIC).get_json()["refresh_token"]
    listed = member.get("/session").get_json()
    first, second = [row for row in listed if row["kind"] == "program"]

    answer = member.browser.delete(f"/session/{second['id']}", headers=OUR_SCRIPT, base_url=BASE)

    assert answer.status_code == 204
    assert [row["kind"] for row in listed] == ["browser", "program", "program"]
    assert first["seen_at"] > second["seen_at"] == second["created_at"] > first["created_at"]
    assert member.refresh(ended, **PUBLIC).get_json()["error"] == "invalid_grant"
    assert member.refresh(kept, **PUBLIC).status_code == 200
    assert [row["id"] for row in member.get("/session").get_json()[1:]] == [first["id"]]
    again = member.browser.delete(f"/session/{second['id']}", headers=OUR_SCRIPT, base_url=BASE)
    assert again.status_code == 404


def test_a_strangers_program_is_not_there(member: Visitor) -> None:
    stranger = Visitor(member.app)
    refresh_token = program_of(member)
    enter(member)
    program = member.get("/session").get_json()[-1]["id"]
    stranger.sign_up()
    enter(stranger)

    answer = stranger.browser.delete(f"/session/{program}", headers=OUR_SCRIPT, base_url=BASE)

    assert answer.status_code == 404
    assert len(stranger.get("/session").get_json()) == 1
    assert member.refresh(refresh_token, **PUBLIC).status_code == 200
