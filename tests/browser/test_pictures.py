"""Pictures of every screen, for a person to look through: in `screenshots/`, or where `TODO_SHOTS` says."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser import household
from browser.screens import ROOT, SCREENS, SIGN_IN, id_of, path_of, show, sign_up, speak, todo_path, turn_to
from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
FOLDER = Path(os.environ.get("TODO_SHOTS") or ROOT / "screenshots")
DEVICES = {
    "desk": {"viewport": {"width": 1180, "height": 760}},
    "phone": {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True},
}
OVER = {"palette": ["Control+k"], "keys": ["?"], "date": ["j", "t"], "chosen": ["j", "x", "Shift+ArrowDown"]}


@pytest.mark.parametrize("device", DEVICES)
def test_every_screen_is_pictured_by_day_and_by_night(make_visitor: MakeVisitor, device: str) -> None:
    page = _moved_in(make_visitor(**DEVICES[device]))

    for screen in SCREENS:
        turn_to(page, path_of(screen, page))
        _take_both(page, f"{device}-{_name(screen)}")
    turn_to(page, f"/app/list/{id_of(page, 'list', 'Trip to Lisbon')}")
    _take_both(page, f"{device}-board")
    _take_details(page, device)
    page.evaluate("document.documentElement.dataset.density = 'compact'")
    turn_to(page, "/app/today")
    _take(page, f"{device}-today-compact")


def test_the_picture_of_the_readme_is_taken(make_visitor: MakeVisitor) -> None:
    page = _moved_in(make_visitor(viewport={"width": 1120, "height": 720}, device_scale_factor=1.5))
    turn_to(page, "/app/today")
    page.keyboard.press("q")
    page.keyboard.type("Review the pull request tomorrow #Work p2")
    page.locator("mark").nth(2).wait_for()

    _take_both(page, "app")


@pytest.mark.parametrize("device", DEVICES)
def test_what_lies_over_a_screen_is_pictured(make_visitor: MakeVisitor, device: str) -> None:
    page = _moved_in(make_visitor(**DEVICES[device]))

    for name, keys in OVER.items():
        turn_to(page, "/app/today")
        for key in keys:
            page.keyboard.press(key)
        _take_both(page, f"{device}-{name}")
        page.keyboard.press("Escape")
    page.keyboard.press("q")
    page.keyboard.type("Ring the bell #Home")
    page.keyboard.press("Enter")
    page.keyboard.type("Review the pull request tomorrow 9:00 #Work p2 @phone")
    _take_both(page, f"{device}-adding")


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_screen_is_pictured_in_the_language(make_visitor: MakeVisitor, language: str, device: str) -> None:
    page = _moved_in(make_visitor(**DEVICES[device]))
    speak(page, language)
    show(page, "/app/today")
    page.locator(f"html[lang={language}]").wait_for()

    for screen in SCREENS:
        turn_to(page, path_of(screen, page))
        _take(page, f"{device}-{_name(screen)}-{language}", is_whole=True)
    turn_to(page, todo_path(page, "Send the quarterly figures"))
    page.locator("aside.detail").wait_for()
    _take(page, f"{device}-details-{language}")
    turn_to(page, "/app/today")
    page.keyboard.press("?")
    _take(page, f"{device}-keys-{language}")


@pytest.mark.parametrize("device", DEVICES)
def test_a_newcomers_screens_and_the_pages_before_are_pictured(make_visitor: MakeVisitor, device: str) -> None:
    newcomer = make_visitor(**DEVICES[device])

    for path in ("/app", *SIGN_IN, "/docs"):
        show(newcomer.page, path)
        _take_both(newcomer.page, f"{device}-door{_name(path)}")
    sign_up(newcomer)
    for screen in SCREENS:
        turn_to(newcomer.page, path_of(screen, newcomer.page))
        _take_both(newcomer.page, f"{device}-{_name(screen)}-empty")


def _name(path: str) -> str:
    return path.replace("/", "-")


def _moved_in(visitor: Visitor) -> Page:
    sign_up(visitor)
    household.move_in(visitor.page)
    return visitor.page


def _take_details(page: Page, device: str) -> None:
    turn_to(page, todo_path(page, "Send the quarterly figures"))
    details = page.get_by_role("complementary", name="Todo")
    details.wait_for()
    _take_both(page, f"{device}-details")
    details.get_by_text("History").scroll_into_view_if_needed()
    _take(page, f"{device}-details-below")


def _take_both(page: Page, name: str) -> None:
    for scheme, suffix in {"dark": "-dark", "light": ""}.items():
        page.emulate_media(color_scheme=scheme)
        _take(page, name + suffix)


def _take(page: Page, name: str, *, is_whole: bool = False) -> None:
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, full_page=is_whole, animations="disabled")
    assert path.stat().st_size > 0
