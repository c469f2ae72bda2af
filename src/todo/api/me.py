"""The account of whoever asks."""

from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import Field

from todo import db
from todo.api import answer, answers
from todo.api.body import Name, Strict, Zone, json_body, mutation, sent
from todo.api.contract import contract
from todo.auth.asker import asker
from todo.store import account

blueprint = Blueprint("me", __name__, url_prefix="/me")


class MeFields(Strict):
    """What a person can set of their account."""

    name: Name | None = None
    zone: Zone = "UTC"
    week_start: Annotated[int, Field(ge=1, le=7, description="1 Monday to 7 Sunday.")] = 1
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35, examples=["en"])] = "en"
    theme: Literal["system", "light", "dark"] = "system"


class Account(MeFields, answers.Row):
    """The account of whoever asks."""

    space: UUID
    issuer: str
    subject: str
    email: str | None
    zone_is_chosen: bool


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
