"""Sessions over HTTP: where somebody is signed in, and an end to it."""

from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import Field

from todo import db
from todo.api import answer
from todo.api.answers import Answer, Instant
from todo.api.contract import contract
from todo.auth import current, ending
from todo.auth.asker import asker
from todo.auth.guard import person_only
from todo.store import session as store
from todo.store import space

blueprint = Blueprint("session", __name__, url_prefix="/session")


class Session(Answer):
    """Where the person is signed in. A browser's `client` is its name in short, and its `seen_at` lags by an hour."""

    id: UUID
    kind: Literal["browser", "program"]
    client: Annotated[str, Field(examples=["Firefox on Linux"])]
    created_at: Instant
    seen_at: Instant
    is_current: bool


@blueprint.get("")
@person_only
@contract(list[Session], problems=["person_only"])
def every() -> Response:
    """Read where the person is signed in: browsers and then, at the built-in sign-in, programs; seen last first."""
    with db.statement() as conn:
        space.seq(conn, asker().space)  # 404 where the account is gone
        browsers = store.every(conn, asker().space, asker().session, current.now())
    headers = {"Cache-Control": "no-store"}
    return Response(
        "[" + ",".join([*browsers, *ending.programs()]) + "]", headers=headers, content_type="application/json"
    )


@blueprint.delete("/<uuid:session_id>")
@person_only
@contract(problems=["person_only"])
def end(session_id: UUID) -> Response:
    """Sign one browser or program out. A browser is out at once, a program when its access token ends."""
    ending.one(session_id)
    return answer.nothing()


@blueprint.delete("")
@person_only
@contract(problems=["person_only"])
def end_others() -> Response:
    """Sign out everywhere but here: at the built-in sign-in programs too."""
    ending.others()
    return answer.nothing()
