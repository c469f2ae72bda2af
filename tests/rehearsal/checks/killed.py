"""An instance that is gone from one moment to the next."""

import time

from tests.rehearsal import load, streams
from tests.rehearsal.stage import Site, Stage

TITLE = "an instance killed, under load"
PROVES = (
    "the load balancer stops asking it, the group replaces it, with the retry that a client makes nothing is lost, and"
    " streams of events that it held are held by another"
)
CANNOT = "HAProxy is not ALB; EC2's own status checks; how long an EC2 instance takes to start"
BEFORE = 3.0  # seconds
DEVICES = 4
SECONDS = 60.0  # until every device has noticed and is connected again


def show(stage: Stage, site: Site) -> str:
    victim = site.fleet.serving[0]
    token = site.sign_in("ada").access
    with streams.listening(stage.people, token, DEVICES) as devices:
        with load.running(stage.people, *site.access_tokens()) as record:
            time.sleep(BEFORE)
            began = time.monotonic()
            victim.instance.lose_power()
            site.fleet.settle(2, without=victim.instance.id)
            seconds = time.monotonic() - began
        streams.await_news(devices, stage.people.call(streams.change, token), SECONDS)
        again = sum(device.connections for device in devices) - DEVICES
    assert 0 < again <= DEVICES, [device.refusals for device in devices]
    assert not record.lost, record
    assert not record.missing, record
    return f"replaced after {seconds:.0f} s; {record}; {again} of {DEVICES} streams were its, and all go on"
