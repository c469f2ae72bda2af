"""What goes on while streams are held: one question a second for all of them, and a look at each a minute."""

import asyncio
import logging
import time
from concurrent.futures import Executor
from functools import partial

import psycopg
from flask import Flask

from todo.events import admission
from todo.events.hub import Hub

log = logging.getLogger(__name__)

POLL_SECONDS = 0.8  # so that a change is known everywhere within a second
LOOK_SECONDS = 60.0


async def follow(hub: Hub, app: Flask, threads: Executor) -> None:
    """Asks for the numbers of all connected spaces at once; asks nothing while nobody is connected."""
    loop, is_away = asyncio.get_running_loop(), False
    while True:
        began = time.monotonic()
        if spaces := hub.spaces():
            try:
                hub.tell(spaces, await loop.run_in_executor(threads, admission.seqs, app, spaces))
                is_away = False
            except psycopg.Error as error:
                if not is_away:
                    log.warning("no news: the database: %s", type(error).__name__)
                is_away = True
        await asyncio.sleep(max(0.0, POLL_SECONDS - (time.monotonic() - began)))


async def beat(hub: Hub) -> None:
    """Who has heard nothing for long hears that we are here."""
    while True:
        await asyncio.sleep(1)
        now = time.monotonic()
        for stream in hub.streams():
            stream.beat(now)


async def look_again(hub: Hub, app: Flask, threads: Executor, look_seconds: float) -> None:
    """Ends the streams of those who would not be let in any more."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(min(1.0, look_seconds))
        now = time.monotonic()
        if due := [stream for stream in hub.streams() if stream.look_at <= now]:
            due.sort(key=lambda stream: stream.look_at)
            ask = partial(admission.refused, app, due, lambda stream: stream.looked(look_seconds))
            for stream in await loop.run_in_executor(threads, ask):
                stream.end("refused")
