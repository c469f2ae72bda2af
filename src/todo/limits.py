"""How many requests an account may make: a bucket of tokens for each, in each process.

What is not yet known to be somebody's is limited elsewhere: sign-in by itself, and on AWS all of it by the firewall.
"""

import math
import time
from collections.abc import Callable
from typing import cast
from uuid import UUID

from flask import Flask, Response, g

from todo.auth.asker import Asker
from todo.errors import Problem
from todo.settings import Settings

WINDOW_SECONDS = 60
MOST_ACCOUNTS = 20_000


class Limits:
    """Buckets that hold `rate` requests and fill up in a minute.

    Of each only one number is kept: when it will be full again (the 'theoretical arrival time' of ITU-T I.371's
    generic cell rate algorithm). A bucket that is full is the same as none. Two threads at once may count as one
    request, which does no harm; so nobody waits for a lock.
    """

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = WINDOW_SECONDS / rate
        self._clock = clock
        self._full_at: dict[UUID, float] = {}
        self.wait_seconds = math.ceil(self._interval)
        self.policy = f'"account";q={rate};w={WINDOW_SECONDS}'

    def take(self, account: UUID) -> int | None:
        """How many requests are left behind this one; None if there was none left for it."""
        now = self._clock()
        full_at = max(self._full_at.get(account, now), now) + self._interval
        left = (now + WINDOW_SECONDS - full_at) / self._interval
        if left < -1e-6:
            return None
        if len(self._full_at) >= MOST_ACCOUNTS:
            self._forget(now)
        self._full_at[account] = full_at
        return int(left + 1e-6)

    def _forget(self, now: float) -> None:
        self._full_at = {account: full_at for account, full_at in self._full_at.items() if full_at > now}


def install(app: Flask) -> None:
    """To be installed right after `todo.auth`, which says whose a request is."""
    rate = cast("Settings", app.extensions["todo.settings"]).rate_per_minute
    if not rate:
        return
    limits = Limits(rate)

    def count() -> None:
        asker = cast("Asker | None", g.get("asker"))
        if asker is None:
            return
        left = limits.take(asker.account)
        g.requests_left = left or 0
        if left is None:
            detail = f"This account may make {rate} requests a minute; try again."
            raise Problem(429, "too_many_requests", detail, headers={"Retry-After": str(limits.wait_seconds)})

    def tell(response: Response) -> Response:
        """As draft-ietf-httpapi-ratelimit-headers-11 has it; so many are left for at least the next `t` seconds."""
        left = cast("int | None", g.get("requests_left"))
        if left is not None:
            response.headers.add("RateLimit", f'"account";r={left};t={limits.wait_seconds}')
            response.headers.add("RateLimit-Policy", limits.policy)
        return response

    app.before_request(count)
    app.after_request(tell)
