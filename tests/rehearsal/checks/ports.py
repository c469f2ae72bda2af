"""Who can open a connection to whom."""

import itertools
import socket

from tests.rehearsal.network import Machine
from tests.rehearsal.stage import Site, Stage

TITLE = "who reaches whom"
PROVES = (
    "security groups and route tables let through what is meant, and block each other pair on each port that was tried"
)
CANNOT = "network ACLs, IPv6; the rules are carried out by nftables"
PORTS = (22, 80, 443, 3389, 5432, 5433, 8000, 8001, 8002)
SECONDS = 2.0
MEANT = {  # written by hand: the promise, not the template
    ("people", "balancer"): {80, 443},
    ("aws", "balancer"): {80, 443},  # as anybody
    ("instance", "balancer"): {443},  # HTTPS to anywhere, as anybody
    ("other instance", "balancer"): {443},
    ("balancer", "instance"): {8000, 8001, 8002},
    ("balancer", "other instance"): {8000, 8001, 8002},
    ("instance", "database"): {5433},
    ("other instance", "database"): {5433},
    ("instance", "aws"): {443},
    ("other instance", "aws"): {443},
    ("instance", "people"): {443},  # the internet, through a NAT gateway
    ("other instance", "people"): {443},
}
OUTSIDE = {"people", "aws"}


def show(stage: Stage, site: Site) -> str:
    one, other = site.fleet.serving[:2]
    tiers = {
        "people": stage.people,
        "aws": stage.aws,
        "balancer": site.balancer.machine,
        "instance": one.instance.machine,
        "other instance": other.instance.machine,
        "database": site.database.machine,
    }
    pairs = [pair for pair in itertools.permutations(tiers, 2) if not set(pair) <= OUTSIDE]
    tries = {
        (pair, port): tiers[pair[0]].submit(_passes, tiers[pair[1]], port)
        for pair, port in itertools.product(pairs, PORTS)
    }
    wrong = [
        f"{' → '.join(pair)}:{port} {'open' if attempt.result() else 'blocked'}"
        for (pair, port), attempt in tries.items()
        if attempt.result() != (port in MEANT.get(pair, set()))
    ]
    assert not wrong, ", ".join(wrong)
    return (
        f"{len(tries)} tries of {len(pairs)} pairs: {sum(it.result() for it in tries.values())} let through, as meant"
    )


def _passes(target: Machine, port: int) -> bool:
    """A refusal comes from the machine itself: the way to it was open."""
    try:
        socket.create_connection((target.address, port), SECONDS).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return True
