"""`make rehearse`: see what this machine lacks, build what needs the network, then rehearse without one."""

import shutil
import sys

from tests.rehearsal import deployment, machine, place, sandbox
from tests.rehearsal.certificates import Authority


def main() -> int:
    """The exit code: 0 if every line of the report was shown or could not be, 1 if one failed, 2 if none was tried."""
    sandbox.take_every_end_for_an_interrupt()
    try:
        machine.make_ready()
        _build()
        return sandbox.run("tests.rehearsal.rehearsal")
    except (machine.NotReady, deployment.DeployFailed) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return sandbox.INTERRUPTED
    finally:
        sandbox.ignore_interrupts()
        shutil.rmtree(place.BUILT, ignore_errors=True)


def _build() -> None:
    shutil.rmtree(place.KEPT, ignore_errors=True)
    for folder in (place.LOG, place.BUILT):
        folder.mkdir(parents=True)
    authority = Authority.new(place.BUILT, "rds")
    print("building the bundles of two versions", flush=True)
    deployment.build(authority.path)
    authority.hand_over(place.HANDED_OVER)


if __name__ == "__main__":
    sys.exit(main())
