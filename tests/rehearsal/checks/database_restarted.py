"""A database that goes away and comes back."""

import time

from tests.rehearsal import load
from tests.rehearsal.stage import Site, Stage

TITLE = "database restarted, under load"
PROVES = "the service comes back by itself, on the same instances, and nothing that it promised is lost"
CANNOT = "a failover of RDS to its standby, with its change of address and its 60 to 120 s"
BEFORE, AWAY, AFTER = 3.0, 8.0, 20.0  # seconds


def show(stage: Stage, site: Site) -> str:
    before = {member.instance.id for member in site.fleet.serving}
    with load.running(stage.people, *site.access_tokens()) as record:
        time.sleep(BEFORE)
        site.database.stop()
        time.sleep(AWAY)
        site.database.start()
        back = time.monotonic()
        time.sleep(AFTER)
    answered = min((at - back for at in record.answered if at > back), default=AFTER)
    refused = max((at - back for at in record.refused if at > back), default=0)
    assert max(answered, refused) < AFTER, record
    assert {member.instance.id for member in site.fleet.serving} == before
    assert not record.lost, record
    assert not record.missing, record
    times = f"the first answer {answered:.1f} s after it was back, the last refusal {refused:.1f} s after"
    return f"away for {AWAY:.0f} s; {times}; {record}"
