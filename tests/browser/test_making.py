"""Lists, tags and filters are made, changed, put in order and thrown away on the page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.visit("/app/inbox")
    visitor.add(
        "Measure the wall today p1 #Kitchen @home", "Order the taps tomorrow #Kitchen", "Rake the leaves @garden"
    )
    expect(visitor.titles).to_have_text(["Rake the leaves"])
    return visitor.page


def test_a_filter_says_where_it_cannot_be_read_and_what_it_finds_once_it_can(page: Page) -> None:
    _go(page, "Filters")
    page.get_by_role("main").get_by_role("button", name="New filter").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Soon")
    question = page.get_by_label("Which todos")
    question.fill("(today | tomorow) & #Kitchen")
    sheet = page.get_by_role("dialog", name="New filter")
    expect(sheet).to_contain_text("Character 10: something such as today")
    expect(sheet.locator("mark")).to_have_text("tomorow) & #Kitchen")
    expect(sheet.get_by_role("button", name="Create", exact=True)).to_be_disabled()
    sheet.get_by_role("button", name="Character 10").click()
    expect(question).to_be_focused()

    question.fill("(today | tomorrow) & #Kitchen")
    expect(sheet).to_contain_text("2 found")
    expect(sheet.get_by_role("listitem").filter(has_text=re.compile("wall|taps"))).to_have_count(2)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Soon")
    expect(page.locator("[data-title]")).to_have_text(["Measure the wall", "Order the taps"])


def test_a_filter_is_changed_thrown_away_and_taken_back(page: Page) -> None:
    _make_filter(page, "Mine", "p1")
    _act(page, "Mine", "Edit")
    page.get_by_label("Which todos").fill("today, @garden")
    page.get_by_role("radio", name="Purple").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_text(["today", "@garden"])

    _act(page, "Mine", "Edit")
    page.get_by_role("button", name="Delete").click()
    expect(_in_sidebar(page, "Filters")).to_have_count(0)
    page.keyboard.press("z")

    expect(_in_sidebar(page, "Filters")).to_have_text(["Mine"])


def test_examples_make_a_query_by_being_clicked(page: Page) -> None:
    page.get_by_role("button", name="New filter").click()
    sheet = page.get_by_role("dialog", name="New filter")
    sheet.get_by_role("button", name="today | overdue").click()
    sheet.get_by_role("button", name="#Kitchen").click()

    expect(page.get_by_label("Which todos")).to_have_value("(today | overdue) & #Kitchen")
    expect(sheet).to_contain_text("1 found")


def test_what_was_searched_for_is_kept_as_a_filter(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.get_by_label("Words in titles and notes").fill("the taps")
    page.get_by_role("button", name="Save as a filter").click()
    expect(page.get_by_label("Which todos")).to_have_value("search: the & search: taps")
    page.get_by_role("button", name="Create", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("the taps")
    expect(page.locator("[data-title]")).to_have_text(["Order the taps"])


def test_a_list_is_made_inside_another_and_folded_away_with_it(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Tiles")
    page.get_by_role("radio", name="Orange").check()
    page.get_by_label("Inside").select_option(label="Kitchen")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tiles")
    expect(_in_sidebar(page, "Lists")).to_have_text(["Kitchen 2", "Tiles"])

    page.get_by_role("button", name="Lists inside Kitchen").click()
    expect(_in_sidebar(page, "Lists")).to_have_text(["Kitchen 2"])
    page.reload()
    expect(_in_sidebar(page, "Lists")).to_have_text(["Kitchen 2"])
    page.get_by_role("link", name="Kitchen 2 todos").press("ArrowRight")

    expect(_in_sidebar(page, "Lists")).to_have_text(["Kitchen 2", "Tiles"])


def test_a_tag_that_gets_the_name_of_another_becomes_one_with_it(page: Page) -> None:
    _go(page, "Tags")
    page.get_by_role("button", name="Actions for garden").click()
    page.get_by_role("option", name="Edit").click()
    page.get_by_label("Name").fill("Home")
    expect(page.get_by_role("dialog", name="Edit the tag")).to_contain_text("There is @home already")
    page.get_by_role("button", name="Put together").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("@home")
    expect(page.locator("[data-title]")).to_have_text(["Measure the wall", "Rake the leaves"])
    expect(_in_sidebar(page, "Tags")).to_have_text(["home 2"])

    page.keyboard.press("z")

    expect(_in_sidebar(page, "Tags")).to_have_text(["home 1", "garden 1"])


def test_filters_are_put_in_order_by_keys(page: Page) -> None:
    _make_filter(page, "First", "p1")
    _make_filter(page, "Second", "p2")
    _go(page, "Filters")

    page.get_by_role("main").get_by_role("link", name="Second").press("Alt+ArrowUp")

    expect(_in_sidebar(page, "Filters")).to_have_text(["Second", "First"])
    expect(page.get_by_role("main").get_by_role("link", name="Second")).to_be_focused()


def test_a_thumb_makes_a_filter_of_what_is_offered(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(**PHONE)
    visitor.sign_up()
    page = visitor.page
    page.get_by_role("button", name="Menu").tap()
    page.get_by_role("link", name="Filters").tap()
    page.get_by_role("button", name="Important").tap()
    page.get_by_role("button", name="Create", exact=True).tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Important")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _go(page: Page, screen: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=screen, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(screen)


def _make_filter(page: Page, name: str, query: str) -> None:
    page.get_by_role("navigation").get_by_role("button", name="New filter").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Which todos").fill(query)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def _act(page: Page, title: str, action: str) -> None:
    page.get_by_role("button", name=f"Actions for {title}", exact=True).click()
    page.get_by_role("option", name=action, exact=True).click()


def _in_sidebar(page: Page, heading: str) -> Locator:
    return page.get_by_role("navigation").get_by_role("list", name=heading).get_by_role("link")
