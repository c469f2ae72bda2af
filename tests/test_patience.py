"""Half a request does not keep a thread for ever."""

import socket
import sys
from contextlib import ExitStack, suppress

import httpx
import pytest

from program import PATIENCE, Program, data_folder, until

HALF = b"POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how long a connection has been silent"),
]


@pytest.mark.parametrize(
    "body",
    [b"Content-Length: 1000\r\n\r\ngrant", b"Transfer-Encoding: chunked\r\n\r\n5\r\ngrant\r\n"],
    ids=["of a known length", "in chunks"],
)
def test_who_sends_half_a_request_and_then_nothing_is_cut_off(body: bytes) -> None:
    with data_folder() as folder, Program(folder, threads="2", body_seconds="1") as program, ExitStack() as stalled:
        connections = [stalled.enter_context(socket.create_connection(("127.0.0.1", program.port))) for _ in range(8)]
        for connection in connections:
            connection.sendall(HALF + body)

        until(lambda: answers(program))

        for connection in connections:
            hear_the_end(connection)


def answers(program: Program) -> bool:
    """Somebody else's request; it may be tried again."""
    try:
        return httpx.get(program.address + "/health/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def hear_the_end(connection: socket.socket) -> None:
    """Raises TimeoutError if the other side neither answers nor hangs up."""
    connection.settimeout(PATIENCE)
    with suppress(ConnectionResetError):
        connection.recv(65536)
