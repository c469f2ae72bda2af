"""Signing in from a terminal: code flow with PKCE over a loopback port (RFC 8252), or a pasted address."""

import base64
import hashlib
import hmac
import secrets
import socket
import threading
import time
import webbrowser
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click
import httpx

from todo.command.failure import AWAY, Failure, away
from todo.command.kept import Login
from todo.command.service import reason, refusal, with_tokens

WAIT_SECONDS = 300
PAGE = """<!doctype html><meta charset=utf-8><title>todo</title>
<p style="font: 1.2rem system-ui; margin: 4rem auto; max-width: 30rem">%s You can close this window.</p>"""


@dataclass(frozen=True, slots=True)
class Program:
    """How a program signs somebody in at a server, as `GET /auth/program` says it."""

    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str
    redirect_uri: str
    scope: str


@dataclass(slots=True)
class Attempt:
    """One sign-in: what only this program knows of it."""

    redirect_uri: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    code_verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    def url(self, program: Program) -> str:
        digest = hashlib.sha256(self.code_verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": program.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": program.scope,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),  # S256: RFC 7636, 4.2
            "code_challenge_method": "S256",
        }
        return str(httpx.URL(program.authorization_endpoint).copy_merge_params(asked))

    def code(self, address: str) -> str:
        """The code in the address that the browser was sent back to. Raises Failure if it answers something else."""
        given = parse_qs(urlsplit(address.strip()).query)
        if error := given.get("error"):
            raise Failure("You did not sign in." if error == ["access_denied"] else "The sign-in did not work.")
        states, codes = given.get("state", []), given.get("code", [])
        if len(codes) != 1 or len(states) != 1 or not hmac.compare_digest(states[0].encode(), self.state.encode()):
            raise Failure("That is not the answer to this sign-in. Run todo login once more.")
        return codes[0]


def program(server: str) -> Program:
    """Raises Failure if the server is away, is none of ours, or lets no programs sign in so."""
    try:
        answer = httpx.get(f"{server}/auth/program", timeout=30)
    except httpx.HTTPError as error:
        raise away(server, reason(error)) from None
    if answer.is_error:
        raise refusal(answer, server)
    try:
        found = Program(**answer.json())
    except (ValueError, TypeError):
        raise Failure(f"{server} does not answer as this program's server does.", AWAY) from None
    for endpoint in (found.authorization_endpoint, found.token_endpoint):
        if server.startswith("https://") and not endpoint.startswith("https://"):
            raise Failure(f"{server} would have the sign-in go over plain http.")
    return found


def has_browser() -> bool:
    """Whether this machine knows one that it could open."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def by_browser(found: Program) -> Login:
    """Opens the browser and waits for its answer at a port of this machine only."""
    wanted = urlsplit(found.redirect_uri)
    with _listening(wanted.port or 0) as listening:
        port = listening.server_address[1]
        attempt = Attempt(f"http://{wanted.hostname}:{port}{wanted.path}")
        url = attempt.url(found)
        click.echo(f"Sign in in the browser. If none opens, open this address yourself:\n\n{url}\n", err=True)
        threading.Thread(
            target=webbrowser.open, args=(url,), daemon=True
        ).start()  # one for terminals stays until its end
        return _exchanged(found, attempt, attempt.code(_awaited(listening)))


def by_paste(found: Program) -> Login:
    """For a machine without a browser: the person opens the address elsewhere and brings back where it ended."""
    wanted = urlsplit(found.redirect_uri)
    attempt = Attempt(f"http://{wanted.hostname}:{wanted.port or 8400}{wanted.path}")
    click.echo(
        "Open this address in a browser on any machine and sign in:\n\n"
        f"{attempt.url(found)}\n\nThe browser ends at a page that it cannot show. Copy that page's address here.\n",
        err=True,
    )
    return _exchanged(found, attempt, attempt.code(str(click.prompt("Address", err=True))))


def revoke(login: Login) -> bool:
    """Ends the refresh token at the issuer (RFC 7009). False if that could not be reached."""
    form = {"token": login.refresh_token, "token_type_hint": "refresh_token", "client_id": login.client_id}
    try:
        return httpx.post(login.revocation_endpoint, data=form, timeout=30).is_success
    except httpx.HTTPError:
        return False


class _Callback(HTTPServer):
    """Takes one answer; `address` is the path with it."""

    address_family = socket.AF_INET
    address = ""


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_answer = urlsplit(self.path).path == "/callback"
        if is_answer and isinstance(self.server, _Callback):
            self.server.address = self.path
        text = "Back to the terminal." if is_answer else "There is nothing here."
        content = (PAGE % text).encode()
        self.send_response(200 if is_answer else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing: the address holds the code."""


def _listening(port: int) -> _Callback:
    try:
        return _Callback(("127.0.0.1", port), _Answer)
    except OSError:
        raise Failure(f"Port {port} of this machine is taken. Free it, or run: todo login --paste") from None


def _awaited(listening: _Callback) -> str:
    deadline = time.monotonic() + WAIT_SECONDS
    while not listening.address and time.monotonic() < deadline:
        listening.timeout = 1
        listening.handle_request()
    if not listening.address:
        raise Failure("Nobody signed in within five minutes. Run todo login once more.")
    return listening.address


def _exchanged(found: Program, attempt: Attempt, code: str) -> Login:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": attempt.redirect_uri,
        "client_id": found.client_id,
        "code_verifier": attempt.code_verifier,
    }
    try:
        answer = httpx.post(found.token_endpoint, data=form, timeout=30)
        tokens: dict[str, Any] = answer.json() if answer.is_success else {}
    except (httpx.HTTPError, ValueError):
        raise Failure("The sign-in is away. Run todo login once more.", AWAY) from None
    if "access_token" not in tokens:
        raise Failure("The sign-in did not work. Run todo login once more.")
    begun = Login(
        "",
        client_id=found.client_id,
        token_endpoint=found.token_endpoint,
        revocation_endpoint=found.revocation_endpoint,
    )
    return with_tokens(begun, tokens)
