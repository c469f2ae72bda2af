"""Somebody with several devices."""

import time

from tests.rehearsal import streams
from tests.rehearsal.stage import Site, Stage

TITLE = "live events, through the load balancer"
PROVES = "a change by one client reaches the streams of another, whichever instances they and the change are on"
CANNOT = "HAProxy is not ALB; HTTP/2 from browsers; thousands of streams"
DEVICES, CHANGES = 6, 10
SECONDS = 10.0  # after which nobody would wait any longer


def show(stage: Stage, site: Site) -> str:
    token = site.sign_in("ada").access
    with streams.listening(stage.people, token, DEVICES) as devices:
        held = site.balancer.streams()
        assert len(held) == 2, held
        assert all(held.values()), held
        delays = [_delay(stage, token, devices) for _ in range(CHANGES)]
        assert not [device.refusals for device in devices if device.refusals]
        stranger = site.sign_in("bob").access
        before = [len(device.heard) for device in devices]
        stage.people.call(streams.change, stranger)
        time.sleep(2)
        assert [len(device.heard) for device in devices] == before
    spread = ", ".join(f"{address} held {count}" for address, count in held.items())
    return f"{spread}; {CHANGES} changes, each heard by all after {max(delays):.1f} s at most; nothing of a stranger's"


def _delay(stage: Stage, token: str, devices: list[streams.Device]) -> float:
    cursor = stage.people.call(streams.change, token)
    answered = time.monotonic()
    return streams.await_news(devices, cursor, SECONDS) - answered
