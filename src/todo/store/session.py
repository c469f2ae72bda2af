"""Sessions: a browser's sign-in. The cookie's secret is stored as its hash, the refresh token encrypted."""

from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

from uuid_utils.compat import uuid7

from todo.db import Connection


class Found(NamedTuple):
    """A session that has not ended. `seen_at` lags by up to an hour, `checked_at` is the issuer's last word.

    `authenticated_at` is when the person gave their password, as far as it is known.
    """

    id: UUID
    account: UUID
    seen_at: datetime
    checked_at: datetime
    authenticated_at: datetime | None


class New(NamedTuple):
    """A session that begins: `client` is the browser's name, `refresh_token` is encrypted."""

    hash: bytes
    refresh_token: bytes | None
    client: str
    authenticated_at: datetime | None


class Claimed(NamedTuple):
    """What the one who asks the issuer about a session needs."""

    refresh_token: bytes | None
    subject: str


def create(conn: Connection, space: UUID, new: New, now: datetime, until: datetime) -> bool:
    """Also sweeps the account's sessions that have ended by themselves. False if the account was deleted."""
    conn.execute("delete from session where space = %s and expires_at <= %s", (space, now))
    made = conn.execute(
        "insert into session (space, id, hash, refresh_token, client, authenticated_at,"
        " created_at, seen_at, checked_at, expires_at) select id, %s, %s, %s, %s, %s, %s, %s, %s, %s"
        " from space where id = %s for key share returning id",
        (uuid7(), *new, now, now, now, until, space),
    ).fetchone()
    return made is not None


def find(conn: Connection, space: UUID, hash_: bytes, issuer: str, now: datetime) -> Found | None:
    """By the issuer too: another one than when the person signed in knows nothing of them."""
    found = conn.execute(
        "select s.id, a.id, s.seen_at, s.checked_at, s.authenticated_at"
        " from session s join account a on a.space = s.space"
        " where s.space = %s and s.hash = %s and s.expires_at > %s and a.issuer = %s",
        (space, hash_, now, issuer),
    ).fetchone()
    return Found(*found) if found else None


def every(conn: Connection, space: UUID, current: UUID | None, now: datetime) -> list[str]:
    """Those that have not ended as JSON, the one seen last first. `current` is the one that asks."""
    found = conn.execute(
        "select row_to_json(x)::text from ("
        "select id, 'browser' as kind, client, created_at, seen_at, id is not distinct from %s as is_current"
        " from session where space = %s and expires_at > %s order by seen_at desc, id desc) x",
        (current, space, now),
    ).fetchall()
    return [str(body) for (body,) in found]


def extend(conn: Connection, space: UUID, session: UUID, now: datetime, until: datetime) -> None:
    conn.execute(
        "update session set seen_at = %s, expires_at = %s where space = %s and id = %s", (now, until, space, session)
    )


def claim(conn: Connection, space: UUID, session: UUID, checked_at: datetime, now: datetime) -> Claimed | None:
    """For one asker only: who comes second finds another `checked_at`. None for them."""
    claimed = conn.execute(
        "update session s set checked_at = %s from account a"
        " where s.space = %s and s.id = %s and s.checked_at = %s and a.space = s.space"
        " returning s.refresh_token, a.subject",
        (now, space, session, checked_at),
    ).fetchone()
    return Claimed(*claimed) if claimed else None


def keep(conn: Connection, space: UUID, session: UUID, refresh_token: bytes, checked_at: datetime) -> bool:
    """False if there is no such session any more."""
    kept = conn.execute(
        "update session set refresh_token = %s, checked_at = %s where space = %s and id = %s returning id",
        (refresh_token, checked_at, space, session),
    ).fetchone()
    return kept is not None


def recheck(conn: Connection, space: UUID) -> None:
    """The issuer is asked about each session of the space at its next request."""
    conn.execute("update session set checked_at = checked_at - interval '1 day' where space = %s", (space,))


def end(conn: Connection, space: UUID, hash_: bytes) -> bytes | None:
    """The refresh token of the session that ends now, if there was one."""
    ended = conn.execute(
        "delete from session where space = %s and hash = %s returning refresh_token", (space, hash_)
    ).fetchone()
    return ended[0] if ended else None


def end_one(conn: Connection, space: UUID, session: UUID) -> list[bytes] | None:
    """Its refresh token, if it had one; None if there is no such session."""
    ended = conn.execute(
        "delete from session where space = %s and id = %s returning refresh_token", (space, session)
    ).fetchone()
    return None if ended is None else [token for token in ended if token]


def end_others(conn: Connection, space: UUID, but: UUID | None) -> list[bytes]:
    """The refresh tokens of all that end now, which are all but one."""
    ended = conn.execute(
        "delete from session where space = %s and id is distinct from %s returning refresh_token", (space, but)
    ).fetchall()
    return [token for (token,) in ended if token]


def refresh_token(conn: Connection, space: UUID, session: UUID) -> bytes | None:
    """The encrypted refresh token of a session that goes on."""
    found = conn.execute("select refresh_token from session where space = %s and id = %s", (space, session)).fetchone()
    return cast("bytes | None", found[0]) if found else None
