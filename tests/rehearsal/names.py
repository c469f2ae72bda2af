"""What names lead to: one hosts file for every machine, in the place of DNS. Written in place, since it is mounted."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.rehearsal import place

HOSTS = place.WORK / "hosts"


def prepare() -> None:
    publish({})
    subprocess.run(["mount", "--bind", HOSTS, "/etc/hosts"], check=True)


def publish(addresses: Mapping[str, str]) -> None:
    """AWS's own names, and these: addresses by name."""
    lines = ["127.0.0.1 localhost", f"{place.AWS} {' '.join(place.AWS_NAMES)}"]
    lines += [f"{address} {name}" for name, address in addresses.items()]
    Path(HOSTS).write_text("\n".join(lines) + "\n")
