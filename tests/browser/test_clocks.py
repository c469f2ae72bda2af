"""A device whose clock is wrong, or is moved: days, order and merging go by the server's clock all the same."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from browser.devices import MakeVisitor, expect_all_sent, prioritise, rename, second_device, settled
from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

YEAR = timedelta(days=366)
WRONG = pytest.mark.parametrize("wrong", [YEAR, -YEAR], ids=["ahead", "behind"])


def _now() -> datetime:
    return datetime.now(UTC)


@WRONG
def test_what_is_due_today_is_due_today(visitor: Visitor, make_visitor: MakeVisitor, wrong: timedelta) -> None:
    other = make_visitor()
    other.context.add_cookies(visitor.context.cookies())  # pyright: ignore[reportArgumentType]
    other.page.clock.install(time=_now() + wrong)
    other.page.clock.resume()
    settled(other)
    other.add("Water the plants today")
    expect_all_sent(other)
    other.visit("/app/today")
    expect(other.titles).to_have_text(["Water the plants"])
    expect(other.page.get_by_role("main")).not_to_contain_text("Overdue")

    settled(visitor).visit("/app/today")

    expect(visitor.titles).to_have_text(["Water the plants"])
    expect(visitor.page.get_by_role("main")).not_to_contain_text("Overdue")


@WRONG
def test_the_very_first_todo_is_due_on_the_day_that_it_is(make_visitor: MakeVisitor, wrong: timedelta) -> None:
    visitor = make_visitor()
    visitor.page.clock.set_system_time(_now() + wrong)
    asked: list[str] = []

    def answer_once(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.continue_()
        else:
            route.abort()

    visitor.page.route("**/me", answer_once)
    visitor.sign_up()
    visitor.add("Water the plants")
    visitor.page.unroute("**/me")

    expect_all_sent(visitor)
    expect(visitor.titles).to_have_text(["Water the plants"])
    expect(visitor.page.get_by_role("main")).not_to_contain_text("Overdue")


@WRONG
def test_of_two_devices_the_later_edit_wins_whatever_the_clock_of_one_shows(
    visitor: Visitor, make_visitor: MakeVisitor, wrong: timedelta
) -> None:
    settled(visitor).add("Call the dentist")
    expect_all_sent(visitor)
    other = make_visitor()
    other.context.add_cookies(visitor.context.cookies())  # pyright: ignore[reportArgumentType]
    other.page.clock.install(time=_now() + wrong)
    other.page.clock.resume()
    settled(other)

    rename(other, "Call the dentist", "By the wrong clock")
    expect(visitor.titles).to_have_text(["By the wrong clock"])
    rename(visitor, "By the wrong clock", "By the right clock")
    expect(other.titles).to_have_text(["By the right clock"])
    rename(other, "By the right clock", "By the wrong clock again")

    expect_all_sent(other)
    expect(visitor.titles).to_have_text(["By the wrong clock again"])


@WRONG
def test_a_clock_that_is_moved_while_there_is_no_network_loses_no_edit(visitor: Visitor, wrong: timedelta) -> None:
    settled(visitor).add("Call the dentist")
    expect_all_sent(visitor)
    visitor.page.clock.install(time=_now())
    visitor.page.clock.resume()
    visitor.context.set_offline(True)
    rename(visitor, "Call the dentist", "Before it was moved")
    prioritise(visitor, "Before it was moved", "1")

    visitor.page.clock.set_system_time(_now() + wrong)
    rename(visitor, "Before it was moved", "After it was moved")
    visitor.add("Added after")
    visitor.context.set_offline(False)

    expect_all_sent(visitor)
    expect(visitor.titles).to_have_text(["After it was moved", "Added after"])
    expect(visitor.row("After it was moved")).to_contain_text("Highest priority")
    visitor.page.reload()
    expect(visitor.titles).to_have_text(["After it was moved", "Added after"])


@WRONG
def test_what_was_done_before_the_clock_was_moved_still_wins_over_what_was_earlier(
    visitor: Visitor, make_visitor: MakeVisitor, wrong: timedelta
) -> None:
    settled(visitor).add("Call the dentist")
    expect_all_sent(visitor)
    other = second_device(visitor, make_visitor)
    visitor.page.clock.install(time=_now())
    visitor.page.clock.resume()
    visitor.context.set_offline(True)
    rename(other, "Call the dentist", "Earlier, elsewhere")
    expect_all_sent(other)
    rename(visitor, "Call the dentist", "Later, offline")
    visitor.page.clock.set_system_time(_now() + wrong)
    visitor.page.reload()
    expect(visitor.titles).to_have_text(["Later, offline"])
    visitor.context.set_offline(False)

    expect_all_sent(visitor)
    expect(other.titles).to_have_text(["Later, offline"])
