"""How often may somebody try? Counted in the database, for the account and for where the request comes from.

The waits grow, but whoever waits is not counted, so nobody can prolong them for others by trying on. To keep a
stranger from using up an account's tries for ever, a browser in which its owner has signed in before has tries of its
own, by a signed cookie that says so (the 'device cookies' of OWASP).
"""

import ipaddress
import math
from datetime import timedelta
from uuid import UUID

from flask import request

from todo.db import Connection
from todo.errors import Problem
from todo.identity import cookies
from todo.identity.current import current
from todo.identity.seal import digest, is_signature, random_text, signature
from todo.store.identity import attempt
from todo.store.identity.attempt import Limit
from todo.store.identity.person import Person

_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
ACCOUNT = Limit(free=5, longest=_QUARTER, forget=_DAY)
DEVICE = Limit(free=10, longest=timedelta(minutes=5), forget=_DAY)
PLACE = Limit(free=50, longest=_QUARTER, forget=timedelta(hours=2))
SIGN_UP = Limit(free=60, longest=_QUARTER, forget=timedelta(hours=2))
MAIL_TO = Limit(free=3, longest=timedelta(hours=1), forget=_DAY)
MAIL_BY = Limit(free=20, longest=timedelta(hours=1), forget=timedelta(hours=2))


def try_password(conn: Connection, address: str, person: Person | None) -> str:
    """Counts a try at a password before it is looked at, so that a thousand at once count as well.

    Gives the bucket of the account. Raises Problem 429; the transaction is rolled back then, and nothing is counted.
    """
    known = person is not None and _is_known_device(person.id)
    bucket = f"device:{_device()[:43]}" if known else f"account:{digest(address).hex()}"
    _take(conn, f"login:{_place()}", PLACE)
    _take(conn, bucket, DEVICE if known else ACCOUNT)
    return bucket


def forgive(conn: Connection, bucket: str) -> None:
    """The password was right."""
    attempt.forgive(conn, f"login:{_place()}")
    attempt.forget(conn, bucket)


def open_account(conn: Connection, address: str) -> None:
    """The owner has a new password by a link: what others tried before is of no importance any more."""
    attempt.forget(conn, f"account:{digest(address).hex()}")


def try_sign_up(conn: Connection) -> None:
    """Raises Problem 429."""
    _take(conn, f"sign-up:{_place()}", SIGN_UP)


def try_mail(conn: Connection, address: str) -> None:
    """Before anything is sent. Raises Problem 429, alike for addresses that have an account and that do not."""
    _take(conn, f"mail-by:{_place()}", MAIL_BY)
    _take(conn, f"mail-to:{digest(address).hex()}", MAIL_TO)


def device_of(person: UUID) -> str:
    """The value of the cookie that lets a browser have tries of its own for this person."""
    name = random_text()
    return f"{name}.{signature(current().secret, 'device', f'{name} {person}')}"


def _device() -> str:
    return cookies.read("device")


def _is_known_device(person: UUID) -> bool:
    name, _, signed = _device().partition(".")
    return bool(signed) and is_signature(signed, current().secret, "device", f"{name} {person}")


def _place() -> str:
    """Where the request comes from: an IPv4 address, or the /64 network that one line usually has of IPv6."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False).network_address)
        address = address.ipv4_mapped
    return str(address)


def _take(conn: Connection, bucket: str, limit: Limit) -> None:
    wait = attempt.take(conn, bucket, limit)
    if wait is not None:
        seconds = max(1, math.ceil(wait.total_seconds()))
        detail = "To keep guessers out, this has to rest for a while."
        raise Problem(429, "too_many_attempts", detail, headers={"Retry-After": str(seconds)})
