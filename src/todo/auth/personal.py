"""Personal access tokens, for programs: `todo_<space>_<secret>`.

The space comes along because every index starts with it. Only the hash of the whole is kept, and the database is asked
at each request, so that a token which is revoked ends for every process at that moment.
"""

import hashlib
import re
import secrets
from datetime import timedelta
from uuid import UUID

from todo import db
from todo.auth import current
from todo.auth.asker import Asker
from todo.store import token as store
from todo.store.token import Found

NOTE_AFTER = timedelta(minutes=5)

_TOKEN = re.compile(r"todo_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)


def new(space: UUID) -> str:
    """A new token: 256 random bits."""
    return f"todo_{space.hex}_{secrets.token_urlsafe(32)}"


def hashed(token: str) -> bytes:
    """What is kept of it. The bits are random, so that no slow hash is needed."""
    return hashlib.sha256(token.encode("ascii")).digest()


def is_one(token: str) -> bool:
    """True for what has the form of a personal access token, which no JWT has."""
    return _TOKEN.fullmatch(token) is not None


def asker_of(token: str) -> Asker | None:
    """Whose token this is; None if it was revoked, has ended or never was."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    space, now = UUID(match[1]), current.now()
    with db.statement(spaces=f"{{{space}}}") as conn:
        found = store.find(conn, space, hashed(token), current.verifier().trust.issuer, now)
    if found is None:
        return None
    if found.used_at is None or not timedelta(0) <= now - found.used_at < NOTE_AFTER:
        with db.statement(spaces=f"{{{space}}}") as conn:
            store.use(conn, space, found, now)
    return _asker(space, found)


def _asker(space: UUID, found: Found) -> Asker:
    scopes = frozenset(found.scopes)
    may_write = "write" in scopes
    actor = f"token:{found.id}"
    ends_at = found.expires_at.timestamp() if found.expires_at else None
    return Asker(
        found.account,
        space,
        actor,
        scopes,
        False,
        token=found.id,
        list=found.list,
        may_write=may_write,
        ends_at=ends_at,
    )
