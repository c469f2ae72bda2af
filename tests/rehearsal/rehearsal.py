"""Inside the sandbox. As far as it goes: the stack is deployed, and two instances of the fleet enter service."""

import sys

from tests.rehearsal import place, sandbox
from tests.rehearsal.stage import opened, prepared

INSTANCES, SECONDS = 2, 300.0


def main() -> int:
    sandbox.prepare()
    place.WORK.mkdir()
    with prepared() as stage:
        stage.cdk.bootstrap()
        stage.say("bootstrapped")
        stage.cdk.deploy(1)
        stage.say("deployed")
        with opened(stage) as site:
            site.fleet.settle(INSTANCES, seconds=SECONDS)
            for member in site.fleet.members:
                stage.say(f"{member.instance.id}: {member.state}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
