"""Rows that are of no use any more. A few at a time, whenever somebody signs in: there is no job to run."""

from typing import LiteralString

from todo.db import Connection

_OLD: tuple[LiteralString, ...] = (
    "delete from identity.signin where hash in"
    " (select hash from identity.signin where expires_at < now() order by expires_at limit 100)",
    "delete from identity.grant_code where hash in"
    " (select hash from identity.grant_code where created_at < now() - interval '1 day' order by created_at limit 100)",
    "delete from identity.refresh_token where hash in"
    " (select hash from identity.refresh_token where expires_at < now() order by expires_at limit 100)",
    "delete from identity.family where id in"
    " (select id from identity.family where expires_at < now() order by expires_at limit 100)",
    "delete from identity.link where hash in"
    " (select hash from identity.link where created_at < now() - interval '1 day' order by created_at limit 100)",
    "delete from identity.attempt where bucket in"
    " (select bucket from identity.attempt where last_at < now() - interval '2 days' order by last_at limit 1000)",
)


def sweep(conn: Connection) -> None:
    for statement in _OLD:
        conn.execute(statement)
