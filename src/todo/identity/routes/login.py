"""/login: who are you?"""

from flask import Blueprint, Response, request

from todo import db
from todo.auth.guard import public
from todo.identity import csrf, entry, fields, pages, throttle
from todo.identity.current import current
from todo.store.identity import person
from todo.store.identity.person import Person


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/login", view_func=show_login, methods=["GET"])
    blueprint.add_url_rule("/login", view_func=login, methods=["POST"])


@public
def show_login() -> Response:
    return pages.render("login", email=request.args.get("login_hint", ""), errors={})


@public
def login() -> Response:
    csrf.check()
    given = fields.email()
    if given is None:
        return _again({"email": fields.NO_ADDRESS})
    if not fields.secret("password"):
        return _again({"password": "Write your password."})
    found = check_password(given.key, fields.secret("password"))
    if found is None:
        return _again({"form": "There is no account with this address and this password."})
    with db.transaction(identity="on") as conn:
        return entry.begin(conn, found)


def check_password(address: str, password: str) -> Person | None:
    """None if the address or the password is wrong, without a hint which. Raises Problem 429 or 503.

    No connection is held while the password is hashed, which takes long on purpose.
    """
    with db.transaction(identity="on") as conn:
        found = person.find(conn, address)
        bucket = throttle.try_password(conn, address, found)
    passwords = current().passwords
    if not passwords.matches(found and found.password, password) or found is None:
        return None
    stronger = passwords.hash(password) if passwords.is_outdated(found.password) else None
    with db.transaction(identity="on") as conn:
        throttle.forgive(conn, bucket)
        if stronger:
            person.strengthen(conn, found, stronger)
    return found


def _again(errors: dict[str, str]) -> Response:
    return pages.render("login", 422, email=request.form.get("email", ""), errors=errors)
