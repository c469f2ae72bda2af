"""Streams as `todo serve` holds them: across processes, through a crash, through a stop, without its database."""

import http.client
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest

from auth.issuer import Issuer
from events.listener import Listener
from program import PATIENCE, Program, data_folder, until
from todo import embedded

pytestmark = pytest.mark.slow


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


@pytest.fixture
def settings(token_issuer: Issuer) -> dict[str, str]:
    return {"issuer": token_issuer.url, "client_id": "web"}


@pytest.fixture
def token(token_issuer: Issuer) -> str:
    return token_issuer.token(sub=f"listener-{uuid4()}")


def changed(program: Program, token: str) -> str:
    """The cursor after a change."""
    status, _, tag = program.ask("POST", "/tag", {"name": uuid4().hex}, Authorization=f"Bearer {token}")
    assert status == 201
    return str(tag["seq"])


def hears(listener: Listener, newest: str) -> bool:
    """Returns when it hears this cursor, or raises EOFError."""
    while listener.cursor() != newest:
        pass
    return True


def test_a_change_reaches_streams_of_every_program_on_one_database(
    settings: dict[str, str], token: str, database: embedded.Database
) -> None:
    urls = {"database_url": database.service, "migrate_database_url": database.owner}
    with (
        data_folder() as one,
        data_folder() as other,
        Program(one, **settings, **urls) as first,
        Program(other, **settings, **urls) as second,
        Listener(first.events_port, token) as here,
        Listener(second.events_port, token) as there,
    ):
        for program in (first, second):
            newest = changed(program, token)

            assert hears(here, newest)
            assert hears(there, newest)


def test_the_main_port_leads_to_the_stream(folder: Path, settings: dict[str, str], token: str) -> None:
    with Program(folder, **settings) as program:
        status, headers, _ = program.ask("GET", "/events", Authorization=f"Bearer {token}")

        assert (status, headers["Location"]) == (307, f"http://127.0.0.1:{program.events_port}/events")


def test_killed_the_process_of_streams_is_started_again(folder: Path, settings: dict[str, str], token: str) -> None:
    with Program(folder, **settings) as program:
        (first,) = program.holding_streams()
        with Listener(program.events_port, token) as listener:
            listener.cursor()

            os.kill(first, signal.SIGKILL)

            with pytest.raises((EOFError, OSError, http.client.HTTPException)):
                hears(listener, "")
        newest = changed(program, token)  # the API has gone on
        with Listener(program.events_port, token) as listener:  # waits in the queue of the socket, which did not crash
            assert listener.cursor() == newest
        assert program.holding_streams() != [first]
        code, said = program.stop()
    assert code == 0
    assert "the process of /events has ended by itself, with code -9" in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_streams_in_order(folder: Path, settings: dict[str, str], token: str, number: int) -> None:
    with Program(folder, workers="2", **settings) as program:
        with ExitStack() as open_streams:
            streams = [open_streams.enter_context(Listener(program.events_port, token)) for _ in range(5)]
            for stream in streams:
                stream.cursor()

            os.killpg(program.process.pid, number)  # to all, as a terminal and systemd do

            assert [stream.rest().startswith(b"retry: ") for stream in streams] == [True] * 5
        assert program.wait() == (0, "Stopped.\n")
        until(lambda: not program.living())


def test_while_it_drains_the_streams_go_on_and_health_is_unready(
    folder: Path, settings: dict[str, str], token: str
) -> None:
    with (
        Program(folder, drain_seconds="600", **settings) as program,
        Listener(program.events_port, token) as listener,
    ):
        program.process.send_signal(signal.SIGTERM)
        until(lambda: Listener(program.events_port, path="/health/live").status == 503)

        assert hears(listener, changed(program, token))

        assert program.stop() == (0, "Stopped.\n")


def test_a_signal_in_the_middle_of_the_start_leaves_no_process(folder: Path, settings: dict[str, str]) -> None:
    program = Program(folder, **settings)
    until(lambda: program.living(b"spawn_main"))

    program.process.send_signal(signal.SIGTERM)

    assert program.wait()[0] in {0, 130}
    until(lambda: not program.living())


def test_after_a_kill_of_the_first_process_the_streams_end_too(
    folder: Path, settings: dict[str, str], token: str
) -> None:
    with Program(folder, **settings) as program, Listener(program.events_port, token) as listener:
        listener.cursor()

        program.process.kill()

        assert b"retry: " in listener.rest()
        until(lambda: not program.living())


def test_a_port_of_events_that_is_taken_is_a_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        code, said = Program(folder, events_port=str(port)).wait()

    sentence = f"TODO_EVENTS_PORT: {port} is taken by another program; stop that one or set another port.\n"
    assert (code, said) == (1, sentence)


def test_without_its_database_the_streams_stay_and_hear_later_what_they_missed(
    settings: dict[str, str], token: str
) -> None:
    with TemporaryDirectory(prefix="todo-test-") as data, data_folder() as folder:
        Path(data).chmod(0o711)
        with ExitStack() as running:
            first = running.enter_context(embedded.running(Path(data), connections=40))
            urls = {"database_url": first.service, "migrate_database_url": first.owner}
            with Program(folder, **settings, **urls) as program, Listener(program.events_port, token) as listener:
                listener.cursor()
                running.close()
                until(lambda: Listener(program.events_port, path="/health/ready").status == 503)
                assert Listener(program.events_port, path="/health/live").status == 200

                with embedded.running(Path(data), connections=40):
                    until(lambda: program.ask("GET", "/health/ready")[0] == 200)

                    assert hears(listener, changed(program, token))


def test_two_hundred_streams_hear_while_the_api_answers(
    folder: Path, settings: dict[str, str], token_issuer: Issuer
) -> None:
    tokens = [token_issuer.token(sub=f"one-of-many-{uuid4()}") for _ in range(20)]
    with Program(folder, **settings) as program, ExitStack() as open_streams:
        streams = {
            token: [open_streams.enter_context(Listener(program.events_port, token)) for _ in range(10)]
            for token in tokens
        }

        newest = {token: [changed(program, token) for _ in range(5)][-1] for token in tokens}

        for token, listeners in streams.items():
            assert all(hears(listener, newest[token]) for listener in listeners)
        with closing(http.client.HTTPConnection("127.0.0.1", program.port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/todo", headers={"Authorization": f"Bearer {tokens[0]}"})
            assert connection.getresponse().status == 200
