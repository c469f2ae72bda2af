"""The real program, started once, and a Chromium in front of it."""

import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from browser.visitor import Visitor
from program import free_port

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium's sandbox refuses to be set up by root
]

_number = itertools.count(1)

ZONE = "Europe/Amsterdam"
A_TEST = timedelta(minutes=2)

expect.set_options(timeout=20_000)


@pytest.fixture(autouse=True)
def _on_one_day() -> None:  # pyright: ignore[reportUnusedFunction]
    """What is due today is so until the test has ended: none begins just before midnight."""
    now = datetime.now(ZoneInfo(ZONE))
    later = now + A_TEST
    if later.date() != now.date():
        midnight = later.replace(hour=0, minute=0, second=0, microsecond=0)
        time.sleep((midnight - now).total_seconds() + 1)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the program is."""
    address = f"http://127.0.0.1:{free_port()}"
    with TemporaryDirectory(prefix="todo-browser-") as folder:
        Path(folder).chmod(0o711)  # where the tests run as root, PostgreSQL runs as somebody else
        environ = {
            **os.environ,
            "TODO_DATA_DIR": f"{folder}/data",
            "TODO_PORT": address.rpartition(":")[2],
            "TODO_EVENTS_PORT": str(free_port()),
            "TODO_TRUSTED_PROXIES": "1",  # so that each visitor comes from a place of their own
        }
        command = [sys.executable, "-m", "todo", "serve"]
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as program:
            _wait_until_open(program, address)
            yield address
            program.terminate()


def _wait_until_open(program: "subprocess.Popen[str]", address: str) -> None:
    assert program.stdout
    heard: list[str] = []
    for line in program.stdout:
        heard.append(line)
        if address in line:
            return
    raise AssertionError("".join(heard))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("The tests in a browser need Chromium: apt-get install chromium")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS) as browser,
    ):
        yield browser


@pytest.fixture
def make_visitor(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Makes people with a browser profile each; in the end none of their browsers may have had a complaint."""
    made: list[Visitor] = []

    def make(**profile: Any) -> Visitor:
        usual = {"locale": "en-GB", "timezone_id": ZONE, "reduced_motion": "reduce"}
        # From one place only so many may sign up in an hour; these addresses are for documentation (RFC 5737).
        place = {"X-Forwarded-For": f"192.0.2.{next(_number)}"}
        context = browser.new_context(base_url=address, extra_http_headers=place, **{**usual, **profile})
        made.append(Visitor(context.new_page()))
        return made[-1]

    yield make
    for visitor in made:
        visitor.leave()
    assert [visitor.complaints for visitor in made if visitor.complaints] == []


@pytest.fixture
def visitor(make_visitor: Callable[..., Visitor]) -> Visitor:
    """Somebody who has just signed up."""
    visitor = make_visitor()
    visitor.sign_up()
    return visitor
