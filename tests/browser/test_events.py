"""Live events as a page hears them: over to the other port, with the cookie, past the page's own policies."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.devices import expect_all_sent
from browser.visitor import Visitor, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]

LISTEN = """() => new Promise((done, fail) => {
  window.heard = [];
  window.stream = new EventSource("/events", { withCredentials: true });
  window.stream.addEventListener("cursor", (event) => {
    window.heard.push(JSON.parse(event.data).cursor);
    done();
  });
  window.stream.addEventListener("error", fail);
})"""
IN_VAIN = """() => new Promise((done) => {
  const stream = new EventSource("/events", { withCredentials: true });
  stream.onerror = () => done(stream.readyState === EventSource.CLOSED);
})"""


def test_a_page_hears_at_once_of_what_is_done_in_another_window(visitor: Visitor) -> None:
    expect_all_sent(visitor)
    visitor.page.evaluate(LISTEN)
    other = Visitor(visitor.context.new_page(), visitor.email)
    other.visit()

    other.add("Feed the cat")
    expect(other.titles).to_have_text(["Feed the cat"])

    wait_until(visitor.page, "Number(heard.at(-1)) > Number(heard[0])")
    visitor.page.evaluate("() => window.stream.close()")
    assert other.complaints == []


def test_whoever_is_not_signed_in_hears_nothing(make_visitor: MakeVisitor) -> None:
    newcomer = make_visitor()
    newcomer.visit()

    assert newcomer.page.evaluate(IN_VAIN) is True
