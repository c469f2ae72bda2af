"""Phrases that repeat: `every 2 weeks on mon, thu at 9 starting friday until june`, as an RRULE of RFC 5545."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

from todo.rules import occurrences
from todo.rules.quick import calendar, phrases
from todo.rules.quick.context import Context
from todo.rules.quick.language import compiled, language
from todo.rules.quick.slots import Slots, ordinal, weekday

FREQUENCIES = {
    "day": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1),
}  # fmt: skip
WORKDAYS = "BYDAY=MO,TU,WE,TH,FR"
_GAP = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A phrase from `start` to `end`, its rule and the first day; `is_from_completion` counts from when it was done."""

    start: int
    end: int
    rule: str
    on: date
    at: time | None
    is_from_completion: bool
    strength: str


def repeat(text: str, start: int, context: Context) -> Repeat | None:
    """The longest such phrase that begins at `start`, with what belongs to it behind: time, start and end."""
    best: tuple[int, Slots, str, str] | None = None
    for pattern in context.language.patterns["repeat"]:
        match = pattern.expression.match(text, start)
        if match and (best is None or match.end() > best[0]):
            best = (match.end(), Slots(match, context.language), pattern.meaning, pattern.strength)
    if best is None:
        return None
    _, slots, meaning, strength = best
    try:
        return _whole(text, start, slots, meaning, strength, context)
    except (ValueError, KeyError, OverflowError):  # it is no rule after all
        return None


def _whole(text: str, start: int, slots: Slots, meaning: str, strength: str, context: Context) -> Repeat | None:
    rule, end = RULES[meaning](slots), slots.found.end()
    tail = _tail(text, end, context)
    at = tail.at
    if at is None and "daypart" in slots:
        at = time.fromisoformat(str(slots.of("dayparts", "daypart")))
    on = _first(rule, tail, at, context)
    if on is None:
        return None
    if tail.lasting:
        last = calendar.plus(on, *tail.lasting) - timedelta(days=1)
        rule = f"{rule};UNTIL={last:%Y%m%d}"
    elif tail.until:
        rule = f"{rule};UNTIL={tail.until:%Y%m%d}"
    elif tail.times:
        rule = f"{rule};COUNT={tail.times}"
    is_from_completion = meaning == "after" or "!" in slots.text("every")
    strength = phrases.STRONG if tail.end > end else strength
    return Repeat(start, tail.end, rule, on, at, is_from_completion, strength)


def _first(rule: str, tail: "_Tail", at: time | None, context: Context) -> date | None:
    """The first day that the rule names, whatever its interval, which counts from there; today if it is not over."""
    is_over = tail.starting is None and at is not None and at <= context.now.time()
    begin = tail.starting or context.today + timedelta(days=1 if is_over else 0)
    return occurrences.first(re.sub(r";INTERVAL=[0-9]+", "", rule), begin)


@dataclass(slots=True)
class _Tail:
    end: int
    at: time | None = None
    starting: date | None = None
    until: date | None = None
    lasting: tuple[int, str] | None = None
    times: int | None = None


def _tail(text: str, start: int, context: Context) -> _Tail:
    tail = _Tail(start)
    while _time(text, tail, context) or _bound(text, tail, context) or _lasting(text, tail, context):
        pass
    return tail


def _time(text: str, tail: _Tail, context: Context) -> bool:
    found = phrases.clock(text, _skip(text, tail.end), context)
    if tail.at or found is None or (found.strength == "clock" and not text[found.start : found.end].isdigit()):
        return False
    tail.at, tail.end = found.at, found.end
    return True


def _bound(text: str, tail: _Tail, context: Context) -> bool:
    for name, word in (("starting", "starting"), ("until", "until")):
        keyword = _keyword(context.code, word).match(text, _skip(text, tail.end))
        if keyword is None or getattr(tail, name):
            continue
        found = phrases.when(text, keyword.end(), context)
        if found and found.on:
            setattr(tail, name, found.on)
            tail.at, tail.end = tail.at or found.at, found.end
            return True
    return False


def _lasting(text: str, tail: _Tail, context: Context) -> bool:
    if tail.lasting or tail.times:
        return False
    begin = _skip(text, tail.end)
    if found := _length(context.code).match(text, begin):
        slots = Slots(found, context.language)
        if slots.unit in FREQUENCIES:
            tail.lasting, tail.end = (slots.number("n"), slots.unit), found.end()
            return True
    if found := _count(context.code).match(text, begin):
        tail.times, tail.end = int(found["count"]), found.end()
        return tail.times > 0
    return False


def _skip(text: str, start: int) -> int:
    found = _GAP.match(text, start)
    return found.end() if found else start


@cache
def _keyword(code: str, name: str) -> re.Pattern[str]:
    return re.compile(language(code).one_of(name) + r"\s+", re.IGNORECASE)


@cache
def _length(code: str) -> re.Pattern[str]:
    spoken = language(code)
    pattern = str(spoken.data["length"]) if "length" in spoken.data else "{lasting} {n} {unit}"
    return _compiled(pattern, code)


@cache
def _count(code: str) -> re.Pattern[str]:
    spoken = language(code)
    text = rf"(?:{spoken.one_of('lasting')}\s+)?(?P<count>[0-9]{{1,4}})\s*{spoken.one_of('times')}(?!\w)"
    return re.compile(text, re.IGNORECASE)


def _compiled(pattern: str, code: str) -> re.Pattern[str]:
    spoken = language(code)
    return compiled(pattern.replace("{lasting}", spoken.one_of("lasting")), spoken.slots)


def _days(slots: Slots) -> str:
    days = {weekday(slots.language, word) for word in _weekday_words(slots)}
    return "BYDAY=" + ",".join(calendar.WEEKDAYS[number - 1] for number in sorted(days))


def _weekday_words(slots: Slots) -> list[str]:
    names = [name for name in ("weekdays", "weekdays2") if name in slots]
    return [word for name in names for word in slots.each(name, "weekday")]


def _monthdays(slots: Slots) -> str:
    days = sorted({int(number) for number in re.findall(r"[0-9]+", slots.text("monthdays"))})
    return "BYMONTHDAY=" + ",".join(map(str, days))


def _of_unit(count: int, unit: str, *more: str) -> str:
    if unit == "workday":
        return f"FREQ=WEEKLY;{WORKDAYS}"
    name, factor = FREQUENCIES[unit]
    if not 1 <= count * factor <= 1000:
        raise ValueError("too seldom")
    interval = [f"INTERVAL={count * factor}"] if count * factor > 1 else []
    return ";".join([f"FREQ={name}", *interval, *more])


def _every(slots: Slots, count: int | None = None) -> str:
    count = count or (slots.number("n") if "n" in slots else 1)
    if "weekdays" in slots:
        unit = slots.unit if "unit" in slots else "week"
        if unit not in {"week", "fortnight"}:
            raise ValueError("weekdays are of weeks")
        return _of_unit(count, unit, _days(slots))
    if "monthdays" in slots:
        return _of_unit(count, "month" if slots.unit == "month" else "none", _monthdays(slots))
    return _of_unit(count, slots.unit)


def _other(slots: Slots) -> str:
    return _every(slots, 2)


def _every_nth(slots: Slots) -> str:
    return _of_unit(slots.number("nth"), slots.unit)


def _nth_weekday(slots: Slots) -> str:
    name = "ordinals" if "ordinals" in slots else "ordinal"
    numbers = [ordinal(slots.language, word) for word in slots.each(name, "ordinal")] if name in slots else [2]
    words = [slots.text("weekday")] if "weekday" in slots else _weekday_words(slots)
    days = [calendar.WEEKDAYS[weekday(slots.language, word) - 1] for word in words]
    by_day = "BYDAY=" + ",".join(f"{number}{day}" for number in numbers for day in days)
    if "months" in slots:
        return f"FREQ=YEARLY;BYMONTH={_months(slots)};{by_day}"
    return f"FREQ=MONTHLY;{by_day}"


def _months(slots: Slots) -> str:
    table = slots.language.words("months")
    return ",".join(map(str, sorted({int(table[word]) for word in slots.each("months", "month")})))


def _nth_workday(slots: Slots) -> str:
    return f"FREQ=MONTHLY;{WORKDAYS};BYSETPOS={slots.ordinal()}"


def _yearly(slots: Slots) -> str:
    month, day = slots.month, slots.number("day")
    date(2028, month, day)  # raises ValueError where there is no such day
    return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"


def _in_months(slots: Slots) -> str:
    return f"FREQ=YEARLY;BYMONTH={_months(slots)};BYMONTHDAY=1"


def _adverb(slots: Slots) -> str:
    count, unit = slots.of("adverbs", "adverb")
    more = [_days(slots)] if "weekdays" in slots else [_monthdays(slots)] if "monthdays" in slots else []
    return _of_unit(int(count), str(unit), *more)


def _after_completion(slots: Slots) -> str:
    return _of_unit(slots.number("n"), slots.unit)


def _holiday(slots: Slots) -> str:
    rule = str(slots.of("holidays", "holiday"))
    if rule.startswith("easter"):
        raise ValueError("no rule of RFC 5545 follows Easter")
    if " " in rule:
        month, day = rule.split()
        return f"FREQ=YEARLY;BYMONTH={int(month)};BYDAY={day}"
    month, day = rule.split("-")
    return f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day)}"


RULES: dict[str, Callable[[Slots], str]] = {
    "every": _every, "other": _other, "every_nth": _every_nth, "nth_weekday": _nth_weekday, "nth_workday": _nth_workday,
    "monthdays": lambda slots: f"FREQ=MONTHLY;{_monthdays(slots)}", "yearly": _yearly, "in_months": _in_months,
    "last_day": lambda _: "FREQ=MONTHLY;BYMONTHDAY=-1", "first_day": lambda _: "FREQ=MONTHLY;BYMONTHDAY=1",
    "workdays": lambda _: f"FREQ=WEEKLY;{WORKDAYS}", "weekend": lambda _: "FREQ=WEEKLY;BYDAY=SA",
    "daily": lambda _: "FREQ=DAILY", "adverb": _adverb, "after": _after_completion, "holiday": _holiday,
}  # fmt: skip
