"""People who keep the site busy: each of their devices stores todos and reads them back, one request after the other.

A request that fails is sent again, as clients do: it bears the id that the client has made, so twice is once. What was
promised with a 2xx must be there in the end, once; what never got an answer is lost.
"""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from tests.rehearsal import place
from tests.rehearsal.network import Machine

DEVICES = 3  # of each person
PAUSE = 0.25  # seconds before a device goes on
RETRIES = 8
WAITS = 4.0  # seconds before the last retries; the first comes after half of one
LONGEST = 600.0  # seconds that any load may take
MOST = 20_000  # requests that any load may make
TIMEOUT = httpx.Timeout(15, connect=5)


@dataclass
class Record:
    """What has come of it. Times are of time.monotonic()."""

    requests: int = 0
    refusals: list[str] = field(default_factory=list)  # of single attempts: when, and what
    most_retries: int = 0
    lost: int = 0
    stored: int = 0
    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    missing: int = 0  # of what was stored, or there twice: looked for when the load has ended
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __str__(self) -> str:
        failed = f", {len(self.refusals)} attempts failed, at most {self.most_retries} for one" if self.refusals else ""
        todos = f"{self.missing} of {self.stored} todos missing or doubled"
        return f"{self.requests} requests{failed}, {self.lost} lost, {todos}"


class Load:
    """Of one account, from several devices."""

    def __init__(self, token: str, record: Record) -> None:
        self.record = record
        self._headers = {"Authorization": f"Bearer {token}"}
        self._stored: list[str] = []
        self._stopping = threading.Event()
        self._began = time.monotonic()

    def stop(self) -> None:
        self._stopping.set()

    def device(self) -> None:
        with self._client() as client:
            while not self._stopping.wait(PAUSE) and self.record.requests < MOST:
                if time.monotonic() - self._began > LONGEST:
                    return
                identifier = str(uuid.uuid4())
                if self._ask(client, "POST", "/todo", {"id": identifier, "title": _title(identifier)}):
                    with self.record.lock:
                        self._stored.append(identifier)
                        self.record.stored += 1
                    self._ask(client, "GET", f"/todo/{identifier}")

    def look_for_what_was_stored(self) -> None:
        found: Counter[str] = Counter()  # by title, which is told once to each id
        with self._client() as client:
            page = "/todo?limit=500"
            while page:
                answer = client.get(page).raise_for_status()
                found.update(todo["title"] for todo in answer.json())
                page = answer.links.get("next", {}).get("url", "")
        self.record.missing += sum(found[_title(identifier)] != 1 for identifier in self._stored)

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=place.URL, headers=self._headers, timeout=TIMEOUT)

    def _ask(self, client: httpx.Client, method: str, path: str, body: dict[str, str] | None = None) -> bool:
        """Whether it was answered in the end."""
        for attempt in range(RETRIES + 1):
            refusal = _attempt(client, method, path, body)
            with self.record.lock:
                self.record.requests += attempt == 0
                self.record.most_retries = max(self.record.most_retries, attempt)
                if not refusal:
                    self.record.answered.append(time.monotonic())
                    return True
                self.record.refused.append(time.monotonic())
                self.record.refusals.append(f"{time.monotonic() - self._began:.1f} s {method} {refusal}")
            time.sleep(min(WAITS, 0.5 * 2**attempt))
        with self.record.lock:
            self.record.lost += 1
        return False


def _attempt(client: httpx.Client, method: str, path: str, body: dict[str, str] | None) -> str:
    try:
        answer = client.request(method, path, json=body)
    except httpx.HTTPError as error:
        return type(error).__name__
    return "" if answer.is_success else f"{answer.status_code} {answer.text[:120]}"


def _title(identifier: str) -> str:
    return f"Todo {identifier}"


@contextmanager
def running(people: Machine, *tokens: str) -> Iterator[Record]:
    """While the block runs; the record is complete after it."""
    record = Record()
    loads = [Load(token, record) for token in tokens]
    futures: list[Future[None]] = [people.submit(load.device) for load in loads for _ in range(DEVICES)]
    try:
        yield record
    finally:
        for load in loads:
            load.stop()
        for future in futures:
            future.result()
    for load in loads:
        people.call(load.look_for_what_was_stored)
