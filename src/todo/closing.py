"""Ends listening so that nobody who got through is turned away.

When a listening socket is closed the kernel resets the connections that wait in its queue, whose requests may be on
their way already. So new ones are stopped first, in the kernel, while the workers go on taking from the queue.
"""

import contextlib
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

QUEUE_SECONDS = 5.0
SETTLE_SECONDS = 0.5  # for a request that follows its connection, and for the next one on a kept connection

IP_MINTTL, IPV6_MINHOPCOUNT = 21, 73  # linux/in.h, linux/in6.h; ip(7), RFC 5082
_NOBODYS_TTL = 255  # what has passed no router may bear it, but systems send 64 or 128
_OFFSET_OF_QUEUE = 24  # tcpi_unacked in struct tcp_info: of a listening socket, how many wait to be accepted


def take_no_more(listening: socket.socket) -> None:
    """Returns when nobody is connected any more; or after half a second, if those who are have nothing to ask."""
    if sys.platform != "linux":
        time.sleep(SETTLE_SECONDS)
        return
    _drop_newcomers(listening)
    _wait_while(lambda: _queue(listening) > 0, QUEUE_SECONDS)
    _wait_while(lambda: _is_anybody_connected(listening.getsockname()[1]), SETTLE_SECONDS)


def _wait_while(is_so: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while is_so() and time.monotonic() < deadline:
        time.sleep(0.005)


def _drop_newcomers(listening: socket.socket) -> None:
    """Who tries to connect hears nothing, tries again a second later, and is refused then."""
    for level, option in ((socket.IPPROTO_IP, IP_MINTTL), (socket.IPPROTO_IPV6, IPV6_MINHOPCOUNT)):
        with contextlib.suppress(OSError):  # a socket for IPv4 has no option of IPv6
            listening.setsockopt(level, option, _NOBODYS_TTL)


def _queue(listening: socket.socket) -> int:
    info = listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 64)
    return int(struct.unpack_from("I", info, _OFFSET_OF_QUEUE)[0])


def _is_anybody_connected(port: int) -> bool:
    local, established = f":{port:04X}", "01"  # proc_net_tcp.rst of the kernel's documentation
    for path in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = path.read_text().splitlines()[1:] if path.exists() else []
        if any(line.split()[1].endswith(local) and line.split()[3] == established for line in lines):
            return True
    return False
