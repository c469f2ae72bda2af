"""The table at the end: what was tried, what came of it, what that proves and what it cannot."""

import textwrap
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from tests.rehearsal.checks import NotShown

Outcome = Literal["shown", "FAILED", "not shown"]
HEADINGS = ("what", "came out", "seen", "proves", "cannot prove")
WIDTHS = (22, 9, 42, 44, 36)


class Check(Protocol):
    TITLE: str
    PROVES: str
    CANNOT: str


@dataclass(frozen=True)
class Line:
    title: str
    outcome: Outcome
    seen: str
    proves: str
    cannot: str


@dataclass
class Report:
    say: Callable[[str], None]
    lines: list[Line] = field(default_factory=list)

    def show(self, check: Check, show: Callable[[], str]) -> bool:
        """Tries it; False if it failed."""
        self.say(f"· {check.TITLE}")
        outcome, seen = _tried(show)
        self._add(check, outcome, seen)
        return outcome != "FAILED"

    def leave_out(self, check: Check, reason: str) -> None:
        self._add(check, "not shown", reason)

    def _add(self, check: Check, outcome: Outcome, seen: str) -> None:
        self.say(f"{outcome}: {check.TITLE}: {seen}")
        self.lines.append(Line(check.TITLE, outcome, seen, check.PROVES, check.CANNOT))

    def has(self, check: Check) -> bool:
        return any(line.title == check.TITLE for line in self.lines)

    @property
    def has_failed(self) -> bool:
        return any(line.outcome == "FAILED" for line in self.lines)

    def __str__(self) -> str:
        rule = "  ".join("─" * width for width in WIDTHS)
        return "\n".join([_row(HEADINGS), rule, *(f"{_row(row)}\n" for row in self._rows), rule, self._counts])

    def as_markdown(self) -> str:
        rule = tuple("---" for _ in HEADINGS)
        lines = [f"| {' | '.join(row)} |" for row in (HEADINGS, rule, *self._rows)]
        return "\n".join([*lines, "", f"{self._counts}.", ""])

    @property
    def _rows(self) -> list[tuple[str, ...]]:
        return [(line.title, line.outcome, line.seen, line.proves, line.cannot) for line in self.lines]

    @property
    def _counts(self) -> str:
        counts = Counter(line.outcome for line in self.lines)
        return ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("shown", "FAILED", "not shown"))


def _tried(show: Callable[[], str]) -> tuple[Outcome, str]:
    began = time.monotonic()
    try:
        seen = show()
    except NotShown as reason:
        return "not shown", str(reason)
    except Exception as error:  # noqa: BLE001 (a line that fails must not take the others with it)
        return "FAILED", f"{type(error).__name__}: {error}"[:400]
    return "shown", f"{seen} ({time.monotonic() - began:.0f} s)"


def _row(cells: tuple[str, ...]) -> str:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    height = max(len(cell) for cell in wrapped)
    padded = [[*cell, *[""] * (height - len(cell))] for cell in wrapped]
    return "\n".join(
        "  ".join(part.ljust(width) for part, width in zip(parts, WIDTHS, strict=True)).rstrip()
        for parts in zip(*padded, strict=True)
    )
