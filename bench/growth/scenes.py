"""What the simulation is asked: a morning, a tenfold spike, and the sweeps behind the numbers in infra/settings.py."""

from dataclasses import replace

from infra.settings import HA, Fleet, Profile

from bench.growth import prices
from bench.growth.day import rush, spike
from bench.growth.demand import Demand
from bench.growth.fleet import Outcome, Scene, simulate
from bench.growth.machines import DATABASES, MACHINES
from bench.growth.needs import needs, per_instance
from bench.growth.policy import Policy

MORNING = 5 * 3600.0  # from five to ten
SPIKE = 45 * 60.0
ALMOST = 0.95  # of the target: a fleet as busy as it may be without growing
FOUR_FIFTHS = 0.8
IDLE = "m7g.8xlarge"  # a database that never is what people wait for
NEVER = 1e12

Row = list[object]
COLUMNS = ["", "refused, %", "for minutes", "p50, ms", "p99, ms", "longest, ms", "instances before", "most"]


def followed(profile: Profile, demand: Demand) -> list[Row]:
    """The morning of these people, and a spike of ten times their mean, before the profile as it stands."""
    needed = needs(profile, demand)
    cell = replace(demand, people=demand.people / needed.cells)
    scene = _scene(profile.fleet, cell, needed.database)
    morning, crowd = rush(cell.per_second), spike(cell.per_second)
    who = f"{profile.name}, {demand.people:,.0f} people" + (f" in {needed.cells} cells" if needed.cells > 1 else "")
    return [
        _row(f"{who}: the morning", replace(scene, course=morning, forecast=morning, seconds=MORNING)),
        _row(f"{who}: tenfold", replace(scene, course=crowd, seconds=SPIKE)),
    ]


def grown(profile: Profile, demand: Demand) -> list[Row]:
    """A morning that takes four fifths of the most instances, before a database that never is what people wait for."""
    fleet = profile.fleet
    people = FOUR_FIFTHS * fleet.at_most * per_instance(fleet, demand) / replace(demand, people=1).peak
    crowd = replace(demand, people=people)
    scene = replace(_scene(fleet, crowd, IDLE), course=rush(crowd.per_second), seconds=MORNING)
    rows = [_row(f"{profile.name}, {people:,.0f} people", scene)]
    if fleet.is_predictive:
        rows.append(_row(f"{profile.name}, foreseen from other days", replace(scene, forecast=scene.course)))
    return rows


def by_target(demand: Demand) -> list[Row]:
    """A fleet of `ha` as busy as its target allows, then so many times as many: what each target refuses, percent."""
    rows: list[Row] = []
    for percent in (10, 20, 35, 50, 70):
        requests = at_cpu(HA.fleet, demand, percent)
        policy = replace(_policy(HA.fleet), requests_per_minute=requests, cpu_percent=percent, at_most=100)
        found = [_full(policy, demand, times) for times in (2, 3, 5, 10)]
        cells = [requests, usd_of_vcpu(HA.fleet, percent), *map(_refused, found)]
        rows.append([f"{percent} %", *cells])
    return rows


def by_least(profile: Profile, demand: Demand) -> list[Row]:
    """Ten times the mean of these people before fleets that are never smaller than this."""
    cell = replace(demand, people=demand.people / needs(profile, demand).cells)
    scene = replace(_scene(profile.fleet, cell, IDLE), course=spike(cell.per_second), seconds=SPIKE)
    return [
        _row(f"{profile.name}: {least}", replace(scene, policy=replace(scene.policy, at_least=least)))
        for least in range(1, profile.fleet.at_least + 1)
    ]


def by_warm_up(demand: Demand) -> list[Row]:
    """A full fleet, then ten times as many. Too short a warm-up counts who does not serve yet, and orders more."""
    rows: list[Row] = []
    for seconds in (30, 60, 120, 180, 300):
        policy = replace(_policy(HA.fleet), warm_up=float(seconds), at_most=100)
        outcome = _full(policy, demand, 10)
        cells = [_refused(outcome), outcome.refusing, max(outcome.running), sum(outcome.running) / 60]
        rows.append([f"{seconds} s", *cells])
    return rows


def by_policy(demand: Demand) -> list[Row]:
    """The same crowd, followed by requests, by CPU, or by both."""
    both = replace(_policy(HA.fleet), at_most=100)
    ways = {
        "requests": replace(both, cpu_percent=NEVER),
        "CPU": replace(both, requests_per_minute=NEVER),
        "both": both,
    }
    base = _full_rate(both)
    return [
        _row(name, replace(_scene(HA.fleet, demand, IDLE), policy=policy, course=spike(base), seconds=SPIKE))
        for name, policy in ways.items()
    ]


def at_cpu(fleet: Fleet, demand: Demand, percent: float) -> float:
    """Requests a minute that keep an instance at so much CPU."""
    machine = MACHINES[fleet.instance]
    return machine.vcpus * percent / 100 / machine.seconds(demand.cost.service) * 60


def usd_of_vcpu(fleet: Fleet, percent: float) -> float:
    """What an hour of a busy vCPU costs on instances that are as busy as this; beyond the baseline it is paid for."""
    machine, price = MACHINES[fleet.instance], prices.EC2[fleet.instance].usd
    busy = machine.vcpus * percent / 100
    return (price + max(0.0, busy - machine.vcpus * machine.baseline) * prices.CREDIT.usd) / busy


def _full(policy: Policy, demand: Demand, times: float) -> Outcome:
    scene = _scene(HA.fleet, demand, IDLE)
    return simulate(replace(scene, policy=policy, course=spike(_full_rate(policy), times=times), seconds=SPIKE))


def _full_rate(policy: Policy) -> float:
    return ALMOST * policy.at_least * policy.requests_per_minute / 60


def _policy(fleet: Fleet) -> Policy:
    return Policy(
        at_least=fleet.at_least,
        at_most=fleet.at_most,
        requests_per_minute=fleet.requests_per_minute,
        cpu_percent=fleet.cpu_percent,
        warm_up=fleet.warm_up_seconds,
        is_predictive=fleet.is_predictive,
    )


def _scene(fleet: Fleet, demand: Demand, database: str) -> Scene:
    machine, postgres = MACHINES[fleet.instance], DATABASES[database]
    return Scene(
        course=_nobody,
        seconds=0.0,
        policy=_policy(fleet),
        service=machine.seconds(demand.cost.service),
        vcpus=machine.vcpus,
        database=postgres.seconds(demand.cost.database),
        database_vcpus=postgres.vcpus,
    )


def _nobody(_second: float) -> float:
    return 0.0


def _row(name: str, scene: Scene) -> Row:
    outcome = simulate(scene)
    waits = [outcome.percentile(percent) * 1e3 for percent in (50, 99, 100)]
    instances = [outcome.healthy[0], max(outcome.running)]
    return [name, _refused(outcome), outcome.refusing, *waits, *instances]


def _refused(outcome: Outcome) -> float:
    return 100 * outcome.refused / outcome.asked if outcome.asked else 0.0
