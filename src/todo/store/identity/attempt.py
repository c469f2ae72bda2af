"""How often something was tried, over all processes, and when it may be tried again."""

from dataclasses import dataclass
from datetime import timedelta

from todo.db import Connection


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries without a wait, then 1 s, doubled by each further try up to `longest`; forgotten after `forget`."""

    free: int
    longest: timedelta
    forget: timedelta


def take(conn: Connection, bucket: str, limit: Limit) -> timedelta | None:
    """Counts a try and gives None, or gives how long to wait. Who has to wait is not counted, and prolongs nothing."""
    taken = conn.execute(
        "insert into identity.attempt as a (bucket, tries) values (%(bucket)s, 1)"
        " on conflict (bucket) do update set last_at = now(),"
        " tries = case when a.last_at < now() - %(forget)s then 1 else a.tries + 1 end,"
        " opens_at = case when a.last_at < now() - %(forget)s or a.tries + 1 < %(free)s then now()"
        " else now() + least(%(longest)s, make_interval(secs => power(2, least(a.tries + 1 - %(free)s, 30)))) end"
        " where a.opens_at <= now() returning a.tries",
        {"bucket": bucket, "free": limit.free, "longest": limit.longest, "forget": limit.forget},
    ).fetchone()
    if taken:
        return None
    row = conn.execute(
        "select opens_at - now() from identity.attempt where bucket = %s", (bucket,)
    ).fetchone()  # fmt: skip
    return row[0] if row else timedelta(seconds=1)


def forgive(conn: Connection, bucket: str) -> None:
    """Takes one try back: it was the right one."""
    conn.execute(
        "update identity.attempt set tries = greatest(tries - 1, 0), opens_at = now() where bucket = %s", (bucket,)
    )


def forget(conn: Connection, bucket: str) -> None:
    conn.execute("delete from identity.attempt where bucket = %s", (bucket,))
