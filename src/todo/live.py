"""Whether a worker lives, answered on a port of its own: TODO_HEALTH_PORT.

A load balancer asks often, and takes whoever does not answer for dead. Among people's requests its question would wait
behind them, or not be let in at all: instances that are merely full would be replaced in the middle of a rush, one
after the other, as each takes over what the last has left.
"""

import contextlib
import socket
import threading
from collections.abc import Callable

LIVE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlive\n"
DRAINING = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PATIENCE_SECONDS = 1.0  # with who connects and then asks nothing


def listen(host: str, port: int) -> socket.socket:
    """Each worker has a socket; the system shares the questions out. Raises OSError."""
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family, reuse_port=True)


def answer(listening: socket.socket, is_draining: Callable[[], bool]) -> None:
    """From now on, in a thread that nobody else keeps busy. Whatever is asked, the answer is the same."""
    threading.Thread(target=_answer, args=(listening, is_draining), name="live", daemon=True).start()


def _answer(listening: socket.socket, is_draining: Callable[[], bool]) -> None:
    while True:
        with contextlib.suppress(OSError):
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(PATIENCE_SECONDS)
                connection.recv(4096)
                connection.sendall(DRAINING if is_draining() else LIVE)
