"""The pages of the built-in sign-in in a real browser: what only a browser can say about policies and scripts."""

import re
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from browser.visitor import PASSWORD, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]


class Program(ThreadingHTTPServer):
    """A program on the person's machine that waits for its code. Browsers also connect where they ask nothing."""

    def __init__(self, host: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), _Answer)
        self.paths: list[str] = []

    @property
    def callback(self) -> str:
        host = str(self.server_address[0])
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}/callback"


class _Answer(BaseHTTPRequestHandler):
    server: Program

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel=icon href=data:,><h1>You can close this window</h1>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as http.server has it)
        """Nothing: the path holds the code."""


@pytest.fixture(params=["127.0.0.1", "::1"])
def program(request: pytest.FixtureRequest) -> Iterator[Program]:
    with Program(request.param) as program:
        thread = Thread(target=program.serve_forever, args=(0.01,))
        thread.start()
        yield program
        program.shutdown()
        thread.join()


def asked_by(program: Program) -> str:
    parameters = {
        "response_type": "code",
        "client_id": "todo-cli",
        "redirect_uri": program.callback,
        "scope": "openid",
        "state": "of-the-program",
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
    }
    return "/oauth2/authorize?" + urlencode(parameters)


@pytest.mark.parametrize(("answer", "outcome"), [("Continue", "code"), ("Refuse", "error")])
def test_a_program_on_the_persons_machine_gets_their_answer(
    visitor: Visitor, program: Program, answer: str, outcome: str
) -> None:
    visitor.page.goto(asked_by(program))
    expect(visitor.page.get_by_text(visitor.email)).to_be_visible()

    visitor.page.get_by_role("button", name=answer).click()

    expect(visitor.heading).to_have_text("You can close this window")
    assert re.match(rf"/callback\?{outcome}=.+&state=of-the-program", program.paths[0])


def test_without_scripts_a_person_signs_up_and_in_all_the_same(make_visitor: MakeVisitor) -> None:
    newcomer = make_visitor(java_script_enabled=False)

    newcomer.page.goto("/auth/login")
    newcomer.page.get_by_role("link", name="Create an account").click()
    newcomer.page.get_by_label("Email").fill(newcomer.email)
    newcomer.page.get_by_label("Password", exact=True).fill(PASSWORD)
    newcomer.page.get_by_role("button", name="Create account").click()
    newcomer.page.wait_for_url("**/")

    assert "todo-session" in {cookie.get("name") for cookie in newcomer.context.cookies()}


def test_a_wrong_password_is_said_where_it_can_be_put_right(make_visitor: MakeVisitor) -> None:
    stranger = make_visitor()

    stranger.page.goto("/login")
    stranger.page.get_by_label("Email").fill("nobody@example.org")
    stranger.page.get_by_label("Password", exact=True).fill("a wrong password")
    stranger.page.get_by_role("button", name="Sign in").click()

    expect(stranger.page.get_by_role("alert")).to_have_text("There is no account with this address and this password.")
    expect(stranger.page.get_by_label("Email")).to_have_value("nobody@example.org")
    expect(stranger.page.get_by_label("Password", exact=True)).to_be_focused()


def test_a_password_can_be_looked_at_while_it_is_typed(make_visitor: MakeVisitor) -> None:
    page = make_visitor().page
    page.goto("/signup")
    password = page.get_by_label("Password", exact=True)

    page.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide the password").click()

    expect(password).to_have_attribute("type", "password")
    expect(password).to_be_focused()


def test_the_code_of_a_mailed_link_moves_from_the_address_into_the_form(make_visitor: MakeVisitor) -> None:
    page = make_visitor().page
    code = "c" * 43
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"/confirmForgotPassword#{code}")

    expect(page.locator("#code")).to_have_value(code)
    expect(page.locator("#code")).to_be_hidden()
    expect(page.get_by_label("New password")).to_be_focused()
    expect(page).not_to_have_url(re.compile("#"))
    page.reload()
    expect(page.get_by_label("Code")).to_be_visible()
    assert [url for url in asked[1:] if code in url] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1180])
def test_no_page_is_wider_than_its_screen(make_visitor: MakeVisitor, width: int, scheme: str) -> None:
    page = make_visitor(viewport={"width": width, "height": 740}, color_scheme=scheme).page

    for path in ("/login", "/signup", "/forgotPassword", "/confirmForgotPassword", "/confirmUser", "/logout"):
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth") == width
