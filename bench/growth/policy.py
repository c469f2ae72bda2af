"""When Auto Scaling starts and ends instances: target tracking on requests and on CPU.

As the EC2 Auto Scaling user guide has it ("Target tracking scaling policies", "Default instance warmup"): above the
target for three minutes, so many are added as bring the number back to the target; below nine tenths of it for fifteen
minutes, by all policies, some are ended; of several policies the one that wants most wins. What is multiplied is the
number of instances that are warm (repost.aws, "Slow down ASG Target Tracking Scale Out"), by what CloudWatch knew last.
Since 2024 AWS may react sooner than after three minutes; that is not relied on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

OUT_AFTER, IN_AFTER = 3, 15
WELL_BELOW = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    at_least: int
    at_most: int
    requests_per_minute: float
    cpu_percent: float
    warm_up: float  # seconds
    is_predictive: bool = False


@dataclass(frozen=True, slots=True)
class Minute:
    """What CloudWatch knows of one: requests per healthy instance, and their CPU in percent."""

    requests: float
    cpu: float


def wanted(policy: Policy, past: Sequence[Minute], *, warm: int, now: int) -> int:
    """How many instances there should be, where there are `now`, and so many of them warm."""
    return min(policy.at_most, max(policy.at_least, _wanted(policy, past, warm, now)))


def _wanted(policy: Policy, past: Sequence[Minute], warm: int, now: int) -> int:
    loads = [_by_target(policy, minute) for minute in past[-IN_AFTER:]]
    if not loads:
        return now
    needed = ceil(warm * max(loads[-1]) - 1e-9)
    recent = loads[-OUT_AFTER:]
    if len(recent) == OUT_AFTER and any(all(load[n] > 1 for load in recent) for n in range(2)):
        return max(now, needed)
    if warm >= now and len(loads) == IN_AFTER and all(max(load) < WELL_BELOW for load in loads):
        return min(now, needed)
    return now


def _by_target(policy: Policy, minute: Minute) -> tuple[float, float]:
    return minute.requests / policy.requests_per_minute, minute.cpu / policy.cpu_percent
