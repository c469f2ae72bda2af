"""From the first visit to the first todo, and what people do with todos on a day like any other."""

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from browser.visitor import Visitor, intercept, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
SCRIPTS = ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "{{7*7}} ${7*7}", "javascript:alert(1)"]


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    """Somebody at their inbox."""
    visitor.visit("/app/inbox")
    return visitor


def test_a_newcomer_signs_up_and_keeps_a_todo(make_visitor: MakeVisitor) -> None:
    newcomer = make_visitor()
    newcomer.sign_up()
    expect(newcomer.page).to_have_url(f"{newcomer.page.url.partition('/app')[0].rstrip('/')}/")

    newcomer.add("Water the plants 2031-05-04 #Garden")
    newcomer.page.get_by_role("link", name="Garden").first.click()
    newcomer.wait_until_sent("Water the plants")
    newcomer.page.reload()

    expect(newcomer.titles).to_have_text(["Water the plants"])
    expect(newcomer.row("Water the plants")).to_contain_text("4 May 2031")
    newcomer.visit("/app/settings")
    expect(newcomer.page.get_by_role("main").get_by_text(newcomer.email).first).to_be_visible()


def test_who_comes_by_a_link_to_a_screen_arrives_there_after_signing_in(visitor: Visitor) -> None:
    visitor.sign_out()

    visitor.visit("/app/upcoming?todo=none")
    visitor.page.get_by_role("link", name="Sign in").click()
    visitor.sign_in()

    expect(visitor.heading).to_have_text("Upcoming")


@pytest.mark.parametrize("path", ["/", "/app", "/app/today"])
def test_the_first_screen_is_today(visitor: Visitor, path: str) -> None:
    visitor.visit(path)

    expect(visitor.heading).to_have_text("Today")
    expect(visitor.screens.get_by_role("link", name="Today")).to_have_attribute("aria-current", "page")


def test_back_leads_from_screen_to_screen_to_the_first_one(visitor: Visitor) -> None:
    for screen in ("Inbox", "Today", "Upcoming"):
        visitor.screens.get_by_role("link", name=screen).click()
        expect(visitor.heading).to_have_text(screen)

    for screen in ("Today", "Inbox", "Today"):
        visitor.page.go_back()
        expect(visitor.heading).to_have_text(screen)


def test_what_is_ticked_is_completed_and_can_be_taken_back(inbox: Visitor) -> None:
    inbox.add("Call the dentist")

    inbox.circle("Call the dentist").click()
    inbox.undo()
    expect(inbox.titles).to_have_text(["Call the dentist"])
    inbox.circle("Call the dentist").click()
    inbox.wait_until_sent("Call the dentist", status="done")
    inbox.page.reload()

    expect(inbox.titles).to_have_count(0)
    inbox.visit("/app/completed")
    expect(inbox.titles).to_have_text(["Call the dentist"])


def test_what_is_deleted_comes_back_where_it_was(inbox: Visitor) -> None:
    inbox.add("First", "Second", "Third")

    inbox.delete("Second")
    inbox.undo()

    expect(inbox.titles).to_have_text(["First", "Second", "Third"])
    inbox.page.reload()
    expect(inbox.titles).to_have_text(["First", "Second", "Third"])


def test_somebody_else_sees_nothing_of_it(inbox: Visitor, make_visitor: MakeVisitor) -> None:
    inbox.add("A secret")
    inbox.wait_until_sent("A secret")
    stranger = make_visitor()

    stranger.sign_up()
    stranger.visit("/app/inbox")

    expect(stranger.heading).to_have_text("Inbox")
    expect(stranger.page.get_by_text("A secret")).to_have_count(0)


def test_signing_out_leaves_nothing_on_the_screen_or_the_device(inbox: Visitor) -> None:
    inbox.add("A secret")
    inbox.wait_until_sent("A secret")
    inbox.field.fill("Half a thought")

    inbox.sign_out()
    inbox.page.go_back()
    inbox.expect_welcome()
    inbox.visit()

    inbox.expect_welcome()
    expect(inbox.page.get_by_text("A secret")).to_have_count(0)
    inbox.expect_nothing_kept()
    inbox.page.get_by_role("link", name="Sign in").click()
    inbox.sign_in()
    inbox.visit("/app/inbox")
    expect(inbox.titles).to_have_text(["A secret"])
    expect(inbox.field).to_have_value("")


def test_a_title_that_looks_like_a_script_is_only_words(inbox: Visitor) -> None:
    for title in SCRIPTS:
        inbox.add(title)
        inbox.delete(title)
        expect(inbox.page.get_by_role("group").filter(has_text=title)).to_be_visible()
        inbox.undo()

    expect(inbox.titles).to_have_text(SCRIPTS)
    expect(inbox.page.locator("#app :is(img[src=x], script)")).to_have_count(0)


@pytest.mark.parametrize("last", ["Buy birdseed", "Buy birdseed and nuts"])
def test_a_todo_whose_answer_was_lost_is_stored_once_and_as_it_was_last(inbox: Visitor, last: str) -> None:
    lost: list[Route] = []

    def lose(route: Route) -> None:
        if lost or "todo.create" not in (route.request.post_data or ""):
            route.continue_()
            return
        lost.append(route)
        route.fetch()
        route.abort()

    intercept(inbox.page, "**/sync", lose)
    with inbox.page.expect_response(lambda answer: "todo.create" in (answer.request.post_data or "")):
        inbox.add("Buy birdseed")
        if last != "Buy birdseed":
            inbox.title("Buy birdseed").press("Enter")
            inbox.page.get_by_label("Title").fill(last)
            inbox.page.get_by_label("Title").press("Enter")
    inbox.wait_until_sent(last)
    inbox.page.reload()

    expect(inbox.titles).to_have_text([last])


def test_a_tick_that_does_not_arrive_stays_and_is_sent_again(inbox: Visitor) -> None:
    inbox.add("Call the dentist")
    inbox.wait_until_sent("Call the dentist")
    intercept(inbox.page, "**/sync", lambda route: route.abort(), times=1)

    inbox.circle("Call the dentist").click()

    expect(inbox.titles).to_have_count(0)
    inbox.wait_until_sent("Call the dentist", status="done")


def test_another_browser_shows_what_was_done_here_without_being_asked(
    inbox: Visitor, make_visitor: MakeVisitor
) -> None:
    inbox.add("Read chapter 4")
    inbox.wait_until_sent("Read chapter 4")
    elsewhere = make_visitor()
    elsewhere.email = inbox.email
    elsewhere.visit("/app/inbox")
    elsewhere.page.get_by_role("link", name="Sign in").click()
    elsewhere.sign_in()

    elsewhere.circle("Read chapter 4").click()

    expect(inbox.titles).to_have_count(0)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # never on the same day
def test_a_due_date_is_a_day_where_the_person_is(make_visitor: MakeVisitor, zone: str) -> None:
    visitor = make_visitor(timezone_id=zone)
    visitor.sign_up()
    visitor.visit("/app/inbox")
    begun = datetime.now(ZoneInfo(zone)).date()

    visitor.add("The day itself today", "The day before yesterday's plan yesterday", "Much later 2041-01-01")

    expect(visitor.row("The day itself")).to_contain_text("Today")
    expect(visitor.row("The day before yesterday's plan")).to_contain_text("Yesterday")
    expect(visitor.row("Much later")).to_contain_text("1 Jan 2041")
    visitor.wait_until_sent("The day itself")
    (stored,) = visitor.page.request.get("/todo?search=itself").json()
    assert begun <= date.fromisoformat(stored["due"]) <= datetime.now(ZoneInfo(zone)).date()
    assert visitor.page.request.get("/me").json()["zone"] == zone


def test_nothing_scrolls_sideways(inbox: Visitor) -> None:
    titles = ["Short", "x" * 400, "اشتري الحليب والخبز", "😀" * 200]
    inbox.add(*(f"{title} 2031-05-04" for title in titles))
    expect(inbox.titles).to_have_text(titles)

    for width in (320, 360, 768, 1180):
        inbox.page.set_viewport_size({"width": width, "height": 640})

        wait_until(inbox.page, "(width) => document.documentElement.scrollWidth === width", width)


def test_the_page_is_dark_where_the_person_likes_it_dark(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(color_scheme="dark")

    visitor.visit()

    background = visitor.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(19, 19, 18)"


def test_what_is_offered_to_be_undone_is_what_was_done_last(visitor: Visitor) -> None:
    visitor.add("Pay the rent tomorrow")
    offered = visitor.page.get_by_role("button", name=re.compile("^Undo"))
    expect(offered).to_be_visible()

    visitor.add("Buy milk")

    expect(visitor.titles).to_have_text(["Buy milk"])
    expect(offered).to_have_count(0)


def test_who_opens_another_name_of_this_machine_can_sign_in(make_visitor: MakeVisitor, address: str) -> None:
    visitor = make_visitor()

    visitor.page.goto(address.replace("127.0.0.1", "localhost") + "/app/inbox")

    expect(visitor.page).to_have_url(f"{address}/app/inbox")


def test_who_has_scripts_switched_off_is_told_so(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(java_script_enabled=False)

    visitor.visit()

    expect(visitor.heading).to_have_text("Scripts are switched off")
