"""Devices that listen to the site's event streams, and connect again when a stream ends, as browsers do."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from tests.rehearsal import place
from tests.rehearsal.network import Machine

SILENCE = 45.0  # seconds; a heartbeat comes every 20
PAUSE = 1.0  # seconds before a device connects again


@dataclass
class Device:
    """One stream at a time. Times are of time.monotonic()."""

    token: str
    heard: list[tuple[float, str]] = field(default_factory=list)  # when, and the cursor
    connections: int = 0
    refusals: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event, repr=False)
    _client: httpx.Client | None = field(default=None, repr=False)

    @property
    def newest(self) -> str:
        return self.heard[-1][1] if self.heard else ""

    def listen(self) -> None:
        timeout = httpx.Timeout(SILENCE, connect=5)
        while not self.stopping.is_set():
            try:
                with httpx.Client(base_url=place.URL, timeout=timeout) as client:
                    self._client = client
                    self._hear(client)
            except httpx.HTTPError as error:
                if not self.stopping.is_set():
                    self.refusals.append(type(error).__name__)
            self.stopping.wait(PAUSE)

    def _hear(self, client: httpx.Client) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Last-Event-ID": self.newest}
        with client.stream("GET", "/events", headers=headers) as answer:
            if answer.status_code != 200:
                self.refusals.append(str(answer.status_code))
                return
            self.connections += 1
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    self.heard.append((time.monotonic(), line.removeprefix("id: ")))
                if self.stopping.is_set():
                    return


@contextmanager
def listening(people: Machine, token: str, count: int) -> Iterator[list[Device]]:
    """So many devices of one person, connected when the block begins."""
    devices = [Device(token) for _ in range(count)]
    futures: list[Future[None]] = [people.submit(device.listen) for device in devices]
    try:
        _until(lambda: all(device.connections and device.heard for device in devices), 30)
        yield devices
    finally:
        for device in devices:
            device.stopping.set()
        people.call(change, token)  # so that each hears something, and ends
        for future in futures:
            future.result(timeout=2 * SILENCE)


def change(token: str) -> str:
    """Changes something; the cursor after it. Call it on the people's machine."""
    answer = httpx.post(f"{place.URL}/todo", headers={"Authorization": f"Bearer {token}"}, json={"title": "News"})
    return str(answer.raise_for_status().json()["seq"])


def await_news(devices: list[Device], cursor: str, seconds: float) -> float:
    """When the last of the devices has heard of it."""
    _until(lambda: all(int(device.newest or 0) >= int(cursor) for device in devices), seconds)
    return max(min(at for at, heard in device.heard if int(heard) >= int(cursor)) for device in devices)


def _until(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not after {seconds:.0f} s"
        time.sleep(0.02)
