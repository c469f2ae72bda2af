"""The account of whoever asks."""

from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response, jsonify
from pydantic import Field

from todo import db
from todo.api import answer, answers
from todo.api.answers import Answer
from todo.api.body import Name, Strict, Whole, Zone, json_body, mutation, sent
from todo.api.contract import contract
from todo.auth import current, leaving, session, signout
from todo.auth.asker import asker
from todo.auth.guard import person_only
from todo.store import account

blueprint = Blueprint("me", __name__, url_prefix="/me")


WeekStart = Annotated[int, Field(ge=1, le=7, description="1 Monday to 7 Sunday."), Whole]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35, examples=["en"])]
Theme = Literal["system", "light", "dark"]


class MeFields(Strict):
    """What a person can set of their account."""

    name: Name | None = None
    zone: Zone = "UTC"
    week_start: WeekStart = 1
    language: Language = "en"
    theme: Theme = "system"


class Account(MeFields, answers.Row):
    """The account of whoever asks."""

    space: UUID
    issuer: str
    subject: str
    email: str | None
    zone_is_chosen: bool


class Left(Answer):
    """An outside issuer keeps the sign-in; a browser goes on to `next` to be signed out there as well."""

    sign_in: Literal["deleted", "kept"]
    next: str


@blueprint.get("")
@contract(Account)
def read() -> Response:
    """Read the account of whoever asks."""
    with db.statement() as conn:
        return answer.row(account.read(conn, asker().space))


@blueprint.patch("")
@contract(Account, body=MeFields)
def patch() -> Response:
    """Change what the body names of the account's settings."""
    changes = sent(json_body(MeFields))
    with db.transaction() as conn:
        return answer.row(account.patch(conn, asker().space, changes, mutation()))


@blueprint.delete("")
@person_only
@contract(Left, problems=["person_only", "fresh_login_required"])
def delete() -> Response:
    """Delete the account with all its data, for good.

    The person must have given their password within the last ten minutes. Nothing is left of the account but a hash by
    which an access token of before is known and refused. At an outside issuer the sign-in itself remains: this program
    may not delete it.
    """
    leaving.leave()
    sign_in = "deleted" if current.settings().is_built_in_issuer else "kept"
    response = jsonify(sign_in=sign_in, next=signout.issuers_logout())
    response.headers["Cache-Control"] = "no-store"
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    session.clear_cookie(response)
    return response
