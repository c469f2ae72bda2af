"""Without a network: everything goes on, is said exactly, and arrives later, once, and merged field by field."""

import re

import pytest
from playwright.sync_api import expect

from browser.devices import (
    MakeVisitor,
    expect_all_sent,
    have_no_service_worker,
    history,
    prioritise,
    rename,
    second_device,
    second_tab,
    settled,
)
from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    return settled(visitor)


def test_what_was_done_offline_outlives_reloads_and_is_seen_elsewhere(
    inbox: Visitor, make_visitor: MakeVisitor
) -> None:
    inbox.add("Kept", "Completed later")
    expect_all_sent(inbox)
    inbox.context.set_offline(True)
    inbox.add("Written in a tunnel")
    rename(inbox, "Kept", "Renamed in a tunnel")
    inbox.circle("Completed later").click()
    expect(inbox.status).to_have_text("Offline, 3 to send")

    inbox.page.reload()
    expect(inbox.titles).to_have_text(["Renamed in a tunnel", "Written in a tunnel"])
    expect(inbox.status).to_have_text("Offline, 3 to send")
    inbox.page.reload()
    expect(inbox.status).to_have_text("Offline, 3 to send")
    inbox.context.set_offline(False)

    expect_all_sent(inbox)
    other = second_device(inbox, make_visitor)
    expect(other.titles).to_have_text(["Renamed in a tunnel", "Written in a tunnel"])
    other.wait_until_sent("Completed later", status="done")


def test_how_many_wait_is_said_exactly(inbox: Visitor) -> None:
    inbox.context.set_offline(True)
    expect(inbox.status).to_have_text("Offline")
    for number in range(1, 4):
        inbox.add(f"Todo {number}")
        expect(inbox.status).to_have_text(f"Offline, {number} to send")

    inbox.page.keyboard.press("Escape")
    inbox.context.set_offline(False)

    expect_all_sent(inbox)
    inbox.wait_until_sent("Todo 3")


def test_a_week_offline_undoes_nothing_that_was_done_since_elsewhere(inbox: Visitor, make_visitor: MakeVisitor) -> None:
    inbox.add("Call the dentist")
    expect_all_sent(inbox)
    other = second_device(inbox, make_visitor)
    inbox.context.set_offline(True)
    rename(inbox, "Call the dentist", "Call the old dentist")
    prioritise(inbox, "Call the old dentist", "1")
    expect(inbox.status).to_have_text("Offline, 2 to send")

    rename(other, "Call the dentist", "Call the new dentist")
    expect_all_sent(other)
    inbox.context.set_offline(False)

    # The name is of who gave it last, the priority of the only one who gave any.
    for one in (inbox, other):
        expect(one.titles).to_have_text(["Call the new dentist"])
        expect(one.row("Call the new dentist")).to_contain_text("Highest priority")
    entries = history(other, "Call the new dentist")
    lost = [entry["lost"] for entry in entries if entry["lost"]]
    assert {"title": "Call the old dentist"} in lost
    assert any((entry["after"] or {}).get("title") == "Call the new dentist" for entry in entries)


def test_who_is_cut_off_at_the_very_first_reading_can_begin_and_is_told_so(
    inbox: Visitor, make_visitor: MakeVisitor
) -> None:
    inbox.add("At the server")
    expect_all_sent(inbox)
    other = make_visitor()
    have_no_service_worker(other)
    other.context.add_cookies(inbox.context.cookies())  # pyright: ignore[reportArgumentType]
    other.page.route("**/sync", lambda route: route.abort())
    other.visit("/app/inbox")
    expect(other.status).to_have_text("Not synced, trying again, Your todos have not been read yet")
    expect(other.page.get_by_role("main")).to_contain_text("Your todos have not been read yet")
    other.add("Before anything was read")
    other.page.unroute("**/sync")

    expect_all_sent(other)
    expect(other.titles).to_have_text(["At the server", "Before anything was read"])


def test_who_cannot_be_asked_who_they_are_gets_on_by_themselves_when_they_can(
    inbox: Visitor, make_visitor: MakeVisitor
) -> None:
    other = make_visitor()
    other.context.add_cookies(inbox.context.cookies())  # pyright: ignore[reportArgumentType]
    other.page.route("**/me", lambda route: route.abort())
    other.visit("/app/inbox")
    expect(other.page.get_by_role("main")).to_contain_text("cannot be reached")
    other.page.unroute("**/me")

    expect(other.field).to_be_visible()
    expect_all_sent(other)


def test_a_part_that_cannot_be_had_yet_is_said_and_stands_in_nobodys_way(
    inbox: Visitor, make_visitor: MakeVisitor
) -> None:
    other = make_visitor()
    have_no_service_worker(other)
    other.context.add_cookies(inbox.context.cookies())  # pyright: ignore[reportArgumentType]
    parts = re.compile(r"/assets/(Completed|Palette)-")
    other.page.route(parts, lambda route: route.abort())
    other.visit("/app/completed")
    expect(other.page.get_by_role("main")).to_contain_text("The server cannot be reached")
    other.page.keyboard.press("Control+k")
    expect(other.page.locator(".toast")).to_contain_text("The server cannot be reached")
    other.page.keyboard.press("g")
    other.page.keyboard.press("i")
    expect(other.heading).to_have_text("Inbox")
    other.page.go_back()
    expect(other.page.get_by_role("main")).to_contain_text("The server cannot be reached")
    other.page.unroute(parts)

    other.page.get_by_role("button", name="Try again").click()

    expect(other.heading).to_have_text("Completed")
    other.page.keyboard.press("Control+k")
    expect(other.page.get_by_role("combobox")).to_be_visible()


def test_a_tab_that_is_closed_at_once_has_kept_what_was_done(inbox: Visitor, make_visitor: MakeVisitor) -> None:
    other = second_device(inbox, make_visitor)

    inbox.field.fill("The last thing")
    inbox.field.press("Enter")
    inbox.page.close()

    expect(other.titles).to_have_text(["The last thing"])


def test_a_title_that_is_being_typed_outlives_the_closed_tab(inbox: Visitor, make_visitor: MakeVisitor) -> None:
    inbox.add("Call the dentist")
    expect_all_sent(inbox)
    other = second_device(inbox, make_visitor)

    inbox.title("Call the dentist").press("Enter")
    inbox.page.get_by_role("textbox", name="Title").fill("Call the dentist again")
    inbox.page.close()

    expect(other.titles).to_have_text(["Call the dentist again"])


def test_a_tab_that_is_closed_at_once_offline_has_kept_what_was_done(inbox: Visitor) -> None:
    inbox.context.set_offline(True)
    inbox.field.fill("The last thing")
    inbox.field.press("Enter")
    inbox.page.close()

    tab = second_tab(inbox)

    expect(tab.titles).to_have_text(["The last thing"])
    expect(tab.status).to_have_text("Offline, 1 to send")
