"""What a stream says, to whom, and when. Changes are made through the API by another application object."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from infra.settings import IDLE_SECONDS

from events.conftest import Streams
from people import Person
from program import until
from todo.events import stream, watch
from todo.events.stream import Admitted, Shown, Stream


def ended(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What it comes to, in a thread of its own: a browser of another test may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def seq(person: Person) -> str:
    """The cursor after what the person has just done."""
    return str(person.made("tag", name=uuid4().hex)["seq"])


def test_the_newest_cursor_comes_at_once(streams: Streams, owner: Person) -> None:
    newest = seq(owner)

    with streams.hear(owner.token) as listener:
        assert listener.headers["Content-Type"] == "text/event-stream"
        assert listener.cursor() == newest


def test_a_change_is_told(streams: Streams, owner: Person) -> None:
    with streams.hear(owner.token) as listener:
        listener.cursor()

        newest = seq(owner)

        assert listener.cursor() == newest


def test_it_is_asked_for_news_more_often_than_once_a_second() -> None:
    assert watch.POLL_SECONDS < 1


def test_everybody_of_an_account_hears_and_a_stranger_hears_nothing_of_it(
    streams: Streams, owner: Person, stranger: Person
) -> None:
    with streams.hear(owner.token) as one, streams.hear(owner.token) as two, streams.hear(stranger.token) as other:
        for listener in (one, two, other):
            listener.cursor()
        for _ in range(5):
            newest = seq(owner)
        while one.cursor() != newest:
            pass
        while two.cursor() != newest:
            pass

        theirs = seq(stranger)

        assert other.cursor() == theirs
        assert int(theirs) < int(newest)


def test_many_changes_end_with_the_newest(streams: Streams, owner: Person) -> None:
    with streams.hear(owner.token) as listener:
        heard = [listener.cursor()]

        newest = [seq(owner) for _ in range(30)][-1]

        while heard[-1] != newest:
            heard.append(listener.cursor())
    assert heard == sorted(set(heard), key=int)


def test_who_knows_the_newest_already_hears_that_the_stream_is_open(streams: Streams, owner: Person) -> None:
    newest = seq(owner)

    with streams.hear(owner.token, **{"Last-Event-ID": newest}) as listener:
        assert set(listener.block()) == {"retry"}
        assert listener.block() == {"": ""}
        later = seq(owner)
        assert listener.cursor() == later


@pytest.mark.parametrize("known", ["0", "999999", "nonsense", "é" * 3])
def test_who_knows_another_cursor_hears_the_newest(streams: Streams, owner: Person, known: str) -> None:
    newest = seq(owner)

    with streams.hear(owner.token, **{"Last-Event-ID": known}) as listener:
        assert listener.cursor() == newest


def test_while_nobody_is_connected_nothing_is_asked(make_streams: Callable[..., Streams], owner: Person) -> None:
    streams = make_streams()
    pool = streams.app.extensions["todo.pool"]
    with streams.hear(owner.token) as listener:
        listener.cursor()
        asked = pool.get_stats()["requests_num"]
        until(lambda: pool.get_stats()["requests_num"] > asked + 1)

    until(lambda: streams.hub.is_empty)
    quiet = pool.get_stats()["requests_num"]
    time.sleep(3 * watch.POLL_SECONDS)

    assert pool.get_stats()["requests_num"] <= quiet + 1  # what was under way


def test_a_stream_says_something_before_the_load_balancer_gives_up() -> None:
    assert 2 * stream.HEARTBEAT_SECONDS < IDLE_SECONDS


def admitted(seq: int = 1) -> Admitted:
    return Admitted(uuid4(), uuid4(), seq, "", None, Shown(None, None))


async def never() -> Any:
    await asyncio.Event().wait()


def test_who_does_not_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SLOW_SECONDS", 0.05)

    async def full(_message: object) -> None:
        await never()

    assert ended(Stream(admitted(), 60).run(never, full)) == "slow"


def test_after_a_silence_comes_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.0)
    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))
        if len(sent) == 2:
            held.end("refused")

    async def hold() -> None:
        asyncio.get_running_loop().call_later(0.05, held.beat, float("inf"))
        await held.run(never, send)

    held = Stream(admitted(), 60)
    ended(hold())

    assert sent[1] == b":\n\n"


def test_an_older_number_that_arrives_late_is_not_told() -> None:
    sent: list[bytes] = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    async def hold() -> None:
        held = Stream(admitted(seq=7), 60)
        running = asyncio.ensure_future(held.run(never, send))
        await asyncio.sleep(0.01)
        held.tell(6)
        held.tell(7)
        await asyncio.sleep(0.01)
        held.end("stopped")
        await running

    ended(hold())

    assert b"".join(sent).count(b"event: cursor") == 1
    assert b"id: 7" in b"".join(sent)
