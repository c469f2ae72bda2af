"""A second version, with a migration."""

import time

from tests.rehearsal import deployment, load
from tests.rehearsal.stage import Site, Stage

TITLE = "rolling upgrade with a migration, under load"
PROVES = (
    "another bundle replaces each instance and migrates once, before the new version serves and while the old one "
    "does: no request fails, not even once"
)
CANNOT = "rollback by alarms; the refresh is carried out by the rehearsal, with shorter waits than the template's"
COLUMN = "select count(*) from information_schema.columns where table_name = 'todo' and column_name = 'rehearsed'"


def show(stage: Stage, site: Site) -> str:
    with load.running(stage.people, *site.access_tokens()) as record:
        began = time.monotonic()
        stage.deploy.start(2).end()
        site.fleet.settle(2, version="2", seconds=420)
        seconds = time.monotonic() - began
    members = site.fleet.serving
    versions = {member.instance.run("cat", "/opt/todo/bundle/version").stdout.split("-")[0] for member in members}
    assert versions == {deployment.SECOND}, versions
    assert site.database.ask(COLUMN, "todo") == "1"
    applied = [line for member in members for line in member.instance.log.splitlines() if line.startswith("Applied: ")]
    assert len(applied) == 1, applied
    assert not record.refusals, f"{record}: {record.refusals[:3]}"
    assert not record.missing, record
    return f"2 of 2 replaced in {seconds:.0f} s; {applied[0]}; {record}"
