"""Somebody at the page, with a browser profile of their own."""

import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Locator, Page, Response, Route, expect

PASSWORD = "correct horse battery"
PATIENCE_SECONDS = 120

HAS_IT = """async ([title, status]) => {
  const answer = await fetch("/todo?limit=500", { headers: { "X-Requested-With": "todo" } });
  return answer.ok && (await answer.json()).some((todo) => todo.title === title && todo.status === status);
}"""

IS_KEPT = "navigator.serviceWorker.controller !== null"

_number = itertools.count(1)


def wait_until(page: Page, is_so: str, arg: object = None) -> None:
    """Asks the page again and again, also where it is being loaded anew.

    Not by `wait_for_function`: that evaluates the text in the page from the second time on, which its policy refuses.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _says(page, is_so, arg):
        assert time.monotonic() < deadline, is_so
        page.wait_for_timeout(50)


def _says(page: Page, is_so: str, arg: object) -> bool:
    try:
        return bool(page.evaluate(is_so, arg))
    except Error as error:
        if "navigat" not in error.message:
            raise
        return False


def intercept(page: Page, pattern: str, answer: Callable[[Route], object], *, times: int | None = None) -> None:
    """Puts `answer` between the page and the server.

    Not before the service worker has the page: what a page asks that is given to it meanwhile, Chromium lets by.
    """
    wait_until(page, IS_KEPT)
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
        self.page.on("dialog", self._answer)

    def _hear(self, message: ConsoleMessage) -> None:
        """Browsers call every answer from 400 on an error, also those that are expected: `_see` tells them apart."""
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _see(self, response: Response) -> None:
        if response.status in {400, 403, 404} or response.status >= 500:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def _answer(self, dialog: Dialog) -> None:
        """The page would stand still until somebody does."""
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.accept()

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
        expect(self.status).to_have_attribute("data-waiting", "0")
        self.page.get_by_role("button", name="Sign out", exact=True).click()
        self.expect_welcome()

    def expect_welcome(self) -> None:
        """Nobody is signed in here. Somebody whose session has just ended is also shown a link to sign in."""
        expect(self.heading).to_have_text("Write it down. Tick it off.")
        expect(self.page.get_by_role("link", name="Sign in")).to_be_visible()

    def expect_nothing_kept(self) -> None:
        """What a tab that closes slowly holds goes with it."""
        wait_until(self.page, "indexedDB.databases().then((all) => all.length === 0)")

    def leave(self) -> None:
        """Closes the browser, at rest: Chromium may stand still for ever where a page is just coming."""
        for page in self.context.pages:
            page.unroute_all(behavior="ignoreErrors")
            page.goto("about:blank")
        self.context.close()

    def add(self, *lines: str) -> None:
        """Until all of them are read; where they stand, if these are no titles, is for the reader of lines to say."""
        for line in lines:
            self.field.fill(line)
            self.field.press("Enter")
            expect(self.field).to_have_value("")
        self.expect_read()

    def at_inbox(self, *lines: str) -> Self:
        """There, with these todos, and with keys that are not for the line in which one adds."""
        self.visit("/app/inbox")
        self.add(*lines)
        self.field.blur()
        return self

    def expect_read(self) -> None:
        """What was entered is a todo by now: it may be entered before there is what reads it."""
        expect(self.page.locator("[data-quick][aria-busy=true]")).to_have_count(0)

    def delete(self, title: str) -> None:
        self.title(title).focus()
        self.page.keyboard.press("Delete")
        expect(self.circle(title)).to_have_count(0)

    def undo(self) -> None:
        """What was done last, by what is offered then."""
        self.page.get_by_role("button", name=re.compile("^Undo")).click()

    def wait_until_sent(self, title: str, *, status: str = "open") -> None:
        """Until the server has the todo, and has it so, and the device knows."""
        wait_until(self.page, HAS_IT, [title, status])
        expect(self.status).to_have_attribute("data-waiting", "0")
