"""A load generator that costs little: keep-alive connections, each asking again as soon as it is answered."""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *([0-9]+)")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: seconds from the first request to the last answer, and each request's own."""

    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: float) -> float:
        """The latency in seconds that so many percent of the requests stayed within."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


@dataclass(slots=True)
class _Client:
    connection: socket.socket
    requests: Iterator[bytes]
    sent_at: float = 0
    received: bytearray = field(default_factory=bytearray)

    def ask(self) -> None:
        self.received.clear()
        self.sent_at = time.perf_counter()
        self.connection.sendall(next(self.requests))


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """An HTTP/1.1 request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def run(port: int, streams: list[Iterator[bytes]], *, seconds: float = 0, count: int = 0) -> Load:
    """One connection per stream of requests, for so many seconds or answers. Anything but a 2xx or 304 ends the run."""
    with selectors.DefaultSelector() as selector:
        clients = [_Client(_connected(port), stream) for stream in streams]
        for client in clients:
            selector.register(client.connection, selectors.EVENT_READ, client)
        try:
            return _exchange(selector, clients, seconds, count)
        finally:
            for client in clients:
                client.connection.close()


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _exchange(selector: selectors.BaseSelector, clients: list[_Client], seconds: float, count: int) -> Load:
    started, latencies, waiting = time.perf_counter(), [], len(clients)
    for client in clients:
        client.ask()
    while waiting:
        for key, _ in selector.select():
            client: _Client = key.data
            if not _is_answered(client):
                continue
            now = time.perf_counter()
            latencies.append(now - client.sent_at)
            if (seconds and now - started >= seconds) or (count and len(latencies) > count - waiting):
                waiting -= 1
            else:
                client.ask()
    return Load(time.perf_counter() - started, latencies)


def _is_answered(client: _Client) -> bool:
    chunk = client.connection.recv(262_144)
    received = client.received
    received += chunk
    head = received.find(b"\r\n\r\n")
    if received.startswith(b"HTTP/1.1 304"):
        return head >= 0  # it has no body
    if not chunk or (head >= 0 and not received.startswith(b"HTTP/1.1 2")):
        raise RuntimeError(f"not answered as hoped: {bytes(received[:600])!r}")
    length = _LENGTH.search(received, 0, head + 2) if head >= 0 else None
    return length is not None and len(received) >= head + 4 + int(length[1])
