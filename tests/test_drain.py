"""A stop drops nothing: what was taken is answered, and answered well. Real clients against the real program."""

import http.client
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auth.issuer import Issuer
from program import PATIENCE, Program, data_folder, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


@pytest.fixture
def settings(token_issuer: Issuer) -> dict[str, str]:
    return {"issuer": token_issuer.url, "client_id": "web", "workers": "2"}


class Client(threading.Thread):
    """Posts todos one after the other until nobody listens any more, and keeps account of what became of them.

    That a kept connection ends without an answer to its next request is no failure (RFC 9112, 9.3.1), if that request
    was not carried out, which the comparison with what is stored shows. Whoever may not connect has been told so.
    """

    def __init__(self, program: Program, token: str, name: str, keeps_connection: bool) -> None:
        super().__init__(name=name)
        self.program = program
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.keeps_connection = keeps_connection
        self.acknowledged: list[str] = []
        self.failures: list[str] = []

    def run(self) -> None:
        while connection := self._connected():
            before = len(self.acknowledged)
            try:
                while self._post(connection) and self.keeps_connection:
                    pass
            except (OSError, http.client.HTTPException) as error:
                is_kept = len(self.acknowledged) > before
                if not (is_kept and isinstance(error, ConnectionError)):
                    self.failures.append(repr(error))
            connection.close()

    def _connected(self) -> http.client.HTTPConnection | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.program.port, timeout=PATIENCE)
        try:
            connection.connect()
        except ConnectionRefusedError:
            return None
        except ConnectionResetError as error:  # killed in that very moment; one that drains must not
            self.failures.append(repr(error))
            return None
        return connection

    def _post(self, connection: http.client.HTTPConnection) -> bool:
        """True if the connection may be used again."""
        title = f"{self.name} {len(self.acknowledged)}"
        connection.request("POST", "/todo", f'{{"title": "{title}"}}', self.headers)
        response = connection.getresponse()
        body = response.read()
        if response.status == 201:
            self.acknowledged.append(title)
        else:
            self.failures.append(f"{response.status}: {body!r}")
        return not response.will_close


def load(program: Program, token: str) -> list[Client]:
    clients = [Client(program, token, f"client {number}", number % 2 == 0) for number in range(12)]
    for client in clients:
        client.start()
    until(lambda: sum(len(client.acknowledged) for client in clients) > 100)
    return clients


def stored(program: Program, token: str) -> set[str]:
    """The titles of all todos, page by page."""
    titles: list[str] = []
    path = "/todo?limit=500"
    while path:
        status, headers, todos = program.ask("GET", path, Authorization=f"Bearer {token}")
        assert status == 200
        titles += [todo["title"] for todo in todos]
        path = headers.get("Link", "").partition("<")[2].partition(">")[0]
    assert len(titles) == len(set(titles))
    return set(titles)


@pytest.mark.parametrize("seconds", ["0", "1"])
def test_under_load_a_stop_drops_nothing(
    folder: Path, settings: dict[str, str], token_issuer: Issuer, seconds: str
) -> None:
    token = token_issuer.token(sub=f"drain-{seconds}")
    with Program(folder, drain_seconds=seconds, **settings) as program:
        clients = load(program, token)

        assert program.stop() == (0, "Stopped.\n")

        for client in clients:
            client.join()
    assert [failure for client in clients for failure in client.failures] == []
    with Program(folder, **settings) as program:
        assert stored(program, token) == {title for client in clients for title in client.acknowledged}


def test_killed_while_it_writes_it_has_lost_nothing_that_was_acknowledged(
    folder: Path, settings: dict[str, str], token_issuer: Issuer
) -> None:
    token = token_issuer.token(sub="killed")
    with Program(folder, **settings) as program:
        clients = load(program, token)
        os.kill(program.postgres(), signal.SIGKILL)
        os.killpg(program.process.pid, signal.SIGKILL)
        for client in clients:
            client.join()

    with Program(folder, **settings) as program:
        lost = {title for client in clients for title in client.acknowledged} - stored(program, token)
    assert lost == set()


def begun(program: Program, token: str) -> socket.socket:
    """A request whose body has not come yet, so that it runs for as long as the test wants."""
    connection = socket.create_connection(("127.0.0.1", program.port), timeout=PATIENCE)
    head = f"POST /todo HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    connection.sendall(f'{head}Content-Length: 20\r\n\r\n{{"title":'.encode())
    return connection


def finished(connection: socket.socket) -> bytes:
    with connection:
        connection.sendall(b' "half"   }')
        return b"".join(iter(lambda: connection.recv(65536), b""))


def refuses(program: Program) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", program.port), timeout=PATIENCE):
            return False
    except OSError:
        return True


def test_a_request_that_runs_is_finished(folder: Path, settings: dict[str, str], token_issuer: Issuer) -> None:
    token = token_issuer.token(sub="half")
    with Program(folder, **settings) as program:
        request = begun(program, token)
        assert program.ask("GET", "/health/live")[0] == 200

        program.process.send_signal(signal.SIGTERM)
        until(lambda: refuses(program))

        assert finished(request).startswith(b"HTTP/1.1 201 ")
        assert program.wait() == (0, "Stopped.\n")


def test_a_request_that_never_ends_is_cut_when_the_time_is_over(
    folder: Path, settings: dict[str, str], token_issuer: Issuer
) -> None:
    with Program(folder, grace_seconds="1", **settings) as program, begun(program, token_issuer.token(sub="half")):
        assert program.stop() == (0, "Stopped.\n")


def test_while_it_drains_it_is_unready_and_serves_on_until_a_second_signal(
    folder: Path, settings: dict[str, str], token_issuer: Issuer
) -> None:
    token = token_issuer.token(sub="drains")
    with Program(folder, drain_seconds="600", **settings) as program:
        os.killpg(program.process.pid, signal.SIGTERM)  # to all, as systemd does

        until(lambda: program.ask("GET", "/health/ready")[0] == 503)
        status, headers, _ = program.ask("POST", "/todo", {"title": "Late"}, Authorization=f"Bearer {token}")

        assert (status, headers["Connection"]) == (201, "close")
        assert program.stop() == (0, "Stopped.\n")
