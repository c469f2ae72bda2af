"""One instance: this machine's Debian below a layer of its own, booted by systemd in a container, which then runs the
launch template's user data as cloud-init would. It has the network of its namespace and nothing of the host's /etc."""

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tests.rehearsal import metadata, names, place, sandbox
from tests.rehearsal.network import Machine

STOP_SECONDS = 120  # longer than TimeoutStopSec of todo.service

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
USER_DATA = """[Unit]
Description=Runs the user data, as cloud-init does
After=network.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash /var/lib/cloud/user-data
StandardOutput=append:/var/log/cloud-init-output.log
StandardError=inherit
"""
DEFAULTS = """[Manager]
DefaultEnvironment=SSL_CERT_FILE={authority} AWS_CA_BUNDLE={authority}
"""
AUTHORITY = "/etc/ssl/certs/ca-certificates.crt"
AWS_COMMAND = f"""#!/bin/sh
exec {sys.executable} -m awscli "$@"
"""


class Instance:
    """Runs from the moment it is made until `stop` or `kill`."""

    def __init__(
        self, identifier: str, machine: Machine, user_data: str, told: Mapping[str, str], authority: bytes
    ) -> None:
        self.id = identifier
        self.machine = machine
        self._folder = place.WORK / "instances" / identifier
        self._root = self._folder / "root"
        self._lay_out(user_data, authority)
        self._metadata = self._serve_metadata(told)
        self._log: IO[str] = (self._folder / "console.log").open("w")
        self._process = self._boot()

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    @property
    def log(self) -> str:
        """What its user data has said, and then the service."""
        paths = (self._root / "var/log/cloud-init-output.log", self._root / "var/log/todo/todo.log")
        return "\n".join(path.read_text() for path in paths if path.exists())

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """As root on the instance."""
        inside = [
            "nsenter",
            "--target",
            str(self._leader()),
            "--mount",
            "--uts",
            "--ipc",
            "--net",
            "--pid",
            "--root",
            "--wd=/",
        ]
        environment = {"PATH": PATH, "AWS_CA_BUNDLE": AUTHORITY}
        environment |= {"AWS_DEFAULT_REGION": place.REGION}
        return subprocess.run([*inside, *command], env=environment, capture_output=True, text=True, check=False)

    def stop(self) -> None:
        """Shuts down, as EC2 does when it terminates one: services are told and waited for."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        finally:
            self.kill()

    def lose_power(self) -> None:
        """Whoever talks to it hears nothing any more, not even a refusal."""
        self.machine.cut_off()
        self._process.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._metadata.kill()
        self._metadata.wait()
        self._log.close()
        self._keep_logs()
        subprocess.run(["umount", "--lazy", self._root], check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _leader(self) -> int:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return int(children[0])

    def _lay_out(self, user_data: str, authority: bytes) -> None:
        layer, work = self._folder / "layer", self._folder / "work"
        for folder in (layer, work, self._root):
            folder.mkdir(parents=True)
        layers = f"lowerdir=/,upperdir={layer},workdir={work}"
        subprocess.run(["mount", "-t", "overlay", "-o", layers, "overlay", self._root], check=True)
        units = self._root / "etc/systemd/system"
        shutil.rmtree(units)  # of this machine; the instance starts nothing of it
        self._write("etc/machine-id", uuid.uuid4().hex + "\n")
        self._write("etc/systemd/system.conf.d/rehearsal.conf", DEFAULTS.format(authority=AUTHORITY))
        self._write("etc/systemd/system/user-data.service", USER_DATA)
        wants = units / "multi-user.target.wants"
        wants.mkdir()
        (wants / "user-data.service").symlink_to("../user-data.service")
        self._write("var/lib/cloud/user-data", user_data, mode=0o700)
        self._write("usr/local/bin/aws", AWS_COMMAND, mode=0o755)
        self._write(AUTHORITY[1:], authority.decode())
        shutil.rmtree(self._root / "var/log", ignore_errors=True)
        (self._root / "var/log").mkdir()

    def _write(self, path: str, text: str, mode: int = 0o644) -> None:
        file = self._root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def _serve_metadata(self, told: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        self.machine.call(
            subprocess.run, ["ip", "address", "add", f"{metadata.ADDRESS[0]}/32", "dev", "lo"], check=True
        )
        process = self.machine.start([sys.executable, metadata.__file__], stdin=subprocess.PIPE)
        assert process.stdin
        process.stdin.write(json.dumps(told).encode())
        process.stdin.close()
        return process

    def _boot(self) -> "subprocess.Popen[bytes]":
        join = " ".join(f"echo $$ > {group}/cgroup.procs;" for group in sandbox.group_of(self.id))
        return subprocess.Popen(
            [
                *("sh", "-c", f'{join} exec "$@"', "sh", "systemd-nspawn", "--quiet", "--boot", "--keep-unit"),
                *("--register=no", f"--machine={self.id}", f"--directory={self._root}", "--suppress-sync=yes"),
                *(f"--network-namespace-path={self.machine.namespace}", f"--bind-ro={names.HOSTS}:/etc/hosts"),
                *("--resolv-conf=off", "--timezone=off", "--link-journal=no", "--console=pipe"),
                *(f"--bind-ro={folder}" for folder in {sys.prefix, sys.base_prefix} - {"/usr"}),  # of the AWS command
            ],
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def _keep_logs(self) -> None:
        (place.LOG / f"{self.id}.log").write_text(self.log)
        shutil.copyfile(self._folder / "console.log", place.LOG / f"{self.id}.console.log")


def user_data_of(template: Mapping[str, str]) -> str:
    return base64.b64decode(template["UserData"]).decode()
