"""What a tab holds of the browser's memory, with 10,000 todos. There is no promise; it is not to grow unseen."""

from playwright.sync_api import CDPSession, Page, expect

from bench.table import heading, table
from bench.web.person import Person, cdp, settle

SCREENS = ("Today", "Upcoming", "Calendar", "Completed", "Inbox")
VISITS = 3


def measure(person: Person) -> None:
    heading("Memory of a tab with 10,000 todos, after a collection of what is not needed any more")
    page = person.page()
    session = cdp(page)
    begun = _heap(session)
    for _ in range(VISITS):
        for screen in SCREENS:
            _visit(page, screen)
    settle(page)
    visited = _heap(session)
    page.close()
    rows = [[name, begun[at], visited[at]] for at, name in enumerate(_NAMES)]
    table(["", "after the start, MB", f"after {VISITS} visits to each of {len(SCREENS)} screens, MB"], rows)


_NAMES = (
    "JavaScript: objects in use",
    "JavaScript: taken from the system",
    "of the browser: elements and styles",
)


def _visit(page: Page, screen: str) -> None:
    way = page.get_by_role("navigation", name="Screens").get_by_role("link", name=screen).first
    way.click()
    expect(way).to_have_attribute("aria-current", "page")
    page.wait_for_timeout(300)


def _heap(session: CDPSession) -> tuple[float, float, float]:
    session.send("HeapProfiler.collectGarbage")
    found = session.send("Runtime.getHeapUsage")
    sizes = (found["usedSize"], found["totalSize"], found.get("embedderHeapUsedSize", 0))
    return sizes[0] / 1e6, sizes[1] / 1e6, sizes[2] / 1e6
