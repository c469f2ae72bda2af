"""/logout, as Cognito has it."""

import pytest

from identity.visitor import BASE, Visitor, path


def test_the_application_signs_a_browser_out_and_gets_it_back(member: Visitor) -> None:
    refresh_token = member.tokens()["refresh_token"]

    answer = member.get(path("/logout", {"client_id": "todo-web", "logout_uri": BASE + "/"}))

    assert (answer.status_code, answer.location) == (303, BASE + "/")
    assert member.cookie("signin") is None
    assert member.refresh(refresh_token).status_code == 400
    assert member.authorize().location.startswith("/login")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"client_id": "todo-web"},
        {"logout_uri": BASE + "/"},
        {"client_id": "nobody", "logout_uri": BASE + "/"},
        {"client_id": "todo-cli", "logout_uri": BASE + "/"},
        {"client_id": "todo-web", "logout_uri": "https://evil.example/"},
        {"client_id": "todo-web", "logout_uri": BASE + "/?x=https://evil.example"},
        {"client_id": "todo-web", "logout_uri": BASE + ".evil.example/"},
        {"client_id": "todo-web", "logout_uri": "//evil.example/"},
        {"client_id": "todo-web", "logout_uri": BASE + "/\r\nX: y"},
    ],
    ids=str,
)
def test_nobody_is_sent_elsewhere_or_signed_out_by_a_link(member: Visitor, parameters: dict[str, str]) -> None:
    answer = member.get(path("/logout", parameters))

    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "evil" not in answer.get_data(as_text=True)
    assert member.code()


def test_another_site_cannot_sign_a_person_out(member: Visitor) -> None:
    url = path("/logout", {"client_id": "todo-web", "logout_uri": BASE + "/"})

    answer = member.get(url, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert member.code()


def test_a_person_signs_out_by_the_form(member: Visitor) -> None:
    answer = member.submit("/logout")

    assert answer.status_code == 200
    assert member.authorize().location.startswith("/login")


def test_the_cookie_of_a_sign_in_that_was_ended_is_nothing(member: Visitor) -> None:
    kept = member.cookie("signin") or ""
    member.submit("/logout")

    member.set_cookie("signin", kept)

    assert member.authorize().location.startswith("/login")
