"""What is done by hand: dragging with the mouse and the finger, swiping."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from browser.devices import expect_all_sent
from browser.visitor import Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    return visitor.at_inbox("First", "Second", "Third")


@pytest.fixture
def thumb(make_visitor: MakeVisitor) -> Visitor:
    """The same on a phone."""
    visitor = make_visitor(**PHONE)
    visitor.sign_up()
    visitor.at_inbox("First", "Second", "Third")
    expect_all_sent(visitor)  # while it is told how much waits, what is below stands lower
    return visitor


def test_a_todo_is_dragged_to_another_place_and_back_by_undo(inbox: Visitor) -> None:
    _drag(inbox.title("First"), inbox.title("Second"), below=12)

    expect(inbox.titles).to_have_text(["Second", "First", "Third"])
    expect(inbox.page.get_by_text("Moved to place 2 of 3")).to_be_visible()
    inbox.page.reload()
    expect(inbox.titles).to_have_text(["Second", "First", "Third"])
    _drag(inbox.title("Third"), inbox.title("Second"), below=-12)
    expect(inbox.titles).to_have_text(["Third", "Second", "First"])
    inbox.undo()
    expect(inbox.titles).to_have_text(["Second", "First", "Third"])


def test_the_menu_of_a_row_is_beside_it_for_the_mouse(inbox: Visitor) -> None:
    inbox.page.get_by_role("button", name="Actions for Second").click()
    inbox.page.get_by_role("option", name="Complete").click()

    expect(inbox.titles).to_have_text(["First", "Third"])


def test_escape_leaves_what_is_carried_where_it_was(inbox: Visitor) -> None:
    mouse = inbox.page.mouse
    _lift(inbox.title("First"))
    mouse.move(*_middle(inbox.title("Third")), steps=4)

    inbox.page.keyboard.press("Escape")
    expect(inbox.page.locator("[data-carried]")).to_have_count(0)
    mouse.up()

    expect(inbox.titles).to_have_text(["First", "Second", "Third"])
    expect(inbox.page.get_by_role("complementary", name="Todo")).to_have_count(0)


def test_what_is_selected_is_dragged_together(inbox: Visitor) -> None:
    inbox.title("First").click(modifiers=["ControlOrMeta"])
    inbox.title("Third").click(modifiers=["ControlOrMeta"])

    _drag(inbox.title("Third"), inbox.title("Second"), below=12)

    expect(inbox.titles).to_have_text(["Second", "First", "Third"])


def test_a_section_takes_what_is_dropped_into_it(visitor: Visitor) -> None:
    visitor.add("Sow #Garden", "Weed #Garden", "Mow #Garden /Lawn")
    visitor.page.get_by_role("navigation").get_by_role("link", name="Garden").click()
    expect(visitor.titles).to_have_text(["Sow", "Weed", "Mow"])

    _drag(visitor.title("Sow"), visitor.title("Mow"), below=12)

    expect(visitor.titles).to_have_text(["Weed", "Mow", "Sow"])
    expect(visitor.page.get_by_text("Moved to Lawn")).to_be_visible()
    visitor.undo()
    expect(visitor.titles).to_have_text(["Sow", "Weed", "Mow"])


def test_a_todo_dropped_on_another_day_is_due_then_at_its_time(visitor: Visitor) -> None:
    visitor.visit("/app/upcoming")
    visitor.add("Swim in 3 days", "Ring the bell in 5 days 9:00")
    day = visitor.page.locator("section").filter(has=visitor.circle("Swim"))

    _drag(visitor.title("Ring the bell"), visitor.title("Swim"))

    expect(day.locator("[data-title]")).to_have_text(["Ring the bell", "Swim"])
    expect(visitor.row("Ring the bell")).to_contain_text("9:00")


def test_one_occurrence_of_what_repeats_is_dragged_and_the_rest_stays(visitor: Visitor) -> None:
    visitor.visit("/app/upcoming")
    visitor.add("Water the plants every 5 days", "Swim in 2 days")
    next_day = datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=5)
    day = visitor.page.locator("main section").filter(has=visitor.circle("Water the plants"))

    _drag(visitor.title("Water the plants"), visitor.title("Swim"))
    expect(day.locator("[data-title]")).to_have_text(["Water the plants", "Swim"])
    visitor.circle("Water the plants").click()

    expect(day.locator("h2")).to_contain_text(next_day.strftime("%A %-d %B"))


def test_the_sidebar_takes_what_is_dropped_on_it(inbox: Visitor) -> None:
    inbox.add("Sow #Garden", "Post the letter @errand")
    screens = inbox.page.get_by_role("navigation")

    _drag(inbox.title("First"), screens.get_by_role("link", name="Garden"))
    expect(inbox.title("First")).to_have_count(0)
    _drag(inbox.title("Second"), screens.get_by_role("link", name="errand"))
    expect(inbox.row("Second")).to_contain_text("@errand")
    _drag(inbox.title("Third"), screens.get_by_role("link", name="Today"))
    expect(inbox.row("Third")).to_contain_text("Today")
    _drag(inbox.title("Third"), screens.get_by_role("link", name="Upcoming"))
    expect(inbox.row("Third")).to_contain_text("Today")

    screens.get_by_role("link", name="Garden").click()
    expect(inbox.titles).to_have_text(["First", "Sow"])


def test_lists_are_ordered_by_drag_and_by_keys(visitor: Visitor) -> None:
    visitor.add("Sow #Garden", "Call #Work", "Bake #Home")
    lists = visitor.page.locator("[data-entry] .name")
    expect(lists).to_have_text(["Garden", "Work", "Home"])

    _drag(lists.nth(2), lists.nth(0), below=-10)
    expect(lists).to_have_text(["Home", "Garden", "Work"])
    lists.nth(1).focus()
    visitor.page.get_by_role("navigation").get_by_role("link", name="Garden").press("Alt+ArrowDown")

    expect(lists).to_have_text(["Home", "Work", "Garden"])
    expect(visitor.page.get_by_role("navigation").get_by_role("link", name="Garden")).to_be_focused()


def test_a_row_becomes_a_subtask_by_drag_and_is_one_no_more_by_a_key(inbox: Visitor) -> None:
    inbox.title("First").click()
    details = inbox.page.get_by_role("complementary", name="Todo")
    details.get_by_label("Add a subtask").fill("A part")
    inbox.page.keyboard.press("Enter")
    part = details.get_by_role("link", name="A part")
    expect(part).to_be_visible()

    _drag(inbox.title("Second"), part, below=12)
    parts = details.locator("[data-row] a")
    expect(parts).to_have_text(["A part", "Second"])
    expect(inbox.titles).to_have_text(["First", "Third"])
    parts.nth(1).press("Alt+ArrowLeft")

    expect(inbox.titles).to_have_text(["First", "Second", "Third"])


def test_a_finger_that_stays_carries_and_one_that_goes_down_scrolls(thumb: Visitor) -> None:
    thumb.add(*(f"Number {number}" for number in range(16)))
    thumb.field.blur()
    expect_all_sent(thumb)
    finger = Finger(thumb.page)

    x, y = _middle(thumb.title("First"))
    finger.press(x, y)
    expect(thumb.page.locator("[data-carried]")).to_have_count(1)
    finger.move(x, _middle(thumb.title("Second"))[1] + 14)
    finger.lift()
    expect(thumb.titles.first).to_have_text("Second")
    assert thumb.page.evaluate("scrollY") == 0
    finger.begin((x, 600), (x, 570))
    finger.move(x, 300)
    finger.lift()

    wait_until(thumb.page, "scrollY > 100")
    expect(thumb.titles.first).to_have_text("Second")


def test_a_finger_that_stays_and_is_lifted_selects(thumb: Visitor) -> None:
    finger = Finger(thumb.page)
    finger.press(*_middle(thumb.title("First")))
    expect(thumb.page.locator("[data-carried]")).to_have_count(1)
    finger.lift()
    expect(thumb.page.get_by_role("toolbar", name="1 selected")).to_be_visible()

    thumb.title("Third").tap()
    thumb.page.get_by_role("toolbar").get_by_role("button", name="Delete").tap()

    expect(thumb.titles).to_have_text(["Second"])
    thumb.undo()
    expect(thumb.titles).to_have_text(["First", "Second", "Third"])


def test_a_swipe_to_the_right_completes_and_undo_brings_it_back(thumb: Visitor) -> None:
    finger = Finger(thumb.page)
    _, y = _middle(thumb.title("Second"))

    finger.begin((80, y), (100, y))
    finger.move(140, y)
    expect(thumb.page.locator(".peek")).to_have_text("Complete")
    finger.lift()
    expect(thumb.page.locator(".peek")).to_have_count(0)
    expect(thumb.titles).to_have_text(["First", "Second", "Third"])
    finger.begin((80, y), (100, y))
    finger.move(240, y + 4)
    expect(thumb.page.locator(".peek")).to_have_text("Complete")
    finger.lift()

    expect(thumb.titles).to_have_text(["First", "Third"])
    thumb.undo()
    expect(thumb.titles).to_have_text(["First", "Second", "Third"])
    assert thumb.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_swipe_to_the_left_asks_when(thumb: Visitor) -> None:
    finger = Finger(thumb.page)
    _, y = _middle(thumb.title("Second"))

    finger.begin((340, y), (320, y))
    finger.move(180, y)
    expect(thumb.page.locator(".peek")).to_have_text("Schedule")
    finger.lift()
    thumb.page.get_by_role("option", name="Tomorrow").tap()

    expect(thumb.row("Second")).to_contain_text("Tomorrow")


def test_swipes_can_be_switched_off(thumb: Visitor) -> None:
    thumb.visit("/app/settings/keys")
    thumb.page.get_by_role("switch", name="Swipe over todos").uncheck()
    thumb.visit("/app/inbox")
    expect(thumb.titles).to_have_count(3)
    expect_all_sent(thumb)
    finger = Finger(thumb.page)
    _, y = _middle(thumb.title("Second"))

    finger.begin((80, y), (100, y))
    finger.move(240, y)
    finger.lift()
    thumb.circle("First").tap()

    expect(thumb.titles).to_have_text(["Second", "Third"])


class Finger:
    """One finger on the screen, as the browser hears of it from a touch screen."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def press(self, x: float, y: float) -> None:
        self._at = (x, y)
        self._touch("touchStart", [self._at])

    def begin(self, at: tuple[float, float], on: tuple[float, float]) -> None:
        """Goes on at once. Where the machine is so slow that the finger has stayed meanwhile, it begins again."""
        while True:
            self.press(*at)
            self.move(*on, steps=2)
            _wait_for_frames(self._page)
            if self._page.locator("[data-carried]").count() == 0:
                return
            self._touch("touchCancel", [])
            expect(self._page.locator("[data-carried]")).to_have_count(0)

    def move(self, x: float, y: float, *, steps: int = 8) -> None:
        (from_x, from_y), parts = self._at, [step / steps for step in range(1, steps + 1)]
        for part in parts:
            self._touch("touchMove", [(from_x + (x - from_x) * part, from_y + (y - from_y) * part)])
        self._at = (x, y)

    def lift(self) -> None:
        """After a rest: a finger that leaves at speed flings, and a tap right behind only ends that."""
        for _ in range(3):
            _wait_for_frames(self._page)
            self._touch("touchMove", [self._at])
        self._touch("touchEnd", [])

    def _touch(self, kind: str, points: list[tuple[float, float]]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})


def _drag(what: Locator, to: Locator, *, below: float = 0) -> None:
    """Drops it in the middle of the other, or so far below that."""
    expect(to).to_be_visible()
    _lift(what)
    x, y = _middle(to)
    what.page.mouse.move(x, y + below, steps=4)
    what.page.mouse.move(x + 1, y + below)
    _wait_for_frames(what.page)
    what.page.mouse.up()
    expect(what.page.locator("[data-carried]")).to_have_count(0)


def _lift(what: Locator) -> None:
    what.hover()
    x, y = _middle(what)
    mouse = what.page.mouse
    mouse.down()
    mouse.move(x + 8, y, steps=2)
    expect(what.page.locator("[data-carried]").first).to_be_visible()


def _middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _wait_for_frames(page: Page) -> None:
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
