"""Answers that were given to requests with an Idempotency-Key, so that they can be repeated for a day."""

import json
from typing import NamedTuple, cast
from uuid import UUID

from todo.db import Connection
from todo.errors import Problem


class Kept(NamedTuple):
    """An answer as it was given."""

    status: int
    headers: dict[str, str]
    body: str


def claim(conn: Connection, space: UUID, key: str, fingerprint: bytes) -> Kept | None:
    """The answer that this very request was given before; None if it is to be answered now, by this transaction alone.

    Raises Problem 409 while another transaction does so, and 422 if the key came with another request.
    """
    # Two statements: the second must see what was committed until the lock was free.
    claimed = conn.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", (f"{space} {key}",))
    found = conn.execute(
        "select fingerprint, status, headers, body from answer"
        " where space = %s and key = %s and created_at > now() - interval '1 day'",
        (space, key),
    )
    if claimed.fetchone() != (True,):
        detail = "A request with this Idempotency-Key is being answered; ask again."
        raise Problem(409, "under_way", detail, headers={"Retry-After": "1"})
    row = cast("tuple[bytes, int, dict[str, str], str] | None", found.fetchone())
    if row is None:
        return None
    if bytes(row[0]) != fingerprint:
        raise Problem(422, "key_reused", "This Idempotency-Key came with another request before; make a new one.")
    return Kept(*row[1:])


def keep(conn: Connection, space: UUID, key: str, fingerprint: bytes, answer: Kept) -> None:
    """Stores the answer, in the place of one that was older than a day."""
    conn.execute(
        "insert into answer (space, key, fingerprint, status, headers, body) values (%s, %s, %s, %s, %s, %s)"
        " on conflict (space, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,"
        " headers = excluded.headers, body = excluded.body, created_at = now()",
        (space, key, fingerprint, answer.status, json.dumps(answer.headers), answer.body),
    )
