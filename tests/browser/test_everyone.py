"""Every screen is for everyone: what axe finds, how wide it is, and how large what one points at."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser import household
from browser.screens import SCREENS, SIGN_IN, id_of, path_of, show, sign_up, speak, todo_path
from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
DESK = {"width": 1180, "height": 760}
# The narrowest phone; and half of a screen, which is what is left of it at twice the size.
NARROW = [{"width": 320, "height": 640}, {"width": 590, "height": 380}]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # axe would fetch the style sheets, which the pages' policies forbid
}
Shown = Callable[[Page], Locator]
# By which keys, and what is there then.
OVER: dict[str, tuple[list[str], Shown]] = {
    "palette": (["Control+k"], lambda page: page.get_by_role("combobox")),
    "keys": (["?"], lambda page: page.get_by_role("dialog")),
    "date": (["j", "t"], lambda page: page.get_by_role("combobox")),
    "menu": (["j", "Tab"], lambda page: page.locator(".menu:focus")),
    "chosen": (["j", "x", "Shift+ArrowDown"], lambda page: page.get_by_role("toolbar", name="2 selected")),
}


@pytest.fixture(scope="module")
def household_page(browser: Browser, address: str) -> Iterator[Page]:
    """Of somebody with much to do. In the end their browser may have had no complaint."""
    yield from _open(browser, address, "198.51.100.1", move_in=household.move_in)


@pytest.fixture(scope="module")
def newcomers_page(browser: Browser, address: str) -> Iterator[Page]:
    yield from _open(browser, address, "198.51.100.2", move_in=lambda _: None)


def _open(browser: Browser, address: str, place: str, *, move_in: Callable[[Page], None]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address,
        viewport=DESK,
        locale="en-GB",
        timezone_id=household.ZONE,
        reduced_motion="reduce",
        extra_http_headers={"X-Forwarded-For": place},
    )
    visitor = Visitor(context.new_page(), email=f"{place}@example.org")
    sign_up(visitor)
    move_in(visitor.page)
    yield visitor.page
    visitor.leave()
    assert visitor.complaints == []


@pytest.fixture
def page(household_page: Page) -> Page:
    household_page.set_viewport_size(DESK)
    return household_page


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_with_much_to_do_is_for_everyone(page: Page, screen: str) -> None:
    show(page, path_of(screen, page))

    assert _found(page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_with_nothing_to_do_is_for_everyone(newcomers_page: Page, screen: str) -> None:
    show(newcomers_page, path_of(screen, newcomers_page))

    assert _found(newcomers_page) == []


def test_a_list_as_a_board_is_for_everyone(page: Page) -> None:
    show(page, f"/app/list/{id_of(page, 'list', 'Trip to Lisbon')}")

    assert _found(page) == []


@pytest.mark.parametrize("viewport", [DESK, NARROW[0]], ids=["desk", "phone"])
def test_the_details_of_a_todo_are_for_everyone(page: Page, viewport: Any) -> None:
    page.set_viewport_size(viewport)
    show(page, todo_path(page, "Send the quarterly figures"))
    page.get_by_role("complementary", name="Todo").wait_for()

    assert _found(page) == []


@pytest.mark.parametrize("name", OVER)
def test_what_lies_over_a_screen_is_for_everyone(page: Page, name: str) -> None:
    show(page, "/app/today")
    page.locator("[data-title]").first.wait_for()

    keys, over = OVER[name]

    for key in keys:
        page.keyboard.press(key)
    expect(over(page)).to_be_visible()

    assert _found(page) == []
    page.keyboard.press("Escape")


def test_what_is_typed_and_what_was_done_are_for_everyone(page: Page) -> None:
    show(page, "/app/today")
    page.keyboard.press("q")
    page.keyboard.type("Ring the bell #Home")
    page.keyboard.press("Enter")
    page.keyboard.type("Review the pull request tomorrow 9:00 #Work p2")
    expect(page.locator("[data-quick] mark")).to_have_text(["tomorrow 9:00", "#Work", "p2"])
    expect(page.get_by_text("Added to Home")).to_be_visible()

    assert _found(page) == []


def test_the_menu_of_a_phone_is_for_everyone(page: Page) -> None:
    page.set_viewport_size(NARROW[0])
    show(page, "/app/today")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("dialog", name="Menu")).to_be_visible()

    assert _found(page) == []


def test_the_pages_before_signing_in_are_for_everyone(make_visitor: MakeVisitor) -> None:
    stranger = make_visitor(viewport=DESK)

    for path in ("/app", *SIGN_IN, "/docs"):
        show(stranger.page, path)

        assert _found(stranger.page) == [], path


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_wider_than_a_narrow_screen(page: Page, screen: str) -> None:
    for viewport in NARROW:
        page.set_viewport_size(viewport)  # pyright: ignore[reportArgumentType]
        show(page, path_of(screen, page))

        assert page.evaluate(_TOO_WIDE) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_all_that_one_points_at_is_large_enough(page: Page, screen: str) -> None:
    for viewport in (DESK, NARROW[0]):
        page.set_viewport_size(viewport)
        show(page, path_of(screen, page))

        assert page.evaluate(_TOO_SMALL) == []


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_page_says_which_language_it_speaks(page: Page, language: str) -> None:
    try:
        speak(page, language)
        show(page, "/app/today")

        page.locator(f"html[lang={language}]").wait_for()
    finally:
        speak(page, "en")


def _found(page: Page) -> list[str]:
    """What axe has against it, by day and by night."""
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            nodes = "; ".join(f"{node['html'][:160]} ({node['failureSummary'][:400]})" for node in violation["nodes"])
            found.append(f"{scheme}: {violation['id']}: {nodes}")
    page.emulate_media(color_scheme="light")
    return found


_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("[data-scrolls]"))
  .map((one) => one.outerHTML.slice(0, 120))"""

# WCAG 2.5.8: 24 by 24, but for links within a sentence and for what can be reached by its label.
_TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .map((one) => [one, one.closest("label") ?? one])
  .filter(([one]) => one.checkVisibility({ visibilityProperty: true, opacityProperty: false }))
  .filter(([one]) => !one.matches("p a, .sr, .behind, .skip"))
  .map(([one, seen]) => [one, seen.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 1 && (width < 24 || height < 24))
  .map(([one, { width, height }]) => `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 160)}`)"""
