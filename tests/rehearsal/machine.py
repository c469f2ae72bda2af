"""What the rehearsal needs of this machine."""

import os
import shutil
import subprocess
import sys

PACKAGES = {  # of Debian, by the command that it brings
    "chromium": "chromium",
    "haproxy": "haproxy",
    "ip": "iproute2",
    "logrotate": "logrotate",
    "nft": "nftables",
    "systemd-nspawn": "systemd-container",
    "unzip": "unzip",
    "curl": "curl",
    "runuser": "util-linux",
    "useradd": "passwd",
}
WITHOUT_STARTING = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # invoke-rc.d starts nothing then


class NotReady(Exception):
    """What is missing, in one sentence."""


def make_ready() -> None:
    """Installs what is missing where that can be done. Raises NotReady."""
    if sys.platform != "linux":
        raise NotReady("The rehearsal is made of Linux's network namespaces; run it on Linux, or in a virtual machine.")
    if os.geteuid() != 0:
        raise NotReady("The rehearsal makes network namespaces and needs root for it: sudo make rehearse")
    missing = sorted(package for command, package in PACKAGES.items() if not _find(command))
    if missing and not shutil.which("apt-get"):
        raise NotReady(f"The rehearsal needs {', '.join(missing)}; this machine has no apt-get to install them with.")
    if missing:
        print(f"installing {', '.join(missing)}", flush=True)
        _apt("update", "--quiet")
        _apt("install", "--quiet", "--yes", "--no-install-recommends", *missing)
    python_of_instances()


def python_of_instances() -> str:
    """Of this system, as an image has one: 3.11 or newer, that every user can run. Raises NotReady."""
    for version in ("3.13", "3.12", "3.11", "3.14"):
        if _find(f"python{version}"):
            return version
    raise NotReady("The rehearsal needs a Python of 3.11 or newer of the system itself, in /usr/bin.")


def _find(command: str) -> str | None:
    return shutil.which(command, path="/usr/sbin:/usr/bin:/sbin:/bin")


def _apt(*words: str) -> None:
    done = subprocess.run(
        ["apt-get", *words], env={**os.environ, **WITHOUT_STARTING}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotReady(f"apt-get {words[0]} failed: {done.stderr.strip()}")
