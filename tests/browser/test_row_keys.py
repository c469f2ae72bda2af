"""What keys do to the rows of a list: days by a letter, adding behind, moving in and out, all at once, and back."""

import pytest
from playwright.sync_api import expect

from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    return visitor.at_inbox("First", "Second", "Third")


def test_a_letter_behind_t_is_a_day_and_a_word_is_read(inbox: Visitor) -> None:
    keys = inbox.page.keyboard
    keys.press("j")

    keys.press("t")
    keys.press("m")
    expect(inbox.row("First")).to_contain_text("Tomorrow")
    keys.press("t")
    keys.type("in 3 weeks")
    keys.press("Enter")
    expect(inbox.row("First")).not_to_contain_text("Tomorrow")
    keys.press("t")
    keys.press("n")
    expect(inbox.row("First").locator("time")).to_have_count(0)
    keys.press("d")
    keys.press("t")

    expect(inbox.row("First")).to_contain_text("Today")


def test_shift_and_q_adds_right_behind_the_selected_one(inbox: Visitor) -> None:
    keys = inbox.page.keyboard
    keys.press("j")

    keys.press("Shift+Q")
    expect(inbox.page.get_by_text("Below “First”")).to_be_visible()
    keys.type("Next")
    keys.press("Enter")
    expect(inbox.page.get_by_text("Below “Next”")).to_be_visible()
    keys.type("And next")
    keys.press("Enter")
    keys.press("Escape")

    expect(inbox.titles).to_have_text(["First", "Next", "And next", "Second", "Third"])
    expect(inbox.title("First")).to_be_focused()


def test_a_todo_goes_into_the_one_above_and_out_again_by_keys(inbox: Visitor) -> None:
    keys = inbox.page.keyboard
    inbox.title("Second").focus()

    keys.press("Alt+ArrowRight")
    expect(inbox.titles).to_have_text(["First", "Third"])
    expect(inbox.row("First")).to_contain_text("0/1")
    expect(inbox.title("First")).to_be_focused()
    keys.press("z")

    expect(inbox.titles).to_have_text(["First", "Second", "Third"])


def test_g_and_a_letter_goes_to_a_list(visitor: Visitor) -> None:
    visitor.add("Sow #Garden", "Eat #Galley")

    visitor.page.keyboard.press("Escape")
    visitor.page.keyboard.press("g")
    visitor.page.keyboard.press("g")

    expect(visitor.heading).to_have_text("Garden")
    visitor.page.keyboard.press("?")
    expect(visitor.page.get_by_role("dialog")).to_contain_text("Go to Garden")


def test_all_are_selected_duplicated_and_taken_back_as_one(inbox: Visitor) -> None:
    inbox.page.keyboard.press("Escape")
    inbox.page.keyboard.press("Control+a")

    inbox.page.get_by_role("toolbar", name="3 selected").get_by_role("button", name="Duplicate").click()
    expect(inbox.titles).to_have_text(["First", "First", "Second", "Second", "Third", "Third"])
    inbox.undo()

    expect(inbox.titles).to_have_text(["First", "Second", "Third"])


def test_what_was_done_can_be_undone_after_a_reload(inbox: Visitor) -> None:
    keys = inbox.page.keyboard
    inbox.title("First").focus()
    keys.press("Alt+ArrowDown")
    expect(inbox.titles).to_have_text(["Second", "First", "Third"])
    keys.press("e")
    expect(inbox.titles).to_have_text(["Second", "Third"])

    inbox.page.reload()
    expect(inbox.titles).to_have_text(["Second", "Third"])
    keys.press("z")
    expect(inbox.titles).to_have_text(["Second", "First", "Third"])
    keys.press("z")
    expect(inbox.titles).to_have_text(["First", "Second", "Third"])
    keys.press("Shift+Z")

    expect(inbox.titles).to_have_text(["Second", "First", "Third"])
