"""What the NAT instance of the small profile runs."""

import subprocess
import sys
from pathlib import Path

from infra.nat import SCRIPT


def test_shellcheck_finds_nothing() -> None:
    shellcheck = Path(sys.executable).with_name("shellcheck")

    found = subprocess.run([shellcheck, "--severity=style", SCRIPT], capture_output=True, text=True, check=False)

    assert found.stdout + found.stderr == ""


def test_it_stops_at_its_first_failure() -> None:
    lines = [line for line in SCRIPT.read_text().splitlines() if line and not line.startswith("#")]

    assert lines[0] == "set -euo pipefail"
