"""The bundle and the CDK command: what `make deploy` does, with the emulator in the place of AWS."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.rehearsal import cloud, place
from tests.rehearsal.machine import python_of_instances

INFRA = place.ROOT / "infra"
SECOND = "99.0.0"
SOURCES = (
    "src",
    "infra/__init__.py",
    "infra/bundle.py",
    "infra/instance",
    "requirements",
    "pyproject.toml",
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


class CdkFailed(Exception):
    """With the last lines of what it said."""


def build(certificates: Path) -> None:
    """The bundles of two versions, the second with a migration more. Needs the network, for the wheels."""
    _build(place.ROOT, certificates, bundle_of(1))
    wheels = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(bundle_of(1) / "wheels")}
    _build(_second_sources(), certificates, bundle_of(2), wheels)


def bundle_of(version: int) -> Path:
    return place.KEPT / f"bundle-{version}"


def _second_sources() -> Path:
    second = place.KEPT / "source"
    shutil.rmtree(second, ignore_errors=True)
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
    python = place.ROOT / ".venv-infra/bin/python"
    command = [str(python), "-c", BUILD, place.ARCHITECTURE, str(certificates), python_of_instances(), str(into)]
    environment = {**os.environ, **(settings or {})}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CdkFailed(done.stderr.strip()[-2000:])


class Cdk:
    """The pinned command with its own Node, and no endpoint but AWS's own names."""

    def __init__(self, zone_id: str, log: Path) -> None:
        self._log = log
        context = {
            "profile": "ha", "architecture": place.ARCHITECTURE, "keep": "no",
            "domain": place.DOMAIN, "zone": place.ZONE, "zone_id": zone_id,
        }  # fmt: skip
        self._context = [word for name, value in context.items() for word in ("--context", f"{name}={value}")]

    def bootstrap(self) -> None:
        self._run(1, "bootstrap", f"aws://{place.ACCOUNT}/{place.REGION}")

    def deploy(self, version: int) -> None:
        self._run(version, "deploy", "--require-approval", "never")

    def destroy(self, version: int) -> None:
        self._run(version, "destroy", "--force")

    @contextmanager
    def lent(self, outputs: dict[str, str]) -> Iterator[None]:
        """What a first deployment lends the instances: docs/decisions/0020-who-makes-the-database-roles.md."""
        statements = [
            {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": outputs["MasterSecret"]},
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": outputs["DataKey"]},
        ]
        iam, name = cloud.client("iam"), {"RoleName": outputs["InstanceRole"], "PolicyName": "Lent"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
        iam.put_role_policy(**name, PolicyDocument=policy)
        try:
            yield
        finally:
            iam.delete_role_policy(**name)

    def _run(self, version: int, *words: str) -> None:
        node = place.ROOT / ".venv-infra/bin/node"
        command = [
            str(node),
            str(INFRA / "node_modules/aws-cdk/bin/cdk"),
            *words,
            "--no-notices",
            "--progress",
            "events",
        ]
        output = ["--output", str(place.WORK / f"cdk.out-{version}"), "--context", f"bundle={bundle_of(version)}"]
        with self._log.open("a") as log:
            done = subprocess.run(
                [*command, *output, *self._context],
                cwd=INFRA, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
            )  # fmt: skip
        if done.returncode:
            raise CdkFailed("\n".join(self._log.read_text().splitlines()[-15:]))
