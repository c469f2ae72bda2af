"""A line before servers, first come first served; and what queueing theory says of it."""

from heapq import heapify, heappush, heapreplace
from math import factorial


class Line:
    """Servers by the moment at which each is free. One line before all: a load balancer that knows who is idle."""

    def __init__(self) -> None:
        self._free: list[tuple[float, int, str]] = []
        self._opened = 0

    def open(self, now: float, name: str, servers: int) -> None:
        for _ in range(servers):
            self._opened += 1  # so that two that are free at once have an order
            heappush(self._free, (now, self._opened, name))

    def close(self, name: str) -> None:
        """What stands in its line already is served to the end; nobody else is sent there."""
        self._free = [server for server in self._free if server[2] != name]
        heapify(self._free)

    def enter(self, now: float, work: float, patience: float) -> float | None:
        """Seconds until it is this one's turn; None if they were more than `patience`, or nobody serves."""
        if not self._free:
            return None
        free, order, name = self._free[0]
        begins = max(now, free)
        if begins - now > patience:
            return None
        heapreplace(self._free, (begins + work, order, name))
        return begins - now

    def __len__(self) -> int:
        return len(self._free)


def mean_wait(per_second: float, seconds: float, servers: int) -> float:
    """Erlang's C: the mean wait in M/M/c (Kleinrock, Queueing Systems I, section 3.5).

    Raises ValueError beyond capacity.
    """
    load = per_second * seconds
    if load >= servers:
        raise ValueError("more comes in than is served: the line grows for ever")
    waiting = load**servers / factorial(servers) * servers / (servers - load)
    all_busy = waiting / (sum(load**n / factorial(n) for n in range(servers)) + waiting)
    return all_busy * seconds / (servers - load)
