"""Phrases that repeat: `every 2 weeks on mon, thu at 9 starting friday until june`, as an RRULE of RFC 5545."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

from todo.rules import occurrences
from todo.rules.quick import calendar, phrases, times
from todo.rules.quick.context import Context
from todo.rules.quick.language import compiled, language
from todo.rules.quick.recurring import FREQUENCIES, RULES
from todo.rules.quick.slots import Slots

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


@dataclass(slots=True)
class _Tail:
    """What belongs to a rule and stands behind it; `part` is a part of the day, such as the evening."""

    end: int
    at: time | None = None
    part: time | None = None
    starting: date | None = None
    until: date | None = None
    lasting: tuple[int, str] | None = None
    times: int | None = None
    is_from_completion: bool = False


def repeat(text: str, start: int, context: Context) -> Repeat | None:
    """The longest such phrase that begins at `start`, with what belongs to it behind: time, start and end."""
    if keyword := _keyword(context.code, "starting_first").match(text, start):
        first = phrases.when(text, keyword.end(), context, is_bound=True)
        if first and first.on:
            return _at(text, start, _skip(text, first.end), context, first.on)
    return _at(text, start, start, context)


def _at(text: str, start: int, begin: int, context: Context, starting: date | None = None) -> Repeat | None:
    best: tuple[int, Slots, str, str] | None = None
    for pattern in context.language.patterns["repeat"]:
        match = pattern.expression.match(text, begin)
        if match and (best is None or match.end() > best[0]):
            best = (match.end(), Slots(match, context.language), pattern.meaning, pattern.strength)
    if best is None:
        return None
    end, slots, meaning, strength = best
    try:
        tail = _tail(text, _Tail(end, starting=starting), context)
        found = _whole(RULES[meaning](slots), slots, tail, context)
    except (ValueError, KeyError, OverflowError):  # it is no rule after all
        return None
    if found is None:
        return None
    is_from_completion = tail.is_from_completion or meaning == "after" or "!" in slots.text("every")
    return Repeat(start, tail.end, *found, is_from_completion, phrases.STRONG if tail.end > end else strength)


def _whole(rule: str, slots: Slots, tail: _Tail, context: Context) -> tuple[str, date, time | None] | None:
    """The rule with its end, the first day, and the time."""
    part = tail.part
    if part is None and "daypart" in slots:
        part = times.MEANINGS["daypart"](slots)
    at = times.within(tail.at, part) if tail.at else part
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
    return rule, on, at


def _first(rule: str, tail: _Tail, at: time | None, context: Context) -> date | None:
    """The first day that the rule names, whatever its interval, which counts from there; today if it is not over."""
    is_over = tail.starting is None and at is not None and at <= context.now.time()
    begin = tail.starting or context.today + timedelta(days=1 if is_over else 0)
    return occurrences.first(re.sub(r";INTERVAL=[0-9]+", "", rule), begin)


def _tail(text: str, tail: _Tail, context: Context) -> _Tail:
    while any(part(text, tail, context) for part in (_time, _bound, _lasting, _completion)):
        pass
    return tail


def _time(text: str, tail: _Tail, context: Context) -> bool:
    found = phrases.clock(text, _skip(text, tail.end), context)
    if tail.at or found is None or (found.strength == "clock" and not text[found.start : found.end].isdigit()):
        return False
    if found.strength == phrases.BESIDE:
        if tail.part:
            return False
        tail.part = found.at
    else:
        tail.at = found.at
    tail.end = found.end
    return True


def _bound(text: str, tail: _Tail, context: Context) -> bool:
    for name in ("starting", "until"):
        keyword = _keyword(context.code, name).match(text, _skip(text, tail.end))
        if keyword is None or getattr(tail, name):
            continue
        found = phrases.when(text, keyword.end(), context, is_bound=True)
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


def _completion(text: str, tail: _Tail, context: Context) -> bool:
    found = _keyword(context.code, "from_completion", r"(?!\w)").match(text, _skip(text, tail.end))
    if found is None or tail.is_from_completion:
        return False
    tail.is_from_completion, tail.end = True, found.end()
    return True


def _skip(text: str, start: int) -> int:
    found = _GAP.match(text, start)
    return found.end() if found else start


@cache
def _keyword(code: str, name: str, behind: str = r"\s+") -> re.Pattern[str]:
    return re.compile(language(code).one_of(name) + behind, re.IGNORECASE)


@cache
def _length(code: str) -> re.Pattern[str]:
    spoken = language(code)
    pattern = str(spoken.data.get("length", "{lasting} {n} {unit}"))
    return compiled(pattern.replace("{lasting}", f"(?:{spoken.data['lasting']})"), spoken.slots)


@cache
def _count(code: str) -> re.Pattern[str]:
    spoken = language(code)
    text = rf"(?:{spoken.one_of('lasting')}\s+)?(?P<count>[0-9]{{1,4}})\s*{spoken.one_of('times')}(?!\w)"
    return re.compile(text, re.IGNORECASE)
