"""The streams that this process holds. Threads reserve places; all else happens in the event loop."""

import threading
from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from uuid import UUID

from todo.errors import Problem
from todo.events.stream import Stream


class Hub:
    def __init__(self, per_account: int, at_most: int) -> None:
        self._per_account = per_account
        self._at_most = at_most
        self._lock = threading.Lock()
        self._places: Counter[UUID] = Counter()
        self._streams: dict[UUID, set[Stream]] = {}
        self.is_closing = False

    def reserve(self, account: UUID) -> None:
        """A place for one more stream; to be given back. Raises Problem 429 or 503."""
        with self._lock:
            if self.is_closing:
                raise Problem(503, "draining", "This process is stopping; ask another.", headers={"Retry-After": "2"})
            if self._places.total() >= self._at_most:
                raise Problem(503, "full", "There is no room for another stream.", headers={"Retry-After": "30"})
            if self._places[account] >= self._per_account:
                detail = f"An account may hold {self._per_account} streams open at once."
                raise Problem(429, "too_many_streams", detail, headers={"Retry-After": "30"})
            self._places[account] += 1

    def give_back(self, account: UUID) -> None:
        with self._lock:
            self._places[account] -= 1
            if not self._places[account]:
                del self._places[account]

    @contextmanager
    def holding(self, stream: Stream) -> Generator[None]:
        """The stream hears of its space in here."""
        beside = self._streams.setdefault(stream.admitted.space, set())
        beside.add(stream)
        if self.is_closing:
            stream.end("stopped")
        try:
            yield
        finally:
            beside.remove(stream)
            if not beside:
                del self._streams[stream.admitted.space]

    @property
    def is_empty(self) -> bool:
        return not self._streams

    def spaces(self) -> list[UUID]:
        return list(self._streams)

    def streams(self) -> list[Stream]:
        return [stream for beside in self._streams.values() for stream in beside]

    def tell(self, asked: Iterable[UUID], seqs: Mapping[UUID, int]) -> None:
        """The numbers of the spaces that were `asked` for; who has none is not there any more."""
        for space in asked:
            for stream in self._streams.get(space, ()):
                if space in seqs:
                    stream.tell(seqs[space])
                else:
                    stream.end("refused")

    def close(self) -> None:
        """Ends every stream, and those that come."""
        self.is_closing = True
        for stream in self.streams():
            stream.end("stopped")
