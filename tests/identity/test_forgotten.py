"""A forgotten password: a link to the owner of the address, and nothing to anybody else."""

from typing import Any

import psycopg
import pytest

from identity.conftest import KeptOutbox
from identity.visitor import PASSWORD, Visitor, text_of

NEW = "a new horse battery"


@pytest.fixture
def forgetful(member: Visitor) -> Visitor:
    """A member in another browser who no longer knows the password."""
    return Visitor(member.app, email=member.email)


def ask(visitor: Visitor) -> Any:
    return visitor.submit("/forgotPassword", {"email": visitor.email})


def choose(visitor: Visitor, code: str, password: str = NEW) -> Any:
    return visitor.submit("/confirmForgotPassword", {"code": code, "password": password})


def test_a_link_gives_a_new_password_once(forgetful: Visitor, outbox: KeptOutbox) -> None:
    ask(forgetful)
    code = outbox.secret_to(forgetful.email)

    first, second = choose(forgetful, code), choose(forgetful, code, "yet another password")

    assert (first.status_code, second.status_code) == (200, 422)
    assert forgetful.sign_in(NEW).status_code == 303
    assert forgetful.sign_in(PASSWORD).status_code == 422


def test_the_answer_is_the_same_for_an_address_that_nobody_has(forgetful: Visitor, outbox: KeptOutbox) -> None:
    nobody = Visitor(forgetful.app, email=forgetful.email.replace("owner", "stranger"))
    sent = len(outbox.sent)

    known, unknown = ask(forgetful), ask(nobody)

    assert known.status_code == unknown.status_code == 200
    assert text_of(known) == text_of(unknown).replace(nobody.email, forgetful.email)
    assert len(outbox.sent) == sent + 1


def test_the_link_goes_to_the_address_of_the_account_not_to_what_was_written(
    forgetful: Visitor, outbox: KeptOutbox
) -> None:
    address = forgetful.email
    forgetful.email = address.upper().replace("A", "Ａ")

    ask(forgetful)

    assert outbox.sent[-1].to == address


def test_the_secret_of_the_link_is_never_sent_to_a_server(forgetful: Visitor, outbox: KeptOutbox) -> None:
    ask(forgetful)
    text = outbox.sent[-1].text
    link = next(word for word in text.split() if word.startswith("http") and "#" in word)

    page = forgetful.get("/confirmForgotPassword")

    assert link.partition("#")[0] == "http://127.0.0.1:8000/confirmForgotPassword"
    assert "?" not in link
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_link_is_good_for_half_an_hour(forgetful: Visitor, outbox: KeptOutbox, rows: psycopg.Connection[Any]) -> None:
    ask(forgetful)
    rows.execute("update identity.link set created_at = now() - interval '31 minutes'")

    assert choose(forgetful, outbox.secret_to(forgetful.email)).status_code == 422
    assert forgetful.sign_in(PASSWORD).status_code == 303


@pytest.mark.parametrize("code", ["", "x", "x" * 43, "\x00", "' or 1=1 --", "x" * 5000])
def test_a_code_cannot_be_guessed(forgetful: Visitor, code: str) -> None:
    ask(forgetful)

    assert choose(forgetful, code).status_code == 422


def test_a_password_that_is_refused_does_not_use_up_the_link(forgetful: Visitor, outbox: KeptOutbox) -> None:
    ask(forgetful)
    code = outbox.secret_to(forgetful.email)

    refused = choose(forgetful, code, "password123")

    assert refused.status_code == 422
    assert code in refused.get_data(as_text=True)
    assert choose(forgetful, code).status_code == 200


def test_a_new_password_ends_all_other_links_of_the_person(forgetful: Visitor, outbox: KeptOutbox) -> None:
    ask(forgetful)
    first = outbox.secret_to(forgetful.email)
    ask(forgetful)
    choose(forgetful, outbox.secret_to(forgetful.email))

    assert choose(forgetful, first).status_code == 422


def test_a_new_password_signs_out_everywhere(member: Visitor, forgetful: Visitor, outbox: KeptOutbox) -> None:
    refresh_token = member.tokens()["refresh_token"]
    ask(forgetful)

    choose(forgetful, outbox.secret_to(forgetful.email))

    assert member.refresh(refresh_token).status_code == 400
    assert member.authorize().location.startswith("/login")


def test_a_link_proves_an_address_only_where_it_went_by_mail(
    forgetful: Visitor, outbox: KeptOutbox, make_issuer: Any
) -> None:
    ask(forgetful)
    choose(forgetful, outbox.secret_to(forgetful.email))
    mailing = Visitor(make_issuer(reaches_people=True), email=forgetful.email)
    before = _is_verified(forgetful)

    ask(mailing)
    choose(mailing, mailing.identity.outbox.secret_to(mailing.email), PASSWORD)

    assert before is False
    assert _is_verified(mailing, PASSWORD) is True


def _is_verified(visitor: Visitor, password: str = NEW) -> bool:
    visitor.sign_in(password)
    token = visitor.tokens()["access_token"]
    return visitor.get("/oauth2/userInfo", headers={"Authorization": f"Bearer {token}"}).get_json()["email_verified"]


def test_the_owner_gets_in_by_a_link_whatever_strangers_have_tried(forgetful: Visitor, outbox: KeptOutbox) -> None:
    for _ in range(8):
        Visitor(forgetful.app, email=forgetful.email).sign_in("wrong password")
    ask(forgetful)

    choose(forgetful, outbox.secret_to(forgetful.email))

    assert forgetful.sign_in(NEW).status_code == 303
