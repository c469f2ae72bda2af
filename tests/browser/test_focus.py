"""Whoever has no pointer or no sight knows where they are: the focus is never lost or hidden, what happens is said."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from browser import household
from browser.screens import show, sign_up
from browser.visitor import Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


HAS_FOCUS = "document.activeElement !== document.body"


@pytest.fixture(scope="module")
def household_page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address,
        locale="en-GB",
        timezone_id=household.ZONE,
        reduced_motion="reduce",
        extra_http_headers={"X-Forwarded-For": "198.51.100.3"},
    )
    visitor = Visitor(context.new_page(), email="focus@example.org")
    sign_up(visitor)
    household.move_in(visitor.page)
    yield visitor.page
    visitor.leave()
    assert visitor.complaints == []


@pytest.fixture
def page(household_page: Page) -> Page:
    """The list of today, on a desk."""
    household_page.set_viewport_size({"width": 1180, "height": 760})
    household_page.emulate_media(forced_colors="none")
    show(household_page, "/app/today")
    _title(household_page, "Pay the water bill").wait_for()
    return household_page


@pytest.mark.parametrize("keys", [["Control+k"], ["?"], ["t"], ["Enter"], ["l"], ["v"]], ids=" ".join)
def test_what_opens_gives_the_focus_back_when_it_closes(page: Page, keys: list[str]) -> None:
    _title(page, "Return the library books").focus()

    for key in keys:
        page.keyboard.press(key)
    expect(_title(page, "Return the library books")).not_to_be_focused()
    page.keyboard.press("Escape")

    expect(_title(page, "Return the library books")).to_be_focused()


def test_the_menu_of_a_todo_gives_the_focus_back_to_what_opened_it(page: Page) -> None:
    button = page.get_by_role("button", name="Actions for Return the library books")
    button.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")

    expect(button).to_be_focused()


@pytest.mark.parametrize("key", ["e", "Delete"])
def test_when_a_todo_leaves_the_focus_goes_to_the_next(page: Page, key: str) -> None:
    _title(page, "Read chapter 4 of the handbook").focus()

    page.keyboard.press(key)

    expect(_title(page, "Water the plants")).to_be_focused()
    page.keyboard.press("z")
    expect(_title(page, "Read chapter 4 of the handbook")).to_be_visible()


def test_when_the_only_todo_leaves_the_focus_is_still_on_the_page(page: Page) -> None:
    show(page, "/app/search?q=chapter")
    _title(page, "Read chapter 4 of the handbook").focus()

    page.keyboard.press("Delete")

    expect(_title(page, "Read chapter 4 of the handbook")).to_have_count(0)
    wait_until(page, HAS_FOCUS)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("z")
    expect(_title(page, "Read chapter 4 of the handbook")).to_be_visible()


def test_a_todo_that_is_deleted_from_its_details_leaves_the_focus_on_the_page(page: Page) -> None:
    _title(page, "Read chapter 4 of the handbook").press("Enter")
    details = page.get_by_role("complementary", name="Todo")
    details.get_by_role("button", name="Delete").click()

    expect(_title(page, "Read chapter 4 of the handbook")).to_have_count(0)
    expect(details).to_have_count(0)
    wait_until(page, HAS_FOCUS)
    page.keyboard.press("z")
    expect(_title(page, "Read chapter 4 of the handbook")).to_be_visible()


@pytest.mark.parametrize("viewport", [(1180, 420), (390, 480)])
def test_nothing_lies_over_what_has_the_focus(page: Page, viewport: tuple[int, int]) -> None:
    page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
    expect(page.get_by_role("button", name="Menu", exact=True)).to_have_count(1 if viewport[0] < 768 else 0)
    page.keyboard.press("j")
    page.keyboard.press("x")  # so that the bar of what is chosen is there too
    expect(page.get_by_role("toolbar", name="1 selected")).to_be_visible()
    hidden: list[str] = []

    for key in ["j"] * 12 + ["k"] * 12:
        page.keyboard.press(key)
        hidden += page.evaluate(_HIDDEN)
    page.keyboard.press("Escape")
    expect(page.get_by_role("toolbar")).to_have_count(0)
    page.evaluate("document.querySelector('h1').focus()")
    for _ in range(25):
        page.keyboard.press("Tab")
        hidden += page.evaluate(_HIDDEN)

    assert hidden == []


def test_a_screen_and_what_was_done_are_said(page: Page) -> None:
    said = page.locator("[aria-live=polite].sr")

    page.get_by_role("link", name=re.compile("^Inbox")).click()
    expect(said).to_have_text("Inbox")
    page.keyboard.press("q")
    page.keyboard.type("Ring the bell")
    page.keyboard.press("Enter")
    expect(said).to_have_text(re.compile("Added"))
    page.keyboard.press("Escape")
    page.keyboard.press("z")

    expect(page.locator("[aria-live=polite]").filter(has_text="Undone")).not_to_have_count(0)


def test_nothing_moves_for_whoever_wants_no_motion(page: Page) -> None:
    page.evaluate(_WATCH)
    _title(page, "Call the dentist").focus()
    circle = page.get_by_role("checkbox", name="Call the dentist", exact=True)
    panel = page.get_by_role("complementary", name="Todo")

    page.keyboard.press("e")
    expect(circle).to_be_checked()
    page.keyboard.press("z")
    expect(circle).not_to_be_checked()
    for key, over in (("Control+k", page.get_by_role("combobox")), ("Enter", panel), ("?", page.get_by_role("dialog"))):
        page.keyboard.press(key)
        expect(over).to_be_visible()
        page.keyboard.press("Escape")
        expect(over).to_have_count(0)

    assert page.evaluate("moving") == []


def test_in_the_persons_own_colours_what_counts_is_still_seen(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Call the dentist"))
    plain = row.screenshot()

    _title(page, "Call the dentist").focus()
    focused = row.screenshot()
    page.keyboard.press("x")
    page.evaluate("document.activeElement.blur()")
    chosen = row.screenshot()

    assert len({plain, focused, chosen}) == 3
    assert row.get_by_text("!!", exact=True).is_visible()
    done = page.get_by_role("checkbox", name="Sharpen the secateurs").screenshot()
    assert done != page.get_by_role("checkbox", name="Buy birdseed").screenshot()
    here, elsewhere = (page.get_by_role("link", name=re.compile(f"^{name}")).first for name in ("Today", "Inbox"))
    assert _outline(here) != _outline(elsewhere)


def test_in_the_persons_own_colours_a_switch_shows_how_it_stands(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    show(page, "/app/settings/keys")
    switch = page.get_by_role("switch", name="Single-letter keys")
    on = switch.screenshot()

    switch.click()

    page.evaluate("document.activeElement.blur()")
    assert switch.screenshot() != on
    switch.click()


def _title(page: Page, title: str) -> Locator:
    return page.locator("main").get_by_role("link", name=title, exact=True)


def _outline(locator: Locator) -> str:
    return locator.evaluate("(one) => getComputedStyle(one).outlineStyle")


# WCAG 2.4.11: at least a part of it is to be seen; here its middle.
_HIDDEN = """() => {
  const one = document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  if (one === document.body || width === 0) return [];
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return over && (one.contains(over) || over.contains(one) || one.closest("li")?.contains(over)) ? [] :
    [`${one.outerHTML.slice(0, 90)} is behind ${over?.outerHTML.slice(0, 90)}`];
}"""

# Looks at every frame from now on: what moved in one of them is in `moving`.
_WATCH = """() => {
  window.moving = [];
  const look = () => {
    const running = document.getAnimations()
      .filter(({ playState, effect }) => playState === "running" && effect.getComputedTiming().activeDuration > 0);
    moving.push(...running.map(({ effect }) => effect.target?.outerHTML.slice(0, 120)));
    requestAnimationFrame(look);
  };
  look();
}"""
