"""/changePassword: for who is signed in and knows the old one."""

import pytest

from identity.visitor import PASSWORD, Visitor

NEW = "a new horse battery"


def change(member: Visitor, old: str = PASSWORD, new: str = NEW) -> int:
    return member.submit("/changePassword", {"password": old, "new_password": new}).status_code


def test_the_new_password_is_the_only_one_afterwards(member: Visitor) -> None:
    status = change(member)

    assert status == 200
    assert member.sign_in(PASSWORD).status_code == 422
    assert member.sign_in(NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new"), [("wrong password", NEW), ("", NEW), (PASSWORD, "short"), (PASSWORD, "password123"), (NEW, NEW)]
)
def test_without_the_old_one_or_with_a_weak_new_one_nothing_changes(member: Visitor, old: str, new: str) -> None:
    status = change(member, old, new)

    assert status == 422
    assert member.sign_in(PASSWORD).status_code == 303


def test_who_is_not_signed_in_signs_in_first(member: Visitor) -> None:
    elsewhere = Visitor(member.app, email=member.email)

    to_login = elsewhere.get("/changePassword")
    back = elsewhere.sign_in(url=to_login.location)

    assert to_login.location == "/login?then=changePassword"
    assert back.location == "/changePassword"


def test_without_a_sign_in_nothing_is_changed(member: Visitor) -> None:
    elsewhere = Visitor(member.app, email=member.email)
    token = elsewhere.form_token("/login")

    answer = elsewhere.post("/changePassword", {"form": token, "password": PASSWORD, "new_password": NEW})

    assert answer.location == "/login?then=changePassword"
    assert member.sign_in(PASSWORD).status_code == 303


def test_a_browser_that_was_left_open_does_not_help_to_guess_the_password(member: Visitor) -> None:
    statuses = {change(member, f"wrong password {number}") for number in range(12)}

    assert statuses == {422, 429}
