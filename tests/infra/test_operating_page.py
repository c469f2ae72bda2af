"""docs/aws.md says what there is: each alarm, each choice, each output that its commands ask for."""

import re
from dataclasses import fields
from pathlib import Path

from infra.settings import PROFILES, Place

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "aws.md").read_text()
RULES = (ROOT / "infra" / "alarm_rules.py").read_text()


def test_every_alarm_is_explained_and_those_that_wake_somebody_are_marked() -> None:
    alarms = {name.removesuffix("{n}") for name in re.findall(r'Rule\(name=f?"([^"]+)"', RULES)}
    waking = set(re.findall(r'"(\w+)"', RULES.split("waking = {")[1].split("}")[0]))

    rows = dict(re.findall(r"^\| `(\w+?)1?`( ●)?[^|]*\|", PAGE, re.MULTILINE))

    assert len(alarms) > 12
    assert alarms - set(rows) == set()
    assert {name for name in alarms if rows[name]} == waking


def test_every_choice_is_explained() -> None:
    choices = {field.name for field in fields(Place)} - {"bundle", "zone", "zone_id", "pool"}

    assert {name for name in choices if not re.search(rf"^\| `{name}`", PAGE, re.MULTILINE)} == set()
    assert {name for name in PROFILES if f"`{name}`" not in PAGE} == set()


def test_what_it_costs_is_what_the_bill_says() -> None:
    bill = (ROOT / "docs" / "growth.md").read_text().split("\n| dollars a month ")[1].split("\n\n")[0]
    at_rest = {line.split("|")[1].strip(" *"): numbers(line)[:3] for line in bill.splitlines() if line.count("|") > 3}

    assert numbers(row("with nobody there")) == at_rest["a month"]
    assert numbers(row("of it the database")) == at_rest["database"]
    assert numbers(row("the budget that warns")) == [f"{it.budget_usd:,}" for it in PROFILES.values()]


def test_what_the_small_profile_gives_up_is_said() -> None:
    listed = PAGE.split("What `small` saves")[1].split("\n\n")[1]

    assert tuple(line.removeprefix("- ") for line in listed.splitlines()) == PROFILES["small"].gives_up


def row(name: str) -> str:
    return PAGE.split(f"| {name} |")[1].split("\n")[0]


def numbers(line: str) -> list[str]:
    return re.findall(r"[\d,]+", line)


def test_the_commands_ask_for_outputs_that_there_are() -> None:
    outputs = set(re.findall(r'^            "(\w+)": ', (ROOT / "infra" / "stack.py").read_text(), re.MULTILINE))

    asked = set(re.findall(r"\$\(of (\w+)\)", PAGE))

    assert asked
    assert asked - outputs == set()
