"""Templates as `cdk deploy` would send them, made by the real entry point, without an account and without a network."""

import fcntl
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.settings import PROFILES, Place, Profile

from promise.template import Case, Template

ROOT = Path(__file__).parents[2]
DOMAIN = {"domain": "todo.example.com", "zone": "example.com", "zone_id": "Z0123456789ABCDEFGHIJ"}
TRIAL = {"cloudfront_prefix_list": "pl-0123abcd"}
CASES: dict[str, tuple[str, dict[str, str]]] = {
    "small": ("small", DOMAIN),
    "ha": ("ha", DOMAIN),
    "large": ("large", DOMAIN),
    "small, trial": ("small", TRIAL),
    "ha, trial": ("ha", TRIAL),
    "ha, x86_64, told to somebody": ("ha", {**DOMAIN, "architecture": "x86_64", "email": "alarms@example.com"}),
    "ha, to be removed": ("ha", {**DOMAIN, "keep": "no"}),
    "ha, restored": ("ha", {**DOMAIN, "snapshot": "todo-last", "pool": "eu-central-1_AbCdEf123"}),
}
PROMISED = [name for name in CASES if "restored" not in name]  # the others bring something with them that is not ours


@dataclass(frozen=True)
class Synthesised:
    folder: Path
    case: Case

    @property
    def template_file(self) -> Path:
        return self.folder / "todo.template.json"

    def template(self) -> Template:
        """Another copy each time."""
        return Template(json.loads(self.template_file.read_text()))

    def report(self) -> dict[str, Any]:
        """What the packs of cdk-nag found, by their names."""
        found = json.loads((self.folder / "validation-report.json").read_text())
        return {report["pluginName"]: report for report in found["pluginReports"]}


def synthesise(name: str, folder: Path) -> Synthesised:
    """Once for all processes that share `folder`."""
    profile, context = CASES[name]
    made = folder / name.replace(", ", "-")
    bundle = _placeholder(folder)
    with (folder / f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "todo.template.json").exists():
            done = run_app({"profile": profile, "bundle": str(bundle), **context}, made)
            assert done.returncode == 0, done.stderr
    return Synthesised(made, Case(_profile(profile), _place(context, bundle)))


def run_app(context: dict[str, str], made: Path, code: str = "") -> subprocess.CompletedProcess[str]:
    """As `cdk` runs it; with `code` that is run instead of the entry point."""
    flags = json.loads((ROOT / "infra" / "cdk.json").read_text())["context"]
    env = {
        "CDK_CONTEXT_JSON": json.dumps({**flags, "aws:cdk:enable-path-metadata": True, **context}),
        "CDK_OUTDIR": str(made),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "HTTPS_PROXY": "http://127.0.0.1:9",  # nobody listens: what reaches for the network fails
    }
    command = [sys.executable, *(("-c", code) if code else ("-m", "infra.app"))]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def _placeholder(folder: Path) -> Path:
    bundle = folder / "bundle"
    bundle.mkdir(parents=True, exist_ok=True)
    (bundle / "bootstrap.sh").write_text("#!/bin/bash\n")
    return bundle


def _profile(name: str) -> Profile:
    return PROFILES[name]


def _place(context: dict[str, str], bundle: Path) -> Place:
    return Place(**context, bundle=str(bundle))  # pyright: ignore[reportArgumentType]
