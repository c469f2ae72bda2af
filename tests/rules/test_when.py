"""Dates, floating times and zones: each stays what it is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from todo.rules import when

A_SENTENCE = r"\w+ \w+"
NO_DATES = [
    *(
        "",
        "2026",
        "2026-12",
        "2026-12-1",
        "20261201",
        "2026-W49-2",
        "2026-335",
        "10000-01-01",
        "-001-01-01",
        "0000-01-01",
    ),
    *("2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "2026-12-32", "2026-12-00", "2026-12-01 ", " 2026-12-01"),
    *("2026-12-01\n", "２０２６-12-01", "٢٠٢٦-12-01", "tomorrow", "infinity", "-infinity", "now", "0", "1764547200"),
]
NO_TIMES = [
    *(
        "24:00",
        "24:00:00",
        "23:60",
        "23:59:60",
        "9:00",
        "09",
        "0900",
        "09:00:00.5",
        "09:00Z",
        "09:00+01:00",
        "09:00-00:00",
    ),
    *("09:00[Europe/Berlin]", "", " 09:00", "09:00 ", "25:00", "09:0", "09:00:0", "-1:00", "٠٩:00"),
]


@given(some.dates())
def test_a_date_comes_back_to_the_letter(on: date) -> None:
    assert when.local(on.isoformat()) == on.isoformat()
    assert when.split(on.isoformat()) == (on.isoformat(), None)
    assert when.day(on.isoformat()) == on.isoformat()


@given(some.dates(), some.times())
def test_a_local_time_comes_back_in_its_shortest_form(on: date, at: time) -> None:
    at = at.replace(microsecond=0)
    shortest = datetime.combine(on, at).isoformat(timespec="seconds" if at.second else "minutes")

    assert when.local(f"{on}T{at:%H:%M:%S}") == shortest
    assert when.local(shortest) == shortest
    assert "T".join(filter(None, when.split(shortest))) == shortest


@given(some.text())
def test_what_is_accepted_is_in_its_shortest_form(text: str) -> None:
    try:
        local = when.local(text)
    except ValueError:
        return

    assert when.local(local) == local


@pytest.mark.parametrize("text", NO_DATES)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    for read in (when.local, when.day):
        with pytest.raises(ValueError, match=A_SENTENCE):
            read(text)


@pytest.mark.parametrize("text", NO_TIMES)
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=A_SENTENCE):
        when.local(f"2026-12-01T{text}")


@pytest.mark.parametrize("text", ["2026-12-01t09:00", "2026-12-01 09:00", "2026-12-01TT09:00", "T09:00", "09:00"])
def test_a_day_and_a_time_are_joined_by_a_capital_t(text: str) -> None:
    with pytest.raises(ValueError, match=A_SENTENCE):
        when.local(text)


def test_nothing_is_split_into_nothing() -> None:
    assert when.split(None) == (None, None)


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "UTC", "America/Argentina/Ushuaia"]
)
def test_a_zone_of_the_database_is_known(name: str) -> None:
    assert ZoneInfo(when.zone(name))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "localtime",
            "Factory",
            "posixrules",
            "europe/berlin",
            "Europe/Berlin ",
            "+02:00",
            "CEST+2",
            "Mars/Phobos",
        ),
        *("../../etc/passwd", "/etc/localtime", "posix/Europe/Berlin", "right/Europe/Berlin", "Europe", "Europe/\x00"),
    ],
)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=A_SENTENCE):
        when.zone(name)
