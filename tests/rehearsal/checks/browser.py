"""A person at the web application, in a browser."""

from playwright.sync_api import expect, sync_playwright
from tests.browser.visitor import Visitor
from tests.rehearsal import place
from tests.rehearsal.sign_in import Person
from tests.rehearsal.stage import Site, Stage

TITLE = "the web application, in a browser"
PROVES = "Chromium signs in at the hosted page and uses it through the load balancer, over TLS, and without a network"
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
        visitor.visit("/app/inbox")
        visitor.add("Water the plants", "Call the dentist")
        visitor.circle("Water the plants").click()
        visitor.wait_until_sent("Water the plants", status="done")
        visitor.page.reload()
        expect(visitor.titles).to_have_text(["Call the dentist"])
        _work_offline(visitor)
        cookies = {cookie["name"]: cookie for cookie in browser.cookies(place.URL)}
        visitor.sign_out()
        assert visitor.complaints == []
    session = cookies["__Host-session"]
    assert (session["secure"], session["httpOnly"], session["sameSite"]) == (True, True, "Strict")
    return (
        "signed in, added two todos, completed one, found them after a reload; without a network loaded it again and "
        "added one, which was sent afterwards; signed out"
    )


def _sign_in(visitor: Visitor, person: Person) -> None:
    page = visitor.page
    visitor.visit()
    page.get_by_role("link", name="Sign in").click()
    page.locator("[name=username]").fill(person.email)
    if not page.locator("[name=password]").count():
        page.locator("button[type=submit]").first.click()
    page.locator("[name=password]").fill(person.password)
    page.locator("button[type=submit]").first.click()
    expect(visitor.heading).to_have_text("Today")


def _work_offline(visitor: Visitor) -> None:
    """The service worker has all files, and the device all todos."""
    visitor.page.evaluate("navigator.serviceWorker.ready")
    visitor.context.set_offline(True)
    visitor.page.reload()
    visitor.add("Written in a tunnel")
    expect(visitor.titles).to_have_text(["Call the dentist", "Written in a tunnel"])
    expect(visitor.status).to_contain_text("1 to send")
    visitor.context.set_offline(False)
    visitor.wait_until_sent("Written in a tunnel")
    expect(visitor.status).to_be_empty()
