"""HAProxy in the place of the load balancer, on a machine in a public subnet. What it does it reads from the listeners,
their rules and the target groups: ports, certificate, redirect, paths, health check, algorithm, idle time-out,
deregistration delay."""

import re
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.rehearsal import place
from tests.rehearsal.certificates import Identity
from tests.rehearsal.network import Machine

SOCKET = place.WORK / "balancer.sock"
SLOTS = 16
ALGORITHMS = {"round_robin": "roundrobin", "least_outstanding_requests": "leastconn"}
CONNECT_SECONDS = 10  # of an ALB (Application Load Balancers user guide, "Troubleshoot": HTTP 504)
CONFIGURATION = """global
 stats socket {socket} mode 600 level admin
defaults
 mode http
 timeout connect {connect}s
 timeout client {idle}s
 timeout server {idle}s
 timeout http-keep-alive {idle}s
 retries 0
 http-reuse always
 option forwardfor
{listeners}{backends}"""
BACKEND = """backend {name}
 balance {algorithm}
 option httpchk GET {path}
 http-check expect status {codes}
 timeout check {timeout}s
 server-template s 1-{slots} 0.0.0.0:{port} check port {check_port} inter {interval}s rise {rise} fall {fall} disabled
"""
FORWARD = """frontend port-{port}
 bind {address}:{port} ssl crt {certificate} ssl-min-ver TLSv1.2 alpn h2,http/1.1
 http-request set-header X-Forwarded-Proto https
 http-request set-header X-Forwarded-Port {port}
{rules} default_backend {default}
"""
RULE = """ use_backend {name} if {{ path {paths} }}
"""
REDIRECT = """frontend port-{port}
 bind {address}:{port}
 http-request redirect scheme https code 301
"""


@dataclass(frozen=True)
class Targets:
    """A target group, and the paths that a rule leads to it. The one without paths has all others."""

    group: dict[str, Any]
    attributes: dict[str, str]
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"port-{self.group['Port']}"

    @property
    def delay(self) -> int:
        return int(self.attributes["deregistration_delay.timeout_seconds"])


@dataclass(frozen=True)
class Described:
    """As the emulator describes them."""

    balancer: dict[str, Any]
    attributes: dict[str, str]
    listeners: list[dict[str, Any]]
    targets: list[Targets]

    @property
    def usual(self) -> Targets:
        return next(it for it in self.targets if not it.paths)


class Balancer:
    def __init__(self, machine: Machine, described: Described, identity: Identity) -> None:
        self.machine = machine
        self.interval = int(described.usual.group["HealthCheckIntervalSeconds"])
        self._targets, self._usual = described.targets, described.usual
        self._slots: dict[str, str] = {}  # servers of HAProxy by address
        configuration = place.WORK / "balancer.cfg"
        configuration.write_text(_configuration(described, machine.address, identity))
        log = (place.LOG / "balancer.log").open("wb")
        self._process: subprocess.Popen[bytes] = machine.start(
            ["haproxy", "-db", "-f", str(configuration)], stdout=log, stderr=log
        )
        _await_socket(self._process)

    def register(self, address: str) -> None:
        """It takes part once its health checks say so."""
        free = next(f"s{n}" for n in range(1, SLOTS + 1) if f"s{n}" not in self._slots.values())
        self._slots[address] = free
        for it in self._targets:
            server = f"{it.name}/{free}"
            # Nothing is sent to it meanwhile: who is ready counts as healthy for a moment.
            for command in (f"addr {address} port {it.group['Port']}", "weight 0%", "state ready"):
                self._say(f"set server {server} {command}")
            self._say(f"enable health {server}")
            for command in ("health down", "weight 100%"):
                self._say(f"set server {server} {command}")

    def is_healthy(self, address: str) -> bool:
        """In every target group, as Auto Scaling has it."""
        return all(self._status(it, address)[17].startswith("UP") for it in self._targets)

    def requests(self) -> dict[str, int]:
        """How many each address has served since it was registered."""
        return {address: int(self._status(self._usual, address)[7]) for address in self._slots}

    def streams(self) -> dict[str, int]:
        """How many are open at each address."""
        (streaming,) = [it for it in self._targets if it.paths]
        return {address: int(self._status(streaming, address)[4]) for address in self._slots}

    def deregister(self, address: str) -> None:
        """No new requests; waits for those that run, at most for the deregistration delay, and cuts what is left."""
        began = time.monotonic()
        for it in self._targets:
            self._say(f"set server {it.name}/{self._slots[address]} state drain")
        for it in sorted(self._targets, key=lambda it: it.delay):
            while time.monotonic() < began + it.delay and int(self._status(it, address)[4]):
                time.sleep(0.5)
            self._say(f"shutdown sessions server {it.name}/{self._slots[address]}")
        self.forget(address)

    def forget(self, address: str) -> None:
        slot = self._slots.pop(address)
        for it in self._targets:
            self._say(f"set server {it.name}/{slot} state maint")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _status(self, targets: Targets, address: str) -> list[str]:
        prefix = f"{targets.name},{self._slots[address]},"
        return next(line for line in self._say("show stat").splitlines() if line.startswith(prefix)).split(",")

    def _say(self, command: str) -> str:
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(SOCKET))
            control.sendall(f"{command}\n".encode())
            return b"".join(iter(lambda: control.recv(65536), b"")).decode()


def _configuration(described: Described, address: str, identity: Identity) -> str:
    together = place.WORK / "balancer.pem"
    together.write_bytes(identity.certificate.read_bytes() + identity.key.read_bytes())
    rules = "".join(RULE.format(name=it.name, paths=" ".join(it.paths)) for it in described.targets if it.paths)
    listeners = [
        (REDIRECT if it["DefaultActions"][0]["Type"] == "redirect" else FORWARD).format(
            address=address, port=it["Port"], certificate=together, rules=rules, default=described.usual.name
        )
        for it in described.listeners
    ]
    return CONFIGURATION.format(
        socket=SOCKET,
        connect=CONNECT_SECONDS,
        idle=described.attributes["idle_timeout.timeout_seconds"],
        listeners="".join(listeners),
        backends="".join(map(_backend, described.targets)),
    )


def _backend(targets: Targets) -> str:
    group = targets.group
    return BACKEND.format(
        name=targets.name,
        algorithm=ALGORITHMS[targets.attributes["load_balancing.algorithm.type"]],
        path=group["HealthCheckPath"],
        codes=re.sub(r"[^0-9,-]", "", group["Matcher"]["HttpCode"]),
        timeout=group["HealthCheckTimeoutSeconds"],
        slots=SLOTS,
        port=group["Port"],
        check_port=_port_of_checks(group),
        interval=group["HealthCheckIntervalSeconds"],
        rise=group["HealthyThresholdCount"],
        fall=group["UnhealthyThresholdCount"],
    )


def _port_of_checks(target: dict[str, Any]) -> int:
    port = target.get("HealthCheckPort", "traffic-port")
    return int(target["Port"] if port == "traffic-port" else port)


def _await_socket(process: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        if process.poll() is None and Path(SOCKET).exists():
            return
        time.sleep(0.1)
    raise RuntimeError(f"HAProxy did not start; see {place.LOG / 'balancer.log'}")
