"""Planning by the calendar: by pointer, by keys and by thumb; and Upcoming, day by day."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.visitor import Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
# A month of its own, far from today: a Wednesday.
MONTH = "/app/calendar?on=2031-01-15"
OF_THE_WEEK = re.compile("^13.+19 Jan 2031$")
WEEK = f"{MONTH}&view=week"


def test_a_todo_dragged_to_another_day_keeps_its_time_and_comes_back(visitor: Visitor) -> None:
    page = _planned(visitor, {"title": "Call the dentist", "due": "2031-01-15T09:30"})

    _drag(page, _title(page, "Call the dentist"), _day(page, "2031-01-17"))

    expect(_day(page, "2031-01-17")).to_contain_text("9:30 Call the dentist")
    expect(_day(page, "2031-01-17")).to_have_accessible_name("Friday 17 January, 1 todo")
    _wait_until_due(page, "2031-01-17T09:30")
    visitor.undo()
    expect(_day(page, "2031-01-15")).to_contain_text("Call the dentist")


def test_keys_alone_find_a_day_add_to_it_and_move_what_is_there(visitor: Visitor) -> None:
    page = _planned(visitor)
    page.keyboard.press("ArrowRight")
    expect(_day(page, "2031-01-16")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("q")
    page.keyboard.type("Ring the bell")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(_day(page, "2031-01-23")).to_contain_text("Ring the bell")

    page.keyboard.press("j")
    expect(_title(page, "Ring the bell")).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(_day(page, "2031-01-22")).to_contain_text("Ring the bell")
    expect(_title(page, "Ring the bell")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")

    expect(_day(page, "2031-01-29")).to_contain_text("Ring the bell")
    page.keyboard.press("PageDown")
    expect(visitor.heading).to_have_text("February 2031")
    page.keyboard.press("z")
    page.keyboard.press("PageUp")
    expect(_day(page, "2031-01-22")).to_contain_text("Ring the bell")


def test_what_is_shown_stands_in_the_address_for_back_and_reload(visitor: Visitor) -> None:
    page = _planned(visitor, {"title": "Call the dentist", "due": "2031-01-15"})
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("w")
    expect(visitor.heading).to_have_text(OF_THE_WEEK)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(visitor.heading).to_have_text("Wednesday 15 January")
    expect(visitor.title("Call the dentist")).to_be_visible()

    page.reload()
    expect(visitor.heading).to_have_text("Wednesday 15 January")
    page.go_back()
    expect(visitor.heading).to_have_text(OF_THE_WEEK)
    page.go_back()

    expect(visitor.heading).to_have_text("January 2031")
    expect(_day(page, "2031-01-14")).to_have_attribute("aria-selected", "true")


def test_a_drop_on_an_hour_gives_a_time_and_one_above_takes_it_away(visitor: Visitor) -> None:
    page = _planned(visitor, {"title": "Call the dentist", "due": "2031-01-15"}, at=WEEK)

    _drag(page, _title(page, "Call the dentist"), _hours(page, "2031-01-16"), y=10 * 48 + 4)
    expect(_hours(page, "2031-01-16")).to_contain_text("Call the dentist")
    _wait_until_due(page, "2031-01-16T10:00")
    _drag(page, _title(page, "Call the dentist"), _day(page, "2031-01-17"))

    expect(_day(page, "2031-01-17")).to_contain_text("Call the dentist")
    _wait_until_due(page, "2031-01-17")


def test_what_is_dropped_while_the_hours_scroll_begins_where_it_is_seen_to(visitor: Visitor) -> None:
    page = _planned(visitor, {"title": "Call the dentist", "due": "2031-01-15T10:00"}, at=WEEK)
    _box(_title(page, "Call the dentist"))
    _title(page, "Call the dentist").hover()
    before, grid = _hours(page, "2031-01-15").bounding_box(), page.get_by_role("grid").bounding_box()
    page.mouse.down()

    assert before
    assert grid
    page.mouse.move(before["x"] + before["width"] / 2, grid["y"] + grid["height"] - 12, steps=5)
    expect(page.locator(".spot")).to_be_visible()
    wait_until(page, _HAS_SCROLLED, before["y"])
    page.mouse.up()

    expect(page.locator("html[data-carrying]")).to_have_count(0)
    expect(_hours(page, "2031-01-15")).to_contain_text("Call the dentist")
    expect(_hours(page, "2031-01-15")).not_to_contain_text("10:00")


def test_a_time_in_another_zone_stays_one_there(visitor: Visitor) -> None:
    call = {"title": "Call Boston", "due": "2031-01-15T09:00", "due_zone": "America/New_York"}
    page = _planned(visitor, call, at=WEEK)
    expect(_hours(page, "2031-01-15")).to_contain_text("15:00")

    _title(page, "Call Boston").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(_hours(page, "2031-01-15")).to_contain_text("15:30")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(_hours(page, "2031-01-15")).to_contain_text("15:30 – 16:15")

    _wait_until_due(page, "2031-01-15T09:30")


def test_a_block_pulled_at_its_edge_takes_longer(visitor: Visitor) -> None:
    page = _planned(visitor, {"title": "Read the handbook", "due": "2031-01-15T10:00"}, at=WEEK)
    edge = _hours(page, "2031-01-15").locator(".edge")

    edge.hover()
    box = _box(edge)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 48, steps=4)
    page.mouse.up()

    expect(_hours(page, "2031-01-15")).to_contain_text("10:00 – 11:30")


def test_of_what_repeats_the_occurrence_that_is_dragged_moves_and_no_other(visitor: Visitor) -> None:
    weekly = {"title": "Take out the bins", "due": "2031-01-14", "recurrence": "FREQ=WEEKLY"}
    page = _planned(visitor, weekly)
    expect(_day(page, "2031-01-21")).to_have_accessible_name("Tuesday 21 January, 1 todo")
    expect(_day(page, "2031-01-21")).to_contain_text("to come")

    _drag(page, _day(page, "2031-01-14").get_by_role("link", name="Take out the bins"), _day(page, "2031-01-15"))

    expect(_day(page, "2031-01-15")).to_contain_text("Take out the bins")
    expect(_day(page, "2031-01-14")).not_to_contain_text("Take out the bins")
    expect(_day(page, "2031-01-21")).to_contain_text("Take out the bins")
    expect(_day(page, "2031-01-22")).not_to_contain_text("Take out the bins")


def test_what_has_no_date_is_dragged_from_the_drawer_and_back(visitor: Visitor) -> None:
    page = _planned(visitor, {"title": "Learn to juggle"}, {"title": "Call the dentist", "due": "2031-01-15"})
    page.get_by_role("button", name="Not planned").click()
    drawer = page.get_by_role("complementary", name="Not planned")

    _drag(page, drawer.get_by_role("link", name="Learn to juggle"), _day(page, "2031-01-16"))
    expect(_day(page, "2031-01-16")).to_contain_text("Learn to juggle")
    _drag(page, _title(page, "Call the dentist"), drawer)

    expect(drawer).to_contain_text("Call the dentist")


def test_a_day_with_more_than_it_has_room_for_opens_with_all_of_it(visitor: Visitor) -> None:
    page = _planned(visitor, *({"title": f"Number {n}", "due": "2031-01-15"} for n in range(1, 13)))
    expect(_day(page, "2031-01-15")).to_have_accessible_name("Wednesday 15 January, 12 todos")

    _day(page, "2031-01-15").get_by_role("link", name="more").click()

    expect(visitor.titles).to_have_count(12)
    visitor.circle("Number 3").click()
    expect(visitor.heading).to_have_text("Wednesday 15 January")
    expect(visitor.titles).to_have_count(11)


def test_a_thumb_chooses_days_and_turns_the_months(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(**PHONE)
    visitor.sign_up()
    page = _planned(visitor, {"title": "Call the dentist", "due": "2031-01-17"})

    _day(page, "2031-01-17").tap()
    expect(visitor.title("Call the dentist")).to_be_visible()
    page.get_by_role("link", name="Week").tap()
    expect(page.locator("[data-hours]")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Month").tap()
    expect(visitor.heading).to_have_text("January 2031")
    _swipe(page, _day(page, "2031-01-15"), -160)

    expect(visitor.heading).to_have_text("February 2031")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_upcoming_begins_where_it_is_asked_to_and_adds_on_each_of_its_days(visitor: Visitor) -> None:
    page = visitor.page
    page.evaluate(_POST, {"title": "Renew the passport", "due": "2031-01-20"})
    page.evaluate(_POST, {"title": "Winter tyres", "due": "2033-11-03"})
    page.goto("/app/upcoming?on=2031-01-15")
    expect(page.get_by_role("heading", name="Monday 20 January")).to_be_visible()

    page.get_by_role("button", name="Add a todo on Friday 17 January").click()
    page.keyboard.type("Ring the bell")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("list", name="Friday 17 January")).to_contain_text("Ring the bell")
    _drag(page, visitor.title("Ring the bell"), page.get_by_role("heading", name="Sunday 19 January"))
    expect(page.get_by_role("list", name="Sunday 19 January")).to_contain_text("Ring the bell")
    visitor.undo()
    expect(page.get_by_role("list", name="Friday 17 January")).to_contain_text("Ring the bell")

    for _ in range(2):  # each a year more
        page.get_by_role("button", name="Show 1 later todo").click()
    expect(visitor.title("Winter tyres")).to_be_visible()
    expect(page.get_by_role("button", name="later todo")).to_have_count(0)


def test_upcoming_goes_to_a_date_by_its_calendar(visitor: Visitor) -> None:
    page = visitor.page
    page.evaluate(_POST, {"title": "Renew the passport", "due": "2031-01-20"})
    page.goto("/app/upcoming?on=2031-01-15")
    page.get_by_role("button", name="Go to a date").click()
    expect(page.get_by_role("button", name=re.compile("^Wednesday.*15"))).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name=re.compile("^Thursday.*16"))).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thursday 16 January")).to_be_visible()
    expect(page.get_by_role("heading", name="Wednesday 15 January")).to_have_count(0)


def _planned(visitor: Visitor, *todos: dict[str, Any], at: str = MONTH) -> Page:
    """The calendar of somebody who has these todos."""
    page = visitor.page
    for todo in todos:
        page.evaluate(_POST, todo)
    page.goto(at)
    expect(page.get_by_role("grid")).to_be_visible()
    return page


def _day(page: Page, day: str) -> Locator:
    return page.locator(f"[data-day='{day}']")


def _hours(page: Page, day: str) -> Locator:
    return page.locator(f"[data-hours='{day}']")


def _title(page: Page, title: str) -> Locator:
    return page.locator("a[data-title]").filter(has_text=title)


def _wait_until_due(page: Page, due: str) -> None:
    """Until the server has it so, of the only todo."""
    wait_until(page, _IS_DUE, due)


def _box(it: Locator) -> dict[str, float]:
    it.scroll_into_view_if_needed()
    box = it.bounding_box()
    assert box
    return dict(box)


def _drag(page: Page, what: Locator, where: Locator, y: float | None = None) -> None:
    """`y`: so far below its upper edge; otherwise to its middle."""
    _box(where)
    taken = _box(what)
    what.hover(position={"x": taken["width"] / 2, "y": 2})
    taken = _box(what)
    page.mouse.down()
    page.mouse.move(taken["x"] + taken["width"] / 2 + 8, taken["y"] + 10, steps=3)
    expect(page.locator("html[data-carrying]")).to_be_attached()
    # What is carried near an edge scrolls what is there, for as long as it is near: only then it is seen where to go.
    for steps in (5, 1):
        target = where.bounding_box()
        assert target
        height = target["height"] / 2 if y is None else y
        page.mouse.move(target["x"] + target["width"] / 2, target["y"] + height, steps=steps)
        _wait_for_frames(page)
    page.mouse.up()
    expect(page.locator("html[data-carrying]")).to_have_count(0)


def _wait_for_frames(page: Page) -> None:
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def _swipe(page: Page, where: Locator, by: float) -> None:
    box = _box(where)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in (0.25, 0.5, 0.75, 1):
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + by * step, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


_POST = """async (todo) => {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "todo" };
  const answer = await fetch("/todo", { method: "POST", headers, body: JSON.stringify(todo) });
  if (!answer.ok) throw new Error(await answer.text());
}"""

_HAS_SCROLLED = "(top) => document.querySelector('[data-hours]').getBoundingClientRect().top < top - 20"

_IS_DUE = """async (due) => {
  const answer = await fetch("/todo?limit=500", { headers: { "X-Requested-With": "todo" } });
  return answer.ok && (await answer.json())[0].due === due;
}"""
