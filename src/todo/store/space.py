"""Spaces: the counter of changes, and what leaves the trash for good."""

from typing import cast
from uuid import UUID

from todo.db import Connection


def seq(conn: Connection, space: UUID) -> int:
    """The number of the last change."""
    found = conn.execute("select seq from space where id = %s", (space,)).fetchone()
    return cast("int", found[0]) if found else 0


def seqs(conn: Connection, spaces: list[UUID]) -> dict[UUID, int]:
    """The number of the last change in each of those that there are."""
    return dict(conn.execute("select id, seq from space where id = any(%s)", (spaces,)).fetchall())
