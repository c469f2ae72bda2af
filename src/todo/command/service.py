"""The server, asked over its API as whoever is signed in."""

import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
import httpx

from todo import __version__
from todo.command import kept
from todo.command.failure import AWAY, NOT_FOUND, REFUSED, SIGNED_OUT, Failure, away, signed_out
from todo.command.kept import Login

LAPTOP = "http://127.0.0.1:8000"
TIMEOUT_SECONDS = 30.0
EARLY_SECONDS = 30.0  # a token is renewed when it would end while a request is under way
PAGE = 500


def chosen_server(named: str | None = None) -> str:
    """The server that is meant: named, by --server or TODO_SERVER, where somebody signed in last, or this machine's."""
    context = click.get_current_context(silent=True)
    by_option = context.find_root().params.get("server") if context else None
    server = (named or by_option or os.environ.get("TODO_SERVER") or kept.read().current or LAPTOP).rstrip("/")
    parts = urlsplit(server)
    is_near = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if parts.scheme not in {"http", "https"} or not parts.hostname or (parts.scheme == "http" and not is_near):
        raise Failure(f"{server} is no address of a server: write https://… (plain http is for this machine only).", 2)
    return server


class Service:
    """Requests as one person. Raises Failure, whose sentence and code are for the terminal."""

    def __init__(self, server: str) -> None:
        self.server = server
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, headers={"User-Agent": f"todo/{__version__}"})
        self._token = os.environ.get("TODO_TOKEN", "")

    def json(self, method: str, path: str, body: Any = None, **parameters: Any) -> Any:
        """The answer's JSON; None where there is none."""
        answer = self._asked(method, path, json=body, params=_without_none(parameters) or None)
        return answer.json() if answer.content else None

    def today(self) -> date:
        """The day where the person is: in the zone of the account, or by this machine if none was ever chosen."""
        me = self.json("GET", "/me")
        return (datetime.now(ZoneInfo(me["zone"])) if me["zone_is_chosen"] else datetime.now().astimezone()).date()

    def pages(self, path: str, **parameters: Any) -> Iterator[Any]:
        """Every row of a collection, page by page."""
        answer = self._asked("GET", path, params={"limit": PAGE, **_without_none(parameters)})
        yield from answer.json()
        while "next" in answer.links:
            answer = self._asked("GET", answer.links["next"]["url"])
            yield from answer.json()

    def send(self, method: str, path: str, content: Any, headers: dict[str, str]) -> Any:
        """A body that is not made here, such as a file."""
        answer = self._asked(method, path, content=content, headers=headers, timeout=600)
        return answer.json() if answer.content else None

    @contextmanager
    def streamed(self, path: str) -> Generator[httpx.Response]:
        """An answer that is read bit by bit."""
        request = self._http.build_request("GET", self.server + path, headers=self._authorized(), timeout=600)
        try:
            answer = self._http.send(request, stream=True)
            if answer.is_error:
                answer.read()
                raise refusal(answer, self.server)
            yield answer
            answer.close()
        except httpx.HTTPError as error:
            raise away(self.server, reason(error)) from None

    def _asked(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {**self._authorized(), **options.pop("headers", {})}
        answer = self._sent(method, path, headers=headers, **{k: v for k, v in options.items() if v is not None})
        if answer.status_code == 401 and self._token:
            raise Failure("The token in TODO_TOKEN is not taken: it is wrong, revoked or has ended.", SIGNED_OUT)
        if answer.is_error:
            raise refusal(answer, self.server)
        return answer

    def _sent(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Sent twice if the answer is lost: what this command sends says the same the second time."""
        for attempt in (1, 2):
            try:
                return self._http.request(method, self.server + path, **options)
            except (httpx.RemoteProtocolError, httpx.ReadError) as error:
                if attempt == 2 or not isinstance(options.get("content"), bytes | None):
                    raise away(self.server, reason(error)) from None
            except httpx.HTTPError as error:
                raise away(self.server, reason(error)) from None
        raise AssertionError

    def _authorized(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token or self._of_login()}"}

    def _of_login(self) -> str:
        login = kept.read().logins.get(self.server)
        if login is None:
            raise signed_out(self.server)
        if not _is_ending(login):
            return login.access_token
        with kept.held():
            known = kept.read()
            login = known.logins.get(self.server)
            if login is None:
                raise signed_out(self.server)
            if _is_ending(login):  # else another command has renewed it meanwhile
                login = self._renewed(login)
                kept.write(replace(known, logins={**known.logins, self.server: login}))
        return login.access_token

    def _renewed(self, login: Login) -> Login:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": login.refresh_token,
            "client_id": login.client_id,
        }
        try:
            answer = self._http.post(login.token_endpoint, data=form)
        except httpx.HTTPError as error:
            raise away(login.token_endpoint, reason(error)) from None
        if answer.is_server_error:
            raise Failure(f"{login.token_endpoint} answers {answer.status_code}; try again.", AWAY)
        if answer.is_error:
            raise signed_out(self.server)
        return with_tokens(login, answer.json())


def with_tokens(login: Login, answer: dict[str, Any]) -> Login:
    """The sign-in with what the token endpoint has answered: RFC 6749, 5.1. A refresh token may be a new one."""
    return replace(
        login,
        access_token=answer["access_token"],
        expires_at=time.time() + float(answer.get("expires_in", 300)),
        refresh_token=answer.get("refresh_token") or login.refresh_token,
    )


def refusal(answer: httpx.Response, server: str) -> Failure:
    """What a server's refusal means here: an RFC 9457 problem, or something else that stands in between."""
    try:
        problem = cast("dict[str, Any]", answer.json())
        sentence = str(problem["detail"])
    except (ValueError, KeyError, TypeError):
        return Failure(f"{server} answers {answer.status_code}, and not as this program's server does.", AWAY)
    if answer.status_code == 401:
        return signed_out(server)
    code = {404: NOT_FOUND, 503: AWAY}.get(answer.status_code, REFUSED)
    return Failure(sentence, code, problem)


def reason(error: httpx.HTTPError) -> str:
    """In words, and never with an address that bears a code or a token."""
    match error:
        case httpx.ConnectError():
            return "no connection"
        case httpx.TimeoutException():
            return "it takes too long"
        case _:
            return "the connection broke"


def _is_ending(login: Login) -> bool:
    return bool(login.expires_at) and time.time() > login.expires_at - EARLY_SECONDS


def _without_none(parameters: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None}
