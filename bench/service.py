"""Starts what is measured as its own processes on its own port: ours by `todo serve`, the usual one by gunicorn."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.issuer import CLIENT
from bench.usual import database
from bench.world import World

WORKERS, THREADS = 2, 8
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Service:
    """`pid` is the first process; the workers are below it. `events` is the port of ours for streams of events."""

    pid: int
    port: int
    events: int = 0


@contextmanager
def ours(world: World) -> Generator[Service]:
    """The program as `todo serve` runs it, with a worker for each of two cores and PostgreSQL beside it."""
    settings = {
        "DATABASE_URL": world.service,
        "MIGRATE_DATABASE_URL": world.owner,
        "ISSUER": world.issuer.url,
        "CLIENT_ID": CLIENT,
        "WORKERS": str(WORKERS),
        "THREADS": str(THREADS),
        "RATE_PER_MINUTE": "10000000",  # counted, but for nobody too many: the load is of one account
    }
    with serving(world.folder / f"data of {world.database}", settings) as service:
        yield service


@contextmanager
def serving(folder: Path, settings: Mapping[str, str]) -> Generator[Service]:
    """`todo serve` with its data in `folder`, once it is ready."""
    port, events = free_port(), free_port()
    own = {"DATA_DIR": str(folder), "PORT": str(port), "EVENTS_PORT": str(events), **settings}
    environ = {**os.environ, **{f"TODO_{name}": value for name, value in own.items()}}
    with _running([sys.executable, "-m", "todo", "serve"], environ, port, "/health/ready") as service:
        yield replace(service, events=events)


@contextmanager
def usual(world: World) -> Generator[Service]:
    """The usual version, with as many workers and threads."""
    port = free_port()
    keys = world.folder / "jwks.json"
    keys.write_text(world.issuer.jwks)
    environ = {**os.environ, "DATABASE_URL": database.made(world), "JWKS": str(keys), "ISSUER": world.issuer.url}
    options = [
        "--worker-class=gthread",
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
        "--keep-alive=60",
        "--log-level=error",
    ]
    command = [sys.executable, "-m", "gunicorn", *options, f"--bind=127.0.0.1:{port}", "bench.usual.app:app"]
    with _running(command, environ, port, "/todo") as service:
        yield service


@contextmanager
def _running(command: list[str], environ: Mapping[str, str], port: int, path: str) -> Generator[Service]:
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) as process:
        try:
            _await_answer(process, port, path)
            yield Service(process.pid, port)
        finally:
            process.terminate()


def _await_answer(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_well(port, path):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args} does not answer")
        time.sleep(0.005)


def _is_well(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
