"""Who is asking, as every route knows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import g

from todo.auth.refused import REALM
from todo.errors import Problem


@dataclass(frozen=True, slots=True)
class Asker:
    """`actor` is 'session', 'client:<client id>' or 'token:<token id>' and is kept in history.

    `scopes` are those of a token. `token` is the personal access token that asks, if one does, and `list` the only
    list that it may see. `is_person` is True for a person's session or sign-in, False for a program by itself.
    `session` is the browser's, if one asks, and `authenticated_at` is when the person gave their password, if known.
    From `ends_at` on, in seconds since 1970, what was shown is refused; None where that is not known beforehand.
    """

    account: UUID
    space: UUID
    actor: str
    scopes: frozenset[str]
    is_person: bool
    token: UUID | None = None
    list: UUID | None = None
    may_write: bool = True
    ends_at: float | None = None
    session: UUID | None = None
    authenticated_at: datetime | None = None

    def check_may_write(self) -> None:
        """Raises Problem 403 if this asker may only read."""
        if not self.may_write:
            detail = "This token may only read; it lacks the scope 'write'."
            challenged = f'{REALM}, error="insufficient_scope", scope="write"'
            raise Problem(403, "insufficient_scope", detail, headers={"WWW-Authenticate": challenged})


def asker() -> Asker:
    """Who asks in this request; every route that is not public has one."""
    return cast("Asker", g.asker)
