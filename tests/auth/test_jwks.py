"""The issuer's keys: how often it is asked, what it may answer, and that tokens are verified while it is down."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from auth.issuer import DISCOVERY, JWKS, Answer, Clock, Issuer, as_json, public_jwk, signed
from program import PATIENCE
from todo.auth import kept
from todo.auth.fetch import MAX_ANSWER_BYTES, IssuerUnreachable
from todo.auth.jwt import Verifier
from todo.auth.recent import Recent
from todo.auth.refused import TokenRefused

OTHER = rsa.generate_private_key(65537, 2048)
DOWN = as_json(503, {})


def is_accepted(verifier: Verifier, token: str) -> bool:
    try:
        return bool(verifier.access(token))
    except TokenRefused:
        return False


def by_other(issuer: Issuer, kid: str = "second") -> str:
    return signed(issuer.header(kid=kid), issuer.claims(), OTHER)


def goes_down(issuer: Issuer) -> None:
    issuer.answers = {DISCOVERY: lambda _: DOWN, JWKS: lambda _: DOWN}


def test_one_read_serves_many_tokens(issuer: Issuer, verifier: Verifier) -> None:
    assert all(is_accepted(verifier, issuer.token(jti=str(number))) for number in range(20))

    assert (issuer.times_asked(DISCOVERY), issuer.times_asked(JWKS)) == (1, 1)


def test_warming_reads_the_keys_before_the_first_token(issuer: Issuer, verifier: Verifier) -> None:
    verifier.warm()
    goes_down(issuer)

    assert is_accepted(verifier, issuer.token())


def test_warming_says_that_the_issuer_is_down(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    goes_down(issuer)
    with pytest.raises(IssuerUnreachable):
        verifier.warm()

    issuer.answers = {}
    clock.now += 10

    verifier.warm()
    assert is_accepted(verifier, issuer.token())


def test_an_issuer_that_is_down_is_asked_every_ten_seconds_only(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    goes_down(issuer)

    for _ in range(20):
        with pytest.raises(IssuerUnreachable):
            verifier.access(issuer.token())
    clock.now += 10
    with pytest.raises(IssuerUnreachable):
        verifier.access(issuer.token())

    assert issuer.times_asked(DISCOVERY) <= 4


def test_a_flood_of_unknown_kids_costs_one_read_in_ten_seconds(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    verifier.warm()

    for number in range(50):
        assert not is_accepted(verifier, by_other(issuer, f"kid-{number}"))
    assert issuer.times_asked(JWKS) == 2
    clock.now += 9
    assert not is_accepted(verifier, by_other(issuer))
    assert issuer.times_asked(JWKS) == 2
    clock.now += 1
    assert not is_accepted(verifier, by_other(issuer))

    assert issuer.times_asked(JWKS) == 3
    assert is_accepted(verifier, issuer.token())


def test_a_flood_from_many_threads_costs_one_read(
    issuer: Issuer, verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "WAIT_SECONDS", PATIENCE)  # else who waits for the read gives up on a busy machine
    verifier.warm()
    barrier = threading.Barrier(8)

    def ask() -> None:
        barrier.wait()
        is_accepted(verifier, by_other(issuer))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert issuer.times_asked(JWKS) == 2


def test_a_new_key_is_picked_up(issuer: Issuer, verifier: Verifier) -> None:
    verifier.warm()
    issuer.keys.append(public_jwk(OTHER, "second"))

    assert is_accepted(verifier, by_other(issuer))
    assert is_accepted(verifier, issuer.token())


def test_a_key_that_the_issuer_takes_back_takes_its_tokens_with_it(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    token = issuer.token(exp=int(clock()) + 86_400)
    assert is_accepted(verifier, token)
    issuer.keys = [public_jwk(OTHER, "second")]

    clock.now += 3600

    assert not is_accepted(verifier, token)


def test_a_key_that_is_exchanged_under_its_kid_takes_its_tokens_with_it(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    token = issuer.token(exp=int(clock()) + 86_400)
    assert is_accepted(verifier, token)
    issuer.keys = [public_jwk(OTHER, "first")]

    clock.now += 3600

    assert not is_accepted(verifier, token)
    assert is_accepted(verifier, by_other(issuer, "first"))


def test_keys_are_kept_while_the_issuer_is_down(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    verifier.warm()
    goes_down(issuer)

    for _ in range(48):
        clock.now += 3600
        assert is_accepted(verifier, issuer.token())

    assert not is_accepted(verifier, by_other(issuer))


def test_a_clock_that_is_set_back_does_not_stop_the_reading(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    clock.now += 86_400
    assert not is_accepted(verifier, by_other(issuer))
    issuer.keys.append(public_jwk(OTHER, "second"))

    clock.now -= 86_400

    assert is_accepted(verifier, by_other(issuer))


def redirect(_: BaseHTTPRequestHandler) -> Answer:
    return 302, {"Location": "/pool/elsewhere"}, b""


def answered(content: Any) -> Callable[[BaseHTTPRequestHandler], Answer]:
    return lambda _: as_json(200, content)


BAD_KEYS: dict[str, Callable[[BaseHTTPRequestHandler], Answer]] = {
    "a_redirect": redirect,
    "more_than_its_share": lambda _: (200, {}, b'{"keys": []}' + b" " * MAX_ANSWER_BYTES),
    "an_error": lambda _: as_json(404, {"keys": []}),
    "HTML": lambda _: (200, {}, b"<html>"),
    "a_list": answered([]),
    "no_list_of_keys": answered({"keys": {}}),
    "two_lists_of_keys": lambda _: (200, {}, b'{"keys": [], "keys": []}'),
    "a_depth_bomb": lambda _: (200, {}, b'{"keys": ' + b"[" * 50_000),
    "an_empty_body": lambda _: (200, {}, b""),
}


@pytest.mark.parametrize("bad", BAD_KEYS.values(), ids=BAD_KEYS.keys())
def test_keys_are_not_taken_from(bad: Any, issuer: Issuer, verifier: Verifier) -> None:
    issuer.answers[JWKS] = bad

    with pytest.raises(IssuerUnreachable):
        verifier.access(issuer.token())

    assert issuer.times_asked("/elsewhere") == 0


BAD_DOCUMENTS: dict[str, dict[str, Any]] = {
    "another_issuers": {"issuer": "https://evil.example"},
    "an_issuer_with_a_slash": {"issuer": "http://127.0.0.1/pool/"},
    "keys_over_plain_http": {"jwks_uri": "http://issuer.example/jwks.json"},
    "keys_in_a_file": {"jwks_uri": "file:///etc/passwd"},
    "keys_without_a_host": {"jwks_uri": "https:///jwks.json"},
    "keys_at_a_broken_address": {"jwks_uri": "https://[::1/jwks.json"},
    "keys_that_are_no_address": {"jwks_uri": 5},
    "no_keys": {"jwks_uri": None},
}


@pytest.mark.parametrize("members", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS.keys())
def test_a_discovery_document_is_not_believed_with(members: Any, issuer: Issuer, verifier: Verifier) -> None:
    issuer.answers[DISCOVERY] = answered({**issuer.document(), **members})

    with pytest.raises(IssuerUnreachable):
        verifier.warm()

    assert issuer.times_asked(JWKS) == 0


def test_an_issuer_that_does_not_answer_is_given_up(issuer: Issuer, make_verifier: Any) -> None:
    is_over = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> Answer:
        is_over.wait(PATIENCE)
        return DOWN

    issuer.answers[JWKS] = silent
    with httpx.Client(timeout=0.1) as impatient, pytest.raises(IssuerUnreachable):
        make_verifier(impatient).warm()
    is_over.set()


def test_an_issuer_that_drips_is_given_up(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    """Each byte is in time, all of them together take six seconds."""

    def dripping(_: BaseHTTPRequestHandler) -> Answer:
        clock.now += 6
        return as_json(200, {"keys": issuer.keys})

    issuer.answers[JWKS] = dripping

    with pytest.raises(IssuerUnreachable):
        verifier.warm()


def test_a_slow_issuer_holds_up_nobody_whose_key_is_known(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    verifier.warm()
    is_asked, may_answer = threading.Event(), threading.Event()

    def slow(_: BaseHTTPRequestHandler) -> Answer:
        is_asked.set()
        may_answer.wait(PATIENCE)
        return as_json(200, {"keys": issuer.keys})

    issuer.answers[JWKS] = slow
    clock.now += 3600
    unlucky = threading.Thread(target=is_accepted, args=(verifier, issuer.token(jti="unlucky")))
    unlucky.start()
    assert is_asked.wait(PATIENCE)

    assert is_accepted(verifier, issuer.token(jti="lucky"))

    may_answer.set()
    unlucky.join()


def test_the_memory_of_tokens_is_bounded(clock: Clock) -> None:
    recent: Recent[int, str] = Recent(3, clock)
    for number in range(5):
        recent.remember(number, str(number), until=clock() + 10)

    assert [recent.find(number) for number in range(5)] == [None, None, "2", "3", "4"]
    clock.now += 10
    assert recent.find(4) is None
