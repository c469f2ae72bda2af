"""The bundles of two versions, and `make deploy` with them."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from tests.rehearsal import cloud, place
from tests.rehearsal.machine import python_of_instances
from tests.rehearsal.network import Machine

PYTHON = place.ROOT / ".venv-infra/bin/python"
DEPLOY_SECONDS = 600
DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
LINES = 15
SECOND = "99.0.0"
SOURCES = (
    "src",
    "infra/__init__.py",
    "infra/bundle.py",
    "infra/instance",
    "requirements",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
)
BUILD = """
import pathlib, sys
from infra import bundle
architecture, certificates, python, into = sys.argv[1:]
bundle.build(architecture, certificates=pathlib.Path(certificates), python=python, into=pathlib.Path(into))
"""
MIGRATION = """-- The second version of the rehearsal: a column that the first does not know and need not name.
set lock_timeout = '3s';
alter table todo add column rehearsed boolean not null default true;
"""


class DeployFailed(Exception):
    """With the last lines of what was said."""


def build(certificates: Path) -> None:
    """The bundles of two versions, the second with a migration more. Needs the network, for the wheels."""
    _build(place.ROOT, certificates, bundle_of(1))
    wheels = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(bundle_of(1) / "wheels")}
    _build(_second_sources(), certificates, bundle_of(2), wheels)


def bundle_of(version: int) -> Path:
    return place.BUILT / f"bundle-{version}"


def _second_sources() -> Path:
    second = place.BUILT / "source"
    for source in SOURCES:
        target = second / source
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (place.ROOT / source).is_dir() else shutil.copyfile
        copy(place.ROOT / source, target)
    init, schema = second / "src/todo/__init__.py", second / "src/todo/schema"
    init.write_text(re.sub(r'__version__ = ".+"', f'__version__ = "{SECOND}"', init.read_text()))
    last = max(int(path.name[:4]) for path in schema.glob("[0-9]*.sql"))
    (schema / f"{last + 1:04}_rehearsal.sql").write_text(MIGRATION)
    return second


def _build(root: Path, certificates: Path, into: Path, settings: dict[str, str] | None = None) -> None:
    command = [str(PYTHON), "-c", BUILD, place.ARCHITECTURE, str(certificates), python_of_instances(), str(into)]
    environment = {**os.environ, **(settings or {})}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DeployFailed(done.stderr.strip()[-2000:])


class Deploy:
    """`make deploy` and `make destroy`, on a machine outside the VPC, with no endpoint but AWS's own names."""

    def __init__(self, machine: Machine, log: Path) -> None:
        self._machine, self._log = machine, log

    def start(self, version: int) -> "Deploying":
        choices = {
            "profile": "ha",
            "architecture": place.ARCHITECTURE,
            "domain": place.DOMAIN,
            "keep": "no",
            "bundle": bundle_of(version),
        }
        return self._started("up", *(f"{name}={value}" for name, value in choices.items()))

    def destroy(self) -> None:
        self._started("down").end()

    def _started(self, command: str, *choices: str) -> "Deploying":
        words = [command, f"name={place.STACK}", *choices, "--yes"]
        with self._log.open("ab") as log:
            process = self._machine.start(
                [str(PYTHON), "-m", "infra.deploy", *words],
                cwd=place.ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return Deploying(process, self._log)


class Deploying:
    """A command that has been started."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self._process, self._log = process, log

    def await_stack(self) -> None:
        """Until CloudFormation is done with it; the command may go on, waiting for the site. Raises DeployFailed."""
        deadline = time.monotonic() + DEPLOY_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            if cloud.stack_status() in DONE:
                return
            time.sleep(0.5)
        raise DeployFailed(self._last_words())

    def end(self) -> str:
        """What it has said at the end. Raises DeployFailed."""
        try:
            code = self._process.wait(DEPLOY_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if code:
            raise DeployFailed(self._last_words())
        return self._last_words()

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text().splitlines()[-LINES:])
