"""What a query is made of, once it is read. Names are not looked up here yet, and no day is reckoned."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Field = Literal["due", "start", "deadline", "created", "completed"]
Relation = Literal["on", "before", "after"]
Unit = Literal["minute", "hour", "day", "week", "month", "year"]
Kind = Literal["tag", "list", "tree", "section"]
Word = Literal[
    "everything",
    "open",
    "done",
    "cancelled",
    "subtask",
    "recurring",
    "no due",
    "no start",
    "no deadline",
    "no time",
]


@dataclass(frozen=True, slots=True)
class All:
    """Each of the terms holds."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the terms holds."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    term: "Node"


@dataclass(frozen=True, slots=True)
class Plain:
    """What a word says by itself."""

    word: Word


@dataclass(frozen=True, slots=True)
class Priority:
    """The priority, 0 none to 4 highest."""

    level: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open, and due before now."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A field of time lies in, before or behind a moment."""

    field: Field
    relation: Relation
    moment: "Moment"


@dataclass(frozen=True, slots=True)
class Named:
    """Bears a tag, is in a list, in a list or one below it ('tree'), or in a section, of a name.

    `parts` are what stands between the wildcards of the name, in lower case: one part is the whole name.
    """

    kind: Kind
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The text, in lower case, stands in title or notes."""

    text: str


Node = All | Either | Not | Plain | Priority | Overdue | Dated | Named | Said


@dataclass(frozen=True, slots=True)
class Pane:
    """One of the parts that commas separate, each a list of its own.

    It is of open todos, unless the query itself speaks of the status.
    """

    node: Node
    speaks_of_status: bool


@dataclass(frozen=True, slots=True)
class Count:
    """So many units of time."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Lasting:
    """All of the time from now, or from today, for so long; below 0 all of it up to then."""

    count: Count


@dataclass(frozen=True, slots=True)
class Shifted:
    """So long after the first day of `origin`, after today, or for hours and minutes after now; below 0 before."""

    count: Count
    origin: "Moment | None" = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """The nearest such day, 0 Monday to 6 Sunday."""

    number: int


@dataclass(frozen=True, slots=True)
class Day:
    """That day."""

    day: date


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """The nearest such day of whichever year."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Period:
    """The day, week, month or year: `which` is 0 this, 1 the next, -1 the last."""

    unit: Unit
    which: int


@dataclass(frozen=True, slots=True)
class At:
    """A time of day, to the minute."""

    origin: "Moment | None"
    time: time


Moment = Lasting | Shifted | Weekday | Day | DayOfYear | Period | At
