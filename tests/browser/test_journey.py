"""What people do on the page, in a real browser against the real program."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from browser.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]
SCRIPTS = ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "{{7*7}} ${7*7}", "javascript:alert(1)"]

POST_EACH = """async (titles) => {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "todo" };
  for (const title of titles) await fetch("/todo", { method: "POST", headers, body: JSON.stringify({ title }) });
}"""


def test_a_newcomer_signs_up_and_keeps_a_todo(make_visitor: MakeVisitor) -> None:
    newcomer = make_visitor()
    newcomer.sign_up()
    expect(newcomer.page.get_by_text("Nothing left to do")).to_be_visible()

    newcomer.add("Water the plants", due="2031-05-04")
    newcomer.page.reload()

    expect(newcomer.open_titles).to_have_text(["Water the plants"])
    expect(newcomer.row("Water the plants")).to_contain_text("4 May 2031")
    expect(newcomer.page.get_by_text(newcomer.email)).to_be_visible()


def test_what_is_ticked_is_completed_and_can_be_taken_back(visitor: Visitor) -> None:
    visitor.add("Call the dentist")

    visitor.circle("Call the dentist").check()
    visitor.take("Undo")
    expect(visitor.open_titles).to_have_text(["Call the dentist"])
    visitor.circle("Call the dentist").check()
    visitor.page.get_by_text("Completed 1").click()
    visitor.page.reload()

    expect(visitor.open_titles).to_have_count(0)
    expect(visitor.done_titles).to_have_text(["Call the dentist"])


def test_what_is_deleted_comes_back_where_it_was(visitor: Visitor) -> None:
    for title in ("Third", "Second", "First"):
        visitor.add(title)

    visitor.delete("Second")
    visitor.take("Undo")

    expect(visitor.open_titles).to_have_text(["First", "Second", "Third"])
    visitor.page.reload()
    expect(visitor.open_titles).to_have_text(["First", "Second", "Third"])


def test_somebody_else_sees_nothing_of_it(visitor: Visitor, make_visitor: MakeVisitor) -> None:
    visitor.add("A secret")
    stranger = make_visitor()

    stranger.sign_up()

    expect(stranger.page.get_by_text("Nothing left to do")).to_be_visible()
    expect(stranger.open_titles).to_have_count(0)


def test_signing_out_leaves_nothing_on_the_screen(visitor: Visitor) -> None:
    visitor.add("A secret")
    visitor.field.fill("Half a thought")

    visitor.page.get_by_role("button", name="Sign out").click()
    expect(visitor.page.get_by_role("link", name="Sign in")).to_be_visible()
    visitor.page.go_back()
    visitor.visit()

    expect(visitor.page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(visitor.page.get_by_text("A secret")).to_have_count(0)
    visitor.page.get_by_role("link", name="Sign in").click()
    visitor.sign_in()
    expect(visitor.open_titles).to_have_text(["A secret"])
    expect(visitor.field).to_have_value("")


def test_a_title_that_looks_like_a_script_is_only_words(visitor: Visitor) -> None:
    for title in SCRIPTS:
        visitor.add(title)
        visitor.delete(title)
        expect(visitor.status).to_contain_text(title)
        visitor.take("Undo")

    expect(visitor.open_titles).to_have_text(SCRIPTS[::-1])
    expect(visitor.page.locator("#todos :is(img, script)")).to_have_count(0)


def test_what_is_typed_without_a_connection_is_kept_and_sent_later(visitor: Visitor) -> None:
    visitor.context.set_offline(True)
    visitor.field.fill("Typed in a tunnel")

    visitor.field.press("Enter")
    expect(visitor.status).to_contain_text("cannot be reached")
    expect(visitor.field).to_have_value("Typed in a tunnel")
    visitor.context.set_offline(False)

    expect(visitor.open_titles).to_have_text(["Typed in a tunnel"])
    expect(visitor.field).to_have_value("")


@pytest.mark.parametrize("last", ["Buy birdseed", "Buy birdseed and nuts"])
def test_a_todo_whose_answer_was_lost_is_stored_once_and_as_it_was_last(visitor: Visitor, last: str) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    visitor.page.route("**/todo", lose, times=1)
    visitor.field.fill("Buy birdseed")
    visitor.field.press("Enter")
    expect(visitor.status).to_contain_text("cannot be reached")
    visitor.field.fill(last)

    visitor.take("Try again")

    expect(visitor.open_titles).to_have_text([last])
    visitor.page.reload()
    expect(visitor.open_titles).to_have_text([last])


def test_a_tick_that_the_server_does_not_take_is_taken_back(visitor: Visitor) -> None:
    visitor.add("Call the dentist")
    visitor.page.route("**/complete", lambda route: route.abort(), times=1)

    visitor.circle("Call the dentist").click()

    expect(visitor.status).to_contain_text("cannot be reached")
    expect(visitor.circle("Call the dentist")).not_to_be_checked()
    visitor.take("Try again")
    expect(visitor.open_titles).to_have_count(0)


def test_what_is_typed_outlives_the_session(visitor: Visitor) -> None:
    visitor.field.fill("Renew the passport")
    visitor.context.clear_cookies()

    visitor.field.press("Enter")
    visitor.take("Sign in again")
    visitor.sign_in()

    expect(visitor.field).to_have_value("Renew the passport")
    visitor.field.press("Enter")
    expect(visitor.open_titles).to_have_text(["Renew the passport"])


def test_a_window_shows_what_was_done_elsewhere_when_one_comes_back_to_it(visitor: Visitor) -> None:
    visitor.add("Read chapter 4")
    elsewhere = visitor.context.new_page()
    elsewhere.goto("/")
    elsewhere.get_by_role("checkbox", name="Read chapter 4").check()
    expect(elsewhere.get_by_role("status")).to_contain_text("Completed")

    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(visitor.open_titles).to_have_count(0)
    expect(visitor.page.get_by_text("Completed 1")).to_be_visible()


def test_everything_can_be_done_by_the_keyboard(visitor: Visitor) -> None:
    visitor.field.focus()
    for title in ("Second", "First"):
        visitor.page.keyboard.type(title)
        visitor.page.keyboard.press("Enter")
        expect(visitor.circle(title)).to_be_visible()

    visitor.circle("First").focus()
    visitor.page.keyboard.press("Space")
    expect(visitor.circle("Second")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(visitor.heading).to_be_focused()
    visitor.page.keyboard.press("Control+z")

    expect(visitor.circle("Second")).to_be_focused()
    expect(visitor.open_titles).to_have_text(["Second"])


def test_more_than_a_page_of_todos_comes_page_by_page(visitor: Visitor) -> None:
    titles = [f"Todo {number}" for number in range(70)]
    visitor.page.evaluate(POST_EACH, titles)
    visitor.page.reload()
    expect(visitor.open_titles).to_have_count(50)

    visitor.page.get_by_role("button", name="Show more").click()

    expect(visitor.open_titles).to_have_text(titles[::-1])
    expect(visitor.circle("Todo 19")).to_be_focused()


@pytest.mark.parametrize(("zone", "today"), [("Pacific/Kiritimati", "2026-12-02"), ("Pacific/Pago_Pago", "2026-11-30")])
def test_a_due_date_is_a_day_where_the_person_is(make_visitor: MakeVisitor, zone: str, today: str) -> None:
    visitor = make_visitor(timezone_id=zone)
    visitor.page.clock.set_fixed_time("2026-12-01T10:30:00Z")
    visitor.sign_up()

    visitor.add("The day itself", due=today)
    visitor.add("The day before", due="2026-11-29")
    visitor.add("Next year", due="2027-01-01")

    expect(visitor.row("The day itself").locator("time")).to_have_text("Today")
    expect(visitor.row("The day before").locator("time")).to_contain_text("Overdue")
    expect(visitor.row("Next year").locator("time")).to_have_text("Fri, 1 January 2027")
    assert visitor.page.request.get("/me").json()["zone"] == zone


def test_nothing_scrolls_sideways(visitor: Visitor) -> None:
    for title in ("Short", "x" * 400, "اشتري الحليب والخبز", "😀" * 200):
        visitor.add(title, due="2031-05-04")
    visitor.circle("x" * 400).check()
    visitor.page.get_by_text("Completed 1").click()

    widths = {}
    for width in (320, 360, 768, 1180):
        visitor.page.set_viewport_size({"width": width, "height": 640})
        widths[width] = visitor.page.evaluate("document.documentElement.scrollWidth")

    assert widths == {width: width for width in widths}


def test_the_page_is_dark_where_the_person_likes_it_dark(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(color_scheme="dark")

    visitor.visit()

    background = visitor.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(19, 19, 18)"


def test_who_opens_another_name_of_this_machine_can_sign_in(make_visitor: MakeVisitor, address: str) -> None:
    visitor = make_visitor()

    visitor.page.goto(address.replace("127.0.0.1", "localhost"))

    expect(visitor.page).to_have_url(f"{address}/")


def test_who_has_scripts_switched_off_is_told_so(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(java_script_enabled=False)

    visitor.visit()

    expect(visitor.heading).to_have_text("Scripts are switched off")
