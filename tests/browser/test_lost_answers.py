"""A server that acts unheard, is busy, broken or killed in the middle: nothing is lost and nothing is doubled."""

import json
from time import monotonic

import pytest
from playwright.sync_api import Browser, Route, expect

from browser.devices import Lossy, MakeVisitor, expect_all_sent, history, second_device, settled, stored
from browser.visitor import Visitor, intercept
from program import Program, data_folder, free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def inbox(visitor: Visitor) -> Visitor:
    return settled(visitor)


def _titles(visitor: Visitor) -> list[str]:
    return sorted(todo["title"] for todo in stored(visitor))


def test_what_the_server_did_without_being_heard_is_done_once(inbox: Visitor, make_visitor: MakeVisitor) -> None:
    other = second_device(inbox, make_visitor)
    line = Lossy(inbox.page)

    inbox.add("Once", "And once")
    expect(other.titles).to_have_text(["Once", "And once"])
    inbox.circle("Once").click()
    expect(inbox.status).to_contain_text("3 to send")
    inbox.page.reload()
    expect(inbox.status).to_have_text("Not synced, trying again, 3 to send")
    line.is_losing = False

    expect_all_sent(inbox)
    assert _titles(inbox) == ["And once", "Once"]
    # Each was sent more than once, and happened once.
    assert len(line.lost) > len(set(line.lost)) == 3
    assert [entry["action"] for entry in history(inbox, "And once")] == ["create"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_fails_is_asked_again(inbox: Visitor, status: int) -> None:
    is_failing = True

    def fail(route: Route) -> None:
        if is_failing:
            route.fulfill(status=status, body="<h1>Bad gateway</h1>", content_type="text/html")
        else:
            route.continue_()

    intercept(inbox.page, "**/sync", fail)
    inbox.add("Sent all the same")
    expect(inbox.status).to_have_text("Not synced, trying again, 1 to send")
    is_failing = False

    expect_all_sent(inbox)
    assert _titles(inbox) == ["Sent all the same"]
    _forgive(inbox, status)


def test_a_server_that_asks_for_patience_is_left_alone_so_long(inbox: Visitor) -> None:
    times: list[float] = []

    def refuse(route: Route) -> None:
        times.append(monotonic())
        if len(times) > 1:
            route.continue_()
        else:
            problem = {"type": "about:blank", "title": "Too many", "status": 429, "code": "rate_limited"}
            route.fulfill(
                status=429,
                headers={"Retry-After": "4"},
                body=json.dumps(problem),
                content_type="application/problem+json",
            )

    intercept(inbox.page, "**/sync", refuse)
    inbox.add("Patient")
    expect(inbox.status).to_have_text("Not synced, trying again, 1 to send")
    expect_all_sent(inbox)

    assert times[1] - times[0] >= 4
    assert _titles(inbox) == ["Patient"]


def test_an_answer_that_is_no_answer_of_ours_is_no_answer(inbox: Visitor) -> None:
    pages = ["<h1>Sign in to this wireless network</h1>", "{}", '{"cursor": 1}', "null"]

    def answer(route: Route) -> None:
        if pages:
            kind = "text/html" if pages[0].startswith("<") else "application/json"
            route.fulfill(status=200, body=pages.pop(0), content_type=kind)
        else:
            route.continue_()

    intercept(inbox.page, "**/sync", answer)
    inbox.add("Not taken for sent")
    expect(inbox.status).to_have_text("Not synced, trying again, 1 to send")

    expect_all_sent(inbox)
    assert _titles(inbox) == ["Not taken for sent"]


def test_a_server_that_is_killed_while_it_is_sent_to_has_everything_once(browser: Browser) -> None:
    with data_folder() as folder:
        port = free_port()
        with Program(folder, port=port) as program:
            context = browser.new_context(base_url=program.address, locale="en-GB", reduced_motion="reduce")
            visitor = Visitor(context.new_page())
            visitor.sign_up()
            settled(visitor)
            line = Lossy(visitor.page)
            visitor.add(*(f"Before {number}" for number in range(5)))
            line.is_losing = False
            program.process.kill()
            visitor.add(*(f"After {number}" for number in range(5)))
            expect(visitor.titles).to_have_count(10)
        expect(visitor.status).to_contain_text("to send")
        visitor.page.reload()
        expect(visitor.titles).to_have_count(10)

        with Program(folder, port=port):
            expect_all_sent(visitor)
            assert _titles(visitor) == [f"{when} {number}" for when in ("After", "Before") for number in range(5)]
            actions = [entry["action"] for number in range(5) for entry in history(visitor, f"Before {number}")]
            assert actions == ["create"] * 5
            visitor.leave()


def _forgive(visitor: Visitor, status: int) -> None:
    """The browser says what the test itself has answered."""
    visitor.complaints[:] = [one for one in visitor.complaints if not one.startswith(str(status))]
