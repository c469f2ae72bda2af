"""How many requests an account may make."""

from collections.abc import Callable
from uuid import uuid4

from flask import Flask

from auth.issuer import Issuer
from people import Person, problem
from todo.limits import MOST_ACCOUNTS, Limits


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_is_emptied_and_fills_up_evenly() -> None:
    clock, account = Clock(), uuid4()
    limits = Limits(6, clock)

    first = [limits.take(account) for _ in range(7)]
    clock.now += 9.9
    too_early = limits.take(account)
    clock.now += 0.2
    then = limits.take(account)
    clock.now += 120
    full_again = limits.take(account)

    assert first == [5, 4, 3, 2, 1, 0, None]
    assert (too_early, then, full_again) == (None, 0, 5)


def test_whoever_is_refused_does_not_wait_the_longer_for_asking() -> None:
    clock, account = Clock(), uuid4()
    limits = Limits(6, clock)
    for _ in range(100):
        limits.take(account)

    clock.now += 10.1

    assert limits.take(account) == 0


def test_accounts_have_nothing_to_do_with_each_other() -> None:
    limits, busy = Limits(2, Clock()), uuid4()

    assert [limits.take(busy) for _ in range(3)] == [1, 0, None]
    assert limits.take(uuid4()) == 1


def test_buckets_that_are_full_again_are_forgotten() -> None:
    clock = Clock()
    limits = Limits(600, clock)
    for _ in range(MOST_ACCOUNTS):
        limits.take(uuid4())

    clock.now += 1
    limits.take(uuid4())

    assert len(limits._full_at) == 1


def test_an_account_that_asks_too_often_is_told_when_to_come_back(
    make_app: Callable[..., Flask], token_issuer: Issuer
) -> None:
    app = make_app(issuer=token_issuer.url, client_id="web", rate_per_minute=3)
    busy = Person(app.test_client(), token_issuer.token(sub="busy"))
    other = Person(app.test_client(), token_issuer.token(sub="other"))

    answers = [busy.get("/me") for _ in range(4)]

    assert [answer.headers["RateLimit"] for answer in answers] == [f'"account";r={left};t=20' for left in (2, 1, 0, 0)]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"account";q=3;w=60'}
    assert problem(answers[3]) == (429, "too_many_requests", [])
    assert answers[3].headers["Retry-After"] == "20"
    assert other.get("/me").status_code == 200


def test_where_there_is_no_limit_nothing_is_said_of_one(make_app: Callable[..., Flask], token_issuer: Issuer) -> None:
    app = make_app(issuer=token_issuer.url, client_id="web", rate_per_minute=0)

    answer = Person(app.test_client(), token_issuer.token(sub="unlimited")).get("/me")

    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


def test_what_is_nobodys_is_not_counted(app: Flask) -> None:
    assert "RateLimit" not in app.test_client().get("/health/live").headers
    assert "RateLimit" not in app.test_client().get("/todo").headers
