"""Somebody at the application in a browser of their own, with as many todos as the promises are made for."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect, sync_playwright

from bench import service
from bench.world import World

TODOS = 10_000
PASSWORD = "correct horse battery"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class Person:
    """`context` is their browser profile, signed in; `browser` has room for other profiles."""

    address: str
    email: str
    browser: Browser
    context: BrowserContext

    def page(self, path: str = "/app/inbox") -> Page:
        """Another tab, with the todos there."""
        page = self.context.new_page()
        page.goto(self.address + path)
        settle(page)
        return page


def settle(page: Page) -> None:
    """Until the todos are there, all is sent, and what is loaded behind the first screen has come."""
    expect(page.get_by_role("navigation", name="Screens").first).to_contain_text("Project 20", timeout=60_000)
    expect(page.locator(".status [role=status]")).to_have_text("", timeout=60_000)
    page.wait_for_timeout(1500)


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise SystemExit("What is promised of the web application is measured in Chromium: apt-get install chromium")
    return found


@contextmanager
def made(world: World) -> Generator[Person]:
    """A person who has signed up at a program of their own, and whose todos the browser has not read yet."""
    beside = world.beside("web")
    settings = {"DATABASE_URL": beside.service, "MIGRATE_DATABASE_URL": beside.owner, "RATE_PER_MINUTE": "1000000"}
    with (
        service.serving(world.folder / "data of web", settings) as program,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS) as browser,
    ):
        address, email = f"http://127.0.0.1:{program.port}", "person@example.org"
        context = profile(browser)
        sign_up(context, address, email)
        give_todos(beside, email)
        yield Person(address, email, browser, context)


def profile(browser: Browser) -> BrowserContext:
    usual = {"width": 1280, "height": 800}
    return browser.new_context(viewport=usual, locale="en-GB", timezone_id="Europe/Amsterdam", reduced_motion="reduce")


def sign_up(context: BrowserContext, address: str, email: str) -> None:
    page = context.new_page()
    page.goto(address + "/app")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today", timeout=60_000)
    page.close()


def sign_in(context: BrowserContext, address: str, email: str) -> Page:
    """In a browser that knows nothing of them: the page that their first todos come to."""
    page = context.new_page()
    page.goto(address + "/app")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    return page


def give_todos(world: World, email: str) -> None:
    """Twenty lists, twelve tags; a third of the todos in the Inbox, a quarter done, a third due within a year."""
    ((space,),) = world.execute("select space from account where email = %s", email)
    for statement in _GIVEN:
        world.execute(statement, space)
    world.execute("analyze")


def cdp(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


_GIVEN: tuple[LiteralString, ...] = (
    """
    with bumped as (update space set seq = seq + 1 where id = %s returning id, seq)
    insert into list (space, id, name, position, seq)
    select bumped.id, gen_random_uuid(), 'Project ' || n, 'a' || lpad(n::text, 3, '0') || 'V', bumped.seq
    from bumped, generate_series(1, 20) n""",
    """
    with bumped as (update space set seq = seq + 1 where id = %s returning id, seq)
    insert into tag (space, id, name, position, seq)
    select bumped.id, gen_random_uuid(), 'errand' || n, 'a' || lpad(n::text, 3, '0') || 'V', bumped.seq
    from bumped, generate_series(1, 12) n""",
    f"""
    with bumped as (update space set seq = seq + 1 where id = %s returning id, seq),
      homes as (select array_agg(list.id order by name) as ids from bumped join list on space = bumped.id)
    insert into todo (space, id, list, title, notes, priority, due_on, status, completed_at, position, seq)
    select bumped.id, gen_random_uuid(), case when n %% 3 > 0 then ids[1 + n %% 20] end, 'Buy milk and bread ' || n,
      case when n %% 5 = 0 then 'Two litres, of the kind in the green bottle.' else '' end, n %% 5,
      case when n %% 3 = 1 then current_date - 10 + n %% 365 end, case when n %% 4 = 0 then 'done' else 'open' end,
      case when n %% 4 = 0 then now() - n * interval '1 hour' end, 'i0' || lpad(n::text, 7, '0') || 'V', bumped.seq
    from bumped, homes, generate_series(1, {TODOS}) n""",
    """
    with bumped as (update space set seq = seq + 1 where id = %s returning id, seq),
      marks as (select array_agg(tag.id order by name) as ids from bumped join tag on space = bumped.id)
    insert into todo_tag (space, todo, tag)
    select bumped.id, todo.id, ids[1 + right(title, 2)::int %% 12] from bumped, marks, todo
    where todo.space = bumped.id and todo.title ~ '[0-9][15]$'""",
)
