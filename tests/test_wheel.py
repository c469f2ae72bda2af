"""The wheel: installed into an empty environment it is the whole program."""

import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from program import PATIENCE, Program, data_folder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def environment() -> Iterator[Path]:
    """A new environment with the wheel in it. Its dependencies are those of this one, so that no network is needed."""
    with data_folder() as folder:
        run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", f"{folder}/dist")
        venv.create(folder, with_pip=False, symlinks=True)
        (wheel,) = (folder / "dist").iterdir()
        run(
            sys.executable, "-m", "pip", "--python", f"{folder}/bin/python", "install", "--no-deps", "--no-index", wheel
        )
        (site_packages,) = folder.glob("lib/python*/site-packages")
        (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
        yield folder


def run(*command: str | Path) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_is_what_is_imported(environment: Path) -> None:
    imported = run(environment / "bin" / "python", "-I", "-c", "import todo; print(todo.__file__)")

    assert Path(imported).is_relative_to(environment)


def test_installed_from_the_wheel_it_serves(environment: Path) -> None:
    command = (str(environment / "bin" / "todo"), "serve")

    with data_folder() as folder, Program(folder, command=command) as program:
        answers = [
            program.ask("GET", path)[0]
            for path in ("/", "/app", "/sw.js", "/health/ready", "/static/todo.css", "/oauth2/authorize")
        ]

        assert answers == [200, 200, 200, 200, 200, 400]
        assert program.stop() == (0, "Stopped.\n")


def test_the_wheel_holds_the_program_and_nothing_else(environment: Path) -> None:
    (wheel,) = (environment / "dist").iterdir()
    names = run(sys.executable, "-m", "zipfile", "--list", wheel).splitlines()[1:]

    assert {name.split("/")[0] for name in names} == {
        "todo",
        wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info",
    }
    assert [name for name in names if "__pycache__" in name] == []
