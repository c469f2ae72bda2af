"""The settings: each part at an address of its own, and true about this device."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browser.visitor import Visitor, intercept

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def page(visitor: Visitor) -> Page:
    visitor.page.goto("/app/settings")
    return visitor.page


def test_each_part_has_an_address(page: Page) -> None:
    parts = page.get_by_role("navigation", name="Settings")

    parts.get_by_role("link", name="Keys").click()

    expect(page).to_have_url("/app/settings/keys")
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_text("Keys")
    expect(parts.get_by_role("link", name="Keys")).to_be_focused()
    page.reload()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_text("Keys")
    page.go_back()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_text("Account")


def test_on_a_phone_the_parts_are_pages_of_their_own(make_visitor: MakeVisitor) -> None:
    newcomer = make_visitor(**PHONE)
    newcomer.sign_up()
    page = newcomer.page
    page.goto("/app/settings")

    page.get_by_role("link", name="Language and dates").tap()

    expect(newcomer.heading).to_have_text("Language and dates")
    expect(page.get_by_role("navigation", name="Settings")).to_be_hidden()
    page.get_by_role("link", name="Settings", exact=True).tap()
    expect(page.get_by_role("navigation", name="Settings")).to_be_visible()


def test_a_zone_is_found_by_its_city(page: Page) -> None:
    page.goto("/app/settings/language")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("Europe/Amsterdam")

    zone.fill("new york")
    zone.press("Tab")
    expect(zone).to_have_value("America/New_York")
    zone.fill("Atlantis")
    zone.press("Tab")

    expect(page.get_by_role("alert")).to_have_text("There is no such time zone")
    page.reload()
    expect(zone).to_have_value("America/New_York")


def test_what_waits_on_this_device_is_counted_and_warned_of(page: Page) -> None:
    page.goto("/app/settings/data")
    expect(_fact(page, "Last in step with the server")).not_to_have_text("never")
    intercept(page, "**/sync", lambda route: route.abort())
    page.get_by_role("link", name="Inbox").click()
    page.get_by_label("What is to be done").first.fill("Not sent yet")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Data").click()
    expect(_fact(page, "Changes to send")).to_have_text("1")

    page.get_by_role("button", name="Remove from this device").click()

    expect(page.get_by_role("alert").filter(has_text="1 change has not been sent yet")).to_be_visible()
    page.get_by_role("button", name="Stay").click()
    expect(page.get_by_role("button", name="Remove from this device")).to_be_visible()


def test_what_is_removed_from_this_device_is_still_at_the_server(page: Page, visitor: Visitor) -> None:
    page.goto("/app/settings/data")
    expect(visitor.status).to_have_attribute("data-waiting", "0")

    page.get_by_role("button", name="Remove from this device").click()
    visitor.expect_welcome()
    page.goto("/app")

    visitor.expect_welcome()
    visitor.expect_nothing_kept()
    assert page.evaluate("localStorage.getItem('todo.who')") is None


def test_the_own_session_is_marked_and_all_others_are_ended_at_once(
    visitor: Visitor, make_visitor: MakeVisitor, page: Page
) -> None:
    for _ in range(2):
        elsewhere = make_visitor()
        elsewhere.email = visitor.email
        elsewhere.page.goto("/auth/login")
        elsewhere.sign_in()
    page.goto("/app/settings/sessions")
    sessions = page.get_by_role("list", name="Sessions").get_by_role("listitem")
    expect(sessions).to_have_count(3)
    expect(sessions.first).to_contain_text("this one")

    page.get_by_role("button", name="Sign out everywhere else").click()

    expect(sessions).to_have_count(1)
    expect(sessions).to_contain_text("this one")


def _fact(page: Page, name: str) -> Locator:
    return page.locator("dl div").filter(has=page.get_by_text(name, exact=True)).locator("dd")


def test_an_account_whose_deletion_was_not_heard_of_leaves_nothing_here(page: Page, visitor: Visitor) -> None:
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if route.request.method != "DELETE" or lost:
            route.continue_()
            return
        route.fetch(max_retries=3)
        lost.append(route.request.url)
        route.abort("connectionreset")

    intercept(page, "**/me", lose_once)
    page.get_by_label(f"Type {visitor.email} to go on").fill(visitor.email)
    page.get_by_role("button", name="Delete everything for good").click()
    expect(page.get_by_role("main")).to_contain_text("The server cannot be reached")

    page.get_by_role("button", name="Delete everything for good").click()

    visitor.expect_welcome()
    visitor.expect_nothing_kept()


def test_a_token_whose_answer_was_lost_stands_there_to_be_taken_back(page: Page) -> None:
    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        route.fetch(max_retries=3)
        route.abort("connectionreset")

    page.goto("/app/settings/access")
    intercept(page, "**/token", lose)
    page.get_by_label("What it is for").fill("backup")

    page.get_by_role("button", name="Make a token").click()

    expect(page.get_by_role("button", name="Revoke backup")).to_be_visible()
