"""Spaces: the counter of changes, and what leaves the trash for good."""

from typing import cast
from uuid import UUID

from todo.db import Connection
from todo.errors import not_found


def seq(conn: Connection, space: UUID) -> int:
    """The number of the last change. Raises Problem 404 if the account was deleted."""
    found = conn.execute("select seq from space where id = %s", (space,)).fetchone()
    if found is None:
        raise not_found("account")
    return cast("int", found[0])


def seqs(conn: Connection, spaces: list[UUID]) -> dict[UUID, int]:
    """The number of the last change in each of those that there are."""
    return dict(conn.execute("select id, seq from space where id = any(%s)", (spaces,)).fetchall())
