"""/signup: a new account; where mail is sent, it exists from the moment on that its address is confirmed."""

from flask import Blueprint, Response, request

from todo import db
from todo.auth.guard import public
from todo.identity import address, csrf, entry, fields, links, pages, throttle
from todo.identity.address import Address
from todo.identity.current import current
from todo.identity.seal import digest
from todo.store.identity import link, person
from todo.store.identity.link import Link

_TAKEN = "There is an account with this address already. Sign in, or ask for a new password."


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/signup", view_func=show_sign_up, methods=["GET"])
    blueprint.add_url_rule("/signup", view_func=sign_up, methods=["POST"])
    blueprint.add_url_rule("/confirmUser", view_func=show_confirm, methods=["GET"])
    blueprint.add_url_rule("/confirmUser", view_func=confirm, methods=["POST"])


@public
def show_sign_up() -> Response:
    if current().settings.sign_up == "closed":
        return pages.render("closed")
    return pages.render("sign_up", email=request.args.get("login_hint", ""), name="", errors={})


@public
def sign_up() -> Response:
    csrf.check()
    if current().settings.sign_up == "closed":
        return pages.render("closed", 403)
    given = fields.email()
    about = (given.email if given else None, fields.name())
    errors = {**fields.wrong_name(), **fields.wrong_password("password", *about)}
    if given is None:
        errors["email"] = fields.NO_ADDRESS
    if errors or given is None:
        return _again(errors)
    with db.transaction(identity="on") as conn:
        throttle.try_sign_up(conn)
        if current().outbox.reaches_people:
            throttle.try_mail(conn, given.key)
    password = current().passwords.hash(fields.secret("password"))
    return _ask_to_confirm(given, password) if current().outbox.reaches_people else _create(given, password)


def _create(given: Address, password: str) -> Response:
    with db.transaction(identity="on") as conn:
        made = person.create(conn, given.email, given.key, fields.name(), password, is_verified=False)
        return entry.begin(conn, made) if made else _again({"email": _TAKEN})


def _ask_to_confirm(given: Address, password: str) -> Response:
    """The same answer whether there is such an account; only the owner of the address learns it."""
    with db.transaction(identity="on") as conn:
        secret = links.make(conn, "confirm", Link(None, given.email, fields.name(), password))
        existing = person.find(conn, given.key)
    current().outbox.post(links.already_here(existing) if existing else links.to_confirm(given.email, secret))
    return pages.render("sent", email=given.email, what="confirm")


@public
def show_confirm() -> Response:
    return pages.render("confirm", errors={})


@public
def confirm() -> Response:
    """Signs nobody in: who was sent a link by somebody else would otherwise end up in that one's account."""
    csrf.check()
    with db.transaction(identity="on") as conn:
        used = link.use(conn, "confirm", digest(request.form.get("code", "")))
        given = address.read(used.email or "") if used else None
        if used is None or given is None:
            return pages.render("confirm", 422, errors={"code": links.GONE})
        person.create(conn, given.email, given.key, used.name, used.password or "", is_verified=True)
    return pages.done("Your address is confirmed", "Sign in with it, and begin.")


def _again(errors: dict[str, str]) -> Response:
    form = request.form
    return pages.render("sign_up", 422, email=form.get("email", ""), name=form.get("name", ""), errors=errors)
