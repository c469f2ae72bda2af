"""Who tries too often has to wait; the right person gets in all the same."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from werkzeug.test import TestResponse

from identity.visitor import PASSWORD, Visitor
from todo.identity import throttle


@pytest.fixture
def thief(member: Visitor) -> Visitor:
    """Somebody who knows the address of a member, and guesses."""
    return Visitor(member.app, email=member.email)


def guess(thief: Visitor, times: int) -> list[TestResponse]:
    return [thief.sign_in(f"wrong password {number}") for number in range(times)]


def wait_over(rows: psycopg.Connection[Any]) -> None:
    """Lets the time pass that everybody has to wait."""
    rows.execute("update identity.attempt set opens_at = now()")


def test_after_a_few_tries_an_account_has_to_wait(thief: Visitor) -> None:
    answers = guess(thief, throttle.ACCOUNT.free + 1)

    assert [answer.status_code for answer in answers] == [422] * throttle.ACCOUNT.free + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 900
    assert "Too many attempts" in answers[-1].get_data(as_text=True)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(thief: Visitor, rows: psycopg.Connection[Any]) -> None:
    guess(thief, throttle.ACCOUNT.free)
    waits: list[int] = []
    for _ in range(12):
        waits.append(int(thief.sign_in("wrong password").headers["Retry-After"]))
        wait_over(rows)
        thief.sign_in("wrong password")

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_who_has_to_wait_learns_nothing_and_prolongs_nothing(thief: Visitor, rows: psycopg.Connection[Any]) -> None:
    guess(thief, throttle.ACCOUNT.free + 3)
    right_while_waiting = thief.sign_in(PASSWORD).status_code
    wait_over(rows)

    assert right_while_waiting == 429
    assert thief.sign_in(PASSWORD).status_code == 303


def test_guessing_from_many_places_is_counted_for_the_account(member: Visitor) -> None:
    statuses = [
        Visitor(member.app, email=member.email).sign_in("wrong password").status_code
        for _ in range(throttle.ACCOUNT.free + 2)
    ]

    assert statuses[-2:] == [429, 429]


def test_guessing_at_many_accounts_is_counted_for_the_place(thief: Visitor) -> None:
    statuses: list[int] = []
    for number in range(throttle.PLACE.free + 1):
        thief.email = f"somebody.{number}@example.com"
        statuses.append(thief.sign_in("wrong password").status_code)

    assert statuses == [422] * throttle.PLACE.free + [429]


@pytest.mark.parametrize(
    ("first", "second", "is_one_place"),
    [
        ("2001:db8:ffff:1::1", "2001:db8:ffff:1:abcd::2", True),
        ("2001:db8:fffe:1::1", "2001:db8:fffe:2::1", False),
        ("198.51.100.1", "::ffff:198.51.100.1", True),
        ("198.51.100.3", "198.51.100.4", False),
    ],
)
def test_a_place_is_an_ipv4_address_or_a_network_of_ipv6(
    thief: Visitor, rows: psycopg.Connection[Any], first: str, second: str, is_one_place: bool
) -> None:
    thief.address = first
    guess(thief, 1)
    rows.execute("update identity.attempt set opens_at = now() + interval '1 hour' where bucket like 'login:%'")

    other = Visitor(thief.app, address=second)

    assert other.sign_in("wrong password").status_code == (429 if is_one_place else 422)
    rows.execute("delete from identity.attempt where bucket like 'login:%'")


def test_a_thousand_tries_at_once_count_as_a_thousand(thief: Visitor) -> None:
    token, cookie = thief.form_token("/login"), thief.cookie("form")

    def guess_once(number: int) -> int:
        answer = thief.app.test_client(use_cookies=False).post(
            "/login",
            data={"form": token, "email": thief.email, "password": f"wrong password {number}"},
            headers={"Cookie": f"form={cookie}"},
            environ_base={"REMOTE_ADDR": thief.address},
        )
        return answer.status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(guess_once, range(40)))

    assert statuses.count(422) == throttle.ACCOUNT.free
    assert statuses.count(429) == 40 - throttle.ACCOUNT.free


def test_the_owner_gets_in_where_they_have_been_before_while_others_wait(member: Visitor, thief: Visitor) -> None:
    guess(thief, throttle.ACCOUNT.free + 3)

    assert thief.sign_in(PASSWORD).status_code == 429
    assert member.sign_in(PASSWORD).status_code == 303


def test_a_browser_that_was_here_before_does_not_guess_without_end_either(member: Visitor) -> None:
    statuses = [answer.status_code for answer in guess(member, throttle.DEVICE.free + 1)]

    assert statuses == [422] * throttle.DEVICE.free + [429]


@pytest.mark.parametrize("forgery", ["", "x", "x.y", "." * 200, "é.é", "\x00"])
def test_the_cookie_of_a_browser_that_was_here_before_cannot_be_made_up(
    member: Visitor, thief: Visitor, forgery: str
) -> None:
    thief.set_cookie("device", forgery)

    assert guess(thief, throttle.ACCOUNT.free + 1)[-1].status_code == 429


def test_the_cookie_of_one_person_is_nothing_for_the_account_of_another(thief: Visitor) -> None:
    own = Visitor(thief.app)
    own.sign_up()
    thief.set_cookie("device", own.cookie("device") or "")

    assert guess(thief, throttle.ACCOUNT.free + 1)[-1].status_code == 429


def test_the_right_password_clears_the_count(thief: Visitor) -> None:
    for _ in range(3):
        guess(thief, throttle.ACCOUNT.free - 1)

        assert thief.sign_in(PASSWORD).status_code == 303
        thief.set_cookie("device", "")


def test_old_tries_are_forgotten(thief: Visitor, rows: psycopg.Connection[Any]) -> None:
    guess(thief, throttle.ACCOUNT.free + 1)
    rows.execute("update identity.attempt set last_at = now() - interval '25 hours', opens_at = now()")

    assert [answer.status_code for answer in guess(thief, throttle.ACCOUNT.free)] == [422] * throttle.ACCOUNT.free


def test_signing_up_without_end_has_to_wait(visitor: Visitor) -> None:
    statuses: list[int] = []
    own = visitor.email
    for number in range(throttle.SIGN_UP.free + 1):
        visitor.email = f"{number}.{own}"
        statuses.append(visitor.sign_up().status_code)

    assert statuses == [303] * throttle.SIGN_UP.free + [429]


def test_an_address_is_not_flooded_with_mail(member: Visitor) -> None:
    def ask(email: str) -> int:
        return Visitor(member.app).submit("/forgotPassword", {"email": email}).status_code

    known = [ask(member.email) for _ in range(throttle.MAIL_TO.free + 1)]
    unknown = [ask("nobody." + member.email) for _ in range(throttle.MAIL_TO.free + 1)]

    assert known == unknown == [200] * throttle.MAIL_TO.free + [429]


def test_what_is_old_is_swept_away_when_somebody_signs_in(member: Visitor, rows: psycopg.Connection[Any]) -> None:
    member.tokens()
    member.submit("/forgotPassword", {"email": member.email})
    for statement in (
        "update identity.signin set expires_at = now() - interval '1 second'",
        "update identity.grant_code set created_at = now() - interval '2 days'",
        "update identity.refresh_token set expires_at = now() - interval '1 second'",
        "update identity.family set expires_at = now() - interval '1 second'",
        "update identity.link set created_at = now() - interval '2 days'",
        "update identity.attempt set last_at = now() - interval '3 days'",
    ):
        rows.execute(statement)

    for _ in range(20):  # a hundred of each at a time
        member.sign_in()

    left = rows.execute(
        "select (select count(*) from identity.grant_code), (select count(*) from identity.refresh_token),"
        " (select count(*) from identity.family), (select count(*) from identity.link),"
        " (select count(*) from identity.signin)"
    ).fetchone()
    assert left == (0, 0, 0, 0, 1)
