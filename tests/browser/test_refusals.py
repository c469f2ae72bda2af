"""What the server refuses is shown, can be kept as a copy and outlives a reload; what waits is not thrown away."""

import json

import pytest
from playwright.sync_api import Route, expect

from browser.devices import expect_all_sent, settled, stored
from browser.visitor import Visitor, intercept

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    return settled(visitor)


def _refuse(visitor: Visitor, title: str) -> None:
    """As the limit of todos does: the server gets what is sent with a title that is too long."""

    def spoil(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        for mutation in body["mutations"]:
            if mutation["args"].get("title") == title:
                mutation["args"]["title"] = "x" * 501
        route.continue_(post_data=json.dumps(body))

    intercept(visitor.page, "**/sync", spoil)


def test_a_refused_change_is_shown_and_can_be_kept_as_a_copy(inbox: Visitor) -> None:
    _refuse(inbox, "Too much")
    inbox.add("Too much")
    notices = inbox.page.get_by_role("region", name="Notices")
    expect(notices).to_contain_text("The server has refused a change of “Too much”")
    expect(inbox.titles).to_have_count(0)
    expect_all_sent(inbox)

    inbox.page.reload()
    notices.get_by_role("button", name="Keep a copy").click()

    expect(inbox.titles).to_have_text(["Too much (copy)"])
    expect(notices.get_by_text("has refused")).to_have_count(0)
    expect_all_sent(inbox)
    assert [todo["title"] for todo in stored(inbox)] == ["Too much (copy)"]
    inbox.page.reload()
    expect(inbox.titles).to_have_text(["Too much (copy)"])
    expect(notices.get_by_text("has refused")).to_have_count(0)


def test_one_that_is_refused_holds_up_no_other(inbox: Visitor) -> None:
    _refuse(inbox, "Too much")
    inbox.context.set_offline(True)
    inbox.add("Before", "Too much", "After")
    expect(inbox.status).to_have_text("Offline, 3 to send")

    inbox.context.set_offline(False)

    expect(inbox.titles).to_have_text(["Before", "After"])
    expect_all_sent(inbox)
    assert sorted(todo["title"] for todo in stored(inbox)) == ["After", "Before"]


def test_signing_out_with_what_was_not_sent_is_asked_once_more(inbox: Visitor) -> None:
    intercept(inbox.page, "**/sync", lambda route: route.abort())
    inbox.add("Not sent", "Nor this")
    expect(inbox.status).to_contain_text("2 to send")
    inbox.visit("/app/settings")

    inbox.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(inbox.page.get_by_role("alert")).to_contain_text("2")
    inbox.visit("/app/inbox")
    expect(inbox.titles).to_have_text(["Not sent", "Nor this"])
    inbox.page.unroute("**/sync")

    expect_all_sent(inbox)
    assert sorted(todo["title"] for todo in stored(inbox)) == ["Nor this", "Not sent"]
