"""A whole visit without a mouse: whatever can be done is done by keys, and one always sees where one is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.visitor import PASSWORD, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
MOST_STOPS = 80
# Where the keyboard is, and whether it shows: an outline, or what stands for one.
IS_SEEN = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return false;
  const { width, height } = at.getBoundingClientRect();
  const shows = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  };
  const around = [at, at.closest(".row"), at.closest("form"), at.closest("label")].filter(Boolean);
  return width > 0 && height > 0 && around.some(shows);
}"""


def tab_to(page: Page, where: Locator, key: str = "Tab") -> None:
    """As somebody does who looks for it: from stop to stop, each of which is to be seen."""
    where.wait_for()
    for _ in range(MOST_STOPS):
        if where.evaluate("(element) => element === document.activeElement"):
            assert page.evaluate(IS_SEEN), "the focus cannot be seen"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{where} is not reached by {key}")


def test_a_visit_needs_no_mouse_from_signing_up_to_signing_out(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor()
    page, keys = visitor.page, visitor.page.keyboard
    visitor.visit()
    _sign_up(visitor)

    keys.press("g")
    keys.press("i")
    expect(visitor.heading).to_have_text("Inbox")
    keys.press("q")
    for line in ("Pay the rent", "Call the dentist", "Buy bread"):
        keys.type(line)
        keys.press("Enter")
    keys.press("Escape")
    expect(visitor.titles).to_have_text(["Pay the rent", "Call the dentist", "Buy bread"])
    keys.press("j")
    expect(visitor.title("Pay the rent")).to_be_focused()
    keys.press("Alt+ArrowDown")
    expect(visitor.titles).to_have_text(["Call the dentist", "Pay the rent", "Buy bread"])

    keys.press("Enter")
    details = page.get_by_role("complementary", name="Todo")
    tab_to(page, details.get_by_label("Title"))
    keys.press("Control+a")
    keys.type("Pay the rent at last")
    keys.press("Enter")
    keys.press("Escape")
    expect(visitor.title("Pay the rent at last")).to_be_focused()
    expect(details).to_have_count(0)

    keys.press("e")
    expect(visitor.titles).to_have_text(["Call the dentist", "Buy bread"])
    expect(visitor.title("Buy bread")).to_be_focused()
    keys.press("z")
    expect(visitor.titles).to_have_text(["Call the dentist", "Pay the rent at last", "Buy bread"])

    keys.press("/")
    expect(visitor.heading).to_have_text("Search")
    keys.type("bread")
    expect(visitor.titles).to_have_text(["Buy bread"])
    keys.press("Escape")
    keys.press("Control+k")
    keys.type("settings")
    keys.press("Enter")
    expect(visitor.heading).to_have_text("Settings")
    _change_theme(page)

    tab_to(page, page.get_by_role("link", name="Account", exact=True), "Shift+Tab")
    keys.press("Enter")
    tab_to(page, page.get_by_role("button", name="Sign out", exact=True))
    expect(visitor.status).to_have_attribute("data-waiting", "0")
    keys.press("Enter")
    visitor.expect_welcome()


def _sign_up(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    tab_to(page, page.get_by_role("link", name="Sign in"))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Create an account"))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Create account")).to_be_visible()
    tab_to(page, page.get_by_label("Email"))
    keys.type(visitor.email)
    tab_to(page, page.get_by_label("Password", exact=True))
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(visitor.heading).to_have_text("Today")


def _change_theme(page: Page) -> None:
    tab_to(page, page.get_by_role("link", name="Look", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name="As the system"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_css("background-color", "rgb(19, 19, 18)")


def test_the_first_stop_skips_to_the_todos(visitor: Visitor) -> None:
    visitor.visit("/app/inbox")
    skip = visitor.page.get_by_role("link", name="Skip to the todos")
    tab_to(visitor.page, skip)

    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("main")).to_be_focused()
    visitor.page.keyboard.press("Tab")

    expect(visitor.page.locator("main :focus")).to_have_count(1)


def test_a_list_is_one_stop_and_its_rows_are_gone_through_by_arrows(visitor: Visitor) -> None:
    visitor.visit("/app/inbox")
    visitor.add("First", "Second", "Third")
    tab_to(visitor.page, visitor.circle("First"))

    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("ArrowDown")
    expect(visitor.title("Third")).to_be_focused()
    visitor.page.keyboard.press("ArrowUp")
    expect(visitor.title("Second")).to_be_focused()
    visitor.page.keyboard.press("Tab")  # to what can be done with it
    visitor.page.keyboard.press("Tab")

    assert visitor.page.evaluate("document.activeElement.closest('[data-row]') === null")


def test_what_opens_takes_the_focus_and_gives_it_back(visitor: Visitor) -> None:
    page, keys = visitor.page, visitor.page.keyboard
    visitor.visit("/app/inbox")
    visitor.add("First")
    visitor.title("First").focus()

    for opened_by in ("Control+k", "?", "t", "v"):
        keys.press(opened_by)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        assert page.evaluate("document.activeElement.closest('dialog') !== null"), opened_by
        keys.press("Escape")
        expect(dialog).to_have_count(0)
        expect(visitor.title("First")).to_be_focused()


def test_keys_mean_the_todo_whose_circle_has_the_focus(visitor: Visitor) -> None:
    visitor.visit("/app/inbox")
    visitor.add("First", "Second")
    tab_to(visitor.page, visitor.circle("First"))

    visitor.page.keyboard.press("Space")
    expect(visitor.titles).to_have_text(["Second"])
    expect(visitor.title("Second")).to_be_focused()
    visitor.page.keyboard.press("Shift+Tab")
    visitor.page.keyboard.press("Delete")

    expect(visitor.titles).to_have_count(0)


def test_keys_of_one_letter_can_be_switched_off(visitor: Visitor) -> None:
    visitor.visit("/app/settings/keys")
    switch = visitor.page.get_by_role("switch").or_(visitor.page.get_by_role("checkbox")).first
    tab_to(visitor.page, switch)
    visitor.page.keyboard.press("Space")
    visitor.visit("/app/inbox")
    visitor.add("First")
    visitor.title("First").focus()

    visitor.page.keyboard.press("e")
    visitor.page.keyboard.press("Control+k")

    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    expect(visitor.circle("First")).not_to_be_checked()
