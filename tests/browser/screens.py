"""Every screen of the web application and its address, from where screens are named: a new one cannot be forgotten."""

import re
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

from browser.visitor import PASSWORD, Visitor

ROOT = Path(__file__).parents[2]

_TABLE = (ROOT / "web/src/ui/screens.ts").read_text().partition("SCREENS:")[2].partition("\n};")[0]
_PARTS = (ROOT / "web/src/ui/settings/parts.ts").read_text()
SCREENS = [
    *re.findall(r"^  (\w+):", _TABLE, re.MULTILINE),
    *(f"settings/{part}" for part in re.findall(r'\{ id: "(\w+)"', _PARTS)),
]

# What stands behind the name: of which list, tag or filter, and for which words.
_OF = {"list": "Work", "tag": "five-minutes", "filter": "Urgent"}
_ASKED = {"search": "?q=the"}
SIGN_IN = ["/login", "/signup", "/forgotPassword", "/confirmForgotPassword", "/confirmUser", "/logout"]


def sign_up(visitor: Visitor) -> None:
    """From the door to the list of today."""
    page = visitor.page
    page.goto("/auth/login?next=/app/today")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Email").fill(visitor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.locator("#content h1").wait_for()


def path_of(screen: str, page: Page) -> str:
    """Where the screen is for whoever is signed in there."""
    if screen in _OF:
        found = id_of(page, screen, _OF[screen])
        return f"/app/{screen}/{found}" if found else f"/app/{screen}/01a204b2-7790-765f-b3c1-ac64ae1e0a31"
    return f"/app/{screen}{_ASKED.get(screen, '')}"


def id_of(page: Page, noun: str, name: str) -> str | None:
    """Of the list, tag, filter or todo that has this name or title."""
    return page.evaluate(_FIND, [f"/{noun}?limit=200", name])


def show(page: Page, path: str) -> None:
    """Goes there, and waits until all of it is drawn."""
    page.goto(path)
    page.locator("main h1").first.wait_for()
    page.evaluate("document.fonts.ready")


def turn_to(page: Page, path: str) -> None:
    """The same within the application, without loading it again."""
    page.evaluate(_TURN, path)
    page.locator("main h1").first.wait_for()


def speak(page: Page, language: str) -> None:
    """What the account speaks from the next load on."""
    page.evaluate(_SPEAK, language)


def todo_path(page: Page, title: str, screen: str = "today") -> str:
    return f"/app/{screen}?todo={quote(id_of(page, 'todo', title) or '')}"


_FIND = """async ([path, name]) => {
  const found = await (await fetch(path, { headers: { "X-Requested-With": "todo" } })).json();
  return found.find((row) => (row.name ?? row.title) === name)?.id ?? null;
}"""

_TURN = """(path) => new Promise((done) => {
  const link = Object.assign(document.createElement("a"), { href: path });
  document.body.append(link);
  link.click();
  link.remove();
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""

_SPEAK = """async (language) => {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "todo" };
  await fetch("/me", { method: "PATCH", headers, body: JSON.stringify({ language }) });
}"""
