"""More instances, and fewer again."""

from tests.rehearsal import load
from tests.rehearsal.stage import Site, Stage

TITLE = "scale 2 → 4 → 2, under load"
PROVES = "instances enter only when ready and leave only when drained: no request fails, not even once"
CANNOT = "that the metrics ask for it at the right moment: the number was set by hand"


def show(stage: Stage, site: Site) -> str:
    with load.running(stage.people, *site.access_tokens()) as record:
        for count in (4, 2):
            site.fleet.scale(count)
            site.fleet.settle(count)
    assert not record.refusals, f"{record}: {record.refusals[:3]}"
    assert not record.missing, record
    return str(record)
