"""Somebody at the page, with a browser profile of their own."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, Route, expect

PASSWORD = "correct horse battery"

HAS_IT = """async ([title, status]) => {
  const answer = await fetch("/todo?limit=500", { headers: { "X-Requested-With": "todo" } });
  return answer.ok && (await answer.json()).some((todo) => todo.title === title && todo.status === status);
}"""

_number = itertools.count(1)


def intercept(page: Page, pattern: str, answer: Callable[[Route], object], *, times: int | None = None) -> None:
    """Puts `answer` between the page and the server.

    Not before the service worker has the page: what a page asks that is given to it meanwhile, Chromium lets by.
    """
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.route(pattern, answer, times=times)


@dataclass
class Visitor:
    """`complaints` is what the browser, or its policies, found wrong so far."""

    page: Page
    email: str = field(default_factory=lambda: f"person-{next(_number)}@example.org")
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("response", self._see)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"a dialog: {dialog.message}"))

    def _hear(self, message: ConsoleMessage) -> None:
        """Browsers call every answer from 400 on an error, also those that are expected: `_see` tells them apart."""
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _see(self, response: Response) -> None:
        if response.status in {400, 403, 404} or response.status >= 500:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("What is to be done").first

    @property
    def status(self) -> Locator:
        """Whether all is sent."""
        return self.page.locator(".status [role=status]")

    @property
    def screens(self) -> Locator:
        return self.page.get_by_role("navigation", name="Screens")

    @property
    def titles(self) -> Locator:
        return self.page.locator("[data-title]")

    def title(self, title: str) -> Locator:
        return self.page.get_by_role("link", name=title, exact=True)

    def circle(self, title: str) -> Locator:
        return self.page.get_by_role("checkbox", name=title, exact=True)

    def row(self, title: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has=self.circle(title))

    def visit(self, path: str = "/") -> None:
        self.page.goto(path)

    def sign_up(self) -> None:
        """From the first visit to the first screen."""
        self.visit()
        self.page.get_by_role("link", name="Create an account").click()
        self._introduce("Create account")
        expect(self.heading).to_have_text("Today")

    def sign_in(self) -> None:
        """From the page that asks who is there back to the todos."""
        self._introduce("Sign in")

    def _introduce(self, button: str) -> None:
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name=button).click()
        expect(self.screens.first).to_be_visible()

    def sign_out(self) -> None:
        self.visit("/app/settings")
        self.page.get_by_role("button", name="Sign out", exact=True).click()
        expect(self.page.get_by_role("link", name="Sign in")).to_be_visible()

    def add(self, *lines: str) -> None:
        """Where they stand, if these are no titles, is for the reader of lines to say."""
        for line in lines:
            self.field.fill(line)
            self.field.press("Enter")
            expect(self.field).to_have_value("")

    def delete(self, title: str) -> None:
        self.title(title).focus()
        self.page.keyboard.press("Delete")
        expect(self.circle(title)).to_have_count(0)

    def undo(self) -> None:
        """What was done last, by what is offered then."""
        self.page.get_by_role("button", name=re.compile("^Undo")).click()

    def wait_until_sent(self, title: str, *, status: str = "open") -> None:
        """Until the server has the todo, and has it so, and the device knows."""
        self.page.wait_for_function(HAS_IT, arg=[title, status])
        expect(self.status).to_have_attribute("data-waiting", "0")
