"""No date and no time on a clock becomes an instant and a date again: whatever could do so is known by name here."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from todo.rules import when
from todo.rules.series import moved, put_on

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "todo"
PYTHON = sorted(path for folder in ("rules", "store", "api") for path in (SOURCE / folder).rglob("*.py"))
SQL = [*sorted((SOURCE / "schema").glob("*.sql")), *sorted((SOURCE / "store").rglob("*.py"))]
SCRIPTS = sorted((ROOT / "web" / "src").rglob("*.ts")) + sorted((ROOT / "web" / "src").rglob("*.svelte"))

ALLOWED = {
    ("rules/when.py", "today"): "what day it is there at an instant",
    ("rules/when.py", "instant"): "the instant of a time with its zone, to be compared with now",
    ("rules/merge.py", "stamp"): "when a field was set, in milliseconds",
    ("rules/query/moment.py", "day_of"): "the day of a bound that is an instant",
    ("rules/query/moment.py", "instant_of"): "the first instant of a day, to be compared with one that happened",
    ("rules/query/moment.py", "_utc"): "now as UTC",
    ("rules/query/moment.py", "_span"): "the instant of `today at 9`, to be compared with one",
    ("rules/query/match.py", "_instant"): "the instant of a time, to be compared with one",
    ("rules/recurrence.py", "_expands"): "dateutil wants to know whether UNTIL is in UTC; only its day counts",
    ("store/todo_query.py", "surroundings"): "now where the person is",
    ("api/quick.py", "understood"): "now where the person is",
}
CALLS = {"astimezone", "timestamp", "fromtimestamp", "utcfromtimestamp", "localtime", "gmtime", "mktime", "today"}
ALLOWED_SQL = {
    ("0001_todo.sql", "timezone(zone, timestamp '2000-01-01')"),
    ("0001_todo.sql", "timezone(start_zone, timestamp '2000-01-01')"),
    ("0001_todo.sql", "timezone(due_zone, timestamp '2000-01-01')"),
    ("trash.py", "current_date"),  # the database's own day, on which the trash was emptied
}
SQL_CULPRITS = re.compile(
    r"\w+_on\s*(?:\|\|[^:]*)?::timestamptz|::date\s*::timestamptz|::timestamptz\s*::date|now\(\)\s*::date|at time zone"
    r"|\bcurrent_date\b|\blocaltimestamp\b|\bdate_trunc\(|\bto_timestamp\(|\btimezone\((?!%)[^)]*\)",
    re.IGNORECASE,
)
SCRIPT_CULPRITS = re.compile(
    r"new Date\(\s*(?:[\"'`]|[\w.]+\.(?:due|start|deadline)\b)|Date\.parse\([^)]*(?:due|start|deadline)"
    r"|\.get(?:FullYear|Month|Date|Day|Hours|Minutes|TimezoneOffset)\(|\.set(?:FullYear|Month|Date|Hours)\("
    r"|toISOString\(\)\s*\.(?:slice|substr|split)|\.toDateString\(|\.valueAsDate\b"
)


def culprits(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The function in which, and the name of what could turn a date into an instant or back."""
    inside: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            inside |= {
                child: node.name for child in ast.walk(node) if child not in inside or inside[child] != node.name
            }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        names = {keyword.arg for keyword in node.keywords}
        if (
            (node.func.attr == "combine" and (len(node.args) > 2 or "tzinfo" in names))
            or (node.func.attr == "replace" and "tzinfo" in names and not _is_utc_of_a_limit(node))
            or (node.func.attr in CALLS and not _is_own(node.func))
        ):
            yield inside.get(node, "*"), node.func.attr


def _is_own(function: ast.Attribute) -> bool:
    """`when.today`, which is the way to ask."""
    return isinstance(function.value, ast.Name) and function.value.id == "when"


def _is_utc_of_a_limit(call: ast.Call) -> bool:
    return ast.unparse(call).startswith(("datetime.min.", "datetime.max."))


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_no_python_turns_a_date_into_an_instant_but_what_is_known() -> None:
    found = {(name(path), *one) for path in PYTHON for one in culprits(ast.parse(path.read_text()))}

    assert {one for one in found if one[:2] not in ALLOWED} == set()
    assert len(found) > 5


@pytest.mark.parametrize(
    "code",
    [
        "datetime.combine(day, time(), zone)",
        "datetime.combine(day, time(), tzinfo=UTC)",
        "local.replace(tzinfo=UTC)",
        "local.astimezone(zone).date()",
        "datetime.fromtimestamp(seconds)",
        "date.today()",
        "moment.timestamp()",
    ],
)
def test_what_would_is_found_in_python(code: str) -> None:
    assert next(culprits(ast.parse(f"def f():\n    return {code}")))[0] == "f"


def test_no_sql_turns_a_date_into_an_instant_but_what_is_known() -> None:
    found = {(path.name, match) for path in SQL for match in SQL_CULPRITS.findall(path.read_text())}

    of_the_function = {match for file, match in found if file == "0008_series.sql"}
    assert {one for one in found - ALLOWED_SQL if one[0] != "0008_series.sql"} == set()
    assert all(match == "timezone()" or match.startswith("timezone(zone, ") for match in of_the_function)
    assert of_the_function


@pytest.mark.parametrize(
    "sql",
    [
        "t.due_on::timestamptz",
        "(due_on || 'T' || due_time)::timestamptz::date",
        "now()::date",
        "due_on at time zone 'UTC'",
        "date_trunc('day', now())",
        "timezone(t.due_zone, t.due_on + t.due_time)",
        "t.due_on < current_date",
    ],
)
def test_what_would_is_found_in_sql(sql: str) -> None:
    assert SQL_CULPRITS.search(sql)


def test_no_script_turns_a_date_into_an_instant() -> None:
    offences = [f"{path.name}: {found}" for path in SCRIPTS for found in SCRIPT_CULPRITS.findall(path.read_text())]

    assert offences == []
    assert SCRIPTS


@pytest.mark.parametrize(
    "code",
    [
        "new Date('2026-12-01')",
        "new Date(`${day}T00:00`)",
        "new Date(todo.due)",
        "Date.parse(todo.due)",
        "date.getDate()",
        "date.setMonth(1)",
        "new Date().toISOString().slice(0, 10)",
    ],
)
def test_what_would_is_found_in_scripts(code: str) -> None:
    assert SCRIPT_CULPRITS.search(code)


FIRST, LAST = date(2016, 1, 1), date(2036, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days)]


def changes_of_clocks(zone: ZoneInfo) -> set[date]:
    """The days on which the zone's offset changes, and those around them."""
    offsets = [datetime.combine(day, datetime.min.time(), zone).utcoffset() for day in DAYS]
    changed = [day for day, before, after in zip(DAYS, offsets, offsets[1:], strict=False) if before != after]
    return {day + timedelta(days=away) for day in changed for away in (-1, 0, 1, 2)}


def test_no_zone_shifts_a_date_or_a_floating_time_on_any_day_of_twenty_years() -> None:
    """What is stored is text to the rules: the same in each zone, by whatever its clocks do on that day."""
    for day in DAYS:
        text, later = day.isoformat(), (day + timedelta(days=7)).isoformat()
        assert (when.local(text), when.local(f"{text}T02:30")) == (text, f"{text}T02:30")
        assert (moved(text, 7), moved(f"{text}T02:30", 7)) == (later, f"{later}T02:30")
        assert put_on(f"{text}T02:30", day) == f"{text}T02:30"


def test_a_time_is_on_its_own_day_in_its_own_zone_in_every_zone_on_every_day() -> None:
    zones = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
    shifted: list[str] = []
    for key in zones:
        zone = ZoneInfo(key)
        around = changes_of_clocks(zone)
        for day in around | set(DAYS[::97]):
            for hour in (0, 2, 9, 23) if day in around else (9,):
                at = when.instant(datetime.combine(day, datetime.min.time(), zone).replace(hour=hour, minute=30))
                shown = at.astimezone(zone)
                left_out = timedelta(hours=shown.hour, minutes=shown.minute) != timedelta(hours=hour, minutes=30)
                is_later = left_out and timedelta() < shown.replace(tzinfo=None) - _naive(day, hour) <= timedelta(
                    days=1
                )
                if (shown.date() != day or left_out) and not is_later:
                    shifted.append(f"{key} {day} {hour}:30 is shown as {shown}")
                if when.today(at, key) != shown.date():
                    shifted.append(f"{key} {day}: today is another day")

    assert shifted == []
    assert len(zones) > 500


def _naive(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30)  # noqa: DTZ001 (as a clock shows it)


def test_today_begins_at_midnight_in_every_zone() -> None:
    for key in sorted(available_timezones() - {"localtime", "posixrules", "Factory"}):
        at = when.instant(datetime(2026, 12, 1, tzinfo=ZoneInfo(key)))

        assert when.today(at, key) == date(2026, 12, 1)
        assert when.today(at - timedelta(seconds=1), key) == date(2026, 11, 30)
        assert at.tzinfo is UTC
