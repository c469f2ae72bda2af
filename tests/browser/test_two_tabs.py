"""Two tabs of one browser: both show the same at once, one of them talks to the server, and the other one can."""

import pytest
from playwright.sync_api import Page, Request, expect

from browser.devices import expect_all_sent, second_tab, settled, stored
from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def one(visitor: Visitor) -> Visitor:
    return settled(visitor)


@pytest.fixture
def other(one: Visitor) -> Visitor:
    return second_tab(one)


def _synced(page: Page) -> list[str]:
    """What the page asks of `POST /sync`."""
    heard: list[str] = []

    def hear(request: Request) -> None:
        if request.url.endswith("/sync"):
            heard.append(request.url)

    page.on("request", hear)
    return heard


def test_both_show_the_same_at_once_and_only_one_asks_the_server(one: Visitor, other: Visitor) -> None:
    asked = [_synced(one.page), _synced(other.page)]

    other.add("From the other")
    expect(one.titles).to_have_text(["From the other"])
    one.add("From the one")
    expect(other.titles).to_have_text(["From the other", "From the one"])
    one.circle("From the other").click()
    expect(other.titles).to_have_text(["From the one"])

    one.wait_until_sent("From the one")
    expect_all_sent(one)
    expect_all_sent(other)
    assert asked[0]
    assert asked[1] == []


def test_what_waits_is_said_the_same_in_both(one: Visitor, other: Visitor) -> None:
    one.context.set_offline(True)
    other.add("First", "Second")
    one.add("Third")

    expect(one.status).to_have_text("Offline, 3 to send")
    expect(other.status).to_have_text("Offline, 3 to send")
    one.context.set_offline(False)

    expect_all_sent(one)
    expect_all_sent(other)
    assert sorted(todo["title"] for todo in stored(one)) == ["First", "Second", "Third"]


def test_when_the_tab_that_sends_is_closed_the_other_one_sends(one: Visitor, other: Visitor) -> None:
    asked = _synced(other.page)

    one.page.close()
    other.add("Alone now")

    other.wait_until_sent("Alone now")
    expect_all_sent(other)
    assert asked


def test_when_the_tab_that_sends_is_put_to_sleep_the_one_in_front_sends(one: Visitor, other: Visitor) -> None:
    one.context.new_cdp_session(one.page).send("Page.setWebLifecycleState", {"state": "frozen"})

    other.add("Awake")

    other.wait_until_sent("Awake")
    expect_all_sent(other)


def test_signing_out_in_one_leaves_nothing_in_the_other(one: Visitor, other: Visitor) -> None:
    other.add("Private")
    one.wait_until_sent("Private")

    one.sign_out()

    other.expect_welcome()
    expect(other.titles).to_have_count(0)
    one.expect_nothing_kept()
