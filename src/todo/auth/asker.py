"""Who is asking, as every route knows them."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import g


@dataclass(frozen=True, slots=True)
class Asker:
    """`actor` is 'session' or 'client:<client id>' and is kept in history; `scopes` are those of a token."""

    account: UUID
    space: UUID
    actor: str
    scopes: frozenset[str]
    is_person: bool


def asker() -> Asker:
    """Who asks in this request; every route that is not public has one."""
    return cast("Asker", g.asker)
