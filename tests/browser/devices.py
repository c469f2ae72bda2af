"""More than one place where the same person is signed in, and what can be wrong with each."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from browser.visitor import IS_KEPT, Visitor, wait_until

MakeVisitor = Callable[..., Visitor]


def second_device(visitor: Visitor, make_visitor: MakeVisitor, **profile: Any) -> Visitor:
    """Another browser of the same person."""
    other = make_visitor(**profile)
    other.context.add_cookies(visitor.context.cookies())  # pyright: ignore[reportArgumentType]
    return settled(other)


def second_tab(visitor: Visitor) -> Visitor:
    """Beside the first one, in the same browser."""
    other = Visitor(visitor.context.new_page())
    other.visit("/app/inbox")
    expect(other.field).to_be_visible()
    return other


def expect_all_sent(visitor: Visitor) -> None:
    """What was sent just now is said of only when it takes long; how much waits is always there to be read."""
    expect(visitor.status).to_have_attribute("data-waiting", "0", timeout=60_000)
    expect(visitor.status).to_be_empty()


def settled(visitor: Visitor) -> Visitor:
    """In the inbox, with everything said and read, and with all that is needed to go on without a network."""
    visitor.visit("/app/inbox")
    visitor.page.evaluate("navigator.serviceWorker.ready")
    wait_until(visitor.page, IS_KEPT)
    # What the page has asked of the network so far may still be on its way: from now on it has all from the device.
    visitor.page.reload()
    expect_all_sent(visitor)
    visitor.field.fill("Read it today")
    expect(visitor.page.locator("[data-quick] mark")).to_have_count(1)
    visitor.field.fill("")
    return visitor


def have_no_service_worker(visitor: Visitor) -> None:
    """As in a browser that has none: what is put between its pages and the server is never gone past."""
    visitor.page.add_init_script("delete Navigator.prototype.serviceWorker;")


class Lossy:
    """Lets requests of `POST /sync` through to the server and cuts the answer, while `is_losing`."""

    def __init__(self, page: Page) -> None:
        self.is_losing = True
        self.lost: list[str] = []
        page.context.route("**/sync", self._route)

    def _route(self, route: Route) -> None:
        if not self.is_losing:
            route.continue_()
            return
        route.fetch()
        self.lost.extend(one["id"] for one in json.loads(route.request.post_data or "{}")["mutations"])
        route.abort("connectionreset")


def stored(visitor: Visitor) -> list[dict[str, Any]]:
    """The open todos that the server has."""
    return visitor.page.evaluate(
        """async () => (await fetch("/todo?limit=500", { headers: { "X-Requested-With": "todo" } })).json()"""
    )


def history(visitor: Visitor, title: str) -> list[dict[str, Any]]:
    """What happened to the todo, the newest first."""
    return visitor.page.evaluate(
        """async (title) => {
          const headers = { "X-Requested-With": "todo" };
          const todos = await (await fetch("/todo?limit=500", { headers })).json();
          const { id } = todos.find((todo) => todo.title === title);
          return (await fetch(`/todo/${id}/history`, { headers })).json();
        }""",
        title,
    )


def rename(visitor: Visitor, title: str, new: str) -> None:
    """In the details, which are closed again."""
    page = visitor.page
    visitor.title(title).press("Enter")
    field = page.get_by_role("textbox", name="Title")
    field.fill(new)
    field.press("Enter")
    page.keyboard.press("Escape")
    expect(visitor.title(new)).to_be_visible()


def prioritise(visitor: Visitor, title: str, key: str) -> None:
    visitor.title(title).focus()
    visitor.page.keyboard.press(key)
