"""`todo serve`: what it says, what it leaves behind, and what it survives. Real processes and real signals."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from program import PATIENCE, Program, data_folder, environment, free_port, until
from todo import embedded

pytestmark = pytest.mark.slow

MALFORMED = "postgresql://todo:geheim@[127.0.0.1/todo"
UNREACHABLE = "postgresql://todo:geheim@127.0.0.1:1/todo"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Starts after the first find its data made."""
    with data_folder() as folder:
        yield folder


def refused(folder: Path, port: int = 0, **settings: str) -> tuple[int, str]:
    """The exit code of a program that does not start, and all that it says."""
    command = (sys.executable, "-m", "todo", "serve")
    environ = environment(folder, port or free_port(), settings)
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    return ended.returncode, ended.stderr.strip()


def test_it_says_where_it_is_and_answers_there(folder: Path) -> None:
    with Program(folder) as program:
        assert program.address in program.said
        assert str(folder) in program.said
        assert program.ask("GET", "/health/ready")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_stops_everything_the_database_too(folder: Path, number: signal.Signals) -> None:
    with Program(folder, workers="2") as program:
        assert len(program.workers()) == 2

        assert program.stop(number) == (0, "Stopped.\n")

        until(lambda: not program.living())


def test_ctrl_c_which_every_process_of_the_terminal_hears_stops_it_the_same_way(folder: Path) -> None:
    with Program(folder, workers="2") as program:
        os.killpg(program.process.pid, signal.SIGINT)

        assert program.wait() == (0, "Stopped.\n")
        until(lambda: not program.living())


def test_a_signal_before_it_has_started_stops_it_without_a_traceback(folder: Path) -> None:
    program = Program(folder)
    until(lambda: b"postgres" in b"".join(map(_command, program.living())) or program.process.poll())

    program.process.send_signal(signal.SIGINT)

    code, said = program.wait()
    assert code in {0, 130}
    assert "Traceback" not in said
    until(lambda: not program.living())


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_started_twice_the_second_says_that_the_first_is_running_and_where(folder: Path) -> None:
    with Program(folder) as first:
        code, sentence = refused(folder)

        assert code == 1
        assert (
            sentence == f"Already running at {first.address} (process {first.process.pid}), with the data in {folder}."
        )
        assert first.ask("GET", "/health/ready")[0] == 200


def test_of_two_starts_at_once_one_runs(folder: Path) -> None:
    programs = [Program(folder), Program(folder)]
    loser = until(lambda: next((program for program in programs if program.process.poll() is not None), None))
    winner = programs[1 - programs.index(loser)]

    with winner:
        assert (loser.process.returncode, loser.wait()[1].split(" ")[0]) == (1, "Already")
        assert winner.ask("GET", "/health/ready")[0] == 200


def test_a_port_that_is_taken_is_a_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert refused(folder, port) == (
            1,
            f"TODO_PORT: {port} is taken by another program; stop that one or set another port.",
        )


def test_an_address_of_another_machine_is_a_sentence(folder: Path) -> None:
    code, sentence = refused(folder, host="192.0.2.1", base_url="https://todo.example.com")

    assert code == 1
    assert sentence.startswith("TODO_HOST: 192.0.2.1 is no address of this machine: ")


def test_a_folder_that_cannot_be_written_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    inside_a_file = tmp_path / "file" / "data"

    assert refused(inside_a_file) == (1, f"TODO_DATA_DIR: {inside_a_file} cannot be written: Not a directory.")


def test_a_setting_that_is_wrong_is_a_sentence(folder: Path) -> None:
    code, sentence = refused(folder, workers="many")

    assert code == 2
    assert sentence.startswith("TODO_WORKERS: ")


def test_a_secret_that_is_damaged_is_a_sentence() -> None:
    with data_folder() as folder:
        folder.mkdir(mode=0o711)
        (folder / "secret").write_text("short")

        code, sentence = last_line_of_a_start(folder)

    assert code == 2
    assert sentence.startswith("TODO_SECRET: ")


def last_line_of_a_start(folder: Path) -> tuple[int, str]:
    code, said = Program(folder).wait()
    return code, said.splitlines()[-1]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (UNREACHABLE, "TODO_DATABASE_URL: the database cannot be used: "),
        (MALFORMED, "TODO_DATABASE_URL: write it like postgresql://user:password@host:5432/database."),
    ],
)
def test_an_outside_database_that_cannot_be_reached_is_a_sentence_without_its_password(
    folder: Path, url: str, sentence: str
) -> None:
    code, said = refused(folder, database_url=url)

    assert code == 1
    assert said.startswith(sentence)
    assert "geheim" not in said


def test_a_database_that_is_newer_than_the_program_is_a_sentence() -> None:
    with data_folder() as folder:
        with Program(folder) as program:
            program.stop()
        with embedded.running(folder, 1) as database, psycopg.connect(database.owner) as conn:
            conn.execute("insert into migration (version, name, needs) values (9999, 'of_tomorrow', 9999)")

        code, sentence = refused(folder)

    assert code == 1
    assert sentence.startswith("The database is of a newer version of this program (for programs that know schema 9999")


def test_after_a_kill_nothing_of_it_lives_on(folder: Path) -> None:
    with Program(folder, workers="2") as program:
        program.process.kill()

        until(lambda: not program.living())


def test_after_a_kill_it_can_be_started_at_once(folder: Path) -> None:
    with Program(folder, workers="2") as program:
        program.process.kill()
        program.process.wait()

        with Program(folder, port=program.port) as again:
            assert again.ask("GET", "/health/ready")[0] == 200
            again.stop()


def test_a_worker_that_crashes_is_replaced(folder: Path) -> None:
    with Program(folder) as program:
        (first,) = program.workers()

        os.kill(first, signal.SIGKILL)

        assert program.ask("GET", "/health/ready")[0] == 200  # waits in the queue of the socket, which did not crash
        assert until(program.workers) != [first]


def test_without_its_postgresql_the_program_ends_and_says_so(folder: Path) -> None:
    with Program(folder) as program:
        os.kill(program.postgres(), signal.SIGKILL)

        code, said = program.wait()

    assert code == 1
    assert said == f"PostgreSQL has ended by itself; {folder / 'postgres.log'} says why.\n"


def test_no_process_but_the_first_has_the_secrets_in_its_environment(folder: Path) -> None:
    with Program(folder, secret="0123456789abcdef" * 4) as program:
        others = [pid for pid in program.living() if pid != program.process.pid]

        environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in others]

    assert len(environments) >= 2
    assert [environ for environ in environments if b"0123456789abcdef" in environ] == []
