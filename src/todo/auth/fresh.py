"""What cannot be undone wants a password that was given just now: who finds a browser open has none."""

from datetime import timedelta

from todo.auth import current
from todo.auth.asker import asker
from todo.errors import Problem

FRESH = timedelta(minutes=10)
LEEWAY = timedelta(seconds=30)


def check_browser() -> None:
    """The same for a session alone: a program that shows a person's access token has got it from them."""
    if asker().session:
        check()


def check() -> None:
    """Raises Problem 403 unless the person has given their password within the last ten minutes.

    An access token says so by `auth_time` (OpenID Connect Core 1.0, 2); one that does not say it is none of now, since
    a program gets new ones without its person.
    """
    given = asker().authenticated_at
    if given is None or not -LEEWAY <= current.now() - given < FRESH:
        detail = "Sign in again: at /auth/login?prompt=login, or for a new access token. It holds for ten minutes."
        raise Problem(403, "fresh_login_required", detail)
