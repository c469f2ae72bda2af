"""The details of a todo, the settings and the notices, in a real browser against the real program."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browser.visitor import IS_KEPT, Visitor, intercept, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The application's inbox with one todo."""
    page = visitor.page
    page.goto("/app/inbox")
    line = page.get_by_label("What is to be done").first
    line.fill("Send the figures")
    line.press("Enter")
    expect(page.get_by_role("link", name="Send the figures")).to_be_visible()
    return page


def _opened(page: Page, title: str = "Send the figures") -> Locator:
    page.get_by_role("link", name=title).first.press("Enter")
    details = page.get_by_role("complementary", name="Todo")
    expect(details).to_be_visible()
    return details


def _wait_until_sent(details: Locator) -> None:
    """The history is of the server, and shown when all has arrived there."""
    details.get_by_text("History").click()
    expect(details.get_by_role("strong").filter(has_text="Created")).to_be_visible()


def test_what_is_said_of_a_todo_is_there_after_a_reload(page: Page) -> None:
    details = _opened(page)

    details.get_by_role("button", name="Notes, in Markdown").click()
    page.keyboard.insert_text("In **the folder**\n\n- [ ] revenue")
    page.keyboard.press("Escape")
    details.get_by_role("button", name="Due:").click()
    details.get_by_label("Due: Pick a date").fill("every other friday 9:00")
    expect(details.get_by_text("every 2 weeks on Fri")).to_be_visible()
    page.keyboard.press("Enter")
    details.get_by_label("Duration").fill("1h 30")
    page.keyboard.press("Enter")
    details.get_by_label("Add a subtask").fill("Collect the numbers")
    page.keyboard.press("Enter")
    page.reload()

    expect(details.locator("strong", has_text="the folder")).to_be_visible()
    expect(details.get_by_text("every 2 weeks on Fri")).to_be_visible()
    expect(details.get_by_label("Duration")).to_have_value("1 h 30 min")
    expect(details.get_by_role("checkbox", name="Collect the numbers")).not_to_be_checked()


def test_escape_closes_the_details_and_gives_the_focus_back(page: Page) -> None:
    details = _opened(page)

    page.keyboard.press("Escape")

    expect(details).to_have_count(0)
    expect(page.get_by_role("link", name="Send the figures")).to_be_focused()


def test_a_day_is_picked_with_the_arrows(page: Page) -> None:
    details = _opened(page)
    details.get_by_role("button", name="Due:").click()
    details.get_by_role("button", name="Tomorrow").click()
    expect(details.get_by_role("button", name="Due: Tomorrow")).to_be_focused()

    details.get_by_role("button", name="Due: Tomorrow").click()
    details.locator("[aria-selected=true] button").focus()
    page.keyboard.press("ArrowLeft")
    expect(details.locator("[aria-current=date]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(details.get_by_role("button", name="Due: Today")).to_be_focused()


def test_the_history_takes_a_change_back(page: Page) -> None:
    details = _opened(page)
    _wait_until_sent(details)
    details.get_by_label("Title").fill("Send nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Send nothing")).to_be_visible()

    details.get_by_role("button", name="Take this back").first.click()

    expect(details.get_by_label("Title")).to_have_value("Send the figures")


def test_a_change_that_the_server_refuses_can_be_kept_as_a_copy(page: Page) -> None:
    def refuse(route: Route) -> None:
        sent = (route.request.post_data_json or {}).get("mutations", [])
        if not any(it["name"] == "todo.patch" for it in sent):
            route.continue_()
            return
        answer = route.fetch(post_data={**(route.request.post_data_json or {}), "mutations": []})
        problem = {"code": "list_full", "detail": "There is no room."}
        refused = [{"id": it["id"], "status": "refused", "problem": problem, "row": None} for it in sent]
        route.fulfill(response=answer, json={**answer.json(), "answers": refused})

    details = _opened(page)
    _wait_until_sent(details)
    intercept(page, "**/sync", refuse)
    details.get_by_label("Title").fill("Send the right figures")
    page.keyboard.press("Enter")
    notices = page.get_by_role("region", name="Notices")
    expect(notices.get_by_text("There is no room.")).to_be_visible()
    expect(details.get_by_label("Title")).to_have_value("Send the figures")

    notices.get_by_role("button", name="Keep a copy").click()

    expect(page.get_by_role("link", name="Send the right figures (copy)")).to_be_visible()
    expect(notices.get_by_text("There is no room.")).to_have_count(0)


def test_a_token_is_shown_once(page: Page) -> None:
    page.goto("/app/settings/access")

    page.get_by_label("What it is for").fill("backup")
    page.get_by_role("button", name="Make a token").click()
    shown = page.get_by_role("textbox", name="Access tokens")
    expect(shown).to_have_value(re.compile("^todo_"))
    page.reload()

    expect(page.get_by_role("button", name="Revoke backup")).to_be_visible()
    expect(shown).to_have_count(0)


def test_the_words_follow_the_language_of_the_account(page: Page) -> None:
    page.goto("/app/settings/language")

    page.get_by_label("Language", exact=True).select_option("fr")

    expect(page.get_by_role("heading", level=1)).to_have_text("Réglages")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_days_and_keys_are_written_as_the_language_has_them(page: Page) -> None:
    page.goto("/app/settings/language")
    page.get_by_label("Language", exact=True).select_option("fr")
    page.goto("/")
    expect(page.locator("header p")).to_have_text(
        re.compile(r"^(Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) ")
    )
    page.goto("/app/settings/language")
    page.locator("select").first.select_option("de")
    page.goto("/app/inbox")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eingang")

    page.keyboard.press("?")

    keys = page.get_by_role("dialog").locator("kbd")
    expect(keys.filter(has_text="Entf").first).to_be_visible()
    expect(keys.filter(has_text=re.compile("^(Del|Ctrl|Shift)"))).to_have_count(0)


def test_whoever_goes_offline_is_told_that_everything_works(page: Page) -> None:
    wait_until(page, IS_KEPT)
    page.context.set_offline(True)

    expect(page.get_by_role("region", name="Notices")).to_contain_text("You are offline")
    page.context.set_offline(False)
    expect(page.get_by_role("region", name="Notices")).to_be_empty()


def test_who_deletes_the_account_signs_in_once_more_if_that_was_long_ago(page: Page, visitor: Visitor) -> None:
    stale = {"status": 403, "code": "fresh_login_required", "detail": "Sign in again."}

    def refuse(route: Route) -> None:
        route.fulfill(status=409, content_type="application/problem+json", json=stale)

    intercept(page, "**/me", lambda route: refuse(route) if route.request.method == "DELETE" else route.continue_())
    page.goto("/app/settings")
    delete = page.get_by_role("button", name="Delete everything for good")
    expect(delete).to_be_disabled()

    page.get_by_label(f"Type {visitor.email} to go on").fill(visitor.email)
    delete.click()

    link = page.get_by_role("alert").get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", "/auth/login?prompt=login&next=/app/settings/account")


def test_a_deleted_account_leaves_nothing_on_the_device(page: Page, visitor: Visitor) -> None:
    page.goto("/app/settings")

    page.get_by_label(f"Type {visitor.email} to go on").fill(visitor.email)
    page.get_by_role("button", name="Delete everything for good").click()
    page.wait_for_url(re.compile("^((?!/app/settings).)*$"))
    page.goto("/")

    visitor.expect_welcome()
    visitor.expect_nothing_kept()
