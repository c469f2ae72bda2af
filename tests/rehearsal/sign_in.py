"""How a person comes to have an account and a program a token: sign-up by Cognito's API, then the hosted page and the
code flow with PKCE of the public client (RFC 7636). Call it on the people's machine."""

import base64
import hashlib
import html
import re
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
from botocore import UNSIGNED
from botocore.config import Config
from tests.rehearsal import cloud

CODE = "123456"  # what the emulator takes; nobody reads mail here
CALLBACK = "http://localhost:8400/callback"
SCOPES = "openid email profile"
MOST_PAGES = 3


class NotSignedIn(Exception):
    """What the issuer answered instead."""


@dataclass(frozen=True)
class Person:
    email: str
    password: str


@dataclass(frozen=True)
class Tokens:
    access: str
    identity: str
    refresh: str


class Issuer:
    """Of this deployment, as its command line client sees it."""

    def __init__(self, outputs: dict[str, str]) -> None:
        self._pages, self.client_id = outputs["HostedUi"], outputs["CliClientId"]

    def sign_up(self, name: str) -> Person:
        """Raises botocore's ClientError."""
        person = self.begin(name)
        self.confirm(person, CODE)
        return person

    def begin(self, name: str) -> Person:
        """Up to the mail with the code."""
        person = Person(f"{name}@example.org", secrets.token_urlsafe(12) + "aA1!")
        api = cloud.client("cognito-idp", config=Config(signature_version=UNSIGNED))
        api.sign_up(
            ClientId=self.client_id,
            Username=person.email,
            Password=person.password,
            UserAttributes=[{"Name": "email", "Value": person.email}],
        )
        return person

    def confirm(self, person: Person, code: str) -> None:
        api = cloud.client("cognito-idp", config=Config(signature_version=UNSIGNED))
        api.confirm_sign_up(ClientId=self.client_id, Username=person.email, ConfirmationCode=code)

    def sign_in(self, person: Person, *, verifier: str = "") -> Tokens:
        """`verifier`: another than the one that the sign-in began with. Raises NotSignedIn."""
        began = secrets.token_urlsafe(48)
        with httpx.Client(base_url=self._pages, timeout=20) as browser:
            code = self._code(browser, person, began)
            answer = browser.post(
                "/oauth2/token",
                data={
                    "grant_type": "authorization_code",
                    "client_id": self.client_id,
                    "code": code,
                    "redirect_uri": CALLBACK,
                    "code_verifier": verifier or began,
                },
            )
        if answer.status_code != 200:
            raise NotSignedIn(f"{answer.status_code} {answer.text[:200]}")
        told = answer.json()
        return Tokens(told["access_token"], told["id_token"], told["refresh_token"])

    def _code(self, browser: httpx.Client, person: Person, verifier: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "scope": SCOPES,
            "state": secrets.token_urlsafe(8),
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        answer = browser.get("/oauth2/authorize", params=asked, follow_redirects=True)
        for _ in range(MOST_PAGES):
            if answer.is_redirect:
                break
            answer = browser.post("/login", data={**_hidden(answer.text), **_asked_for(answer.text, person)})
        told = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        if "code" not in told or told.get("state") != [asked["state"]]:
            raise NotSignedIn(f"{answer.status_code} {_complaint(answer.text)}")
        return told["code"][0]


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def _asked_for(page: str, person: Person) -> dict[str, str]:
    """A pool with passkeys asks who is there on one page, and for the password on the next."""
    known = {"username": person.email, "password": person.password}
    return {name: value for name, value in known.items() if f'name="{name}"' in page}


def _complaint(page: str) -> str:
    found = re.search(r'class="error">([^<]+)', page)
    return found[1] if found else "no code"


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
