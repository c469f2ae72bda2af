"""A network namespace for each machine, joined by a router that is the sandbox's own namespace.

Each machine has one address with a /32 and reaches everything through the router, so that the router's forward chain
sees every packet between two of them, also within a subnet: that is where security groups are applied.
"""

import ctypes
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

GATEWAY = "169.254.1.1"
_NEW_NET = 0x40000000
_LIBC = ctypes.CDLL(None, use_errno=True)
P = ParamSpec("P")
T = TypeVar("T")


def prepare_router() -> None:
    """Once, in the sandbox. Without a route to anywhere else, nothing leaves it."""
    Path("/run/netns").mkdir(exist_ok=True)
    _ip("link set lo up")
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1")


@dataclass
class Machine:
    """One namespace with one address. What is called or started here sees only its network."""

    name: str  # at most 11 characters: the link is called after it
    address: str
    groups: tuple[str, ...] = ()  # its security groups
    reaches: tuple[str, ...] = ("default",)  # destinations it has a route to
    _threads: ThreadPoolExecutor = field(init=False, repr=False)

    def __post_init__(self) -> None:
        link, name = f"to-{self.name}", self.name
        _ip(f"netns add {name}")
        _ip(f"link add {link} type veth peer name eth0 netns {name}")
        _ip(f"address add {GATEWAY}/32 dev {link}")
        _ip(f"link set {link} up")
        _ip(f"route add {self.address}/32 dev {link}")
        _ip(f"-n {name} link set lo up")
        _ip(f"-n {name} address add {self.address}/32 dev eth0")
        _ip(f"-n {name} link set eth0 up")
        _ip(f"-n {name} route add {GATEWAY}/32 dev eth0")
        for destination in self.reaches:
            _ip(f"-n {name} route add {destination} via {GATEWAY} dev eth0")
        self._threads = ThreadPoolExecutor(64, f"in-{name}", initializer=_enter, initargs=(self.namespace,))

    @property
    def namespace(self) -> Path:
        return Path("/run/netns") / self.name

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Runs it in a thread that is in this namespace; so are the processes that it starts."""
        return self._threads.submit(function, *args, **kwargs)

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self.submit(function, *args, **kwargs).result()

    def start(self, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        return self.call(subprocess.Popen, command, **options)

    def cut_off(self) -> None:
        """Packets to it are lost, as to a machine that is gone."""
        _ip(f"-n {self.name} link set eth0 down")

    def remove(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        _ip(f"link delete to-{self.name}")
        _ip(f"netns delete {self.name}")


def _enter(namespace: Path) -> None:
    """For the calling thread alone: setns(2)."""
    descriptor = os.open(namespace, os.O_RDONLY)
    try:
        if _LIBC.setns(descriptor, _NEW_NET):
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
    finally:
        os.close(descriptor)


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True, capture_output=True, text=True)
