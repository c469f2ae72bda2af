"""Somebody at the page, with a browser profile of their own."""

import itertools
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

PASSWORD = "correct horse battery"

_number = itertools.count(1)


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
        return self.page.get_by_label("What is to be done")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def open_titles(self) -> Locator:
        return self.page.locator("#open .title")

    @property
    def done_titles(self) -> Locator:
        return self.page.locator("#done .title")

    def circle(self, title: str) -> Locator:
        return self.page.get_by_role("checkbox", name=title, exact=True)

    def row(self, title: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has=self.circle(title))

    def visit(self) -> None:
        self.page.goto("/")

    def sign_up(self) -> None:
        """From the first visit to the empty list."""
        self.visit()
        self.page.get_by_role("link", name="Create an account").click()
        self._introduce("Create account")

    def sign_in(self) -> None:
        """From the page that asks who is there back to the todos."""
        self._introduce("Sign in")

    def _introduce(self, button: str) -> None:
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name=button).click()
        expect(self.heading).to_have_text("Your todos")

    def add(self, title: str, due: str = "") -> None:
        self.field.fill(title)
        self.page.get_by_label("Due").fill(due)
        self.page.get_by_role("button", name="Add").click()
        expect(self.circle(title)).to_be_visible()

    def delete(self, title: str) -> None:
        self.row(title).hover()
        self.page.get_by_role("button", name=f"Delete {title}", exact=True).click()
        expect(self.circle(title)).to_have_count(0)

    def take(self, offer: str) -> None:
        """What the status line offers."""
        self.status.get_by_text(offer, exact=True).click()
