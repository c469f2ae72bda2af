"""Dates and times in a text: what stands at a place, and what it means."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from todo.rules.quick import dates, times
from todo.rules.quick.context import Context
from todo.rules.quick.language import Language, language
from todo.rules.quick.slots import Slots

STRONG, NAMED, WEAK = "strong", "named", "weak"
_GAP = re.compile(r"\s*,?\s*")


@dataclass(frozen=True, slots=True)
class When:
    """A phrase from `start` to `end`: a day, a time of day, or both. `strength` says where it counts."""

    start: int
    end: int
    on: date | None = None
    at: time | None = None
    strength: str = STRONG


def when(text: str, start: int, context: Context) -> When | None:
    """The longest phrase that begins at `start`: day and time in either order, or one of them."""
    found = [_day_then_time(text, start, context), _time_then_day(text, start, context)]
    return max((it for it in found if it), key=lambda it: it.end, default=None)


def day(text: str, start: int, context: Context) -> When | None:
    """The longest phrase for a day, with the word in front that belongs to it."""
    before, behind_strong = _prefixes(context.code)
    prefix = before.match(text, start)
    found = _pattern_at(text, prefix.end(), context) if prefix else None
    if prefix and found:
        is_strong = bool(behind_strong.fullmatch(prefix[0])) or found.strength != WEAK
        return replace(found, start=start, strength=STRONG if is_strong else found.strength)
    return _pattern_at(text, start, context)


def clock(text: str, start: int, context: Context) -> When | None:
    """The longest phrase for a time of day, with the `at` in front. What needs one is a `beside` without."""
    prefix = _at(context.code).match(text, start)
    begin = prefix.end() if prefix else start
    best: When | None = None
    for pattern in context.language.patterns["time"]:
        match = pattern.expression.match(text, begin)
        if not match or (best and match.end() <= best.end):
            continue
        if pattern.strength == "after_at" and not prefix:
            continue
        strength = STRONG if prefix and pattern.strength != "beside" else pattern.strength
        at = times.MEANINGS[pattern.meaning](Slots(match, context.language))
        best = When(start, match.end(), at=at, strength=strength)
    return best


def _pattern_at(text: str, start: int, context: Context) -> When | None:
    best: When | None = None
    for pattern in context.language.patterns["date"]:
        match = pattern.expression.match(text, start)
        if not match or (best and match.end() <= best.end):
            continue
        if found := _meant(Slots(match, context.language), pattern.meaning, context):
            best = replace(found, strength=pattern.strength)
    return best


def _meant(slots: Slots, meaning: str, context: Context) -> When | None:
    start, end = slots.found.span()
    try:
        if meaning in {"after", "ago"} and slots.unit in {"hour", "minute"}:
            return _moment(slots, -1 if meaning == "ago" else 1, context)
        on = dates.MEANINGS[meaning](slots, context)
    except (ValueError, OverflowError):  # there is no such day
        return None
    at = None
    if meaning == "tonight":
        at = time.fromisoformat(times.EVENING)
    elif meaning == "this_daypart":
        at = time.fromisoformat(str(slots.of("dayparts", "daypart")))
    return When(start, end, on, at)


def _moment(slots: Slots, sign: int, context: Context) -> When:
    count = slots.number("n") or slots.number("digits")
    moment: datetime = context.now.replace(second=0, microsecond=0) + sign * timedelta(**{slots.unit + "s": count})
    return When(*slots.found.span(), on=moment.date(), at=moment.time())


def _day_then_time(text: str, start: int, context: Context) -> When | None:
    first = day(text, start, context)
    if first is None or first.at:
        return _with_a_better_time(text, first, context) if first else None
    second = clock(text, _gap(text, first.end), context)
    if second is None:
        return first
    return When(start, second.end, first.on, second.at, _together(first, second))


def _with_a_better_time(text: str, first: When, context: Context) -> When:
    """`tonight at 8` is at eight, and eight in the evening is 20:00."""
    second = clock(text, _gap(text, first.end), context)
    if second is None or second.at is None or second.strength == "beside":
        return first
    at = second.at
    is_evening = first.at is not None and first.at >= time(12) and at < time(12) and at.hour
    return replace(first, end=second.end, at=at.replace(hour=at.hour + 12) if is_evening else at)


def _time_then_day(text: str, start: int, context: Context) -> When | None:
    first = clock(text, start, context)
    if first is None:
        return None
    second = day(text, _gap(text, first.end), context)
    if second is None or second.at:
        return first
    return When(start, second.end, second.on, first.at, _together(second, first))


def _together(one: When, other: When) -> str:
    """A day with a time is no part of a title, unless both could be."""
    return WEAK if one.strength == WEAK and other.strength in {WEAK, "clock"} else STRONG


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
def _at(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{language(code).one_of('at')}|@)\s*", re.IGNORECASE)


def next_at(at: time, context: Context) -> date:
    """The day of the next such time: today, unless it is over."""
    return context.today + timedelta(days=1 if at <= context.now.time() else 0)
