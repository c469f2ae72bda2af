"""The session ends while somebody works: nothing is forgotten, and nobody else is given it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def expired(visitor: Visitor) -> Visitor:
    """Somebody at their inbox with a todo that the server has, whose session is over."""
    visitor.visit("/app/inbox")
    visitor.add("From before")
    visitor.wait_until_sent("From before")
    visitor.context.clear_cookies()
    return visitor


def notice(page: Page) -> Locator:
    return page.get_by_role("region", name="Notices")


def sign_in_as(somebody: Visitor, page: Page) -> None:
    """On the page that asks who is there."""
    Visitor(page, somebody.email).sign_in()


def load_again(somebody: Visitor) -> None:
    """As the notice offers, until the page is there that has nothing to say."""
    notice(somebody.page).get_by_role("button", name="Load this page again").click()
    expect(notice(somebody.page)).to_be_empty()


def titles_at_server(page: Page) -> list[str]:
    return [todo["title"] for todo in page.request.get("/todo").json()]


def test_what_is_done_after_the_session_has_ended_is_kept_and_sent_after_signing_in(expired: Visitor) -> None:
    expired.add("Renew the passport")
    expired.circle("From before").click()
    expect(notice(expired.page)).to_contain_text("Your session has ended")
    expect(expired.status).to_contain_text("2 to send")
    expired.page.reload()
    expect(expired.titles).to_have_text(["Renew the passport"])

    notice(expired.page).get_by_role("button", name="Sign in again").click()
    expired.sign_in()

    expect(expired.heading).to_have_text("Inbox")
    expired.wait_until_sent("Renew the passport")
    expired.wait_until_sent("From before", status="done")
    expect(notice(expired.page)).to_be_empty()
    expect(expired.status).to_be_empty()


def test_half_a_line_is_there_after_signing_in_again(expired: Visitor) -> None:
    expired.add("Renew the passport")
    expired.field.fill("Call the embassy tomorrow")

    notice(expired.page).get_by_role("button", name="Sign in again").click()
    expired.sign_in()

    expect(expired.field).to_have_value("Call the embassy tomorrow")
    expired.field.press("Enter")
    expect(expired.row("Call the embassy")).to_contain_text("Tomorrow")
    expect(expired.field).to_have_value("")
    expired.page.reload()
    expect(expired.field).to_have_value("")


def test_all_tabs_are_back_once_one_has_signed_in(expired: Visitor) -> None:
    expired.add("Renew the passport")
    other = expired.context.new_page()
    other.goto("/app/inbox")
    expect(notice(other)).to_contain_text("Your session has ended")

    notice(other).get_by_role("button", name="Sign in again").click()
    sign_in_as(expired, other)
    expired.page.bring_to_front()
    expired.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(notice(expired.page)).to_be_empty()
    expired.wait_until_sent("Renew the passport")


def test_a_tab_that_has_signed_in_is_back_though_another_one_sends(expired: Visitor) -> None:
    other = expired.context.new_page()
    other.goto("/app/inbox")
    expired.add("Renew the passport")
    expect(notice(other)).to_contain_text("Your session has ended")

    notice(other).get_by_role("button", name="Sign in again").click()
    sign_in_as(expired, other)

    expect(notice(other)).to_be_empty()
    expired.wait_until_sent("Renew the passport")


def test_somebody_else_who_signs_in_is_given_nothing_and_told_so(expired: Visitor, make_visitor: MakeVisitor) -> None:
    stranger = make_visitor()
    stranger.sign_up()
    expired.add("A secret")

    notice(expired.page).get_by_role("button", name="Sign in again").click()
    sign_in_as(stranger, expired.page)

    expect(notice(expired.page)).to_contain_text("Somebody else has signed in")
    expired.add("Another secret")
    load_again(expired)
    expect(expired.heading).to_have_text("Inbox")
    expect(expired.titles).to_have_count(0)
    assert titles_at_server(stranger.page) == []


def test_what_waited_is_there_when_the_first_one_is_back(expired: Visitor, make_visitor: MakeVisitor) -> None:
    stranger = make_visitor()
    stranger.sign_up()
    expired.add("A secret")
    notice(expired.page).get_by_role("button", name="Sign in again").click()
    sign_in_as(stranger, expired.page)
    load_again(expired)
    expect(expired.titles).to_have_count(0)

    expired.sign_out()
    expired.page.get_by_role("link", name="Sign in").click()
    expired.sign_in()
    expired.visit("/app/inbox")

    expect(expired.titles).to_have_text(["From before", "A secret"])
    expired.wait_until_sent("A secret")
    assert titles_at_server(stranger.page) == []


def test_a_tab_that_goes_on_after_somebody_else_has_signed_in_gives_them_nothing(
    visitor: Visitor, make_visitor: MakeVisitor
) -> None:
    visitor.visit("/app/inbox")
    visitor.add("From before")
    visitor.wait_until_sent("From before")
    stranger = make_visitor()
    stranger.sign_up()

    visitor.context.clear_cookies()
    visitor.context.add_cookies(stranger.context.cookies())  # pyright: ignore[reportArgumentType]
    visitor.add("A secret")

    expect(notice(visitor.page)).to_contain_text("Somebody else has signed in")
    assert titles_at_server(stranger.page) == []
    assert [it.partition(" http")[0] for it in visitor.complaints] == ["403 POST"]  # it was refused
    visitor.complaints.clear()
