"""Accounts that were deleted, with everything in them; of who is gone a hash is kept, so that old tokens stay old."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import LiteralString, NamedTuple, cast
from uuid import UUID

from todo import db
from todo.db import Connection
from todo.errors import not_found
from todo.store.identity import person

STATEMENT_SECONDS = 120
"""How long one statement of a deletion may run: a big account is deleted as a whole or not at all."""

# All tables of a person's data, those first that refer to others; what hangs on the space alone goes with it.
_EVERYTHING: tuple[LiteralString, ...] = (
    "delete from todo_tag where space = %s",
    "delete from completion where space = %s",
    "delete from history where space = %s",
    "delete from tombstone where space = %s",
    "delete from token where space = %s",
    "delete from todo where space = %s",
    "delete from section where space = %s",
    "delete from list where space = %s",
    "delete from tag where space = %s",
    "delete from filter where space = %s",
    "delete from session where space = %s",
    "delete from account where space = %s",
)
_LAST: LiteralString = "delete from space where id = %s returning id"


class Who(NamedTuple):
    """A person, as an issuer names them."""

    issuer: str
    subject: str

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(f"{self.issuer} {self.subject}".encode()).digest()


def leave(space: UUID, who: Who, now: Callable[[], datetime], *, is_person_here: bool) -> list[bytes]:
    """Deletes the account with all its data, in one transaction, and gives the refresh tokens that its sessions had.

    `is_person_here` says that the built-in sign-in knows the person too: it forgets them. Writers wait, and then find
    nothing to write to. Raises Problem 404.
    """
    identity = {"identity": "on"} if is_person_here else {}
    with db.transaction(spaces=f"{{{space}}}", issuer=who.issuer, subject=who.subject, **identity) as conn:
        conn.execute("select set_config('statement_timeout', %s, true)", (f"{STATEMENT_SECONDS}s",))
        if conn.execute("select from space where id = %s for update", (space,)).fetchone() is None:
            raise not_found("account")
        kept = conn.execute(
            "select refresh_token from session where space = %s and refresh_token is not null"
            " order by seen_at desc, id desc",
            (space,),
        ).fetchall()
        if is_person_here:
            person.delete(conn, UUID(who.subject))
        for statement in _EVERYTHING:
            conn.execute(statement, (space,))
        conn.execute(_LAST, (space,)).fetchone()
        _remember(conn, who, now())  # when all is gone: what was signed in to until then was this account
    return [token for (token,) in kept]


def _remember(conn: Connection, who: Who, at: datetime) -> None:
    conn.execute("delete from departed where at < now() - interval '400 days'")
    conn.execute(
        "insert into departed (hash, at) values (%s, %s) on conflict (hash) do update set at = excluded.at",
        (who.hash, at),
    )


def at(conn: Connection, who: Who) -> datetime | None:
    """When this person deleted an account; None if they never did, or too long ago for a token of before to live."""
    found = conn.execute("select at from departed where hash = %s", (who.hash,)).fetchone()
    return cast("datetime", found[0]) if found else None
