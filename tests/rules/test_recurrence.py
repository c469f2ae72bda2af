"""Rules of recurrence: RFC 5545 §3.3.10, what it forbids, and what is not understood here."""

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as some

from todo.rules import recurrence

A_SENTENCE = r"\w+ \w+"

GOOD = [
    *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;COUNT=10000", "FREQ=DAILY;UNTIL=20261231"),
    *("FREQ=DAILY;UNTIL=20261231T090000", "FREQ=DAILY;UNTIL=20261231T090000Z", "FREQ=WEEKLY;BYDAY=MO,TH;WKST=SU"),
    *("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=+2TU"),
    *(
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
    ),
    *(
        "FREQ=YEARLY;BYYEARDAY=366,-366",
        "FREQ=YEARLY;BYDAY=53MO",
        "INTERVAL=2;FREQ=WEEKLY",
        "FREQ=DAILY;BYMONTH=1,12;BYMONTHDAY=1",
    ),
]
BAD = [
    *("", " ", "FREQ", "FREQ=", "DAILY", "FREQ=HOURLY", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;", ";FREQ=DAILY"),
    *("FREQ=DAILY\n", "FREQ=DAILY;;COUNT=1", "FREQ=DAILY COUNT=1", "RRULE:RRULE:FREQ=DAILY", "RRULE:", "INTERVAL=2"),
    *("DTSTART:20260101\nRRULE:FREQ=DAILY", "FREQ=DAILY\nEXDATE:20260101", "EXRULE:FREQ=DAILY", "RDATE:20260101"),
    *(
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=1;COUNT=2",
        "FREQ=DAILY;COUNT=1;UNTIL=20261231",
        "FREQ=DAILY;X-MINE=1",
    ),
    *(
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=1001",
        "FREQ=DAILY;INTERVAL=1,2",
        "FREQ=DAILY;INTERVAL=1.5",
    ),
    *(
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=+1",
        "FREQ=DAILY;COUNT=10001",
    ),
    *(
        "FREQ=DAILY;UNTIL=2026",
        "FREQ=DAILY;UNTIL=2026-12-31",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=DAILY;UNTIL=20261231T24",
        "FREQ=DAILY;UNTIL=00000101",
    ),
    *(
        "FREQ=DAILY;UNTIL=20261231T250000",
        "FREQ=DAILY;UNTIL=20261231T090000+0100",
        "FREQ=DAILY;UNTIL=99999999",
        "FREQ=DAILY;UNTIL=",
    ),
    *(
        "FREQ=DAILY;BYMONTH=0",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTH=-1",
        "FREQ=DAILY;BYMONTH=1,",
        "FREQ=DAILY;BYMONTH=,1",
        "FREQ=DAILY;BYMONTH=JAN",
    ),
    *(
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYYEARDAY=367",
        "FREQ=DAILY;BYYEARDAY=1",
    ),
    *(
        "FREQ=YEARLY;BYWEEKNO=0",
        "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=MONTHLY;BYWEEKNO=1",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
    ),
    *(
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYDAY=MO,,TU",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=54MO",
    ),
    *(
        "FREQ=MONTHLY;BYDAY=1",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=WEEKLY;WKST=1MO",
        "FREQ=WEEKLY;WKST=MO,TU",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    ),
    *("FREQ=DAILY;BYEASTER=0", "FREQ=DAILY;BYHOUR=9", "FREQ=DAİLY", "FREQ=DAILY;COUNT=١"),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_good_rule_is_kept_as_it_is(text: str) -> None:
    assert recurrence.rule(text) == text


@pytest.mark.parametrize("text", ["RRULE:FREQ=DAILY", "rrule:freq=daily", "Freq=Daily"])
def test_a_rule_is_kept_in_capitals_without_its_name(text: str) -> None:
    assert recurrence.rule(text) == "FREQ=DAILY"


@pytest.mark.parametrize("text", BAD)
def test_a_bad_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=A_SENTENCE):
        recurrence.rule(text)


parts = some.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
        "COUNT=3",
        "UNTIL=20300101",
        "UNTIL=20300101T000000Z",
        "INTERVAL=2",
        "BYDAY=MO,FR",
        "BYDAY=-1SU",
        "BYMONTHDAY=31,-1",
        "BYMONTH=2",
        "BYSETPOS=1,-1",
        "BYYEARDAY=100",
        "BYWEEKNO=20",
        "WKST=SU",
        "wkst=mo",
    ]
)


@given(some.one_of(some.text(max_size=60), some.lists(parts, max_size=6).map(";".join)))
def test_what_is_accepted_is_a_rule_and_stays_it(text: str) -> None:
    try:
        rule = recurrence.rule(text)
    except ValueError:
        return

    assert recurrence.rule(rule) == rule
    assert rrulestr(rule)
