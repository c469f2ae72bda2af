"""Deleting the account where the issuer is the program itself: the person is forgotten with it."""

from identity.test_application import OUR_SCRIPT, enter, me
from identity.visitor import BASE, Visitor
from todo import db
from todo.store.identity import person


def test_the_person_is_deleted_with_the_account(member: Visitor) -> None:
    enter(member)
    token = member.tokens()["access_token"]

    answer = member.browser.delete("/me", headers=OUR_SCRIPT, base_url=BASE)

    assert answer.status_code == 200
    assert answer.get_json()["sign_in"] == "deleted"
    assert me(member).status_code == 401
    with member.app.app_context(), db.transaction(identity="on") as conn:
        assert person.find(conn, member.email) is None
    assert Visitor(member.app).sign_in().status_code == 422
    refused = Visitor(member.app).get("/me", headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 401
    assert "deleted" in refused.headers["WWW-Authenticate"]


def test_who_signs_up_again_is_somebody_new(member: Visitor) -> None:
    enter(member)
    before = me(member).get_json()
    member.browser.delete("/me", headers=OUR_SCRIPT, base_url=BASE)

    again = Visitor(member.app, email=member.email)
    again.sign_up()
    enter(again)

    assert me(again).get_json()["email"] == before["email"]
    assert me(again).get_json()["subject"] != before["subject"]


def test_a_browser_that_is_known_must_give_the_password_again(member: Visitor) -> None:
    to_issuer = member.get("/auth/login?prompt=login")

    page = member.get(to_issuer.location.removeprefix(BASE), follow_redirects=True)

    assert 'type="password"' in page.get_data(as_text=True)
