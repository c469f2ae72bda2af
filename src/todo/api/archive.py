"""The account as one file: all of it out, and into an empty account again."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import IO, TextIO, cast

from flask import Blueprint, Response, jsonify, request

from todo import db
from todo.api.archived import FORMAT, VERSION, Archive, TakenIn
from todo.api.contract import contract
from todo.api.taking_in import Reading
from todo.auth import current
from todo.auth.asker import asker
from todo.errors import Problem
from todo.store import archive as store
from todo.store.archive import PARTS, Target

blueprint = Blueprint("archive", __name__)

READ_AT_ONCE = 1 << 16


@blueprint.get("/me/export")
@contract(Archive)
def export() -> Response:
    """Take everything along: one file with all that is in the account, as it is at this moment.

    It is written as a whole before the first byte is sent, so that no reader, however slow, keeps the database waiting,
    and one that is cut off can tell by the length.
    """
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        _write(file)
        size = file.tell()
        stack.pop_all()
    response = Response(_sent(file), content_type="application/json")
    response.call_on_close(file.close)
    response.content_length = size
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = f'attachment; filename="todos-{datetime.now(UTC):%Y-%m-%d}.json"'
    return response


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(READ_AT_ONCE):
            yield chunk


def _write(file: IO[bytes]) -> None:
    with db.snapshot() as conn:
        space, now = asker().space, datetime.now(UTC).isoformat()
        head = {"format": FORMAT, "version": VERSION, "exported_at": now, **store.head(conn, space)}
        file.write(json.dumps(head, ensure_ascii=False, indent=0)[:-2].encode())
        for part in PARTS:
            file.write(f',\n"{part.name}": ['.encode())
            for number, row in enumerate(store.rows(conn, space, part)):
                file.write((",\n" if number else "\n").encode() + row.encode())
            file.write(b"]")
        file.write(b"\n}\n")


@blueprint.post("/import")
@contract(TakenIn, body=Archive, status=201, problems=["not_empty"], keeps_answers=False)
def take_in() -> Response:
    """Take an archive into an empty account: all of it or, where something is wrong, nothing.

    Sent twice it is refused the second time, since the account is not empty any more.
    """
    if not request.is_json:
        raise Problem(415, "not_json", "Send the file as it is, with Content-Type: application/json.")
    request.max_content_length = current.settings().max_import_bytes
    with TemporaryFile() as file:
        # First all of it: the database does not wait for what is still on its way.
        shutil.copyfileobj(request.stream, file)
        file.seek(0)
        with io.TextIOWrapper(cast("IO[bytes]", file), "utf-8-sig", newline="") as reading, db.transaction() as conn:
            taken = _take_in(conn, reading)
    response = jsonify(taken)
    response.status_code = 201
    return response


def _take_in(conn: db.Connection, file: TextIO) -> dict[str, int]:
    asking, reading = asker(), Reading()
    target = Target(asking.space, asking.account, store.begin(conn, asking.space))
    for batch in reading.batches(file):
        store.put(conn, target, batch.part, batch.first, batch.texts)
    head = reading.head()
    store.finish(conn, target, head.seq, head.account.model_dump(mode="json"))
    return reading.counts
