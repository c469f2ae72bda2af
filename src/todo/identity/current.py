"""What the sign-in of this application is made of."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app
from joserfc.jwk import RSAKey

from todo.db import Connection
from todo.identity.clients import Client
from todo.identity.hashing import Passwords
from todo.identity.keys import Ring, ring
from todo.mail import Outbox
from todo.settings import Settings


@dataclass(frozen=True, slots=True)
class Identity:
    settings: Settings
    secret: str = field(repr=False)
    clients: dict[str, Client]
    passwords: Passwords
    outbox: Outbox
    opened: dict[str, RSAKey] = field(default_factory=dict[str, RSAKey], repr=False)

    @property
    def base(self) -> str:
        """What paths are appended to."""
        return self.settings.base_url.rstrip("/")

    def ring(self, conn: Connection) -> Ring:
        return ring(conn, self.secret, self.opened)


def current() -> Identity:
    return cast("Identity", current_app.extensions["todo.identity"])
