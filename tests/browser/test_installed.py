"""What a browser asks before it installs the application, and what an icon on a home screen then does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.screens import sign_up
from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(make_visitor: Callable[..., Visitor]) -> Page:
    visitor = make_visitor()
    sign_up(visitor)
    return visitor.page


def test_a_browser_can_install_it(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)

    found = devtools.send("Page.getAppManifest")

    assert found["errors"] == []
    # The profiles of the tests are private ones, in which nothing can be installed.
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [problem["errorId"] for problem in problems] == ["in-incognito"]


def test_every_icon_is_as_large_as_it_says(page: Page) -> None:
    wrong = page.evaluate("""async () => {
      const { icons, shortcuts } = await (await fetch("/assets/manifest.webmanifest")).json();
      const all = [...icons, ...shortcuts.flatMap(({ icons }) => icons)].filter(({ sizes }) => sizes !== "any");
      const checked = await Promise.all(all.map(async ({ src, sizes }) => {
        const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
        return `${width}x${height}` === sizes ? [] : [`${src} is ${width}x${height}`];
      }));
      return checked.flat();
    }""")

    assert wrong == []


def test_the_icon_that_adds_begins_a_todo(page: Page) -> None:
    page.goto("/?add")
    line = page.get_by_role("dialog").get_by_label("What is to be done")
    expect(line).to_be_focused()
    line.fill("Ring the bell")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Ring the bell")).to_be_visible()
    assert page.url.endswith("/")


def test_what_surrounds_the_page_has_the_colour_of_the_theme(page: Page) -> None:
    page.goto("/app/settings/look")

    page.get_by_role("radio", name="Dark").check()

    expect(page.locator("meta[name=theme-color]").first).to_have_attribute("content", "#131312")
