"""A browser that goes through the pages of the sign-in, and a client that asks for tokens."""

import base64
import hashlib
import itertools
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from todo.identity.clients import CLI_CLIENT_ID, WEB_CLIENT_ID

PASSWORD = "correct horse battery"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
HOST = "127.0.0.1"
BASE = f"http://{HOST}:8000"
WEB_CALLBACK = BASE + "/auth/callback"
CLI_CALLBACK = "http://127.0.0.1:53682/callback"

_number = itertools.count(1)


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def asked(**changes: str | None) -> dict[str, str]:
    """What the web application asks for at the authorization endpoint; None leaves a parameter out."""
    usual = {
        "response_type": "code",
        "client_id": WEB_CLIENT_ID,
        "redirect_uri": WEB_CALLBACK,
        "scope": "openid email profile",
        "state": "state-1",
        "nonce": "nonce-1",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def path(endpoint: str, parameters: dict[str, str]) -> str:
    return f"{endpoint}?{urlencode(parameters)}"


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def text_of(response: TestResponse) -> str:
    """The page as a person reads it, without what belongs to this very request."""
    page = re.sub(r'name="form" value="[^"]*"', "", response.get_data(as_text=True))
    return re.sub(r"\s+", " ", page)


@dataclass
class Visitor:
    """One person with one browser, at an internet address of their own."""

    app: Flask
    email: str = field(default_factory=lambda: f"owner.{next(_number)}@example.com")
    address: str = field(default_factory=lambda: f"2001:db8:{next(_number):x}::1")
    browser: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.app.test_client()

    @property
    def identity(self) -> Any:
        """The parts of the application's sign-in, with quick passwords and mail that is kept."""
        return self.app.extensions["todo.identity"]

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.browser.get(url, base_url=BASE, environ_base={"REMOTE_ADDR": self.address}, **options)

    def post(self, url: str, data: dict[str, Any], **options: Any) -> TestResponse:
        return self.browser.post(url, data=data, base_url=BASE, environ_base={"REMOTE_ADDR": self.address}, **options)

    def submit(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Opens the page and sends its form."""
        return self.post(url, {"form": self.form_token(url), **(data or {})}, **options)

    def form_token(self, url: str) -> str:
        page = self.get(url).get_data(as_text=True)
        found = re.search(r'name="form" value="([^"]+)"', page)
        assert found, page
        return found[1]

    def cookie(self, name: str) -> str | None:
        found = self.browser.get_cookie(name, HOST)
        return found.value if found else None

    def set_cookie(self, name: str, value: str) -> None:
        self.browser.set_cookie(name, value, domain=HOST)

    def sign_up(self, password: str = PASSWORD, url: str = "/signup", **fields: str) -> TestResponse:
        return self.submit(url, {"email": self.email, "password": password, **fields})

    def sign_in(self, password: str = PASSWORD, url: str = "/login", **options: Any) -> TestResponse:
        return self.submit(url, {"email": self.email, "password": password}, **options)

    def authorize(self, **changes: str | None) -> TestResponse:
        return self.get(path("/oauth2/authorize", asked(**changes)))

    def code(self, **changes: str | None) -> str:
        """An authorization code, of a visitor who is signed in."""
        response = self.authorize(**changes)
        assert response.status_code == 302, response.get_data(as_text=True)
        return query_of(response.location)["code"]

    def allow(self, answer: str = "allow", **changes: str | None) -> TestResponse:
        """What a program on the person's machine asks for, answered on the page that asks."""
        url = path("/oauth2/authorize", asked(client_id=CLI_CLIENT_ID, redirect_uri=CLI_CALLBACK, **changes))
        return self.submit(url, {"answer": answer})

    def exchange(self, code: str, **changes: str | None) -> TestResponse:
        """As the web application does it, from the server."""
        return self.token(
            grant_type="authorization_code",
            code=code,
            **{"redirect_uri": WEB_CALLBACK, "code_verifier": VERIFIER, **changes},
        )

    def refresh(self, refresh_token: str, **changes: str | None) -> TestResponse:
        return self.token(grant_type="refresh_token", refresh_token=refresh_token, **changes)

    def token(self, path: str = "/oauth2/token", **fields: str | None) -> TestResponse:
        data = {name: value for name, value in {**self.credentials(), **fields}.items() if value is not None}
        return self.app.test_client().post(path, data=data)

    def credentials(self) -> dict[str, str | None]:
        return {"client_id": WEB_CLIENT_ID, "client_secret": self.identity.clients[WEB_CLIENT_ID].secret}

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        """The answer of the token endpoint, of a visitor who is signed in."""
        response = self.exchange(self.code(**changes))
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.get_json()
