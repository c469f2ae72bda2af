"""The `todo` command at a terminal of its own, and the program that it talks to."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from program import PATIENCE, Program, data_folder

BROWSER = Path(__file__).with_name("browser.py")


@dataclass(frozen=True)
class Terminal:
    """One person's terminal: what the command keeps is in `home`."""

    home: Path
    server: str
    email: str

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("TODO_", "PYTHON", "XDG"))}
        return {
            **ours,
            "XDG_CONFIG_HOME": str(self.home),
            "HOME": str(self.home),
            "TODO_SERVER": self.server,
            "BROWSER": f"{sys.executable} {BROWSER} %s",
            "TEST_EMAIL": self.email,
            "TEST_PASSWORD": "correct horse battery",
        }

    @property
    def kept(self) -> Path:
        return next(self.home.rglob("login.json"))

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "todo", *words],
            env={**self.environment, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, given: str = "", **environment: str) -> tuple[int, str, str]:
        """The exit code, and what it said on both streams."""
        process = self.start(*words, **environment)
        said, complained = process.communicate(given, timeout=PATIENCE)
        return process.returncode, said, complained

    def says(self, *words: str, **options: str) -> str:
        """What it says where all goes well."""
        code, said, complained = self.run(*words, **options)
        assert code == 0, complained
        return said


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    with data_folder() as folder, Program(folder) as running:
        yield running


@pytest.fixture(scope="module")
def make_terminal(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Terminal]:
    def make(server: str = program.address) -> Terminal:
        home = tmp_path_factory.mktemp("home")
        return Terminal(home, server, f"{home.name}@example.com")

    return make


@pytest.fixture
def terminal(make_terminal: Callable[..., Terminal]) -> Terminal:
    return make_terminal()


@pytest.fixture(scope="module")
def owner(make_terminal: Callable[..., Terminal]) -> Terminal:
    """Somebody who has signed in."""
    terminal = make_terminal()
    terminal.says("login")
    return terminal
