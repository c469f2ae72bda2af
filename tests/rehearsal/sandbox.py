"""Namespaces of its own for the whole rehearsal: processes, mounts and networks end with its first process, whatever
ends that, because the kernel takes them with it. Control groups are all that has to be removed by hand."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

INTERRUPTED = 130
LONGEST = 45 * 60  # seconds that all of it may take
STOPPING = 60  # seconds to take down what was started
ENDING = 10.0  # seconds for the kernel to end what is in a control group
NAME = "todo-rehearsal"
HIERARCHIES = [  # of systemd: both where the machine has the older kind beside the newer, else the newer alone
    path for path in (Path("/sys/fs/cgroup/systemd"), Path("/sys/fs/cgroup/unified")) if path.is_dir()
] or [Path("/sys/fs/cgroup")]
COMMAND = (
    *("setpriv", "--pdeathsig", "KILL", "--"),
    *("unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--propagation", "private"),
    *("--fork", "--kill-child=KILL", "--mount-proc"),
)


def take_every_end_for_an_interrupt() -> None:
    """A closed terminal takes everything down as Ctrl-C does, but not under nohup."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def ignore_interrupts() -> None:
    """The last seconds, in which what is outside the sandbox is removed, are not cut short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def run(module: str) -> int:
    """Runs `python -m <module>` in the sandbox. Its exit code, or 130 if it had to be killed."""
    with _control_groups():
        command = [*COMMAND, sys.executable, "-m", module]
        process = subprocess.Popen(command, start_new_session=True)  # it hears Ctrl-C from here, and once
        try:
            return process.wait(LONGEST)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            print("\nstopping: what was started is being taken down", file=sys.stderr)
            return _ended(process)
        finally:
            ignore_interrupts()
            process.kill()
            process.wait()


def _ended(process: "subprocess.Popen[bytes]") -> int:
    """Of the first process inside, which is asked to stop and given time for it; a second Ctrl-C takes that."""
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGINT)
    with suppress(KeyboardInterrupt, subprocess.TimeoutExpired):
        return process.wait(STOPPING)
    return INTERRUPTED


def prepare(shielded: Path) -> None:
    """Inside, before anything else: a /run of its own, and a layer over `shielded`, so that what is written there goes
    with the sandbox."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", NAME, "/run"], check=True)
    layer, work = Path("/run/shield/layer"), Path("/run/shield/work")
    for folder in (layer, work):
        folder.mkdir(parents=True)
    layers = f"lowerdir={shielded},upperdir={layer},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "-o", layers, "overlay", shielded], check=True)


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
    """What was in them may still be ending: its end is waited for."""
    for hierarchy in HIERARCHIES:
        deadline = time.monotonic() + ENDING
        while (hierarchy / NAME).exists():
            try:
                for folder, _, _ in os.walk(hierarchy / NAME, topdown=False):
                    Path(folder).rmdir()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
