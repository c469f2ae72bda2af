"""One stream of server-sent events (HTML standard, 9.2): it says the newest cursor of a space, and nothing else."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Why = Literal["gone", "slow", "refused", "stopped"]

HEARTBEAT_SECONDS = 20.0  # what lies in between takes a connection for dead after a minute or so of silence
SLOW_SECONDS = 10.0
COME_BACK_MILLISECONDS = (1000, 5000)  # spread, so that not everybody is back in the same instant


@dataclass(frozen=True, slots=True)
class Shown:
    """The headers by which somebody was admitted, to be looked at again."""

    authorization: str | None
    cookie: str | None


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who may hold a stream, and of what. `seq` is the space's number then, `known` what the client has said to know.

    From `ends_at` on, in seconds since 1970, they are to be looked at again at once.
    """

    account: UUID
    space: UUID
    seq: int
    known: str
    ends_at: float | None
    shown: Shown = field(repr=False)


class Stream:
    """All of it happens in the event loop. It writes one thing at a time; what comes meanwhile becomes one event."""

    __slots__ = ("_ended", "_newest", "_said", "_woken", "_wrote_at", "admitted", "look_at")

    def __init__(self, admitted: Admitted, look_seconds: float) -> None:
        self.admitted = admitted
        self.look_at = 0.0
        self.looked(look_seconds)
        self._newest = admitted.seq
        self._said = admitted.seq if admitted.known == cursor(admitted.seq) else -1
        self._woken = asyncio.Event()
        self._wrote_at = time.monotonic()
        self._ended: Why | None = None

    def looked(self, seconds: float) -> None:
        """The asker is to be looked at again in `seconds`, or a little before, or at the end of what they showed."""
        wait = seconds * random.uniform(0.8, 1)  # noqa: S311 (spreads the work, keeps nothing secret)
        if self.admitted.ends_at is not None:
            wait = min(wait, max(self.admitted.ends_at - time.time(), 0.1))
        self.look_at = time.monotonic() + wait

    def tell(self, seq: int) -> None:
        """The space is at `seq`. An older number, read before the newest arrived, changes nothing."""
        if seq > self._newest:
            self._newest = seq
            self._woken.set()

    def beat(self, now: float) -> None:
        if now - self._wrote_at >= HEARTBEAT_SECONDS:
            self._woken.set()

    def end(self, why: Why) -> None:
        self._ended = self._ended or why
        self._woken.set()

    async def run(self, receive: Receive, send: Send) -> Why:
        """Writes until somebody ends it; the head of the answer has been sent. Says who did."""
        gone = asyncio.ensure_future(_until_gone(receive))
        gone.add_done_callback(lambda _: self.end("gone"))
        try:
            await self._write(send, _come_back() + self._news())
            while not self._ended:
                await self._woken.wait()
                self._woken.clear()
                if not self._ended:
                    await self._write(send, self._news())
            await self._finish(send, self._ended)
        except TimeoutError:
            self.end("slow")
        finally:
            gone.cancel()
        return self._ended or "gone"

    def _news(self) -> bytes:
        if self._newest == self._said:
            return b":\n\n"
        self._said = self._newest
        return event(self._said)

    async def _write(self, send: Send, text: bytes) -> None:
        async with asyncio.timeout(SLOW_SECONDS):
            await send({"type": "http.response.body", "body": text, "more_body": True})
        self._wrote_at = time.monotonic()

    async def _finish(self, send: Send, why: Why) -> None:
        if why != "gone":
            async with asyncio.timeout(SLOW_SECONDS):
                await send({"type": "http.response.body", "body": _come_back() if why == "stopped" else b""})


def cursor(seq: int) -> str:
    """How far a client has read who has read up to `seq`, as POST /sync has it too."""
    return str(seq)


def event(seq: int) -> bytes:
    return f'id: {cursor(seq)}\nevent: cursor\ndata: {{"cursor": "{cursor(seq)}"}}\n\n'.encode()


def _come_back() -> bytes:
    """How long the browser waits after the end of the stream until it connects again."""
    return f"retry: {random.randint(*COME_BACK_MILLISECONDS)}\n\n".encode()  # noqa: S311


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
