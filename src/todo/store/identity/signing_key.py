"""The issuer's signing keys: the private part encrypted, the public part as it is published."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from todo.db import Connection

# Any constant will do that nobody else locks on.
_ROTATION_LOCK = 0x7369676E_6B657973


@dataclass(frozen=True, slots=True)
class SigningKey:
    kid: str
    sealed: bytes = field(repr=False)
    public: dict[str, Any]
    signs_from: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """All keys, the one that signs last first, and the time by the clock of the database.

    The time of reading, not of the beginning of the transaction: that may be before a key was made that is seen here.
    """

    keys: list[SigningKey]
    now: datetime


def read(conn: Connection) -> Stored:
    rows = conn.execute(
        "select kid, sealed, public, signs_from, clock_timestamp() from identity.signing_key order by signs_from desc"
    ).fetchall()
    return Stored([SigningKey(*row[:4]) for row in rows], rows[0][4] if rows else _now(conn))


def _now(conn: Connection) -> datetime:
    row = conn.execute("select clock_timestamp()").fetchone()
    assert row is not None  # noqa: S101
    return row[0]


def lock(conn: Connection) -> None:
    """Only one process at a time makes keys; held until the transaction ends."""
    conn.execute("select pg_advisory_xact_lock(%s)", (_ROTATION_LOCK,))


def create(conn: Connection, key: SigningKey) -> None:
    conn.execute(
        "insert into identity.signing_key (kid, sealed, public, signs_from) values (%s, %s, %s, %s)",
        (key.kid, key.sealed, json.dumps(key.public), key.signs_from),
    )


def delete(conn: Connection, kid: str) -> None:
    conn.execute("delete from identity.signing_key where kid = %s", (kid,))
