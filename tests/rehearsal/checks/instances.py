"""The first instances."""

from tests.rehearsal import place
from tests.rehearsal.stage import Site, Stage

TITLE = "instances boot"
PROVES = (
    "the template's user data turns a bare Debian into the service, under its systemd unit as it is: bundle from S3, "
    "roles by a right that `make deploy` lends, one migration, secrets by role, IAM tokens; one in each subnet"
)
CANNOT = "Amazon Linux, its packages, ARM, the CloudWatch agent; EC2's own time to start"
SECONDS = 300


def show(stage: Stage, site: Site) -> str:
    site.fleet.settle(2, seconds=SECONDS)
    assert stage.deploying
    said = stage.deploying.end()
    assert f"Open       {place.URL}" in said, said
    members = site.fleet.serving
    assert len({member.subnet for member in members}) == 2
    for member in members:
        state = member.instance.run("systemctl", "is-active", "todo.service", "user-data.service").stdout.split()
        assert state == ["active", "active"], state
    applied = [line for member in members for line in member.instance.log.splitlines() if line.startswith("Applied: ")]
    assert len(applied) == 1, applied
    assert site.database.ask("select pg_has_role('todo', 'rds_iam', 'member')") == "t"
    slowest = max(member.in_service - member.launched for member in members)
    return f"2 in service after {slowest:.0f} s, in 2 subnets; {applied[0]}"
