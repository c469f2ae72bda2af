"""The process of /events as a thread of the test, on a port of its own, over the test's database."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask

from auth.issuer import Issuer
from events.listener import Listener
from people import Person
from todo.events import process
from todo.events.hub import Hub

LOOK_SECONDS = 0.5


class Streams:
    """Where events are held, until `stop`."""

    def __init__(self, app: Flask, look_seconds: float) -> None:
        self.app = app
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._told: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(look_seconds),))
        self._thread.start()
        assert Listener(self.port, path="/health/live").status == 200

    @property
    def hub(self) -> Hub:
        return self.app.extensions["todo.streams"]

    def hear(self, token: str = "", **headers: str) -> Listener:
        return Listener(self.port, token, **headers)

    def stop(self) -> None:
        if self._told and self._thread.is_alive():
            loop, told = self._told
            loop.call_soon_threadsafe(told.set)
        self._thread.join()
        self._listening.close()

    async def _serve(self, look_seconds: float) -> None:
        told = asyncio.Event()
        self._told = asyncio.get_running_loop(), told
        await process.serve(self.app, self._listening, told, look_seconds)


@pytest.fixture(scope="module")
def make_streams(make_app: Callable[..., Flask], token_issuer: Issuer) -> Iterator[Callable[..., Streams]]:
    """Holds streams with settings of the test's own choosing."""
    with ExitStack() as at_the_end:

        def make(look_seconds: float = LOOK_SECONDS, **settings: Any) -> Streams:
            app = make_app(issuer=token_issuer.url, client_id="web", **settings)
            return at_the_end.enter_context(_held(app, look_seconds))

        yield make


@contextmanager
def _held(app: Flask, look_seconds: float) -> Iterator[Streams]:
    streams = Streams(app, look_seconds)
    try:
        yield streams
    finally:
        streams.stop()


@pytest.fixture(scope="module")
def streams(make_streams: Callable[..., Streams]) -> Streams:
    return make_streams()


@pytest.fixture
def make_person(make_person: Callable[[], Person], streams: Streams) -> Callable[[], Person]:
    """People whom both applications know: the first sight of the day empties the trash, which is a change."""

    def make() -> Person:
        person = make_person()
        person.get("/me")
        Person(streams.app.test_client(), person.token).get("/me")
        return person

    return make
