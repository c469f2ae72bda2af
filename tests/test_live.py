"""Whether a worker lives is heard on a port of its own, however busy it is."""

import http.client
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from program import PATIENCE, Program, data_folder, free_port, until

HALF = b"POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


def heard(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/health/live")
        return connection.getresponse().status


def is_closed(port: int) -> bool:
    try:
        return not heard(port)
    except OSError:
        return True


def test_who_is_full_says_at_once_that_it_lives(folder: Path) -> None:
    port = free_port()
    with Program(folder, health_port=str(port), threads="1", body_seconds="600") as program, ExitStack() as stalled:
        for _ in range(3):
            connection = stalled.enter_context(socket.create_connection(("127.0.0.1", program.port)))
            connection.sendall(HALF + b"Content-Length: 1000\r\n\r\ngrant")
        until(lambda: is_full(program))

        assert heard(port) == 200


def is_full(program: Program) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", program.port, timeout=1)) as connection:
        connection.request("GET", "/health/live")
        try:
            return not connection.getresponse()
        except TimeoutError:
            return True


def test_who_asks_nothing_keeps_nobody_from_asking(folder: Path) -> None:
    port = free_port()
    with Program(folder, health_port=str(port)), socket.create_connection(("127.0.0.1", port)):
        assert heard(port) == 200


def test_while_it_drains_it_says_so_and_then_nobody_is_there(folder: Path) -> None:
    port = free_port()
    with Program(folder, health_port=str(port), workers="2", drain_seconds="600") as program:
        program.process.send_signal(signal.SIGTERM)
        until(lambda: heard(port) == 503)

        assert program.stop() == (0, "Stopped.\n")
        until(lambda: is_closed(port))


def test_a_port_that_is_taken_is_said_in_a_sentence(folder: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        program = Program(folder, health_port=str(port))

        code, said = program.wait()

    assert (code, said) == (
        1,
        f"TODO_HEALTH_PORT: {port} is taken by another program; stop that one or set another port.\n",
    )
