"""What docs/growth.md is computed with: held to queueing theory, to its own sums, and to the stack's settings."""

from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import mean

import pytest
from bench.growth import bill, prices, scenes, tables
from bench.growth.day import PEAK, course, rush, spike
from bench.growth.demand import Demand
from bench.growth.fleet import Outcome, Scene, simulate
from bench.growth.line import Line, mean_wait
from bench.growth.machines import DATABASES, MACHINES
from bench.growth.needs import needs, operations_included
from bench.growth.policy import Minute, Policy, wanted
from infra.settings import HA, LARGE, PROFILES, SMALL, Profile

DOCS = Path(__file__).parents[2] / "docs"
POLICY = Policy(at_least=2, at_most=10, requests_per_minute=600, cpu_percent=50, warm_up=180)
CALM = Minute(requests=550, cpu=30)
BUSY = Minute(requests=1800, cpu=95)
QUIET = Minute(requests=200, cpu=10)
SCENE = Scene(
    course=spike(19, times=10, at=300, lasts=600),
    seconds=1200,
    policy=POLICY,
    service=0.04,
    vcpus=2,
    database=0.005,
    database_vcpus=4,
)


# The line


@pytest.mark.parametrize(("servers", "load"), [(1, 0.7), (2, 0.5), (2, 0.85), (8, 0.8)])
def test_the_mean_wait_is_what_erlang_says(servers: int, load: float) -> None:
    random, line, now, waits = Random(1), Line(), 0.0, []
    line.open(0, "only", servers)

    for _ in range(200_000):
        now += random.expovariate(servers * load)
        waits.append(line.enter(now, random.expovariate(1), patience=1e9))

    expected = mean_wait(servers * load, 1, servers)
    assert mean(wait for wait in waits if wait is not None) == pytest.approx(expected, rel=0.07)


def test_one_server_waits_as_the_textbook_has_it() -> None:
    assert mean_wait(0.5, 1, 1) == pytest.approx(1)  # M/M/1: load / (1 - load) times a service


def test_beyond_capacity_there_is_no_mean() -> None:
    with pytest.raises(ValueError, match="for ever"):
        mean_wait(2, 1, 2)


def test_who_would_wait_longer_than_patience_is_refused_and_takes_no_place() -> None:
    line = Line()
    line.open(0, "only", 1)

    assert line.enter(0, work=5, patience=1) == 0
    assert line.enter(1, work=5, patience=1) is None
    assert line.enter(4.5, work=5, patience=1) == 0.5


def test_before_nobody_everybody_is_refused() -> None:
    line = Line()
    line.open(0, "gone", 2)
    line.close("gone")

    assert line.enter(0, work=1, patience=1e9) is None


# The policy


def test_three_busy_minutes_bring_as_many_as_the_target_asks_for() -> None:
    assert wanted(POLICY, [CALM, BUSY, BUSY], warm=2, now=2) == 2
    assert wanted(POLICY, [BUSY, BUSY, BUSY], warm=2, now=2) == 6  # 3600 a minute, 600 each
    assert wanted(replace(POLICY, requests_per_minute=1e9), [BUSY] * 3, warm=2, now=2) == 4  # 190 % of CPU, 50 each


def test_what_is_on_its_way_is_not_ordered_again() -> None:
    assert wanted(POLICY, [BUSY] * 5, warm=2, now=6) == 6


def test_it_never_leaves_its_bounds() -> None:
    assert wanted(POLICY, [Minute(1e6, 100)] * 3, warm=9, now=9) == POLICY.at_most
    assert wanted(POLICY, [Minute(0, 0)] * 20, warm=9, now=9) == POLICY.at_least


def test_fifteen_quiet_minutes_end_some_and_one_that_is_not_ends_none() -> None:
    assert wanted(POLICY, [QUIET] * 14, warm=6, now=6) == 6
    assert wanted(POLICY, [QUIET] * 15, warm=6, now=6) == 2
    assert wanted(POLICY, [*[QUIET] * 7, CALM, *[QUIET] * 7], warm=6, now=6) == 6
    assert wanted(POLICY, [QUIET] * 15, warm=4, now=6) == 6  # not while some are warming up


# The simulation


def served(outcome: Outcome) -> int:
    return len(outcome.waits)


def test_everybody_who_asked_is_answered_or_refused() -> None:
    outcome = simulate(SCENE)

    assert outcome.refused > 0
    assert outcome.asked == served(outcome) + outcome.refused


def test_the_same_seed_has_the_same_outcome() -> None:
    assert simulate(SCENE) == simulate(SCENE)
    assert simulate(SCENE).waits != simulate(replace(SCENE, seed=2)).waits


def test_more_instances_refuse_fewer() -> None:
    fixed = [replace(POLICY, at_least=count, at_most=count) for count in (1, 2, 3, 10)]

    refused = [simulate(replace(SCENE, policy=policy)).refused for policy in fixed]

    assert refused == sorted(refused, reverse=True)
    assert refused[0] > refused[-1] == 0


def test_the_fleet_grows_with_the_crowd_and_shrinks_after_it() -> None:
    outcome = simulate(replace(SCENE, seconds=3600))

    assert outcome.running[0] == POLICY.at_least
    assert max(outcome.running) > 3 * POLICY.at_least
    assert outcome.running[-1] == POLICY.at_least


def test_no_instance_helps_before_it_has_booted_and_passed_its_checks() -> None:
    outcome = simulate(replace(SCENE, course=spike(19, times=4, at=300, lasts=900)))
    launched = next(minute for minute, count in enumerate(outcome.running) if count > POLICY.at_least)
    helped = next(minute for minute, count in enumerate(outcome.healthy) if count > POLICY.at_least)

    assert 300 / 60 + 2 < launched < helped <= launched + 2


def test_a_slow_database_is_waited_for_however_many_instances_there_are() -> None:
    scene = replace(SCENE, policy=replace(POLICY, at_least=10), database=0.05)

    assert simulate(scene).percentile(99) > 1 > simulate(replace(scene, database=0.005)).percentile(99)


def test_a_forecast_has_instances_there_before_the_crowd() -> None:
    morning = rush(25, begins=7)
    scene = replace(SCENE, course=morning, seconds=3600, policy=replace(POLICY, is_predictive=True, at_most=20))

    followed, foreseen = simulate(scene), simulate(replace(scene, forecast=morning))

    assert foreseen.healthy[5] > followed.healthy[5]


# The sums


def test_a_day_has_the_mean_of_one() -> None:
    assert mean(course(minute / 60) for minute in range(24 * 60)) == pytest.approx(1, abs=0.01)
    assert pytest.approx(3, abs=0.05) == PEAK


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_more_people_never_need_less_or_cost_less(profile: Profile) -> None:
    found = [Demand(people=10.0**power) for power in range(8)]
    needed = [needs(profile, demand) for demand in found]
    totals = [bill.total(bill.bill(profile, demand)) for demand in found]

    assert totals == sorted(totals)
    for name in ("instances", "storage_gib"):
        counts = [getattr(one, name) * one.cells for one in needed]
        assert counts == sorted(counts)


@pytest.mark.parametrize(("profile", "people"), tables.PEOPLE.items(), ids=lambda it: getattr(it, "name", ""))
def test_what_is_needed_is_within_what_there_is(profile: Profile, people: float) -> None:
    needed = needs(profile, Demand(people=people))
    database = DATABASES[needed.database]

    vcpus = needed.instances * MACHINES[profile.fleet.instance].vcpus
    assert needed.service_vcpus <= vcpus * profile.fleet.cpu_percent / 100
    assert needed.database_vcpus <= database.vcpus / 2
    assert needed.connections <= database.connections
    assert needed.instances <= profile.fleet.at_most
    assert needed.storage_gib <= profile.database.storage_limit_gib


def test_a_fleet_at_its_most_during_a_rollout_fits_into_the_databases_connections() -> None:
    for profile in PROFILES.values():
        connections = profile.fleet.at_most * 1.5 * MACHINES[profile.fleet.instance].vcpus * 8

        assert connections <= profile.database.connections_alarm < DATABASES[profile.database.instance].connections


def test_a_fleet_at_its_most_does_not_ask_more_than_its_database_answers() -> None:
    for profile in PROFILES.values():
        database = DATABASES[profile.database.instance]
        asked = profile.fleet.at_most * profile.fleet.requests_per_minute / 60
        answered = database.vcpus / database.seconds(tables.ONE.cost.database)

        assert asked < 0.9 * answered


def test_tiers_are_paid_each_at_its_price() -> None:
    tiers = ((0.0, prices.Price(2, "piece", "")), (10.0, prices.Price(1, "piece", "")))

    assert [prices.tiered(quantity, tiers) for quantity in (0, 10, 15)] == [0, 20, 25]


def test_every_price_names_the_page_of_aws_that_decides_it() -> None:
    found = prices.every()

    assert len(found) > 40
    assert [name for name, price in found if not price.page.startswith("aws.amazon.com/") or not price.unit] == []


def test_a_disk_of_400_gib_brings_four_times_the_operations() -> None:
    assert operations_included(399) * 4 == operations_included(400)


# The stack and the docs


def test_the_stacks_targets_are_those_of_the_simulation() -> None:
    """By requests, the CPU that the sweep in docs/growth.md chose; a quarter off is still the same number, rounded."""
    for fleet, percent in ((SMALL.fleet, 20), (HA.fleet, 20), (LARGE.fleet, 40)):
        asked_for = scenes.at_cpu(fleet, tables.ONE, percent)

        assert fleet.requests_per_minute == pytest.approx(asked_for, rel=0.25)


def test_an_instance_is_not_counted_before_it_can_serve() -> None:
    from bench.growth.fleet import BOOT, CHECK_EVERY, GOOD

    for profile in PROFILES.values():
        assert profile.fleet.warm_up_seconds >= max(BOOT) + GOOD * CHECK_EVERY


@pytest.mark.parametrize("name", tables.TABLES)
def test_the_docs_have_the_table_that_the_command_prints(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from bench.table import table

    table(*tables.TABLES[name][1]())
    printed = capsys.readouterr().out.strip()

    assert printed in (DOCS / "growth.md").read_text()


def test_the_model_starts_from_what_was_measured() -> None:
    """The service's and the database's CPU, as the rows `ours` of docs/figures.md have them."""
    text = (DOCS / "figures.md").read_text()
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.startswith("| ours")]
    measured = tables.ONE.measured

    for cost in (measured.read, measured.write):
        assert [f"{cost.service:,.0f}", f"{cost.database:,.0f}"] in [row[2:4] for row in rows]
