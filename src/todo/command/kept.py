"""What the command keeps between calls: who is signed in where, and the ids that it has shown last.

One file that only its owner may read, replaced as a whole, under a lock: two commands at once never use one refresh
token twice, which the issuer would take for theft.
"""

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import platformdirs

from todo.command.failure import Failure

FILE = "login.json"
MAX_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Login:
    """A sign-in at one server: with `refresh_token`, or with a personal access token that does not end by itself.

    `expires_at` is when the access token ends, in seconds since 1970; 0 is never.
    """

    access_token: str = field(repr=False)
    expires_at: float = 0
    refresh_token: str = field(default="", repr=False)
    client_id: str = ""
    token_endpoint: str = ""
    revocation_endpoint: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """All sign-ins by the address of their server, and which server is meant where none is named."""

    current: str = ""
    logins: dict[str, Login] = field(default_factory=dict[str, Login])

    def with_login(self, server: str, login: Login) -> "Kept":
        return replace(self, current=server, logins={**self.logins, server: login})

    def without(self, server: str) -> "Kept":
        left = {name: login for name, login in self.logins.items() if name != server}
        return replace(self, current="" if self.current == server else self.current, logins=left)


def folder() -> Path:
    return platformdirs.user_config_path("aws-scalable-todo-app")


def read() -> Kept:
    """Raises Failure if the file is not one of ours."""
    try:
        found = cast("dict[str, Any]", json.loads((folder() / FILE).read_text()))
        return Kept(found["current"], {server: _login(login) for server, login in found["logins"].items()})
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Failure(f"{folder() / FILE} cannot be read. Remove it and sign in again: todo login") from None


def _login(found: dict[str, Any]) -> Login:
    return Login(shown=tuple(found.pop("shown")), **found)


@contextmanager
def held() -> Generator[None]:
    """Nobody else changes what is kept meanwhile."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(kept: Kept) -> None:
    """Replaces the file; the old one stays if this is interrupted. To be called while it is held."""
    new = folder() / f"{FILE}.{os.getpid()}"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"current": kept.current, "logins": {s: asdict(login) for s, login in kept.logins.items()}}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder() / FILE)


def remember(server: str, ids: list[str]) -> None:
    """The ids that were shown last, the newest first, so that their ends can be typed and completed."""
    with held():
        kept = read()
        if login := kept.logins.get(server):
            shown = tuple(dict.fromkeys([*ids, *login.shown]))[:MAX_SHOWN]
            write(replace(kept, logins={**kept.logins, server: replace(login, shown=shown)}))
