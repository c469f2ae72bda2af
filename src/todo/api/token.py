"""Personal access tokens over HTTP. Only a person makes, sees and revokes them."""

import json
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import AwareDatetime, Field
from uuid_utils.compat import uuid7

from todo import db
from todo.api import answer
from todo.api.answers import Answer, Instant
from todo.api.body import Id, Strict, Word, json_body
from todo.api.contract import contract
from todo.auth import current, fresh, personal
from todo.auth.asker import asker
from todo.auth.guard import person_only
from todo.errors import wrong
from todo.store import row, space
from todo.store import token as store
from todo.store.list import LIST
from todo.store.token import New

blueprint = Blueprint("token", __name__, url_prefix="/token")

_MAY_NOT = ("person_only", "fresh_login_required", "too_many")

USUAL_LIFETIME = timedelta(days=90)


class NewToken(Strict):
    """What a program may do in the person's name; without an end named it is good for 90 days, with null for ever."""

    name: Word
    scopes: Annotated[list[Literal["read", "write"]], Field(min_length=1, max_length=2)]
    list: Id | None = None
    expires_at: AwareDatetime | None = None


class Token(Answer):
    """A personal access token, without the token itself. `used_at` lags by up to five minutes."""

    id: UUID
    name: str
    scopes: list[Literal["read", "write"]]
    list: UUID | None
    created_at: Instant
    expires_at: Instant | None
    used_at: Instant | None


class MadeToken(Token):
    """The same, with the token: the only answer that ever holds it."""

    token: str


@blueprint.post("")
@person_only
@contract(MadeToken, body=NewToken, status=201, problems=_MAY_NOT, keeps_answers=False)
def create() -> Response:
    """Make a personal access token, and show it this once.

    In a browser the person must have given their password within the last ten minutes.
    """
    fresh.check_browser()
    body, now, own = json_body(NewToken), current.now(), asker().space
    token = personal.new(own)
    new = New(uuid7(), personal.hashed(token), body.name, _scopes(body), body.list, _end(body, now))
    with db.transaction() as conn:
        if body.list and not row.is_live(conn, LIST, own, body.list):
            raise wrong("list", "unknown", "there is no such list")
        made = store.create(conn, own, new, now)
    return _unkept(json.dumps({**json.loads(made), "token": token}, ensure_ascii=False), 201)


@blueprint.get("")
@person_only
@contract(list[Token], problems=["person_only"])
def every() -> Response:
    """Read the tokens, the newest first."""
    with db.statement() as conn:
        space.seq(conn, asker().space)  # 404 where the account is gone
        return _unkept("[" + ",".join(store.every(conn, asker().space)) + "]")


@blueprint.delete("/<uuid:token_id>")
@person_only
@contract(problems=["person_only"])
def revoke(token_id: UUID) -> Response:
    """Revoke a token; it ends at once."""
    with db.transaction() as conn:
        store.revoke(conn, asker().space, token_id)
    return answer.nothing()


def _scopes(body: NewToken) -> list[str]:
    """To write is to read too: each answer to a change holds what was changed."""
    return ["read", "write"] if "write" in body.scopes else ["read"]


def _end(body: NewToken, now: datetime) -> datetime | None:
    if "expires_at" not in body.model_fields_set:
        return now + USUAL_LIFETIME
    if body.expires_at and body.expires_at <= now:
        raise wrong("expires_at", "past", "has passed already")
    return body.expires_at


def _unkept(body: str, status: int = 200) -> Response:
    """An answer that no cache may keep, ours neither."""
    return Response(body, status, {"Cache-Control": "no-store"}, content_type="application/json")
