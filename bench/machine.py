"""What the machine says: CPU and memory of processes, the load, what it is."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    children = [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in _words(file)]
    return [pid, *(below for child in children for below in tree(child))]


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:
        return []  # ended meanwhile


def cpu(pid: int) -> float:
    """Seconds of CPU, user and system, of the process, all below it, and those of them that have ended."""
    return sum(_cpu(process) for process in reversed(tree(pid)))  # a parent last: it inherits from who has ended


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0  # ended meanwhile
    return sum(map(int, fields[11:15])) / _TICKS  # utime, stime, cutime, cstime: proc_pid_stat(5)


def own_cpu() -> float:
    """Seconds of CPU of this process and of those it has started and waited for."""
    return sum(os.times()[:4])


@dataclass(frozen=True, slots=True)
class Meter:
    """Counts the CPU of some process trees from its making on."""

    pids: tuple[int, ...]
    before: tuple[float, ...]

    def used(self) -> list[float]:
        """Seconds of CPU of each tree since then."""
        return [cpu(pid) - before for pid, before in zip(self.pids, self.before, strict=True)]


def meter(*pids: int) -> Meter:
    return Meter(pids, tuple(map(cpu, pids)))


def memory(pid: int) -> float:
    """MiB of one process, what it shares divided among those it shares with (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def own_memory(pid: int) -> float:
    """MiB that no file and no other process shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024


def name(pid: int) -> str:
    """As `ps` has it."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""  # ended meanwhile


def described() -> str:
    cores = os.sched_getaffinity(0)
    return f"{platform.system()} {platform.machine()}, {len(cores)} cores, Python {platform.python_version()}"


def load() -> float:
    """Processes that wanted to run, on average of the last minute."""
    return os.getloadavg()[0]
