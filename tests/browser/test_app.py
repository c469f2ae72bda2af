"""What people do in the web application: by keys, by pointer, without a network, on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.devices import expect_all_sent
from browser.visitor import IS_KEPT, Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def page(make_visitor: MakeVisitor) -> Page:
    """Of somebody who has just signed up."""
    return _signed_up(make_visitor())


def test_a_line_says_list_day_and_priority_and_shows_that_it_was_understood(page: Page) -> None:
    page.keyboard.press("q")
    page.keyboard.type("Send the figures tomorrow #Work p1")
    expect(page.locator("[data-quick] mark")).to_have_text(["tomorrow", "#Work", "p1"])
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Work").click()

    expect(_row(page, "Send the figures")).to_contain_text("Tomorrow")
    expect(_row(page, "Send the figures")).to_contain_text("Highest priority")


def test_lines_that_are_entered_before_they_can_be_read_are_all_added(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor()
    visitor.page.add_init_script("delete Navigator.prototype.serviceWorker")  # whose answers are not to be held up
    page = _signed_up(visitor)
    parts = re.compile(r"/assets/(?!index|asked)[^/]*\.js")
    page.route(parts, lambda _: None)  # until that is taken back
    page.goto("/app/inbox")

    page.get_by_label("What is to be done").focus()
    for line in ("First tomorrow", "Second"):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    expect(_titles(page)).to_have_count(0)
    page.unroute(parts)

    expect(_titles(page)).to_have_text(["First", "Second"])
    expect(_row(page, "First")).to_contain_text("Tomorrow")


def test_who_searches_can_search_for_something_else_from_the_palette(page: Page) -> None:
    _add(page, "Water the plants", "Send the figures")
    page.goto("/app/search?q=plants")
    expect(_titles(page)).to_have_text(["Water the plants"])

    page.get_by_role("button", name="Search or run a command").click()
    page.keyboard.type("figures")
    page.get_by_role("option", name="Search: figures").click()

    expect(_titles(page)).to_have_text(["Send the figures"])
    expect(page.get_by_role("searchbox")).to_have_value("figures")


def test_what_is_no_token_to_the_person_stays_words(page: Page) -> None:
    page.keyboard.press("q")
    page.keyboard.type("Read the news today")
    expect(page.locator("[data-quick] mark")).to_have_text("today")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")

    expect(_titles(page)).to_have_text(["Read the news today"])


def test_keys_alone_complete_undo_reorder_and_throw_away(page: Page) -> None:
    page.goto("/app/inbox")
    _add(page, "First", "Second", "Third")

    page.keyboard.press("j")
    page.keyboard.press("Alt+ArrowDown")
    expect(_titles(page)).to_have_text(["Second", "First", "Third"])
    page.keyboard.press("e")
    expect(_titles(page)).to_have_text(["Second", "Third"])
    expect(page.get_by_role("link", name="Third")).to_be_focused()
    page.keyboard.press("Delete")
    expect(_titles(page)).to_have_text(["Second"])
    for _ in range(3):
        page.keyboard.press("z")

    expect(_titles(page)).to_have_text(["First", "Second", "Third"])
    page.keyboard.press("Shift+Z")
    expect(_titles(page)).to_have_text(["Second", "First", "Third"])


def test_what_is_chosen_together_is_changed_together_and_taken_back_as_one(page: Page) -> None:
    page.goto("/app/inbox")
    _add(page, "First", "Second", "Third")

    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("toolbar", name="2 selected")).to_be_visible()
    page.keyboard.press("t")
    page.get_by_role("combobox").fill("tomorrow")  # as one: a letter alone for a while is an answer
    page.keyboard.press("Enter")
    expect(_row(page, "First")).to_contain_text("Tomorrow")
    expect(_row(page, "Second")).to_contain_text("Tomorrow")
    expect(_row(page, "Third")).not_to_contain_text("Tomorrow")
    page.keyboard.press("z")

    expect(_row(page, "First")).not_to_contain_text("Tomorrow")
    expect(_row(page, "Second")).not_to_contain_text("Tomorrow")


def test_the_palette_finds_screens_commands_and_todos(page: Page) -> None:
    _add(page, "Water the plants")

    page.keyboard.press("Control+k")
    expect(page.get_by_role("option", name="Undo")).to_contain_text("z")
    page.keyboard.type("inbox")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    page.keyboard.press("Control+k")
    page.keyboard.type("plants")

    expect(page.get_by_role("option", name="Water the plants")).to_be_visible()


def test_overdue_stands_above_and_done_below(page: Page) -> None:
    _add(page, "Pay the rent yesterday", "Call the dentist", "Buy bread")

    page.get_by_role("checkbox", name="Buy bread", exact=True).click()

    expect(_titles(page)).to_have_text(["Pay the rent", "Call the dentist", "Buy bread"])
    expect(page.get_by_role("heading", level=2)).to_contain_text(["Overdue", "Today", "Completed 1"])


def test_without_a_network_everything_goes_on_and_is_sent_later(visitor: Visitor, make_visitor: MakeVisitor) -> None:
    wait_until(visitor.page, IS_KEPT)
    visitor.context.set_offline(True)
    _add(visitor.page, "Written in a tunnel")
    expect(visitor.status).to_contain_text("to send")

    visitor.context.set_offline(False)
    expect_all_sent(visitor)
    other = make_visitor()
    other.context.add_cookies(visitor.context.cookies())  # pyright: ignore[reportArgumentType]
    other.visit()

    expect(other.titles).to_have_text(["Written in a tunnel"])


def test_a_list_that_goes_to_the_trash_comes_back_with_what_was_in_it(page: Page) -> None:
    _add(page, "Sharpen the secateurs #Garden")
    page.get_by_role("link", name="Garden").first.click()
    page.get_by_role("button", name="Actions for this list").click()
    page.get_by_role("option", name="Delete").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Garden")).to_have_count(0)

    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Restore Garden").click()
    page.get_by_role("navigation").get_by_role("link", name="Garden").click()

    expect(_titles(page)).to_have_text(["Sharpen the secateurs"])


def test_thousands_of_todos_are_drawn_as_they_come_into_sight(page: Page) -> None:
    page.goto("/app/inbox")
    page.evaluate(POST_EACH, 1200)
    page.reload()
    expect(page.get_by_role("link", name="Inbox 1200 todos")).to_be_visible()
    wait_until(page, SOME_ARE_DRAWN)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    expect(page.get_by_role("link", name="Number 1200", exact=True)).to_be_visible()


def test_a_thumb_is_enough_on_a_phone(make_visitor: MakeVisitor) -> None:
    page = _signed_up(make_visitor(**PHONE))
    page.get_by_role("button", name="Add a todo").tap()
    expect(page.get_by_label("What is to be done")).to_be_focused()
    page.keyboard.type("Ring the bell")
    page.keyboard.press("Enter")
    expect(_titles(page)).to_have_text(["Ring the bell"])

    page.get_by_role("button", name="Actions for Ring the bell").tap()
    page.get_by_role("option", name="Schedule").tap()
    page.get_by_role("option", name="Tomorrow").tap()
    expect(_titles(page)).to_have_count(0)
    page.get_by_role("link", name="Upcoming").tap()

    expect(_titles(page)).to_have_text(["Ring the bell"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_trash_that_is_full_shows_more_when_asked(page: Page) -> None:
    page.evaluate(POST_EACH, 400)
    page.goto("/app/inbox")
    expect(page.get_by_role("link", name="Inbox 400 todos")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Number 1", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    expect(page.get_by_role("toolbar", name="400 selected")).to_be_visible()
    page.keyboard.press("Delete")
    expect(_titles(page)).to_have_count(0)
    page.goto("/app/trash")
    thrown = page.get_by_role("button", name="Restore Number")
    expect(thrown).to_have_count(200)

    page.get_by_role("button", name="Show older").click()

    expect(thrown).to_have_count(400)
    expect(page.get_by_role("button", name="Show older")).to_have_count(0)


SOME_ARE_DRAWN = """() => {
  const drawn = document.querySelectorAll("[data-row]").length;
  return drawn > 0 && drawn < 100;
}"""

POST_EACH = """async (count) => {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "todo" };
  const id = (n) => `0193${String(n).padStart(4, "0")}-0000-7000-8000-${crypto.randomUUID().slice(-12)}`;
  for (let from = 0; from < count; from += 200) {
    const mutations = Array.from({ length: 200 }, (_, index) => ({
      id: crypto.randomUUID(),
      name: "todo.create",
      at: new Date().toISOString(),
      args: {
        id: id(from + index),
        title: `Number ${from + index + 1}`,
        position: `a${String(from + index).padStart(5, "0")}V`,
      },
    }));
    const asked = { client: crypto.randomUUID(), clock: new Date().toISOString(), cursor: null, limit: 1, mutations };
    const answer = await fetch("/sync", { method: "POST", headers, body: JSON.stringify(asked) });
    const { answers } = await answer.json();
    const refused = answers?.find(({ status }) => status !== "applied");
    if (!answers || refused) throw new Error(JSON.stringify(refused ?? answer.status));
  }
}"""


def _signed_up(newcomer: Visitor) -> Page:
    newcomer.sign_up()
    return newcomer.page


def _add(page: Page, *lines: str) -> None:
    """Where lines can be read already, so that each is there when the next key is pressed."""
    field = page.get_by_label("What is to be done")
    field.fill("Read today")
    expect(page.locator("[data-quick] mark")).to_have_text("today")
    field.fill("")
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def _titles(page: Page) -> Locator:
    return page.locator("[data-title]")


def _row(page: Page, title: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("checkbox", name=title, exact=True))
