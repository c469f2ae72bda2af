"""Promise: what is done with 10,000 todos costs the main thread at most 8 ms of CPU to its paint.

From the key or the click to the frame that shows it, and that frame whole: the script, what the browser does for style,
layout and paint, and whatever else the thread does meanwhile. Taken off is only what a key costs that does nothing and
draws nothing, which is the measure itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import CDPSession, Page, expect

from bench.table import heading, table
from bench.web.person import Person, cdp

ROUNDS = 15
"""Times that each action is done; the first few, which compile what they run, are left out."""
WARMING = 4

_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def _nothing(page: Page, number: int) -> None:
    """Most need nothing to be ready."""


@dataclass(frozen=True, slots=True)
class Action:
    """`begin` goes to where it is done; `act` does it, as the browser is told of a key or a click.

    `ready` is done before each time, and not counted.
    """

    name: str
    path: str
    begin: Callable[[Page], None]
    act: Callable[[Page, int], None]
    ready: Callable[[Page, int], None] = _nothing


def measure(person: Person) -> None:
    heading("CPU of the main thread for one action, with 10,000 todos")
    table(
        ["action", "to the next paint, ms", "longest, ms", "script, ms", "style and layout, ms", "and until sent, ms"],
        [_measured(person, it) for it in ACTIONS],
    )


def _measured(person: Person, action: Action) -> list[object]:
    page = person.page(action.path)
    _rest(page)
    action.begin(page)
    _rest(page)
    session = cdp(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    nothing = median(_cost(page, session, lambda: page.keyboard.press("Shift"))["task"] for _ in range(7))
    costs = []
    for number in range(ROUNDS):
        action.ready(page, number)
        costs.append(_cost(page, session, lambda n=number: action.act(page, n)))
        before = _metrics(session)["task"]
        _rest(page)
        costs[-1]["after"] = _metrics(session)["task"] - before
    page.close()
    counted = costs[WARMING:]
    paint = [max(0.0, cost["task"] - nothing) for cost in counted]
    parts = [median(cost[name] for cost in counted) for name in ("script", "layout", "after")]
    return [action.name, median(paint), max(paint), *parts]


def _cost(page: Page, session: CDPSession, act: Callable[[], None]) -> dict[str, float]:
    before = _metrics(session)
    act()
    page.evaluate(_PAINTED)
    after = _metrics(session)
    return {name: after[name] - before[name] for name in after}


def _metrics(session: CDPSession) -> dict[str, float]:
    found = {one["name"]: one["value"] * 1000 for one in session.send("Performance.getMetrics")["metrics"]}
    layout = found["LayoutDuration"] + found["RecalcStyleDuration"]
    return {"task": found["TaskDuration"], "script": found["ScriptDuration"], "layout": layout}


def _rest(page: Page) -> None:
    """Until all is sent and what was said has been heard."""
    page.wait_for_timeout(600)


def _into(label: str) -> Callable[[Page], None]:
    def begin(page: Page) -> None:
        page.get_by_label(label).first.click()

    return begin


def _typed(words: str) -> Callable[[Page, int], None]:
    return lambda page, number: page.keyboard.press(words[number % len(words)])


def _taken(page: Page) -> None:
    expect(page.locator("[data-row]").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")


def _toggled(page: Page, number: int) -> None:
    """Done, and taken back: the next time it is there again."""
    page.keyboard.press("e" if number % 2 == 0 else "z")


def _palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_visible()


def _line(page: Page) -> None:
    page.get_by_label("What is to be done").first.click()


def _written(page: Page, number: int) -> None:
    page.keyboard.type(f"m{number}")
    _rest(page)


def _added(page: Page, number: int) -> None:  # noqa: ARG001 (each is the same key)
    page.keyboard.press("Enter")


def _moved(page: Page, number: int) -> None:
    """Down, and up again."""
    page.keyboard.press("Alt+ArrowDown" if number % 2 == 0 else "Alt+ArrowUp")


def _month(page: Page) -> None:
    expect(page.get_by_role("checkbox").first).to_be_visible()


def _pointed(page: Page, number: int) -> None:
    """At a todo that is not done; to look for it is not what is measured."""
    if number % 2 == 0:
        page.get_by_role("checkbox", checked=False).first.hover()
        _rest(page)


def _ticked(page: Page, number: int) -> None:
    """Done, and taken back."""
    if number % 2 == 0:
        page.mouse.down()
        page.mouse.up()
    else:
        page.keyboard.press("z")


ACTIONS = [
    Action("complete and undo, Inbox of 2,500", "/app/inbox", _taken, _toggled),
    Action("complete and undo, Today", "/app/today", _taken, _toggled),
    Action("key in the search", "/app/search", _into("Words in titles and notes"), _typed("milk and bread 12")),
    Action("key in the palette", "/app/inbox", _palette, _typed("milk and bread 12")),
    Action("add: Enter in quick add", "/app/inbox", _line, _added, _written),
    Action("key in quick add", "/app/inbox", _line, _typed("milk tomorrow p1 #Project")),
    Action("move by a key, Inbox of 2,500", "/app/inbox", _taken, _moved),
    Action("complete and undo, month of the calendar", "/app/calendar", _month, _ticked, _pointed),
]
