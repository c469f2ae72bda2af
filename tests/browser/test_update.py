"""A newer version of the application, in browsers that have an older one; and taking the service worker back."""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import todo
from browser.visitor import IS_KEPT, Visitor, wait_until
from program import Program, data_folder, free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

RUN = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('todo', run_name='__main__')"
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
# What is loaded behind the first screen comes in turn, and the palette some time after what looks for newer versions.
IS_LOOKING = "performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/Palette-'))"
# What a browser says of a server that is being started anew: it asks for the service worker by itself, too.
IS_DOWN = ("503", "An unknown error occurred when fetching the script.")
CACHES = "() => caches.keys()"
IS_GONE = """async () => (await caches.keys()).length === 0 &&
  (await navigator.serviceWorker.getRegistrations()).length === 0"""


class Site:
    """The program with files of its own, so that others can be put in their place."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._running = folder, ExitStack()
        self._port, self._events_port = free_port(), str(free_port())
        self._web = folder / "package" / "todo" / "web"
        source = Path(todo.__file__).parent
        shutil.copytree(source, self._web.parent, ignore=shutil.ignore_patterns("__pycache__"))
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self, **settings: str) -> None:
        self.stop()
        command = (sys.executable, "-c", RUN, str(self._folder / "package"), "serve")
        own = {"events_port": self._events_port, **settings}
        self._running.enter_context(Program(self._folder / "data", command, self._port, **own))

    def stop(self) -> None:
        self._running.close()

    def release(self, version: int) -> None:
        """What a build of another version leaves behind, and an upgrade puts in the place of the one before."""
        for compressed in [*self._web.glob("*.br"), *self._web.glob("*.gz")]:
            compressed.unlink()
        shell, worker = self._web / "index.html", self._web / "sw.js"
        marked = re.sub(r'<meta name="version".*?>', "", shell.read_text())
        shell.write_text(marked.replace("</title>", f'</title><meta name="version" content="{version}">'))
        worker.write_text(re.sub(r"todo-[0-9a-f]{12}", f"todo-{version:012x}", worker.read_text()))

    def lose(self, pattern: str) -> None:
        """Files of the version before that the next one does not have."""
        for path in (self._web / "assets").glob(pattern):
            path.unlink()


@pytest.fixture
def site() -> Iterator[Site]:
    with data_folder() as folder:
        site = Site(folder.parent)
        site.start()
        yield site
        site.stop()


@pytest.fixture
def address(site: Site) -> str:
    return site.address


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The inbox of somebody whose browser has all files of a version."""
    visitor.visit("/app/inbox")
    wait_until(visitor.page, IS_KEPT)
    wait_until(visitor.page, IS_LOOKING)
    return visitor.page


def offer(page: Page) -> Locator:
    return page.get_by_role("region", name="Notices").get_by_role("button", name="Load it now")


def version(page: Page) -> Locator:
    return page.locator("meta[name=version]")


def test_a_newer_version_asks_and_then_all_tabs_change_together(page: Page, site: Site) -> None:
    other = page.context.new_page()
    other.goto("/app/upcoming")
    wait_until(other, IS_KEPT)
    wait_until(other, IS_LOOKING)
    site.release(2)

    page.evaluate(LOOK)
    expect(offer(page)).to_be_visible()
    expect(offer(other)).to_be_visible()
    page.reload()
    expect(version(page)).to_have_count(0)
    offer(page).click()

    for tab in (page, other):
        expect(version(tab)).to_have_attribute("content", "2")
        expect(offer(tab)).to_have_count(0)
    assert len(page.evaluate(CACHES)) == 1


def test_what_is_half_written_outlives_the_change(visitor: Visitor, page: Page, site: Site) -> None:
    visitor.add("Send the figures")
    visitor.title("Send the figures").press("Enter")
    page.get_by_role("button", name="Notes, in Markdown").click()
    expect(page.get_by_role("textbox", name="Notes")).to_be_focused()
    page.keyboard.insert_text("In the folder, and")
    other = page.context.new_page()
    other.goto("/app/upcoming")
    other.get_by_label("What is to be done").first.fill("Half a thought")
    wait_until(other, IS_LOOKING)
    site.release(2)

    other.evaluate(LOOK)
    offer(other).click()

    expect(version(page)).to_have_attribute("content", "2")
    expect(version(other)).to_have_attribute("content", "2")
    expect(page.get_by_role("complementary", name="Todo")).to_contain_text("In the folder, and")
    expect(other.get_by_label("What is to be done").first).to_have_value("Half a thought")


def test_until_then_the_older_version_has_all_its_parts(page: Page, site: Site) -> None:
    site.release(2)
    site.lose("Settings-*")

    page.evaluate(LOOK)
    expect(offer(page)).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")

    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")


def test_it_starts_without_a_network(page: Page, visitor: Visitor) -> None:
    visitor.add("Send the figures")
    visitor.wait_until_sent("Send the figures")
    page.context.set_offline(True)

    visitor.visit("/")
    expect(visitor.heading).to_have_text("Today")
    visitor.visit("/app/inbox")

    expect(visitor.titles).to_have_text(["Send the figures"])
    page.context.set_offline(False)


def test_a_service_worker_that_is_taken_back_leaves_every_browser(visitor: Visitor, page: Page, site: Site) -> None:
    visitor.add("Send the figures")
    visitor.wait_until_sent("Send the figures")
    site.start(service_worker="false")

    page.evaluate(LOOK)
    wait_until(page, "navigator.serviceWorker.controller === null")
    page.wait_for_load_state()
    visitor.visit("/app/inbox")

    expect(visitor.titles).to_have_text(["Send the figures"])
    wait_until(page, IS_GONE)
    site.start()
    visitor.visit("/app/inbox")
    wait_until(page, IS_KEPT)
    expect(visitor.titles).to_have_text(["Send the figures"])
    visitor.complaints[:] = [it for it in visitor.complaints if not it.startswith(IS_DOWN)]
