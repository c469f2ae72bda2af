import sys

from infra.settings import HA, LARGE

from bench.growth import scenes
from bench.growth.demand import Demand
from bench.growth.tables import ONE, PEOPLE, TABLES, Table
from bench.table import heading, table

_TARGET = ["target, CPU", "requests a minute", "$ for a busy vCPU-hour", "twice", "three", "five", "ten times"]
_WARM_UP = ["warm-up", "refused, %", "for minutes", "most instances", "instance-hours"]
CROWD = Demand(people=PEOPLE[HA])


def followed() -> Table:
    return scenes.COLUMNS, [
        row for profile, people in PEOPLE.items() for row in scenes.followed(profile, Demand(people=people))
    ]


def grown() -> Table:
    return scenes.COLUMNS, [row for profile in (HA, LARGE) for row in scenes.grown(profile, ONE)]


def least() -> Table:
    rows = [row for profile in (HA, LARGE) for row in scenes.by_least(profile, Demand(people=PEOPLE[profile]))]
    return ["at least", *scenes.COLUMNS[1:]], rows


SIMULATED = {
    "followed": ("How people fare", followed),
    "grown": ("A morning of as many as the fleet is for", grown),
    "target": (
        "By target: what a full fleet refuses, in percent, when so many times as many come",
        lambda: (_TARGET, scenes.by_target(CROWD)),
    ),
    "least": ("By the fewest instances", least),
    "warm_up": (
        "By warm-up, with ten times as many",
        lambda: (_WARM_UP, scenes.by_warm_up(CROWD)),
    ),
    "policy": ("By what is tracked, with ten times as many", lambda: (scenes.COLUMNS, scenes.by_policy(CROWD))),
}


def main(names: list[str]) -> None:
    every = {**TABLES, **SIMULATED}
    for name in names or every:
        if name == "bytes":
            _count_bytes()
        else:
            title, made = every[name]
            heading(title)
            table(*made())


def _count_bytes() -> None:
    from bench import world
    from bench.growth import sizes

    heading("Bytes")
    with world.made() as made:
        sizes.measure(made)


main(sys.argv[1:])
