"""Who is signed in at these pages, and how that begins and ends."""

from datetime import timedelta
from uuid import UUID

from flask import Response

from todo.db import Connection
from todo.identity import cookies, onward, pages, throttle
from todo.identity.clients import WEB_CLIENT_ID
from todo.identity.seal import digest, random_text
from todo.store.identity import family, signin
from todo.store.identity.person import Person
from todo.store.identity.signin import Signin
from todo.store.identity.sweep import sweep

# As long as at Cognito's hosted pages: it only saves typing the password again for another client.
LIFETIME = timedelta(hours=1)
_DEVICE_SECONDS = 400 * 24 * 3600


def present(conn: Connection) -> Signin | None:
    value = cookies.read("signin")
    return signin.find(conn, digest(value)) if value else None


def begin(conn: Connection, person: Person) -> Response:
    """Signs the browser in under a new name, whatever it was before (so that nobody can name it beforehand)."""
    value = random_text()
    _forget_present(conn)
    sweep(conn)
    signin.create(conn, digest(value), person.id, LIFETIME)
    response = pages.go(onward.destination())
    cookies.write(response, "signin", value, int(LIFETIME.total_seconds()))
    cookies.write(response, "device", throttle.device_of(person.id), _DEVICE_SECONDS)
    cookies.write(response, "form", random_text())
    return response


def end(conn: Connection) -> None:
    """Signs the browser out, and the web application in it. Programs that were let in stay in."""
    value = cookies.read("signin")
    if value:
        family.end_of_signin(conn, digest(value), WEB_CLIENT_ID)
        signin.end(conn, digest(value))


def end_everywhere(conn: Connection, person: UUID, *, but: bytes | None = None) -> None:
    """Signs a person out of all browsers and clients; `but` is a browser that stays signed in."""
    family.end_of_person(conn, person, but)
    signin.end_of_person(conn, person, but)


def _forget_present(conn: Connection) -> None:
    if value := cookies.read("signin"):
        signin.end(conn, digest(value))
