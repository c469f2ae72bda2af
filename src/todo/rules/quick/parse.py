"""From the candidates to the title and the tokens that count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from todo.rules.quick import counting, phrases, repeats
from todo.rules.quick.context import Context
from todo.rules.quick.counting import Candidate
from todo.rules.quick.marks import NOTES, Mark, marks
from todo.rules.quick.phrases import When
from todo.rules.quick.repeats import Repeat

LONGEST = 1000  # characters before the notes
MASK = "\ue000"  # stands where words are to stay words; no pattern has it
_LITERAL = re.compile(
    r'"[^"]*"|\u201c[^\u201d]*\u201d|\u201e[^\u201c\u201d]*[\u201c\u201d]|«[^»]*»|`[^`]*`|\\\S+|(?:https?|ftp|mailto)://?\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+',
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w'\u2019#/.$€£¥~=*<>^§&%:-])(?:[\w+@])")
_ESCAPE = re.compile(r"\\(?=\S)")
_MARKS_ALONE = " .,;:!?()"
_CLOSING = tuple("!?.,;")
_LOOSE = " \t\r\n,;\u2013\u2014-"


@dataclass(frozen=True, slots=True)
class Token:
    """Words of the text, from `start` to `end` in characters, and what they set: fields of a todo by their names."""

    kind: str
    start: int
    end: int
    text: str
    sets: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is left as the title, the tokens in their order, and the fields that they set together."""

    title: str
    tokens: tuple[Token, ...]
    fields: dict[str, Any] = field(default_factory=dict[str, Any])


def parse(text: str, context: Context) -> Parsed:
    """What the line says. A line of nothing but tokens is a title, so that nothing of it is lost.

    So is one that is too long to be a title, but for its notes: it was pasted, and reading it would take time.
    """
    notes = NOTES.search(text)
    if (notes.start() if notes else len(text)) > LONGEST:
        return Parsed(text.strip(), ())
    masked = _masked(text, context)
    found = [*marks(masked, context)]
    hidden = _hidden(masked, found)
    times = [part for token in _of_times(text, hidden, context) for part in _parts(text, token, found)]
    tokens = sorted([*_of_marks(text, found), *times], key=lambda token: token.start)
    title = _title(text, tokens)
    if not title.strip(_MARKS_ALONE):
        return Parsed(text.strip(), ())
    return Parsed(title, tuple(tokens), _fields(tokens))


def _masked(text: str, context: Context) -> str:
    spans = [found.span() for found in _LITERAL.finditer(text)]
    spans += [found.span() for found in context.language.names.finditer(text)]
    plain = [(max(start, 0), min(end, len(text))) for start, end in context.plain]
    for start, end in [*spans, *((start, end) for start, end in plain if start < end)]:
        text = text[:start] + MASK * (end - start) + text[end:]
    return text


def _hidden(text: str, found: list[Mark]) -> str:
    for mark in found:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def _parts(text: str, token: Token, found: list[Mark]) -> Iterator[Token]:
    """The token without the marks that stand in it, so that no two overlap: of `tomorrow p1 at 5pm` the first sets."""
    position, sets = token.start, token.sets
    inside = sorted((mark.start, mark.end) for mark in found if token.start <= mark.start < token.end)
    for start, end in [*inside, (token.end, token.end)]:
        words = text[position:start]
        if words.strip():
            begin = position + len(words) - len(words.lstrip())
            yield Token(token.kind, begin, begin + len(words.strip()), words.strip(), sets)
            sets = {}
        position = max(position, end)


def _of_marks(text: str, found: list[Mark]) -> Iterator[Token]:
    names = {"duration": "duration_minutes", "tag": "tags", "reminder": "reminders"}
    seen: set[str] = set()
    for mark in found:
        many = mark.kind in {"tag", "reminder"}
        if mark.kind not in seen or many:  # of two lists the first counts
            seen.add(mark.kind)
            value = text[mark.start : mark.end].partition("//")[2].strip() if mark.kind == "notes" else mark.value
            sets = {names.get(mark.kind, mark.kind): [value] if many else value}
            yield Token(mark.kind, mark.start, mark.end, text[mark.start : mark.end], sets)


def _of_times(text: str, hidden: str, context: Context) -> list[Token]:
    barred, known = set[int](), dict[int, When | Repeat | None]()
    while True:
        candidates = list(_candidates(hidden, context, barred, known))
        days = {it.start for it in candidates if it.on}
        refused = counting.refused(hidden, list[Candidate](candidates), days, context)
        if not refused:
            return _chosen(text, candidates, context)
        barred |= refused


def _candidates(
    text: str, context: Context, barred: set[int], known: dict[int, When | Repeat | None]
) -> Iterator[When | Repeat]:
    """What stands at each word, the longest phrase first, none inside another; `known` is what was seen before."""
    position = 0
    while word := _WORD.search(text, position):
        start = word.start()
        if start not in known:
            known[start] = repeats.repeat(text, start, context) or phrases.when(text, start, context)
        found = None if start in barred else known[start]
        if found:
            yield found
        position = found.end if found else start + 1


def _chosen(text: str, candidates: list[When | Repeat], context: Context) -> list[Token]:
    """One rule and one due date: of several days the last counts, and a time alone goes with the day."""
    rule = next((it for it in candidates if isinstance(it, Repeat)), None)
    days = [it for it in candidates if isinstance(it, When) and it.on]
    clocks = [it for it in candidates if isinstance(it, When) and not it.on]
    day = None if rule or not days else days[-1]
    owner = rule or day
    clock = clocks[-1] if clocks and not (owner and owner.at) else None
    at = clock.at if clock else owner.at if owner else None
    if rule:
        return [_of_rule(text, rule, at), *([_of_clock(text, clock, None)] if clock else [])]
    if day:
        token = Token("due", day.start, day.end, text[day.start : day.end], {"due": _due(day.on, at)})
        return [token, *([_of_clock(text, clock, None)] if clock else [])]
    if clock and clock.at:
        return [_of_clock(text, clock, _due(phrases.next_at(clock.at, context), clock.at))]
    return []


def _of_rule(text: str, rule: Repeat, at: time | None) -> Token:
    sets: dict[str, Any] = {"recurrence": rule.rule, "due": _due(rule.on, at)}
    if rule.is_from_completion:
        sets["repeat_from"] = "completion"
    return Token("recurrence", rule.start, rule.end, text[rule.start : rule.end], sets)


def _of_clock(text: str, clock: When, due: str | None) -> Token:
    at = f"{clock.at:%H:%M}" if clock.at else ""
    return Token("due", clock.start, clock.end, text[clock.start : clock.end], {"due": due} if due else {"time": at})


def _due(on: date | None, at: time | None) -> str:
    day = on.isoformat() if on else ""
    return f"{day}T{at:%H:%M}" if at else day


def _title(text: str, tokens: list[Token]) -> str:
    left, position = "", 0
    for token in tokens:
        left += text[position : token.start].rstrip(_LOOSE if _is_loose(text[: token.start]) else " ")
        left += "" if text[token.end : token.end + 1] in _CLOSING else " "
        position = token.end
    left += text[position:]
    title = _ESCAPE.sub("", re.sub(r"\s+", " ", left))
    return title.lstrip(_LOOSE + ":").rstrip(_LOOSE) if tokens else title.strip(" ")


def _is_loose(before: str) -> bool:
    return before.rstrip().endswith((",", ";", "\u2013", "\u2014", " -"))


def _fields(tokens: list[Token]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for token in tokens:
        for name, value in token.sets.items():
            if name in {"tags", "reminders"}:
                fields[name] = [*fields.get(name, []), *(it for it in value if it not in fields.get(name, []))]
            elif name != "time":
                fields[name] = value
    return fields
