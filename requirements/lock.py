"""Writes the lock files beside this one from pyproject.toml: every version with its hashes, no index named."""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BUILD_BACKEND = "hatchling>=1.33\neditables>=0.5\n"  # `make run` installs the checkout itself without reaching an index


def compile_lock(name: str, *arguments: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".in") as backend:
        backend.write(BUILD_BACKEND)
        backend.flush()
        command = [
            *("uv", "pip", "compile", "--universal", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"),
            *("--python-version", "3.11", "--upgrade", "pyproject.toml", backend.name),
            *(*arguments, "--output-file", str(HERE / f"{name}.txt")),
        ]
        if subprocess.run(command, check=False).returncode:
            sys.exit("uv is needed to lock: pip install uv")


compile_lock("run")
compile_lock("dev", "--group", "dev")
compile_lock("bench", "--group", "dev", "--group", "bench")
