"""`make rehearse`: see what this machine lacks, build what needs the network, then rehearse without one."""

import shutil
import sys

from tests.rehearsal import deployment, machine, place, sandbox
from tests.rehearsal.certificates import Authority


def main() -> int:
    try:
        machine.make_ready()
    except machine.NotReady as error:
        print(error, file=sys.stderr)
        return 2
    shutil.rmtree(place.KEPT / "log", ignore_errors=True)
    (place.KEPT / "log").mkdir(parents=True)
    authority = Authority.new(place.KEPT, "rds")
    print("building the bundles of two versions", flush=True)
    deployment.build(authority.path)
    authority.hand_over(place.HANDED_OVER)
    try:
        return sandbox.run("tests.rehearsal.rehearsal")
    finally:
        place.HANDED_OVER.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
