"""Spaces: the counter of changes, and what leaves the trash for good."""

from typing import cast
from uuid import UUID

from todo.db import Connection


def seq(conn: Connection, space: UUID) -> int:
    """The number of the last change."""
    found = conn.execute("select seq from space where id = %s", (space,)).fetchone()
    return cast("int", found[0]) if found else 0
