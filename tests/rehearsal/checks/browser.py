"""A person at the page, in a browser."""

from playwright.sync_api import Page, expect, sync_playwright
from tests.browser.visitor import Visitor
from tests.rehearsal import place
from tests.rehearsal.sign_in import Person
from tests.rehearsal.stage import Site, Stage

TITLE = "the page, in a browser"
PROVES = "Chromium signs in at the hosted page and uses the site through the load balancer, over TLS"
CANNOT = "Cognito's managed pages look and ask otherwise; certificates are trusted by their keys"
CHROMIUM = "/usr/bin/chromium"
MILLISECONDS = 30_000


def show(stage: Stage, site: Site) -> str:
    person = stage.people.call(site.issuer.sign_up, "browser")
    return stage.people.call(_use, stage, site, person)


def _use(stage: Stage, site: Site, person: Person) -> str:
    expect.set_options(timeout=MILLISECONDS)
    keys = f"{stage.identity.fingerprint},{site.identity.fingerprint}"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    arguments += ["--disable-component-update", f"--ignore-certificate-errors-spki-list={keys}"]
    profile = str(place.WORK / "chromium")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=arguments, base_url=place.URL, locale="en-GB"
        ) as browser,
    ):
        browser.set_default_timeout(MILLISECONDS)
        visitor = Visitor(browser.pages[0], person.email)
        _sign_in(visitor, person)
        visitor.add("Water the plants")
        visitor.circle("Water the plants").check()
        visitor.add("Call the dentist")
        visitor.page.reload()
        expect(visitor.open_titles).to_have_text(["Call the dentist"])
        cookies = {cookie["name"]: cookie for cookie in browser.cookies(place.URL)}
        assert visitor.complaints == []
        _sign_out(visitor.page)
    session = cookies["__Host-session"]
    assert (session["secure"], session["httpOnly"], session["sameSite"]) == (True, True, "Strict")
    return "signed in, added two todos, completed one, found them after a reload, signed out"


def _sign_in(visitor: Visitor, person: Person) -> None:
    page = visitor.page
    visitor.visit()
    page.get_by_role("link", name="Sign in").click()
    page.locator("[name=username]").fill(person.email)
    if not page.locator("[name=password]").count():
        page.locator("button[type=submit]").first.click()
    page.locator("[name=password]").fill(person.password)
    page.locator("button[type=submit]").first.click()
    expect(visitor.heading).to_have_text("Your todos")


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
