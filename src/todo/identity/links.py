"""Links that are sent to an address. The secret is behind `#`, which browsers send to no server and tell no other page.

What it is good for happens on the form of the page that it opens, so that a program which follows links to look
whether they are harmful does not use it up.
"""

from todo.db import Connection
from todo.identity.current import current
from todo.identity.seal import digest, random_text
from todo.mail import Mail
from todo.store.identity import link
from todo.store.identity.link import LIFETIME_MINUTES, Link, Purpose
from todo.store.identity.person import Person

GONE = "This code is not valid, was used already, or is too old. Ask for a new one."


def make(conn: Connection, purpose: Purpose, allows: Link) -> str:
    """Stores what the link allows and gives the secret that is to be in it."""
    secret = random_text()
    link.create(conn, purpose, digest(secret), allows)
    return secret


def to_reset(person: Person, secret: str) -> Mail:
    where = f"{current().base}/confirmForgotPassword#{secret}"
    text = f"""\
Somebody, probably you, asked for a new password for your todos at {current().base}

Open this link within {LIFETIME_MINUTES} minutes to choose one:

{where}

If it was not you, there is nothing to do: your password is as it was.
"""
    return Mail(person.email, "A new password", text, f"New password for {person.email}: {where}")


def to_confirm(email: str, secret: str) -> Mail:
    where = f"{current().base}/confirmUser#{secret}"
    text = f"""\
Somebody, probably you, signed up with this address at {current().base}

Open this link within {LIFETIME_MINUTES} minutes to confirm that it is yours:

{where}

If it was not you, there is nothing to do: without the link there is no account.
"""
    return Mail(email, "Confirm your address", text, f"Confirm {email}: {where}")


def already_here(person: Person) -> Mail:
    where = current().base
    text = f"""\
Somebody, probably you, signed up with this address at {where}

You have an account already. Sign in with it, or ask for a new password there if you have forgotten yours:

{where}/login

If it was not you, there is nothing to do.
"""
    return Mail(person.email, "You have an account already", text, f"{person.email} has an account already: {where}")
