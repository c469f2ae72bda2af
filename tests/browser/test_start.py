"""The first minutes: what stands there before there is anything, and in whose words."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browser.visitor import PASSWORD, Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]


def _offers(page: Page) -> Locator:
    return page.get_by_role("region", name="Something to begin with")


@contextmanager
def _held(page: Page, pattern: str) -> Generator[None]:
    """What is asked for within it is not answered before its end."""
    is_held, held = True, list[Route]()

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    page.route(pattern, hold)
    yield
    is_held = False
    for route in held:
        route.continue_()


def test_who_has_an_account_signs_in_and_comes_to_what_the_address_said(
    visitor: Visitor, make_visitor: MakeVisitor
) -> None:
    elsewhere = make_visitor()
    elsewhere.email = visitor.email
    elsewhere.visit("/app/upcoming")

    elsewhere.page.get_by_role("link", name="Sign in").click()
    elsewhere.sign_in()

    expect(elsewhere.heading).to_have_text("Upcoming")


def test_the_first_visit_asks_for_nothing_that_is_refused(make_visitor: MakeVisitor) -> None:
    page = make_visitor().page
    answers: list[int] = []
    page.on("response", lambda response: answers.append(response.status))

    page.goto("/")

    expect(page.get_by_role("link", name="Create an account")).to_be_visible()
    assert set(answers) <= {200, 304}


def test_who_is_there_is_asked_while_the_program_is_on_its_way(make_visitor: MakeVisitor) -> None:
    page = make_visitor().page

    with _held(page, "**/assets/index-*.js"), page.expect_response("**/auth/ways"):
        page.goto("/", wait_until="commit")

    expect(page.get_by_role("link", name="Create an account")).to_be_visible()


def test_where_nobody_can_sign_up_it_is_not_offered(make_visitor: MakeVisitor) -> None:
    page = make_visitor().page
    page.route("**/auth/ways", lambda route: route.fulfill(json={"sign_up": False, "has_session": False}))
    page.goto("/")

    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("link", name="Create an account")).to_have_count(0)


def test_who_cannot_reach_the_server_is_told_so_and_tries_again(make_visitor: MakeVisitor) -> None:
    page = make_visitor().page
    page.route("**/auth/ways", lambda route: route.abort())
    page.route("**/me", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("status")).to_contain_text("The server cannot be reached.")

    with _held(page, "**/auth/ways"):  # so that it is not there again by itself while somebody reaches for the button
        page.unroute("**/me")
        page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("link", name="Create an account")).to_be_visible()


def test_a_newcomer_takes_what_is_offered_by_a_click_or_a_key(visitor: Visitor) -> None:
    page = visitor.page
    expect(_offers(page)).to_be_visible()

    page.keyboard.press("1")
    expect(visitor.titles).to_have_text(["Write the shopping list"])
    _offers(page).get_by_role("button", name="Add: Water the plants every Saturday").click()

    expect(_offers(page).get_by_role("listitem")).to_have_count(1)
    page.goto("/app/inbox")
    expect(visitor.titles).to_have_text(["Write the shopping list", "Water the plants"])
    due = visitor.row("Water the plants").locator("time").get_attribute("datetime") or ""
    assert date.fromisoformat(due).isoweekday() == 6


def test_what_was_taken_by_mistake_is_offered_again(visitor: Visitor) -> None:
    _offers(visitor.page).get_by_role("button", name="shopping list").click()
    expect(visitor.titles).to_have_count(1)

    visitor.page.keyboard.press("z")

    expect(visitor.titles).to_have_count(0)
    expect(_offers(visitor.page).get_by_role("listitem")).to_have_count(3)


def test_whoever_writes_something_of_their_own_is_offered_nothing_more(visitor: Visitor) -> None:
    expect(_offers(visitor.page)).to_be_visible()

    visitor.add("Feed the cat")

    expect(_offers(visitor.page)).to_have_count(0)
    visitor.delete("Feed the cat")
    visitor.page.reload()
    expect(visitor.page.get_by_text("Today is clear")).to_be_visible()
    expect(_offers(visitor.page)).to_have_count(0)


def test_what_is_put_away_does_not_come_back(visitor: Visitor) -> None:
    _offers(visitor.page).get_by_role("button", name="Put this away").click()

    expect(visitor.page.get_by_text("Today is clear")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_text("Today is clear")).to_be_visible()
    expect(_offers(visitor.page)).to_have_count(0)


def test_who_comes_with_an_export_is_shown_where_to_import_it(visitor: Visitor) -> None:
    _offers(visitor.page).get_by_role("link", name="Import an export").click()

    expect(visitor.page.get_by_role("heading", name="Import")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "today", "example"),
    [
        ("en-GB", "Today", r"“3/4” is read as \w+ 3 April"),
        ("en-US", "Today", r"“3/4” is read as \w+, March 4"),
        ("de-AT", "Heute", r"„3\.4\.“ ist der \w+, 3\. April"),
        ("fr-CA", "Aujourd’hui", r"« 3/4 » se lit \w+ 3 avril"),
    ],
)
def test_the_language_of_the_first_browser_is_that_of_the_account(
    make_visitor: MakeVisitor, locale: str, today: str, example: str
) -> None:
    newcomer = make_visitor(locale=locale)
    page = newcomer.page
    page.goto("/signup")
    page.get_by_label("Email").fill(newcomer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("form button").last.click()

    expect(newcomer.heading).to_have_text(today)
    page.goto("/app/settings/language")
    expect(page.get_by_text(re.compile(example))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", locale[:2])


def test_a_reminder_is_told_on_the_page_and_by_the_system_while_it_is_open(make_visitor: MakeVisitor) -> None:
    newcomer = make_visitor(permissions=["notifications"])
    page = newcomer.page
    page.add_init_script(
        """globalThis.told = [];
        globalThis.Notification = class { static permission = "granted"; constructor(title) { told.push(title); } };"""
    )
    newcomer.sign_up()
    page.evaluate(
        """async () => {
          const headers = { "X-Requested-With": "todo", "Content-Type": "application/json" };
          const due = new Date(Date.now() - 60000).toISOString().slice(0, 16);
          const todo = { title: "Take the cake out", due, due_zone: "UTC", reminders: [{ before_minutes: 0 }] };
          const { status } = await fetch("/todo", { method: "POST", headers, body: JSON.stringify(todo) });
          if (status !== 201) throw new Error(status);
        }"""
    )

    notices = page.get_by_role("region", name="Notices")
    # What reminds is the last of all parts that are loaded behind the first screen.
    expect(notices).to_contain_text("Reminder: Take the cake out", timeout=60_000)
    wait_until(page, "told.length > 0")
    assert page.evaluate("told") == ["Take the cake out"]
    notices.get_by_role("button", name="Open").click()

    expect(page.get_by_role("complementary", name="Todo")).to_contain_text("while the application is open")
    expect(notices).to_be_empty()
    page.reload()
    expect(newcomer.titles).to_have_count(1)
    expect(notices).to_be_empty()
