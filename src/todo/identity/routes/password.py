"""/changePassword, for who is signed in and knows the old one."""

from flask import Blueprint, Response

from todo import db
from todo.auth import session
from todo.auth.guard import public
from todo.identity import address, csrf, entry, fields, pages
from todo.identity.current import current
from todo.identity.routes.login import check_password
from todo.store.identity import person
from todo.store.identity.signin import Signin


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/changePassword", view_func=show_change, methods=["GET"])
    blueprint.add_url_rule("/changePassword", view_func=change_password, methods=["POST"])


@public
def show_change() -> Response:
    signin = _present()
    return _form(signin, 200, {}) if signin else pages.go("/login?then=changePassword")


@public
def change_password() -> Response:
    csrf.check()
    signin = _present()
    if signin is None:
        return pages.go("/login?then=changePassword")
    if errors := fields.wrong_password("new_password", signin.person.email, signin.person.name):
        return _form(signin, 422, errors)
    given = address.read(signin.person.email)
    if given is None or check_password(given.key, fields.secret("password")) is None:
        return _form(signin, 422, {"password": "This is not your present password."})
    password = current().passwords.hash(fields.secret("new_password"))
    with db.transaction(identity="on") as conn:
        person.set_password(conn, signin.person.id, password, is_verified=False)
        entry.end_everywhere(conn, signin.person.id, but=signin.hash)
    session.recheck(str(signin.person.id))
    return pages.done(
        "Your password is changed", "Other browsers and programs are signed out.", next_page=("/", "Back to your todos")
    )


def _present() -> Signin | None:
    with db.transaction(identity="on") as conn:
        return entry.present(conn)


def _form(signin: Signin, status: int, errors: dict[str, str]) -> Response:
    return pages.render("change_password", status, email=signin.person.email, errors=errors)
