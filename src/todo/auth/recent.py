"""A memory of a bounded number of things, each for as long as it is valid."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The oldest entry makes room for the newest. Reading takes no lock; `clock` tells seconds since 1970."""

    def __init__(self, size: int, clock: Callable[[], float]) -> None:
        self._size = size
        self._clock = clock
        self._entries: dict[K, tuple[V, float]] = {}
        self._lock = threading.Lock()

    def find(self, key: K) -> V | None:
        entry = self._entries.get(key)
        return entry[0] if entry and self._clock() < entry[1] else None

    def remember(self, key: K, value: V, until: float) -> None:
        with self._lock:
            self._entries.pop(key, None)
            while len(self._entries) >= self._size:
                del self._entries[next(iter(self._entries))]
            self._entries[key] = (value, until)

    def forget(self, key: K) -> None:
        with self._lock:
            self._entries.pop(key, None)
