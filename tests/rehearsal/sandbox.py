"""Namespaces of its own for the whole rehearsal: processes, mounts and networks end with its first process, whatever
ends that, because the kernel takes them with it. Control groups are all that has to be removed by hand."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "todo-rehearsal"
HIERARCHIES = [  # of systemd: both where the machine has the older kind beside the newer, else the newer alone
    path for path in (Path("/sys/fs/cgroup/systemd"), Path("/sys/fs/cgroup/unified")) if path.is_dir()
] or [Path("/sys/fs/cgroup")]
COMMAND = (
    *("setpriv", "--pdeathsig", "KILL", "--"),
    *("unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--propagation", "private"),
    *("--fork", "--kill-child=KILL", "--mount-proc"),
)


def run(module: str) -> int:
    """Runs `python -m <module>` in the sandbox. Its exit code; 130 after Ctrl-C, which the module hears too."""
    with _control_groups():
        process = subprocess.Popen([*COMMAND, sys.executable, "-m", module])
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                print("\nstopping: what was started is being taken down", file=sys.stderr)


def prepare() -> None:
    """Inside, before anything else: a /run of its own, so that nothing is written to the machine's."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", NAME, "/run"], check=True)


def group_of(name: str) -> list[Path]:
    """A control group for one machine, in each hierarchy; what starts there may make more below."""
    groups = [hierarchy / NAME / name for hierarchy in HIERARCHIES]
    for group in groups:
        group.mkdir()
    return groups


@contextmanager
def _control_groups() -> Iterator[None]:
    _remove()  # what a rehearsal that was killed has left
    for hierarchy in HIERARCHIES:
        (hierarchy / NAME).mkdir()
    try:
        yield
    finally:
        _remove()


def _remove() -> None:
    for hierarchy in HIERARCHIES:
        for folder, _, _ in os.walk(hierarchy / NAME, topdown=False):
            with suppress(FileNotFoundError):
                Path(folder).rmdir()
