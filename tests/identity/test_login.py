"""/login: the right person gets in, and nobody else learns anything."""

import logging
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher

from identity.visitor import PASSWORD, Visitor, text_of
from todo.errors import Problem
from todo.identity.hashing import Passwords


def test_the_right_password_signs_in(visitor: Visitor) -> None:
    visitor.sign_up()
    again = Visitor(visitor.app, email=visitor.email)

    answer = again.sign_in()

    assert (answer.status_code, answer.location) == (303, "http://127.0.0.1:8000/auth/login")
    assert again.code()


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda email: f"  {email} "])
def test_an_address_is_the_same_in_every_spelling(visitor: Visitor, spelling: Any) -> None:
    visitor.sign_up()
    again = Visitor(visitor.app, email=spelling(visitor.email))

    assert again.sign_in().status_code == 303


def test_a_password_is_the_same_on_every_keyboard(visitor: Visitor) -> None:
    visitor.sign_up(password="cafe\u0301 au lait, ﬁne")

    assert visitor.sign_in("caf\u00e9 au lait, fine").status_code == 303


def test_an_unknown_address_and_a_wrong_password_look_the_same(visitor: Visitor) -> None:
    visitor.sign_up()
    stranger = Visitor(visitor.app, email=visitor.email.replace("owner", "stranger"))

    known, unknown = Visitor(visitor.app, visitor.email).sign_in("wrong password"), stranger.sign_in("wrong password")

    assert known.status_code == unknown.status_code == 422
    assert text_of(known) == text_of(unknown).replace(stranger.email, visitor.email)
    assert sorted(known.headers.keys()) == sorted(unknown.headers.keys())


class CountingHasher(PasswordHasher):
    """At the rim, to see how often the slow work is done."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.times = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.times += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Any:  # noqa: A002 (argon2-cffi calls it so)
        self.times += 1
        return super().verify(hash, password)


def test_an_unknown_address_takes_as_much_work_as_a_wrong_password() -> None:
    hasher = CountingHasher()
    passwords = Passwords(hasher)
    stored = passwords.hash(PASSWORD)

    for known in (stored, None):
        before = hasher.times
        assert not passwords.matches(known, "wrong password")
        assert hasher.times - before == 1


def test_a_password_is_hashed_anew_when_the_parameters_change(
    visitor: Visitor, rows: psycopg.Connection[Any], make_issuer: Any
) -> None:
    def stored() -> str:
        row = rows.execute("select password from identity.person where email = %s", (visitor.email,)).fetchone()
        assert row
        return row[0]

    visitor.sign_up()
    before = stored()
    stronger = make_issuer(passwords=Passwords(PasswordHasher(time_cost=2, memory_cost=128, parallelism=1)))

    assert Visitor(stronger, email=visitor.email).sign_in().status_code == 303
    assert "m=64,t=1" in before
    assert "m=128,t=2" in stored()
    assert Visitor(stronger, email=visitor.email).sign_in().status_code == 303


def test_a_sign_in_has_a_name_that_nobody_could_choose_beforehand(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.set_cookie("signin", "chosen-by-somebody-else")

    visitor.sign_in()
    first = visitor.cookie("signin")
    visitor.sign_in()

    assert first not in {None, "chosen-by-somebody-else"}
    assert visitor.cookie("signin") != first
    visitor.set_cookie("signin", first or "")
    assert visitor.authorize().location.startswith("/login")


def test_the_cookies_are_for_the_server_alone(visitor: Visitor) -> None:
    cookies = visitor.sign_up().headers.getlist("Set-Cookie")

    assert {cookie.partition("=")[0] for cookie in cookies} == {"signin", "device", "form"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)
    assert not any("Domain=" in cookie for cookie in cookies)


def test_the_cookies_are_bound_to_the_host_under_tls(make_issuer: Any) -> None:
    app = make_issuer(base_url="https://todo.example")
    page = app.test_client().get("/login", base_url="https://todo.example")

    cookie = page.headers["Set-Cookie"]

    assert cookie.startswith("__Host-form=")
    assert "Secure" in cookie


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", PASSWORD),
        ("not an address", PASSWORD),
        ("a@b\x00c.example", PASSWORD),
        ("' or 1=1 --@example.com", PASSWORD),
        ("owner@example.com", ""),
        ("owner@example.com", "\x00" * 20),
        ("owner@example.com", "x" * 5000),
        ("x" * 5000 + "@example.com", "x"),
        ("owner@example.com\r\nBcc: stranger@example.com", PASSWORD),
        ("\u202emoc.elpmaxe@renwo", PASSWORD),
        ("<script>alert(1)</script>@example.com", PASSWORD),
    ],
)
def test_odd_input_is_an_ordinary_refusal(visitor: Visitor, email: str, password: str) -> None:
    answer = visitor.submit("/login", {"email": email, "password": password})

    assert answer.status_code == 422
    assert "<script>alert" not in answer.get_data(as_text=True)


def test_a_form_of_a_megabyte_is_refused(visitor: Visitor) -> None:
    answer = visitor.submit("/login", {"email": visitor.email, "password": "x" * 1_000_000})

    assert answer.status_code == 413


def test_no_password_code_or_token_is_ever_logged(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.sign_up()
    visitor.sign_in("a wrong password")
    code = visitor.code()
    tokens = visitor.exchange(code).get_json()
    visitor.exchange(code, client_secret="a wrong secret")
    visitor.refresh(tokens["refresh_token"])

    kept = (tokens["access_token"], tokens["id_token"], tokens["refresh_token"], visitor.cookie("signin") or "-")
    said = caplog.text + "".join(str(record.args) for record in caplog.records)

    assert [secret for secret in (PASSWORD, "a wrong password", "a wrong secret", code, *kept) if secret in said] == []


class WaitingHasher(PasswordHasher):
    """At the rim: hashes when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.leave = Event(), Event()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:  # noqa: ARG002 (as argon2-cffi has it)
        self.entered.set()
        self.leave.wait(10)
        return "$argon2id$"


def test_a_flood_of_sign_ins_is_told_to_come_back() -> None:
    hasher = WaitingHasher()
    passwords = Passwords(hasher, at_once=1, waiting=0)
    working = Thread(target=lambda: passwords.hash(PASSWORD))
    working.start()
    hasher.entered.wait(10)

    with pytest.raises(Problem) as refused:
        passwords.hash(PASSWORD)
    hasher.leave.set()
    working.join()

    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "2"})
    assert passwords.hash(PASSWORD)
