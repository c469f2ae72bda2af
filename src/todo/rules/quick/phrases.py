"""Dates and times in a text: what stands at a place, and what it means."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from todo.rules.quick import dates, lengths, times
from todo.rules.quick.context import Context
from todo.rules.quick.language import Language, language
from todo.rules.quick.slots import Slots

STRONG, NAMED, WEAK, BESIDE, CLOCK, AFTER_AT, BOUND = "strong", "named", "weak", "beside", "clock", "after_at", "bound"
_GAP = re.compile(r"\s*,?\s*")


@dataclass(frozen=True, slots=True)
class When:
    """A phrase from `start` to `end`: a day, a time of day, or both. `strength` says where it counts."""

    start: int
    end: int
    on: date | None = None
    at: time | None = None
    strength: str = STRONG


def when(text: str, start: int, context: Context, *, is_bound: bool = False) -> When | None:
    """The longest phrase that begins at `start`: day and time in either order, or one of them.

    `is_bound` where a word such as `until` stands before it: `june` alone is then its first day.
    """
    found = [_day_then_time(text, start, context, is_bound=is_bound), _time_then_day(text, start, context)]
    return max((it for it in found if it), key=lambda it: it.end, default=None)


def day(text: str, start: int, context: Context, *, is_bound: bool = False) -> When | None:
    """The longest phrase for a day, with the word in front that belongs to it."""
    before, behind_strong = _prefixes(context.code)
    prefix = before.match(text, start)
    if prefix is None:
        return _pattern_at(text, start, context, is_bound=is_bound)
    is_strong = bool(behind_strong.fullmatch(prefix[0]))
    found = _pattern_at(text, prefix.end(), context, is_bound=is_strong)
    if found is None or (found.strength == WEAK and not is_strong):
        return _pattern_at(text, start, context, is_bound=is_bound)
    return replace(found, start=start, strength=NAMED if found.strength == WEAK else STRONG)


def clock(text: str, start: int, context: Context) -> When | None:
    """The longest phrase for a time of day, with the `at` in front. What needs one is a `beside` without."""
    prefix, loose = (expression.match(text, start) for expression in _ats(context.code))
    begin = prefix.end() if prefix else loose.end() if loose else start
    best: When | None = None
    for pattern in context.language.patterns["time"]:
        match = pattern.expression.match(text, begin)
        if not match or (best and match.end() <= best.end) or (pattern.strength == AFTER_AT and not prefix):
            continue
        if loose and not prefix and pattern.strength in {BESIDE, CLOCK}:
            continue
        at = times.MEANINGS[pattern.meaning](Slots(match, context.language))
        strength = pattern.strength
        if prefix or loose:
            strength = {BESIDE: BESIDE, AFTER_AT: NAMED}.get(strength, STRONG if prefix else NAMED)
        best = When(start, match.end(), at=at, strength=strength)
    return best


def _pattern_at(text: str, start: int, context: Context, *, is_bound: bool) -> When | None:
    best: When | None = None
    for pattern in context.language.patterns["date"]:
        match = pattern.expression.match(text, start)
        if not match or (best and match.end() <= best.end) or (pattern.strength == BOUND and not is_bound):
            continue
        if found := _meant(Slots(match, context.language), pattern.meaning, context):
            best = replace(found, strength=STRONG if pattern.strength == BOUND else pattern.strength)
    return best


def _meant(slots: Slots, meaning: str, context: Context) -> When | None:
    start, end = slots.found.span()
    try:
        if meaning == "after_span":
            return _moment(slots, lengths.minutes(slots.text("span"), slots.language) or 0, context)
        if meaning in {"after", "ago"} and slots.unit in {"hour", "minute"}:
            count = slots.number("n") or slots.number("digits")
            minutes = count * (60 if slots.unit == "hour" else 1)
            return _moment(slots, -minutes if meaning == "ago" else minutes, context)
        on = dates.MEANINGS[meaning](slots, context)
        return When(start, end, on, _time_of(slots, meaning))
    except (ValueError, OverflowError):  # there is no such day
        return None


def _time_of(slots: Slots, meaning: str) -> time | None:
    """What a phrase for a day says of the time."""
    match meaning:
        case "tonight":
            return times.EVENING
        case "tonight_at":
            return times.within(times.MEANINGS["hour12"](slots), times.EVENING)
        case "this_daypart":
            return times.MEANINGS["daypart"](slots)
        case _:
            return times.MEANINGS["hour24"](slots) if "hour24" in slots else None


def _moment(slots: Slots, minutes: int, context: Context) -> When:
    moment: datetime = context.now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return When(*slots.found.span(), on=moment.date(), at=moment.time())


def _day_then_time(text: str, start: int, context: Context, *, is_bound: bool) -> When | None:
    """`tomorrow evening at 8`: of a part of the day and a time in it the time counts."""
    found = day(text, start, context, is_bound=is_bound)
    if found is None:
        return None
    part = found.at
    second = clock(text, _gap(text, found.end), context)
    if part is None and second and second.at:
        found = replace(found, end=second.end, at=second.at, strength=_together(found, second))
        part = second.at if second.strength == BESIDE else None
        second = clock(text, _gap(text, found.end), context) if part else None
    if part and second and second.at and second.strength != BESIDE:
        return replace(found, end=second.end, on=_night(found.on, second.at, part), at=times.within(second.at, part))
    return found


def _night(on: date | None, at: time, part: time | None) -> date | None:
    """The midnight of an evening is the next day's first moment."""
    return on + timedelta(days=1) if on and part and part.hour >= 12 and at == time() else on


def _time_then_day(text: str, start: int, context: Context) -> When | None:
    first = clock(text, start, context)
    if first is None or first.at is None:
        return first
    second = day(text, _gap(text, first.end), context)
    if second is None:
        return first
    part, end = second.at, second.end
    if part is None:
        third = clock(text, _gap(text, end), context)
        if third and third.strength == BESIDE:
            part, end = third.at, third.end
    on = _night(second.on, first.at, part)
    return When(start, end, on, times.within(first.at, part), _together(second, first))


def _together(one: When, other: When) -> str:
    """A day with a time is no part of a title, unless both could be."""
    return WEAK if one.strength == WEAK and other.strength in {WEAK, CLOCK} else STRONG


def _gap(text: str, start: int) -> int:
    match = _GAP.match(text, start)
    return match.end() if match else start


@cache
def _prefixes(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    spoken: Language = language(code)
    return (
        re.compile(rf"{spoken.one_of('before_date')}\s+", re.IGNORECASE),
        re.compile(rf"{spoken.one_of('strong_before_date')}\s+", re.IGNORECASE),
    )


@cache
def _ats(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What makes a number behind it a time, and what may stand before what is one anyway."""
    spoken = language(code)
    return (
        re.compile(rf"(?:{spoken.one_of('at')}\s+|@\s*)", re.IGNORECASE),
        re.compile(rf"{spoken.one_of('at_about')}\s+", re.IGNORECASE),
    )


def next_at(at: time, context: Context) -> date:
    """The day of the next such time: today, unless it is over."""
    return context.today + timedelta(days=1 if at <= context.now.time() else 0)
