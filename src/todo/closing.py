"""Ends listening so that nobody who got through is turned away.

When a listening socket is closed the kernel resets the connections that wait in its queue, whose requests may be on
their way already. So new ones are stopped first, in the kernel, while the workers go on taking from the queue.
"""

import contextlib
import ctypes
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path

SO_ATTACH_FILTER = 26  # socket(7)
QUEUE_SECONDS = 5.0
SETTLE_SECONDS = 0.5  # for a request that follows its connection, and for the next one on a kept connection

_OFFSET_OF_FLAGS, _SYN = 13, 0x02  # RFC 9293, 3.1
_DROP_SYN = (  # (code, jump if true, jump if false, value) of struct sock_filter: classic BPF, on the TCP header
    (0x30, 0, 0, _OFFSET_OF_FLAGS),  # load the byte
    (0x45, 0, 1, _SYN),  # is SYN set?
    (0x06, 0, 0, 0),  # drop it
    (0x06, 0, 0, 0xFFFFFFFF),  # keep it
)
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
    """Who tries to connect hears nothing, tries again a second later, and is refused then.

    Some kernels keep filters for root: there, who connects in the last instant is reset, and has sent nothing yet.
    """
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in _DROP_SYN)
    program = ctypes.create_string_buffer(code)
    pointer = struct.pack("HP", len(_DROP_SYN), ctypes.addressof(program))
    with contextlib.suppress(OSError):  # where that is not allowed, who comes in the last moment is turned away
        listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, pointer)


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
