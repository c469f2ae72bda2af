"""A list as a board: its sections beside each other, by keys, by pointer, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.visitor import Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
LINES = [
    "Ask three firms #Kitchen /Ideas",
    "Measure the wall #Kitchen /Ideas",
    "Old cupboards to the tip #Kitchen /Ideas",
    "Order the taps p2 @shop tomorrow #Kitchen /Ordered",
    "Paint #Kitchen /Finished",
]


@pytest.fixture
def page(make_visitor: MakeVisitor) -> Page:
    """Of somebody who looks at the board of a list with three sections."""
    return _with_board(make_visitor())


def test_sections_are_columns_and_cards_say_what_rows_say(page: Page) -> None:
    expect(_names(page)).to_have_text(["Ideas", "Ordered", "Finished"])
    expect(_cards(page, "Ideas")).to_have_text(["Ask three firms", "Measure the wall", "Old cupboards to the tip"])
    taps = page.get_by_role("listitem").filter(has=page.get_by_role("checkbox", name="Order the taps"))

    for fact in ("Tomorrow", "High priority", "@shop"):
        expect(taps).to_contain_text(fact)


def test_keys_go_from_card_to_card_and_carry_them(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(_card(page, "Measure the wall")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(_card(page, "Order the taps")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+ArrowDown")
    expect(_cards(page, "Ideas")).to_have_text(["Measure the wall", "Ask three firms", "Old cupboards to the tip"])
    page.keyboard.press("Alt+ArrowRight")

    expect(_cards(page, "Ordered")).to_have_text(["Order the taps", "Ask three firms"])
    expect(_card(page, "Ask three firms")).to_be_focused()
    page.keyboard.press("z")
    expect(_cards(page, "Ordered")).to_have_text(["Order the taps"])


def test_what_is_chosen_together_goes_together(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("toolbar", name="2 selected")).to_be_visible()
    page.keyboard.press("Alt+ArrowRight")

    expect(_cards(page, "Ordered")).to_have_text(["Ask three firms", "Measure the wall", "Order the taps"])


def test_a_card_is_dropped_where_the_line_shows_and_the_list_has_the_same_order(page: Page) -> None:
    _drag(page, _card(page, "Paint"), _card(page, "Measure the wall"))
    expect(_cards(page, "Ideas")).to_have_text(
        ["Ask three firms", "Paint", "Measure the wall", "Old cupboards to the tip"]
    )
    _drag(page, _card(page, "Ask three firms"), page.get_by_role("button", name="Add a todo to Finished"))
    expect(_cards(page, "Finished")).to_have_text(["Ask three firms"])

    _turn(page, "Show as a list")

    expect(page.locator("[data-title]")).to_have_text(
        ["Paint", "Measure the wall", "Old cupboards to the tip", "Order the taps", "Ask three firms"]
    )


def test_a_card_is_added_at_the_foot_of_its_column(page: Page) -> None:
    page.get_by_role("button", name="Add a todo to Ordered").click()
    expect(page.get_by_label("What is to be done")).to_be_focused()
    page.keyboard.type("Sink next friday")
    page.keyboard.press("Enter")
    page.keyboard.type("Tiles")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    expect(_cards(page, "Ordered")).to_have_text(["Order the taps", "Sink", "Tiles"])
    expect(page.get_by_role("button", name="Add a todo to Ordered")).to_be_focused()


def test_a_section_is_added_moved_folded_and_thrown_away_with_a_way_back(page: Page) -> None:
    page.get_by_role("button", name="New section").click()
    page.keyboard.type("Later")
    page.keyboard.press("Enter")
    expect(_names(page)).to_have_text(["Ideas", "Ordered", "Finished", "Later"])

    _section(page, "Later", "Move left")
    expect(_names(page)).to_have_text(["Ideas", "Ordered", "Later", "Finished"])
    _section(page, "Ideas", "Fold")
    expect(_cards(page, "Ideas")).to_have_count(0)
    page.reload()
    expect(_cards(page, "Ordered")).to_have_count(1)
    expect(_cards(page, "Ideas")).to_have_count(0)
    page.get_by_role("button", name="Ideas", exact=True).click()
    expect(_cards(page, "Ideas")).to_have_count(3)
    _section(page, "Ideas", "Delete")
    expect(_names(page)).to_have_text(["Ordered", "Later", "Finished"])
    page.keyboard.press("z")

    expect(_cards(page, "Ideas")).to_have_count(3)


def test_what_is_done_is_folded_at_the_foot_of_its_column(page: Page) -> None:
    page.get_by_role("checkbox", name="Order the taps").click()
    expect(_cards(page, "Ordered")).to_have_count(0)

    page.get_by_role("region", name="Ordered").get_by_role("button", name="Completed 1").click()

    expect(_cards(page, "Ordered")).to_have_text(["Order the taps"])


def test_of_hundreds_of_cards_the_last_is_reached(page: Page) -> None:
    page.evaluate(MAKE_MANY, 300)
    ideas = page.get_by_role("region", name="Ideas")
    expect(ideas).to_contain_text("303 todos")
    assert ideas.locator("[data-row]").count() < 300

    wait_until(page, IS_AT_THE_END, 303)

    expect(_card(page, "Number 300")).to_be_in_viewport()


def test_on_a_phone_a_column_fills_the_screen_and_the_next_is_a_swipe_away(make_visitor: MakeVisitor) -> None:
    page = _with_board(make_visitor(**PHONE))
    expect(page.get_by_role("heading", name="Ideas")).to_be_in_viewport()
    expect(page.get_by_role("region", name="Ordered")).not_to_be_in_viewport(ratio=0.2)

    page.get_by_role("group", name="Board of Kitchen").evaluate("(board) => board.scrollTo({ left: 300 })")
    expect(page.get_by_role("heading", name="Ordered")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Add a todo to Ordered").tap()
    expect(page.get_by_label("What is to be done")).to_be_focused()
    page.keyboard.type("Sink")
    page.keyboard.press("Enter")

    expect(_cards(page, "Ordered")).to_have_text(["Order the taps", "Sink"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# Goes down as far as there is anything, and says whether all of it is there.
IS_AT_THE_END = """(count) => {
  const column = document.querySelector("[aria-label=Ideas] .scroll");
  column.scrollTo(0, column.scrollHeight);
  return column.querySelectorAll("[data-row]").length === count;
}"""

MAKE_MANY = """async (count) => {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "todo" };
  const sections = await (await fetch("/section", { headers })).json();
  const { id: section, list } = sections.find(({ name }) => name === "Ideas");
  for (let from = 0; from < count; from += 100) {
    const mutations = Array.from({ length: 100 }, (_, index) => ({
      id: crypto.randomUUID(),
      name: "todo.create",
      at: new Date().toISOString(),
      args: {
        id: `0193${String(from + index).padStart(4, "0")}-0000-7000-8000-${crypto.randomUUID().slice(-12)}`,
        title: `Number ${from + index + 1}`,
        position: `a${String(from + index).padStart(5, "0")}V`,
        list,
        section,
      },
    }));
    const asked = { client: crypto.randomUUID(), clock: new Date().toISOString(), cursor: null, limit: 1, mutations };
    const answer = await fetch("/sync", { method: "POST", headers, body: JSON.stringify(asked) });
    const { answers } = await answer.json();
    const refused = answers?.find(({ status }) => status !== "applied");
    if (!answers || refused) throw new Error(JSON.stringify(refused ?? answer.status));
  }
}"""


def _with_board(newcomer: Visitor) -> Page:
    newcomer.sign_up()
    page = newcomer.page
    page.goto("/app/inbox")
    newcomer.add(*LINES)
    page.keyboard.press("Control+k")
    page.keyboard.type("Kitchen")
    page.get_by_role("option", name="Kitchen List").click()
    _turn(page, "Show as a board")
    expect(page.get_by_role("region", name="Finished")).to_be_visible()
    return page


def _turn(page: Page, view: str) -> None:
    page.get_by_role("button", name="Actions for this list").click()
    page.get_by_role("option", name=view).click()


def _section(page: Page, name: str, action: str) -> None:
    page.get_by_role("button", name=f"Actions for section {name}").click()
    page.get_by_role("option", name=action, exact=True).click()


def _names(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("heading", level=2)


def _cards(page: Page, section: str) -> Locator:
    return page.get_by_role("region", name=section, exact=True).locator("[data-title]")


def _card(page: Page, title: str) -> Locator:
    return page.get_by_role("link", name=title, exact=True)


def _drag(page: Page, what: Locator, onto: Locator) -> None:
    """By mouse, to just above the middle of what it is dropped onto."""
    expect(onto).to_be_visible()
    what.hover()
    page.mouse.down()
    to = onto.bounding_box()
    assert to
    page.mouse.move(to["x"] + 20, to["y"] + to["height"] / 2 - 4, steps=4)
    expect(page.locator("[popover]:popover-open")).to_be_visible()
    page.mouse.up()
    expect(page.locator("[popover]:popover-open")).to_have_count(0)
