"""What the issuer publishes: read by one thread at a time, renewed hourly, kept while the issuer is down."""

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from todo.auth.fetch import IssuerUnreachable

T = TypeVar("T")
log = logging.getLogger(__name__)

RENEW_SECONDS = 3600.0
PAUSE_SECONDS = 10.0
WAIT_SECONDS = 1.0


class Kept(Generic[T]):
    """`clock` tells seconds since 1970. A thread waits at most WAIT_SECONDS for another's request."""

    def __init__(self, fetch: Callable[[], T], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._value: T | None = None
        self._fetched_at = self._tried_at = self._asked_at = float("-inf")
        self._lock = threading.Lock()

    def value(self) -> T:
        """Raises IssuerUnreachable only if the issuer has never been reached."""
        if self._value is None:
            self._renew(wait=WAIT_SECONDS)
        elif not self._was_within(RENEW_SECONDS, self._fetched_at):
            self._renew(wait=0)
        if self._value is None:
            raise IssuerUnreachable("the issuer has not been reached yet")
        return self._value

    def anew(self) -> T:
        """The value asked for again, at most once in PAUSE_SECONDS however often this is called."""
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise IssuerUnreachable("another thread is still asking the issuer")
        try:
            if not self._was_within(PAUSE_SECONDS, self._asked_at):
                self._asked_at = self._clock()
                self._ask()
        finally:
            self._lock.release()
        return self.value()

    def _renew(self, wait: float) -> None:
        if not self._lock.acquire(timeout=wait):
            return
        try:
            is_still_due = not self._was_within(RENEW_SECONDS, self._fetched_at)
            if is_still_due and not self._was_within(PAUSE_SECONDS, self._tried_at):
                self._ask()
        finally:
            self._lock.release()

    def _ask(self) -> None:
        self._tried_at = self._clock()
        try:
            self._value = self._fetch()
        except IssuerUnreachable as error:
            log.warning("the issuer could not be asked: %s", error)
        else:
            self._fetched_at = self._tried_at

    def _was_within(self, seconds: float, since: float) -> bool:
        # From zero on, so that a clock which was set back does not stop all requests for as long.
        return 0 <= self._clock() - since < seconds
