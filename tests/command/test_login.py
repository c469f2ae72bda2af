"""`todo login` and `logout`: code flow with PKCE over a loopback port, a pasted address, or a token."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from command.conftest import BROWSER, Terminal
from todo.command.failure import Failure
from todo.command.signin import Attempt

pytestmark = pytest.mark.slow
CALLBACK = "http://127.0.0.1:8400/callback"


def test_who_signs_in_in_the_browser_is_signed_in_at_the_terminal(terminal: Terminal) -> None:
    code, said, _ = terminal.run("login")

    assert (code, said) == (0, f"Signed in at {terminal.server}.\n")
    assert json.loads(terminal.says("ls", "--json")) == []


def test_without_a_browser_the_address_is_pasted(terminal: Terminal) -> None:
    process = terminal.start("login", "--paste")
    assert process.stderr
    url = next(line for line in process.stderr if line.startswith("http")).strip()
    command = [sys.executable, str(BROWSER), url, "print"]
    back = subprocess.run(command, env=terminal.environment, capture_output=True, text=True, check=True).stdout
    said, _ = process.communicate(back + "\n", timeout=60)

    assert back.startswith(CALLBACK)
    assert process.returncode == 0
    assert said.endswith(f"Signed in at {terminal.server}.\n")


def test_what_is_kept_is_for_its_owner_only(owner: Terminal) -> None:
    assert stat.S_IMODE(owner.kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(owner.kept.parent.stat().st_mode) == 0o700


def test_no_secret_is_ever_said(terminal: Terminal) -> None:
    _, said, complained = terminal.run("login")
    login = json.loads(terminal.kept.read_text())["logins"][terminal.server]

    assert len(login["access_token"]) > 100
    for secret in (login["access_token"], login["refresh_token"]):
        assert secret not in said + complained


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("?error=access_denied&state={state}", "You did not sign in."),
        ("?error=server_error&state={state}", "The sign-in did not work."),
        ("?code=stolen&state=another", "not the answer to this sign-in"),
        ("?code=stolen", "not the answer to this sign-in"),
        ("?state={state}", "not the answer to this sign-in"),
        ("?code=a&code=b&state={state}", "not the answer to this sign-in"),
        ("", "not the answer to this sign-in"),
    ],
)
def test_only_the_answer_to_this_sign_in_is_taken(answer: str, sentence: str) -> None:
    attempt = Attempt(CALLBACK)

    with pytest.raises(Failure, match=sentence):
        attempt.code(CALLBACK + answer.format(state=attempt.state))


def test_an_ending_token_is_renewed_once_though_several_commands_need_it(
    make_terminal: Callable[..., Terminal],
) -> None:
    terminal = make_terminal()
    terminal.says("login")
    before = json.loads(terminal.kept.read_text())
    before["logins"][terminal.server]["expires_at"] = 1
    terminal.kept.write_text(json.dumps(before))

    commands = [terminal.start("ls", "--json") for _ in range(4)]
    codes = [process.communicate(timeout=60) and process.returncode for process in commands]
    after = json.loads(terminal.kept.read_text())["logins"][terminal.server]

    assert codes == [0, 0, 0, 0]
    assert after["refresh_token"] != before["logins"][terminal.server]["refresh_token"]
    assert after["expires_at"] > 1
    assert terminal.run("ls")[0] == 0


def test_logout_ends_the_sign_in_at_the_issuer_too(terminal: Terminal) -> None:
    terminal.says("login")
    kept = terminal.kept.read_text()
    said = terminal.says("logout")
    stolen = json.loads(kept)
    stolen["logins"][terminal.server]["expires_at"] = 1
    code, _, _ = terminal.run("ls")
    terminal.kept.write_text(json.dumps(stolen))

    assert said == f"Signed out of {terminal.server}.\n"
    assert code == 3
    assert terminal.run("ls")[0] == 3


def test_who_is_not_signed_in_is_told_how(terminal: Terminal) -> None:
    assert terminal.run("ls") == (
        3,
        "",
        f"You are not signed in at {terminal.server}. Run: todo login {terminal.server}\n",
    )


def test_a_refused_token_is_not_kept(terminal: Terminal) -> None:
    code, _, complained = terminal.run("login", "--token", given="not-a-token\n")

    assert code == 3
    assert "not-a-token" not in complained
    assert terminal.run("ls")[0] == 3


def test_a_file_that_cannot_be_read_is_said_to_be_so(terminal: Terminal) -> None:
    terminal.says("login")
    terminal.kept.write_text("{")

    code, _, complained = terminal.run("ls")

    assert code == 1
    assert complained.endswith("cannot be read. Remove it and sign in again: todo login\n")


class Elsewhere(BaseHTTPRequestHandler):
    """Some other server."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>")

    def log_message(self, *_: Any) -> None: ...


def test_a_server_that_is_none_of_ours_is_told_from_one(make_terminal: Callable[..., Terminal]) -> None:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    with closing(server.socket):
        code, _, complained = make_terminal(f"http://127.0.0.1:{server.server_port}").run("login")
        server.shutdown()

    assert code == 4
    assert re.search("does not answer as this program's server does", complained)


def test_nobody_signs_in_over_plain_http_elsewhere(terminal: Terminal) -> None:
    code, _, complained = terminal.run("login", "http://todo.example.com")

    assert code == 2
    assert "https://" in complained


def test_a_server_that_is_away_is_a_clear_sentence(make_terminal: Callable[..., Terminal]) -> None:
    code, _, complained = make_terminal("http://127.0.0.1:9").run("login")

    assert code == 4
    assert complained.startswith("http://127.0.0.1:9 does not answer: no connection.")
    assert os.linesep not in complained.rstrip()
