"""/forgotPassword sends a link, and /confirmForgotPassword takes a new password for it."""

from flask import Blueprint, Response, request

from todo import db
from todo.auth import session
from todo.auth.guard import public
from todo.db import Connection
from todo.identity import csrf, entry, fields, links, pages, throttle
from todo.identity.address import read
from todo.identity.current import current
from todo.identity.seal import digest
from todo.store.identity import link, person
from todo.store.identity.link import Link
from todo.store.identity.person import Person


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/forgotPassword", view_func=show_forgotten, methods=["GET"])
    blueprint.add_url_rule("/forgotPassword", view_func=forgotten, methods=["POST"])
    blueprint.add_url_rule("/confirmForgotPassword", view_func=show_new_password, methods=["GET"])
    blueprint.add_url_rule("/confirmForgotPassword", view_func=new_password, methods=["POST"])


@public
def show_forgotten() -> Response:
    return pages.render("forgotten", email=request.args.get("login_hint", ""), errors={})


@public
def forgotten() -> Response:
    """The same answer, after the same work, whether there is such an account."""
    csrf.check()
    given = fields.email()
    if given is None:
        return pages.render("forgotten", 422, email=request.form.get("email", ""), errors={"email": fields.NO_ADDRESS})
    with db.transaction(identity="on") as conn:
        throttle.try_mail(conn, given.key)
        found = person.find(conn, given.key)
        secret = links.make(conn, "reset", Link(found.id if found else None))
    if found:
        current().outbox.post(links.to_reset(found, secret))
    return pages.render("sent", email=given.email, what="reset")


@public
def show_new_password() -> Response:
    return pages.render("new_password", code="", errors={})


@public
def new_password() -> Response:
    csrf.check()
    code = request.form.get("code", "").strip()
    with db.transaction(identity="on") as conn:
        owner = _owner(conn, code)
    if owner is None:
        return _again("", {"code": links.GONE})
    if errors := fields.wrong_password("password", owner.email, owner.name):
        return _again(code, errors)
    password = current().passwords.hash(fields.secret("password"))
    with db.transaction(identity="on") as conn:
        if link.use(conn, "reset", digest(code)) is None:
            return _again("", {"code": links.GONE})
        _replace(conn, owner, password)
    session.recheck(str(owner.id))
    return pages.done("Your password is changed", "You are signed out everywhere: sign in with the new one.")


def _owner(conn: Connection, code: str) -> Person | None:
    allowed = link.find(conn, "reset", digest(code))
    return person.read(conn, allowed.person) if allowed and allowed.person else None


def _replace(conn: Connection, owner: Person, password: str) -> None:
    """Whoever was signed in before may be who made this necessary."""
    person.set_password(conn, owner.id, password, is_verified=current().outbox.reaches_people)
    entry.end_everywhere(conn, owner.id)
    if address := read(owner.email):
        throttle.open_account(conn, address.key)


def _again(code: str, errors: dict[str, str]) -> Response:
    return pages.render("new_password", 422, code=code, errors=errors)
