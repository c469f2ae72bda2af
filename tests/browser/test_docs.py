"""Trying calls on the page of the API, in a real browser under its policy."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_call_is_tried_with_the_session(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/docs")
    expect(page.locator("#who")).to_contain_text(f"You are signed in as {visitor.email}")

    page.locator("#todo_create > summary").click()
    call = page.get_by_role("form", name="Try POST /todo", exact=True)
    call.get_by_label("Body").fill('{"title": "From the docs"}')
    call.get_by_label("Body").press("Control+Enter")

    expect(call.get_by_role("status")).to_contain_text("201")
    expect(call.get_by_role("region", name="The answer")).to_contain_text("From the docs")
    visitor.visit("/app/inbox")
    expect(visitor.titles).to_have_text(["From the docs"])


def test_who_is_not_signed_in_is_told_so_and_may_paste_a_token(make_visitor: Callable[..., Visitor]) -> None:
    page = make_visitor().page
    page.goto("/docs#me_read")
    call = page.get_by_role("form", name="Try GET /me", exact=True)
    expect(page.locator("#who")).to_contain_text("You are not signed in")

    page.locator("#bearer").fill("no-token")
    call.get_by_role("button", name="Send").click()

    expect(call.get_by_role("status")).to_contain_text("401")
    expect(call.get_by_role("region", name="The answer")).to_contain_text("invalid_token")


def test_paths_are_found_by_words(make_visitor: Callable[..., Visitor]) -> None:
    page = make_visitor(viewport={"width": 375, "height": 700}, color_scheme="dark").page
    page.goto("/docs")

    page.get_by_label("Find a path").fill("delete section")

    expect(page.locator("#section_trash")).to_be_visible()
    expect(page.locator("#todo_create")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
