"""`POST /sync`: one round trip for a client that works offline, its mutations in, the changes since its cursor out."""

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import AfterValidator, Field

from todo import db
from todo.api.body import Id, Strict, Whole, json_body
from todo.api.contract import contract
from todo.api.mutating import Identified, Instant, Ready, Refused, applied, checked
from todo.api.synced import Synced
from todo.auth.asker import asker
from todo.auth.guard import reads
from todo.errors import Problem, problem_of
from todo.rules import cursor
from todo.store import changes
from todo.store.changes import Changes

blueprint = Blueprint("sync", __name__)

LARGE = 16_384
"""Bytes from which an answer is compressed: on the fastest level a thousand rows take 2 ms, and a sixth is left."""


def _cursor(text: str) -> str:
    cursor.parse(text)
    return text


class Sync(Strict):
    """What a client sends: who it is, what its clock shows, how far it has read, what it wants changed, in order."""

    account: Annotated[
        Id | None,
        Field(description="Whose rows the device keeps. Somebody else, who has signed in meanwhile, is refused."),
    ] = None
    client: Annotated[Id, Field(description="An id of the device's own making, the same for as long as it keeps rows.")]
    clock: Annotated[Instant, Field(description="What the clock of the device shows now.")]
    cursor: Annotated[
        Annotated[str, Field(max_length=100), AfterValidator(_cursor)] | None,
        Field(description="From the answer before; null to begin."),
    ] = None
    limit: Annotated[int, Field(ge=1, le=2000, description="At most so many rows and tombstones."), Whole] = 500
    mutations: Annotated[list[Identified], Field(max_length=200)] = []


@blueprint.post("/sync")
@reads
@contract(
    Synced,
    body=Sync,
    problems=["insufficient_scope", "other_account", "database_away", "try_again"],
    keeps_answers=False,
)
def sync() -> Response:
    """Apply mutations, each once and by itself, and read what has changed since the cursor."""
    now = datetime.now(UTC)
    wanted = json_body(Sync)
    if wanted.account not in {None, asker().account}:
        raise Problem(403, "other_account", "Somebody else is signed in than the one whose changes these are.")
    if wanted.mutations:
        asker().check_may_write()
    answers = list(_answers(wanted, now))
    found = _changes(wanted) if len(answers) == len(wanted.mutations) else None
    return _answer(wanted, answers, found)


def _answers(wanted: Sync, now: datetime) -> Iterator[str]:
    """One for each mutation, in order, up to where the database went away. Raises Problem 503 if that is the first."""
    found = [checked(item, wanted.clock, now) for item in wanted.mutations]
    for number, one in enumerate(found):
        try:
            refused = applied(one, wanted.client) if isinstance(one, Ready) else one
        except Exception as error:
            if number == 0 or problem_of(error).status != 503:
                raise
            return
        yield _refused(refused) if refused else json.dumps({"id": str(one.id), "status": "applied"})


def _refused(refused: Refused) -> str:
    problem = refused.problem
    told: dict[str, object] = {"code": problem.code, "detail": problem.detail}
    if problem.fields:
        told["errors"] = [f.as_json() for f in problem.fields]
    head = json.dumps({"id": str(refused.id), "status": "refused", "problem": told}, ensure_ascii=False)
    return f'{head[:-1]}, "row": {refused.row or "null"}}}'


def _changes(wanted: Sync) -> Changes | None:
    """None where the database went away behind mutations that were applied: their answers must not be lost."""
    behind = cursor.parse(wanted.cursor) if wanted.cursor else None
    space = asker().space
    try:
        with db.statement() as conn:
            found = changes.since(conn, space, behind, wanted.limit)
        if found is not None:
            return found
        with db.statement() as conn:
            return changes.anew(conn, space, wanted.limit)
    except Exception as error:
        if wanted.mutations and problem_of(error).status == 503:
            return None
        raise


def _answer(wanted: Sync, answers: list[str], found: Changes | None) -> Response:
    """Where nothing could be read, the client has read as far as before, and there is more."""
    known = found or Changes({}, [], wanted.cursor, has_more=True, is_reset=False)
    head = {
        "cursor": None if known.cursor is None else str(known.cursor),
        "more": known.has_more,
        "reset": known.is_reset,
        "time": datetime.now(UTC).isoformat(),
    }
    rows = ",".join(f'"{kind}":[{",".join(bodies)}]' for kind, bodies in known.rows.items())
    gone = json.dumps([{"kind": one.kind, "id": str(one.id), "seq": one.seq} for one in known.gone])
    body = f'{json.dumps(head)[:-1]}, "answers": [{",".join(answers)}], "changes": {{{rows}}}, "gone": {gone}}}'
    return _sent(body.encode())


def _sent(body: bytes) -> Response:
    """No stranger can put text of theirs beside what they want to guess by its length: others cannot ask for this."""
    response = Response(content_type="application/json", headers={"Cache-Control": "no-store"})
    if len(body) >= LARGE and request.accept_encodings.quality("gzip") > 0:
        response.content_encoding = "gzip"
        compressing = zlib.compressobj(1, wbits=31)  # in gzip's frame
        body = compressing.compress(body) + compressing.flush()
    response.data = body
    return response
