"""A browser that signs in, and the issuer's side of it: the code flow with real tokens, in the test's hands."""

import base64
import hashlib
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from auth.issuer import Answer, Issuer, as_json, b64

SECRET = "the client's secret"
NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
OUR_SCRIPT = {**SAME_ORIGIN, "X-Requested-With": "todo"}


def code_challenge(verifier: str) -> str:
    return b64(hashlib.sha256(verifier.encode()).digest())


@dataclass
class SignInPage:
    """The issuer's part: gives codes, and tokens for them. What is in `odd` is put into the tokens or left out."""

    issuer: Issuer
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    odd: dict[str, dict[str, Any]] = field(default_factory=dict)
    answer: Answer | None = None

    def __post_init__(self) -> None:
        self.issuer.answers["/oauth2/token"] = self._token
        self.issuer.answers["/oauth2/revoke"] = self._revoke

    def code_for(self, query: dict[str, str], subject: str) -> str:
        code = f"code-{len(self.codes)}-0123456789"
        self.codes[code] = {**query, "sub": subject}
        return code

    def _token(self, request: BaseHTTPRequestHandler) -> Answer:
        form = self._form(request)
        self.asked.append(form)
        if self.answer:
            return self.answer
        if request.headers["Authorization"] != "Basic " + base64.b64encode(b"web:the+client%27s+secret").decode():
            return as_json(401, {"error": "invalid_client"})
        if form["grant_type"] == "refresh_token":
            subject = self.refresh_tokens.pop(form["refresh_token"], None)
            return self._tokens(subject, None) if subject else as_json(400, {"error": "invalid_grant"})
        given = self.codes.pop(form["code"], None)
        is_theirs = given and given["redirect_uri"] == form["redirect_uri"]
        if not given or not is_theirs or code_challenge(form["code_verifier"]) != given["code_challenge"]:
            return as_json(400, {"error": "invalid_grant"})
        return self._tokens(given["sub"], given["nonce"])

    def _tokens(self, subject: str, nonce: str | None) -> Answer:
        refresh = f"refresh-token-{len(self.asked)}"
        self.refresh_tokens[refresh] = subject
        access = self.issuer.token(**{"sub": subject, "jti": refresh, **self.odd.get("access", {})})
        identity = {"token_use": "id", "aud": "web", "client_id": None, "scope": None, "nonce": nonce, "sub": subject}
        about = {
            "email": "owner@example.com",
            "name": "Owner",
            "at_hash": b64(hashlib.sha256(access.encode()).digest()[:16]),
        }
        answer = {
            "access_token": access,
            "id_token": self.issuer.token(**{**identity, **about, **self.odd.get("identity", {})}),
            "refresh_token": refresh,
            "token_type": "Bearer",
            **self.odd.get("answer", {}),
        }
        return as_json(200, {name: value for name, value in answer.items() if value is not None})

    def _revoke(self, request: BaseHTTPRequestHandler) -> Answer:
        self.revoked.append(self._form(request)["token"])
        return as_json(200, {})

    def _form(self, request: BaseHTTPRequestHandler) -> dict[str, str]:
        body = request.rfile.read(int(request.headers["Content-Length"])).decode()
        return {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}


class Browser:
    """Keeps cookies; goes to the issuer and comes back."""

    def __init__(self, app: Flask, page: SignInPage, base_url: str = "http://127.0.0.1:8000") -> None:
        self.client: FlaskClient = app.test_client()
        self.page = page
        self.base_url = base_url

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        return self.client.open(path, method=method, headers=headers or {}, base_url=self.base_url, **options)

    def get(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        return self.ask("GET", path, headers)

    def leave(self, path: str = "/auth/login") -> dict[str, str]:
        """What the issuer is asked."""
        response = self.get(path, NAVIGATION)
        assert response.status_code == 303, response.get_data(as_text=True)
        return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}

    def come_back(self, **query: str) -> TestResponse:
        return self.client.get("/auth/callback", query_string=query, headers=NAVIGATION, base_url=self.base_url)

    def sign_in(self, subject: str, path: str = "/auth/login") -> TestResponse:
        asked = self.leave(path)
        return self.come_back(code=self.page.code_for(asked, subject), state=asked["state"])

    def cookie(self, name: str = "todo-session") -> str | None:
        host = urlsplit(self.base_url).hostname or ""
        found = self.client.get_cookie(name, domain=host)
        return found.value if found else None

    def set_cookie(self, value: str, name: str = "todo-session") -> None:
        self.client.set_cookie(name, value, domain=urlsplit(self.base_url).hostname or "")


def cookies_of(response: TestResponse) -> dict[str, Any]:
    """The cookies that an answer sets, with their attributes."""
    found: SimpleCookie = SimpleCookie()
    for line in response.headers.getlist("Set-Cookie"):
        found.load(line)
    return dict(found)


def onward(response: TestResponse) -> str:
    """Where a page leads by itself."""
    assert response.status_code == 200, response.get_data(as_text=True)
    refresh = BeautifulSoup(response.get_data(as_text=True), "html.parser").find("meta", {"http-equiv": "refresh"})
    return str(refresh["content"]).removeprefix("0; url=") if refresh else ""


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/me").status_code == 200


def assert_failed(response: TestResponse, browser: Browser, status: int = 400) -> None:
    """A calm page with a way on; the attempt is over and nobody is signed in."""
    text = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert "/auth/login" in text
    assert "Traceback" not in text
    assert "code-" not in text
    assert browser.cookie("attempt") is None
    assert not is_signed_in(browser)


def add_todo(browser: Browser, headers: dict[str, str]) -> int:
    """The status of a POST, which a cookie alone does not allow."""
    return browser.ask("POST", "/todo", headers, json={"title": "Water the plants"}).status_code
