"""What PostgreSQL is asked, and how it means to find it."""

from typing import Any, ClassVar

import psycopg
from psycopg.rows import TupleRow

from todo.db import Connection

Statement = tuple[str, int]


class Noting(psycopg.Cursor[TupleRow]):
    """Notes each statement as PostgreSQL gets it, and how many parameters it has; in a pipeline only that it came."""

    noted: ClassVar[list[Statement]] = []

    def execute(self, *args: Any, **options: Any) -> Any:
        found = super().execute(*args, **options)
        query = self._query
        self.noted.append((query.query.decode(), len(query.params or ())) if query else ("", 0))
        return found


def plans(conn: Connection, noted: list[Statement]) -> list[str]:
    """The generic plan of each statement that was noted."""
    conn.cursor_factory = psycopg.Cursor
    found: list[str] = []
    for number, (statement, count) in enumerate(noted):
        conn.execute(f"prepare plan{number} as {statement}")  # pyright: ignore[reportArgumentType]
        nothing = f"({', '.join(['null'] * count)})" if count else ""
        lines = conn.execute(f"explain (costs off) execute plan{number}{nothing}").fetchall()  # pyright: ignore[reportArgumentType]
        found.append("\n".join(line for (line,) in lines))
    return found
