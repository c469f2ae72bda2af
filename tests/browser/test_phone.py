"""A visit with a thumb, on a screen 390 pixels wide: the bar below, what is added, details as a sheet, the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
# What can be tapped and is smaller than WCAG 2.2 (2.5.8) has it; words in a sentence are excepted there.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary, [role=checkbox]")]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.matches(".skip, p a"))
  .map((it) => [it.getAttribute("aria-label") ?? it.textContent, (it.closest("label") ?? it).getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
  .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)"""


@pytest.fixture
def phone(make_visitor: MakeVisitor) -> Visitor:
    """Somebody who has just signed up on a phone."""
    phone = make_visitor(**PHONE)
    phone.sign_up()
    return phone


def sheet(phone: Visitor) -> Locator:
    return phone.page.get_by_role("complementary", name="Todo")


def tap_add(phone: Visitor, line: str) -> None:
    phone.page.get_by_role("button", name="Add a todo").tap()
    expect(phone.page.locator("[data-quick] input:focus")).to_have_count(1)
    phone.page.keyboard.type(line)
    phone.page.keyboard.press("Enter")
    phone.expect_read()


def test_the_bar_below_leads_to_the_screens_of_every_day_and_the_menu_to_all(phone: Visitor) -> None:
    for screen in ("Inbox", "Upcoming", "Today"):
        phone.screens.get_by_role("link", name=screen).tap()
        expect(phone.heading).to_have_text(screen)
        expect(phone.screens.get_by_role("link", name=screen)).to_have_attribute("aria-current", "page")

    phone.page.get_by_role("button", name="Menu").tap()
    phone.page.get_by_role("dialog", name="Menu").get_by_role("link", name="Completed").tap()

    expect(phone.heading).to_have_text("Completed")
    expect(phone.page.get_by_role("dialog", name="Menu")).to_have_count(0)


def test_what_is_added_shows_on_the_screen_where_it_was_added(phone: Visitor) -> None:
    tap_add(phone, "Ring the bell")
    expect(phone.titles).to_have_text(["Ring the bell"])
    phone.screens.get_by_role("link", name="Inbox").tap()
    tap_add(phone, "Buy bread")

    expect(phone.titles).to_have_text(["Ring the bell", "Buy bread"])
    phone.screens.get_by_role("link", name="Today").tap()
    expect(phone.titles).to_have_text(["Ring the bell"])


def test_where_there_is_no_line_in_sight_a_sheet_asks_what_is_to_be_done_until_it_is_tapped_away(
    phone: Visitor,
) -> None:
    phone.visit("/app/completed")

    tap_add(phone, "Ring the bell")
    phone.page.keyboard.type("Buy bread")
    phone.page.keyboard.press("Enter")
    phone.page.touchscreen.tap(195, 600)

    expect(phone.page.get_by_role("dialog")).to_have_count(0)
    phone.screens.get_by_role("link", name="Inbox").tap()
    expect(phone.titles).to_have_text(["Ring the bell", "Buy bread"])


def test_the_back_button_closes_the_details_and_then_leaves_the_screen(phone: Visitor) -> None:
    phone.screens.get_by_role("link", name="Inbox").tap()
    tap_add(phone, "Ring the bell")
    phone.title("Ring the bell").tap()
    expect(sheet(phone)).to_be_visible()
    assert phone.page.evaluate("document.querySelector('aside.detail').getBoundingClientRect().width") == 390

    phone.page.go_back()
    expect(sheet(phone)).to_have_count(0)
    expect(phone.heading).to_have_text("Inbox")
    phone.page.go_back()

    expect(phone.heading).to_have_text("Today")


def test_details_that_were_closed_do_not_come_back_by_the_back_button(phone: Visitor) -> None:
    phone.screens.get_by_role("link", name="Inbox").tap()
    tap_add(phone, "Ring the bell")
    phone.title("Ring the bell").tap()
    sheet(phone).get_by_role("button", name="Close").tap()
    expect(sheet(phone)).to_have_count(0)

    phone.page.go_back()

    expect(phone.heading).to_have_text("Today")
    expect(sheet(phone)).to_have_count(0)


def test_who_comes_by_a_link_to_a_todo_closes_it_and_stays(phone: Visitor) -> None:
    phone.visit("/app/inbox")
    tap_add(phone, "Ring the bell")
    address = phone.title("Ring the bell").get_attribute("href") or ""
    elsewhere = phone.context.new_page()
    elsewhere.goto(address)

    elsewhere.get_by_role("complementary", name="Todo").get_by_role("button", name="Close").tap()

    expect(elsewhere.get_by_role("complementary", name="Todo")).to_have_count(0)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Inbox")


def test_a_todo_is_changed_and_completed_in_its_sheet(phone: Visitor) -> None:
    phone.visit("/app/inbox")
    tap_add(phone, "Ring the bell")
    phone.title("Ring the bell").tap()
    details = sheet(phone)

    details.get_by_label("Title").fill("Ring both bells")
    details.get_by_role("button", name="Due:").tap()
    details.get_by_role("button", name="Tomorrow").tap()
    details.get_by_role("button", name="Close").tap()
    expect(phone.row("Ring both bells")).to_contain_text("Tomorrow")
    phone.circle("Ring both bells").tap()

    expect(phone.titles).to_have_count(0)
    phone.undo()
    expect(phone.titles).to_have_text(["Ring both bells"])


@pytest.mark.parametrize("width", [320, 390])
def test_everything_fits_and_is_large_enough_for_a_thumb(phone: Visitor, width: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": 780})
    tap_add(phone, "Write the report for the committee of the association tomorrow 9:00 #Association @writing p1")
    for path in ("/", "/app/inbox", "/app/upcoming", "/app/search", "/app/completed", "/app/trash", "/app/settings"):
        phone.visit(path)
        expect(phone.heading).to_be_visible()

        assert phone.page.evaluate("document.documentElement.scrollWidth") == width, path
        assert phone.page.evaluate(TOO_SMALL) == [], path
    phone.visit("/app/upcoming")
    phone.title("Write the report for the committee of the association").tap()
    expect(sheet(phone).get_by_label("Title")).to_be_visible()
    assert phone.page.evaluate(TOO_SMALL) == []


def test_the_bar_below_does_not_cover_the_last_todo(phone: Visitor) -> None:
    phone.visit("/app/inbox")
    phone.add(*(f"Number {number}" for number in range(16)))
    expect(phone.titles).to_have_count(16)

    phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")

    last = phone.title("Number 15").bounding_box()
    bar = phone.screens.bounding_box()
    assert last
    assert bar
    assert last["y"] + last["height"] <= bar["y"]
