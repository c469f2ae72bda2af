"""Promise: the program is there at once: from the command to the first 200 of /health/ready, PostgreSQL and all."""

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import service
from bench.table import heading, table
from bench.world import World

COLD, WARM = 3, 5


def measure(_: World) -> None:
    heading("Start-up of `todo serve`, to the first 200 of /health/ready")
    cold, warm = [], []
    for _ in range(COLD):
        with TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            folder.chmod(0o711)  # as root PostgreSQL runs as somebody else and has to pass through
            cold.append(_seconds(folder / "data"))
            warm += [_seconds(folder / "data") for _ in range(WARM // COLD + 1)]
    rows = [["cold: no data folder yet", median(cold), max(cold)], ["warm", median(warm), max(warm)]]
    table(["start", "median, s", "longest, s"], rows)


def _seconds(folder: Path) -> float:
    started = time.perf_counter()
    with service.serving(folder, {}):
        return time.perf_counter() - started
