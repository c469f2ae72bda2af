"""An instance that is gone from one moment to the next."""

import time

from tests.rehearsal import load
from tests.rehearsal.stage import Site, Stage

TITLE = "an instance killed, under load"
PROVES = (
    "the load balancer stops asking it, the group replaces it, and with the retry that a client makes nothing is lost"
)
CANNOT = "HAProxy is not ALB; EC2's own status checks; how long an EC2 instance takes to start"
BEFORE = 3.0  # seconds


def show(stage: Stage, site: Site) -> str:
    victim = site.fleet.serving[0]
    with load.running(stage.people, *site.access_tokens()) as record:
        time.sleep(BEFORE)
        began = time.monotonic()
        victim.instance.lose_power()
        site.fleet.settle(2, without=victim.instance.id)
        seconds = time.monotonic() - began
    assert not record.lost, record
    assert not record.missing, record
    return f"replaced after {seconds:.0f} s; {record}"
