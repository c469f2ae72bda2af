"""What an instance is made to be, read as files."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra import bundle

INSTANCE = Path(bundle.__file__).parent / "instance"
SCRIPTS = sorted(INSTANCE.glob("*.sh"))


def unit() -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(INSTANCE / "todo.service")
    return dict(parser["Service"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck_finds_nothing(script: Path) -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("shellcheck"), "--severity=style", script],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.stdout + found.stderr == ""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stops_at_its_first_failure(script: Path) -> None:
    lines = [line for line in script.read_text().splitlines() if line and not line.startswith("#")]

    assert lines[0] == "set -euo pipefail"


def test_systemd_gives_longer_than_draining_and_finishing_take() -> None:
    text = (INSTANCE / "bootstrap.sh").read_text()
    drain, grace = (int(re.findall(rf"TODO_{name}_SECONDS:-(\d+)", text)[0]) for name in ("DRAIN", "GRACE"))

    assert int(unit()["TimeoutStopSec"]) >= drain + grace + 10  # what todo.closing may take, and a reserve


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = (INSTANCE / "todo.service").read_text()
    (tmp_path / "todo.service").write_text(text.replace("/opt/todo/current", "/bin/echo "))

    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "todo.service"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_the_service_is_exposed_to_little() -> None:
    found = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=13", INSTANCE / "todo.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.returncode == 0, found.stdout.splitlines()[-1:]


def test_the_agent_reads_what_the_service_and_its_bootstrap_write() -> None:
    agent = json.loads((INSTANCE / "agent.json").read_text())
    files = {it["file_path"]: it["log_group_name"] for it in agent["logs"]["logs_collected"]["files"]["collect_list"]}

    assert unit()["StandardOutput"].removeprefix("append:") in files
    assert set(files.values()) == {"${LOG_GROUP}"}
