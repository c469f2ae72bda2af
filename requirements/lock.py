"""Writes the lock files beside this one from pyproject.toml: every version with its hashes, no index named."""

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BUILD_BACKEND = "hatchling>=1.33\neditables>=0.5\n"  # the checkout is installed and built without reaching an index


def compile_lock(name: str, *sources: str, build_backend: str = BUILD_BACKEND) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".in") as backend:
        backend.write(build_backend)
        backend.flush()
        command = [
            *("uv", "pip", "compile", "--universal", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"),
            *("--python-version", "3.11", "--upgrade", *sources, backend.name),
            *("--output-file", str(HERE / f"{name}.txt")),
        ]
        if subprocess.run(command, check=False).returncode:
            sys.exit("uv is needed to lock: pip install uv")


compile_lock("run", "pyproject.toml")
compile_lock("web", "--group", "web", build_backend="")
compile_lock("dev", "pyproject.toml", "--group", "dev")
compile_lock("bench", "pyproject.toml", "--group", "dev", "--group", "bench")
compile_lock(  # what instances on AWS get: the versions of run.txt without a database, and pip to install them with
    "instance", "pyproject.toml", "--constraints", str(HERE / "run.txt"),
    "--excludes", str(HERE / "instance.exclude"), build_backend="pip>=26.3\n",
)  # fmt: skip
compile_lock("infra", "--group", "infra")
compile_lock("policy", "--group", "policy", build_backend="")
compile_lock("rehearsal", "--group", "rehearsal", build_backend="")
