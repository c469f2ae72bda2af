"""Promise: a repeated start draws the list in 300 ms without a network, and a first one has 10,000 todos in 3 s."""

from statistics import median

from playwright.sync_api import Page

from bench.table import heading, table
from bench.web.person import Person, cdp, profile, settle

STARTS, FIRSTS = 9, 3

# When the first row was painted, in milliseconds since the navigation began.
_WATCH = """new MutationObserver(() => {
  if (document.querySelector("[data-row]") && !globalThis.drawn)
    globalThis.drawn = new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
}).observe(document, { subtree: true, childList: true })"""
_DRAWN = "async () => { while (!globalThis.drawn) await new Promise(requestAnimationFrame); return globalThis.drawn; }"
_COMPLETE = """async () => {
  const words = () => document.querySelector(".status [role=status]")?.textContent;
  while (!document.querySelector("[data-row]") || words() !== "") await new Promise(requestAnimationFrame);
  return performance.now();
}"""


def measure(person: Person) -> None:
    heading("Start with 10,000 todos on the device, without a network, to the painted list of the Inbox")
    person.page().close()
    person.context.set_offline(True)
    found = [_start(person) for _ in range(STARTS)]
    person.context.set_offline(False)
    rows = [[name, median(it[at] for it in found), max(it[at] for it in found)] for at, name in enumerate(_NAMES)]
    table(["", "median, ms", "longest, ms"], rows)
    heading("First start on a new device, signed in")
    firsts = [_first(person) for _ in range(FIRSTS)]
    columns = ["first rows are painted", "all 10,000 are there"]
    rows = [[name, median(it[at] for it in firsts), max(it[at] for it in firsts)] for at, name in enumerate(columns)]
    table(["", "median, s", "longest, s"], rows)


_NAMES = ("by the clock", "CPU of the main thread, to then and what follows it")


def _start(person: Person) -> tuple[float, float]:
    page = person.context.new_page()
    page.add_init_script(_WATCH)
    session = cdp(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(person.address + "/app/inbox")
    drawn = page.evaluate(_DRAWN)
    cost = _task(session.send("Performance.getMetrics")["metrics"])
    page.close()
    return drawn, cost


def _task(metrics: list[dict[str, float]]) -> float:
    return next(one["value"] for one in metrics if str(one["name"]) == "TaskDuration") * 1000


def _first(person: Person) -> tuple[float, float]:
    """A browser that has the cookie and nothing else."""
    context = profile(person.browser)
    context.add_cookies(person.context.cookies())  # type: ignore[arg-type]
    page: Page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(person.address + "/app/inbox")
    found = page.evaluate(_DRAWN) / 1000, page.evaluate(_COMPLETE) / 1000
    settle(page)
    context.close()
    return found
