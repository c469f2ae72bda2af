"""The tables of docs/growth.md that are only arithmetic."""

from dataclasses import replace

from infra.settings import HA, LARGE, PROFILES, SMALL, Profile

from bench.growth import bill, prices
from bench.growth.demand import Demand
from bench.growth.machines import MACHINES
from bench.growth.needs import needs, people_carried
from bench.growth.said import reasons
from bench.growth.scenes import at_cpu

PEOPLE = {SMALL: 1_000.0, HA: 100_000.0, LARGE: 10_000_000.0}
ONE = Demand(people=1)

Table = tuple[list[str], list[list[object]]]


def assumptions() -> Table:
    return ["of a person, on a day", "how much", "why"], reasons(ONE.habits)


def requests() -> Table:
    """What a request takes on each type of instance, and how many keep it at so much CPU."""
    columns = ["instance", "CPU of a request, ms", "a second at 100 %", "a minute at the target", "that is CPU, %"]
    rows: list[list[object]] = []
    for fleet in (HA.fleet, LARGE.fleet):
        full = at_cpu(fleet, ONE, 100)
        seconds = MACHINES[fleet.instance].seconds(ONE.cost.service)
        target = fleet.requests_per_minute
        rows.append([fleet.instance, seconds * 1e3, full / 60, f"{target:,}", 100 * target / full])
    return columns, rows


def sizes() -> Table:
    rows: list[list[object]] = []
    for profile, people in PEOPLE.items():
        demand = Demand(people=people)
        needed = needs(profile, demand)
        fleet = [f"{needed.instances} {profile.fleet.instance}", needed.service_vcpus, needed.connections]
        disk = [f"{needed.storage_gib:,}", f"{needed.disk_operations:,}"]
        database = [f"db.{needed.database}", needed.database_vcpus, *disk]
        rows.append([f"{people:,.0f}", demand.per_second, demand.peak, needed.cells, *fleet, *database])
    columns = [
        *("people a day", "requests/s", "in the busiest minutes", "cells", "in each: instances", "of them busy, vCPUs"),
        *("connections", "database", "of it busy, vCPUs", "storage, GiB", "disk operations/s"),
    ]
    return columns, rows


def carried() -> Table:
    """How many people a day each part of a profile is enough for."""
    rows: list[list[object]] = []
    for profile in PROFILES.values():
        found = people_carried(profile, ONE)
        rows.append([profile.name, *(f"{people:,.0f}" for people in found.values())])
    return ["profile", *people_carried(SMALL, ONE)], rows


def bills() -> Table:
    """At rest, and with people; the last rows are of what there is with people."""
    demands = {profile: Demand(people=people) for profile, people in PEOPLE.items()}
    columns = [bill.at_rest(profile) for profile in PEOPLE] + [bill.bill(*pair) for pair in demands.items()]
    names = [f"{profile.name}, at rest" for profile in PEOPLE] + [f"{people:,.0f} people" for people in PEOPLE.values()]
    rows: list[list[object]] = [
        [lines[0].name, *(dollars(line.usd) for line in lines)] for lines in zip(*columns, strict=True)
    ]
    rows.append(["**a month**", *(f"**{dollars(bill.total(lines))}**" for lines in columns)])
    rows.append(["without sign-in", *(dollars(bill.total(lines[:-1])) for lines in columns)])
    return ["dollars a month", *names], rows


def millions() -> Table:
    """What a million requests more cost: of a tenth more people than the profile serves already."""
    columns = [_next_million(profile, people) for profile, people in PEOPLE.items()]
    *most, last = columns[0]
    rows: list[list[object]] = [[name, *(f"{column[name]:.2f}" for column in columns)] for name in most]
    rows.append(["**together**", *(f"**{sum(column[name] for name in most):.2f}**" for column in columns)])
    rows.append([last, *(f"{column[last]:.2f}" for column in columns)])
    return ["dollars for the next million requests", *(f"{people:,.0f} people" for people in PEOPLE.values())], rows


def _next_million(profile: Profile, people: float) -> dict[str, float]:
    less, more = Demand(people=people), Demand(people=people * 1.1)
    pairs = zip(bill.bill(profile, less), bill.bill(profile, more), strict=True)
    return {one.name: (other.usd - one.usd) / (more.per_month - less.per_month) * 1e6 for one, other in pairs}


def levers() -> Table:
    """What the month would cost with one thing otherwise."""
    ways = {
        "as it is": ONE,
        "history kept for 90 days": replace(ONE, habits=replace(ONE.habits, years=0.25)),
        "lists by cursor, not whole": replace(ONE, habits=replace(ONE.habits, whole_lists=0.02)),
        "a line of log for one request in ten": replace(ONE, measured=replace(ONE.measured, bytes_of_log=28)),
    }
    pairs = [(HA, PEOPLE[HA]), (LARGE, PEOPLE[LARGE])]
    rows: list[list[object]] = []
    for name, one in ways.items():
        found = [(replace(one, people=people), profile) for profile, people in pairs]
        rows.append([name, *(dollars(bill.total(bill.bill(profile, demand)[:-1])) for demand, profile in found)])
    crowds = [Demand(people=people) for _, people in pairs]
    rows.append(["sign-in, Cognito Essentials", *(dollars(bill.sign_in(crowd)) for crowd in crowds)])
    rows.append(["sign-in, Cognito Lite", *(dollars(bill.sign_in_lite(crowd)) for crowd in crowds)])
    return ["dollars a month", *(f"{people:,.0f} people" for _, people in pairs)], rows


def prices_seen() -> Table:
    rows: list[list[object]] = [
        [
            name.replace("_", " "),
            f"{price.usd:.6g}",
            price.unit,
            price.page,
            price.seen or "assumed: no copy of the page was found that has it",
        ]
        for name, price in prices.every()
    ]
    return ["price", "$", "a", "page of AWS", "seen"], rows


def dollars(usd: float) -> str:
    return f"{usd:,.0f}" if usd >= 10 or not usd else f"{usd:.2f}"


TABLES = {
    "assumptions": ("Assumptions", assumptions),
    "requests": ("What a request takes", requests),
    "sizes": ("What serves them", sizes),
    "carried": ("What the profiles carry, people a day", carried),
    "bills": ("What it costs", bills),
    "millions": ("What a million requests more cost", millions),
    "levers": ("What would make it cheaper", levers),
    "prices": ("Prices", prices_seen),
}
