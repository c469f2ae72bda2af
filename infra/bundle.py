"""Builds what an instance installs: `python -m infra.bundle` fills infra/.bundle/<architecture>/.

In it are the program's wheel, every wheel that requirements/instance.txt locks, for the instance's Python and
architecture, the files of infra/instance/ and the certificates that RDS signs with. The same sources make the same
files, so that the CDK uploads a new version, and replaces instances, only when there is one.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUNDLES = ROOT / "infra" / ".bundle"
PYTHON = "3.13"  # of Amazon Linux 2023, as an RPM beside the system's own 3.9: docs/decisions/0021-the-bundle.md
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
GLIBCS = ("2_34", "2_28", "2_17")  # Amazon Linux 2023 has 2.34; wheels that need less run there too
CERTIFICATES = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"  # RDS user guide, "Using SSL/TLS"


class CannotBuild(Exception):
    """Why there is no bundle: one sentence, with what to do about it."""


def build(architecture: str, *, certificates: Path, python: str = PYTHON, into: Path | None = None) -> Path:
    """The folder with the bundle, complete or as it was before. Raises CannotBuild."""
    target = into or BUNDLES / architecture
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    program = _build_wheel(unfinished / "wheels")
    _download(unfinished / "wheels", MACHINES[architecture], python)
    for source in sorted((ROOT / "infra" / "instance").glob("[!_.]*.*")):
        shutil.copyfile(source, unfinished / source.name)
    shutil.copyfile(certificates, unfinished / "rds-ca.pem")
    shutil.copyfile(ROOT / "requirements" / "instance.txt", unfinished / "requirements.txt")
    _write(unfinished / "program.txt", f"aws-scalable-todo-app=={_version(program)} --hash=sha256:{_sha256(program)}")
    _write(unfinished / "python", f"python{python}")
    _write(unfinished / "version", f"{_version(program)}-{_fingerprint(unfinished)}")
    shutil.rmtree(target, ignore_errors=True)
    return unfinished.rename(target)


def fetch_certificates() -> Path:
    """The public certificates of RDS, kept after the first time. Raises CannotBuild where there is no network."""
    kept = BUNDLES / "rds-ca.pem"
    if not kept.exists():
        try:
            with urllib.request.urlopen(CERTIFICATES, timeout=30) as answer:
                text = answer.read()
        except (OSError, urllib.error.URLError) as error:
            raise CannotBuild(
                f"The certificates of RDS could not be fetched from {CERTIFICATES} ({error}); "
                "fetch them where there is network, and name the file: --certificates FILE."
            ) from None
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(text)
    return kept


def _build_wheel(folder: Path) -> Path:
    _run([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)])
    return next(folder.glob("*.whl"))


def _download(folder: Path, machine: str, python: str) -> None:
    platforms = [*(f"manylinux_{glibc}_{machine}" for glibc in GLIBCS), f"manylinux2014_{machine}"]
    _run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
            *("--dest", str(folder), "--no-deps", "--only-binary=:all:", "--require-hashes"),
            *("--implementation", "cp", "--python-version", python),
            *(word for platform in platforms for word in ("--platform", platform)),
            *("--requirement", str(ROOT / "requirements" / "instance.txt")),
        ]
    )


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 (no shell)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise CannotBuild(f"{' '.join(command[1:4])} failed: {''.join(last)}")


def _write(path: Path, line: str) -> None:
    path.write_text(line + "\n")


def _version(wheel: Path) -> str:
    return wheel.name.split("-")[1]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fingerprint(folder: Path) -> str:
    """Of the names and contents of all files in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = "".join(f"{_sha256(path)} {path.relative_to(folder)}\n" for path in files)
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.bundle", description="Build what instances install.")
    parser.add_argument("--architecture", choices=MACHINES, action="append", help="default: both")
    parser.add_argument("--certificates", type=Path, help="whom to trust as the database; default: those of RDS")
    parser.add_argument("--python", default=PYTHON, help=f"the instance's Python; default: {PYTHON}")
    asked = parser.parse_args()
    try:
        certificates = asked.certificates or fetch_certificates()
        for architecture in asked.architecture or MACHINES:
            folder = build(architecture, certificates=certificates, python=asked.python)
            print(f"{folder.relative_to(ROOT)}: {(folder / 'version').read_text().strip()}")
    except CannotBuild as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
