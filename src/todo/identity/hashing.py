"""Argon2id, and how much of it at once: each hash takes 64 MiB, so that a flood of sign-ins could take all memory."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from todo.errors import Problem
from todo.identity.password import LONGEST_BYTES, normal


class Passwords:
    """Hashes with the second recommended parameters of RFC 9106 (64 MiB, 3 passes, 4 lanes) unless told otherwise.

    `at_once` work and `waiting` wait; whoever comes then gets Problem 503, and the threads stay free for other work.
    """

    def __init__(self, hasher: PasswordHasher | None = None, *, at_once: int = 2, waiting: int = 4) -> None:
        self._hasher = hasher or PasswordHasher()
        self._working = BoundedSemaphore(at_once)
        self._inside = BoundedSemaphore(at_once + waiting)

    def hash(self, password: str) -> str:
        with self._turn():
            return self._hasher.hash(normal(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """With nothing stored the password is hashed all the same, which takes as long: nobody learns who is here."""
        if len(password.encode("utf-8", "replace")) > LONGEST_BYTES:
            return False
        if stored is None:
            self.hash(password)
            return False
        with self._turn():
            try:
                return self._hasher.verify(stored, normal(password))
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, stored: str) -> bool:
        """True if it was hashed with other parameters than those of today."""
        return self._hasher.check_needs_rehash(stored)

    @contextmanager
    def _turn(self) -> Generator[None]:
        if not self._inside.acquire(blocking=False):
            raise Problem(503, "busy", "Many people are signing in at once.", headers={"Retry-After": "2"})
        try:
            with self._working:
                yield
        finally:
            self._inside.release()
