"""The real program in processes of its own, on a data folder and a port of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from todo.events import child

COMMAND = (sys.executable, "-m", "todo", "serve")
PATIENCE = 120  # seconds until a wait is called hopeless, on a machine that is busy with other things

_given: set[int] = set()


@contextmanager
def data_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="todo-test-") as folder:
        Path(folder).chmod(0o711)  # where the tests run as root, PostgreSQL runs as somebody else
        yield Path(folder) / "data"


def free_port() -> int:
    """One that nobody listens at and that nobody was given before: who is given two has two."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = int(listening.getsockname()[1])
    if port in _given:
        return free_port()
    _given.add(port)
    return port


def until(is_so: Callable[[], Any]) -> Any:
    """Polls; the first true answer. Fails only when nobody would wait any longer."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := is_so()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return answer


def environment(folder: Path, port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without its settings, with these."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("TODO_", "PYTHON"))}
    named = {f"TODO_{name.upper()}": value for name, value in settings.items()}
    own = {"TODO_DATA_DIR": str(folder), "TODO_PORT": str(port), "TODO_EVENTS_PORT": str(free_port())}
    return {**ours, **own, **named}


class Program:
    """`todo serve`; settings by their names: workers="2". In a with statement it is up, and killed at the end."""

    def __init__(self, folder: Path, command: tuple[str, ...] = COMMAND, port: int = 0, **settings: str) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        environ = environment(folder, self.port, settings)
        self.events_port = int(environ["TODO_EVENTS_PORT"])
        self.process = subprocess.Popen(
            command,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        assert self.process.stdout
        self.said = ""
        hopeless = threading.Timer(PATIENCE, self._end)  # else a program that stands still would be waited for for ever
        hopeless.start()
        try:
            while "Ctrl-C" not in self.said:
                line = self.process.stdout.readline()
                assert line, self.said
                self.said += line
        except BaseException:
            self._end()
            raise
        finally:
            hopeless.cancel()
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever it has started ends by itself when it is killed; what does not is killed too, and has failed."""
        self.process.kill()
        try:
            self.process.communicate(timeout=PATIENCE)
            until(lambda: not self.living())
        finally:
            self._end()

    def _end(self) -> None:
        for pid in self.living():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def wait(self) -> tuple[int, str]:
        """Its exit code, and what it has said since it was up."""
        said = self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode, said

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        return self.wait()

    def living(self, what: bytes = b"") -> list[int]:
        """Its processes, PostgreSQL's too: those of its group, and those that name its folder."""
        found = {int(path.name): path for path in Path("/proc").iterdir() if path.name.isdigit()}
        return [pid for pid, path in found.items() if self._is_ours(path) and what in _command(path)]

    def workers(self) -> list[int]:
        return [pid for pid in self.living(b"spawn_main") if pid not in self.holding_streams()]

    def holding_streams(self) -> list[int]:
        """The process of /events, by the name that it gives itself."""
        return [pid for pid in self.living(b"spawn_main") if _name(pid) == child.NAME]

    def postgres(self) -> int:
        return int((self.folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0])

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, http.client.HTTPMessage, Any]:
        """Status, headers and body. Raises OSError if nobody is there, HTTPException if the answer was cut."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json", **headers})
            response = connection.getresponse()
            content = response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            return response.status, response.headers, json.loads(content) if is_json else content.decode()

    def _is_ours(self, path: Path) -> bool:
        try:
            state, _parent, group = (path / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            return False
        return state != "Z" and (int(group) == self.process.pid or str(self.folder).encode() in _command(path))


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _command(path: Path) -> bytes:
    try:
        return (path / "cmdline").read_bytes()
    except OSError:
        return b""
