"""/signup: who gets an account, and when."""

from typing import Any

import psycopg
import pytest
from flask import Flask

from identity.conftest import KeptOutbox
from identity.visitor import PASSWORD, Visitor, text_of


@pytest.fixture
def newcomer(mailing_app: Flask) -> Visitor:
    """Somebody who signs up where mail is sent."""
    return Visitor(mailing_app)


@pytest.fixture
def mail(mailing_app: Flask) -> KeptOutbox:
    return mailing_app.extensions["todo.identity"].outbox


def test_who_signs_up_is_signed_in(visitor: Visitor) -> None:
    answer = visitor.sign_up()

    assert answer.status_code == 303
    assert visitor.code()


@pytest.mark.parametrize(
    "password",
    [
        "",
        "too short",
        "password123",
        "PASSWORD123",
        "1234567890",
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "x" * 1025,
        "€" * 500,
    ],
)
def test_a_password_that_anybody_would_try_is_refused(visitor: Visitor, password: str) -> None:
    answer = visitor.sign_up(password)

    assert answer.status_code == 422
    assert 'aria-describedby="password-wrong' in answer.get_data(as_text=True)
    assert visitor.cookie("signin") is None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "Zwölf Boxkämpfer",
        "密码是一个很长的句子吧",
        "🐎🔋📎🧷🪡🧵🪢🧶🪥🧽",
        "tab\tand space  ",
        'quotes " and \\ and < >',
        "abcdefghi " * 100,
    ],
)
def test_any_other_long_password_is_taken_as_it_is(visitor: Visitor, password: str) -> None:
    visitor.sign_up(password)

    assert visitor.sign_in(password).status_code == 303
    assert visitor.sign_in(password.strip() + "x").status_code == 422


@pytest.mark.parametrize("password", ["{email}", "{local}1!", "owner proud", "proudowner1"])
def test_a_password_made_of_name_or_address_is_refused(visitor: Visitor, password: str) -> None:
    visitor.email = f"lovelace.{visitor.email}"
    local = visitor.email.partition("@")[0]

    answer = visitor.sign_up(password.format(email=visitor.email, local=local), name="Proud Owner")

    assert answer.status_code == (303 if password == "owner proud" else 422)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "@",
        "a@",
        "@example.com",
        "a b@example.com",
        "a@b@example.com",
        "a@example..com",
        "a@-example.com",
        "a@example.com,b@example.com",
        "Owner <a@example.com>",
        "a\x00@example.com",
        "a\n@example.com",
        "a@exa\u202emple.com",
        "a" * 65 + "@example.com",
        "a@" + "b" * 64 + ".com",
        "a@" + "b." * 130 + "com",
    ],
)
def test_what_is_no_address_is_refused(visitor: Visitor, email: str) -> None:
    visitor.email = email

    answer = visitor.sign_up()

    assert answer.status_code == 422
    assert 'aria-describedby="email-wrong' in answer.get_data(as_text=True)


@pytest.mark.parametrize("email", ["{}@home", "{}+tag@example.com", "o'{}@example.com", "{}@exämple.com", "Ж{}@x.y"])
def test_unusual_addresses_are_addresses(visitor: Visitor, email: str) -> None:
    visitor.email = email.format(visitor.email.partition("@")[0])

    assert visitor.sign_up().status_code == 303
    assert visitor.sign_in().status_code == 303


def test_an_address_has_one_account(visitor: Visitor) -> None:
    visitor.sign_up()
    second = Visitor(visitor.app, email=visitor.email.upper())

    answer = second.sign_up("another password")

    assert answer.status_code == 422
    assert "already" in text_of(answer)
    assert second.sign_in("another password").status_code == 422


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "Robert'); drop table identity.person; --", "{{ 7 * 7 }}", "Ζωή 🌱", "\u202ex"],
)
def test_a_name_is_only_ever_text(visitor: Visitor, name: str) -> None:
    visitor.sign_up(name=f"  {name}  ")

    page = visitor.get(
        "/oauth2/authorize?response_type=code&client_id=todo-cli&redirect_uri=http://127.0.0.1:1/callback&scope=openid"
        "&code_challenge=" + "x" * 43 + "&code_challenge_method=S256"
    ).get_data(as_text=True)

    assert "<script>alert" not in page
    assert ">49<" not in page
    assert visitor.tokens()["id_token"]


@pytest.mark.parametrize("name", ["x" * 201, "a\x00b", "a\x1bb"])
def test_a_name_that_cannot_be_shown_is_refused(visitor: Visitor, name: str) -> None:
    assert visitor.sign_up(name=name).status_code == 422


def test_sign_up_can_be_closed(make_issuer: Any, rows: psycopg.Connection[Any]) -> None:
    visitor = Visitor(make_issuer(sign_up="closed"))
    token = visitor.form_token("/login")

    page = visitor.get("/signup")
    posted = visitor.post("/signup", {"form": token, "email": visitor.email, "password": PASSWORD})

    assert page.status_code == 200
    assert "<form" not in page.get_data(as_text=True)
    assert posted.status_code == 403
    assert "/signup" not in text_of(visitor.get("/login"))
    assert rows.execute("select from identity.person where email = %s", (visitor.email,)).fetchone() is None


def test_where_mail_is_sent_an_account_begins_with_the_confirmed_address(newcomer: Visitor, mail: KeptOutbox) -> None:
    asked = newcomer.sign_up()
    before = newcomer.sign_in()

    confirmed = newcomer.submit("/confirmUser", {"code": mail.secret_to(newcomer.email)})

    assert asked.status_code == 200
    assert before.status_code == 422
    assert confirmed.status_code == 200
    assert newcomer.cookie("signin") is None
    assert newcomer.sign_in().status_code == 303
    access_token = newcomer.tokens()["access_token"]
    info = newcomer.get("/oauth2/userInfo", headers={"Authorization": f"Bearer {access_token}"}).get_json()
    assert info["email_verified"] is True


def test_where_mail_is_sent_nobody_learns_who_has_an_account(newcomer: Visitor, mail: KeptOutbox) -> None:
    first = newcomer.sign_up()
    newcomer.submit("/confirmUser", {"code": mail.secret_to(newcomer.email)})

    second = Visitor(newcomer.app, email=newcomer.email).sign_up("a password of a stranger")

    assert text_of(first) == text_of(second)
    assert [message.subject for message in mail.sent if message.to == newcomer.email] == [
        "Confirm your address",
        "You have an account already",
    ]
    assert newcomer.sign_in("a password of a stranger").status_code == 422


def test_who_signs_up_with_the_address_of_another_gets_no_account_by_it(newcomer: Visitor, mail: KeptOutbox) -> None:
    Visitor(newcomer.app, email=newcomer.email).sign_up("a password of a stranger")
    newcomer.sign_up()

    newcomer.submit("/confirmUser", {"code": mail.secret_to(newcomer.email)})

    assert newcomer.sign_in().status_code == 303
    assert newcomer.sign_in("a password of a stranger").status_code == 422


def test_a_link_that_confirms_does_so_once(newcomer: Visitor, mail: KeptOutbox) -> None:
    newcomer.sign_up()
    code = mail.secret_to(newcomer.email)

    first, second = newcomer.submit("/confirmUser", {"code": code}), newcomer.submit("/confirmUser", {"code": code})

    assert (first.status_code, second.status_code) == (200, 422)
