"""The two endpoints as they are usually written: Flask, SQLAlchemy's ORM, jsonify, the token verified each time.

For gunicorn: `bench.usual.app:app`. DATABASE_URL is SQLAlchemy's, ISSUER and JWKS are whose tokens it takes.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, abort, g, jsonify, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import create_engine, select
from sqlalchemy.orm import scoped_session, sessionmaker

from bench.usual.model import NewTodo, Todo, TodoTag

app = Flask(__name__)
engine = create_engine(os.environ["DATABASE_URL"], pool_size=8)
session = scoped_session(sessionmaker(engine))
keys = KeySet.import_key_set(json.loads(Path(os.environ["JWKS"]).read_text()))
claims = jwt.JWTClaimsRegistry(
    iss={"essential": True, "value": os.environ["ISSUER"]}, sub={"essential": True}, exp={"essential": True}
)


@app.before_request
def authenticate() -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer":
        abort(401)
    try:
        verified = jwt.decode(token, keys, algorithms=["RS256"])
        claims.validate(verified.claims)
    except (JoseError, ValueError):
        abort(401)
    g.owner = verified.claims["sub"]


@app.teardown_appcontext
def end(_: BaseException | None) -> None:
    session.remove()


@app.get("/todo")
def page() -> Response:
    limit = min(request.args.get("limit", 50, type=int), 500)
    wanted = select(Todo).where(Todo.owner == g.owner, Todo.deleted_at.is_(None))
    found = session.scalars(wanted.order_by(Todo.position, Todo.id).limit(limit))
    return jsonify([todo.as_dict() for todo in found])


@app.post("/todo")
def create() -> tuple[Response, int]:
    new = NewTodo.model_validate(request.get_json())
    todo = Todo(owner=g.owner, position=datetime.now(UTC).isoformat(), **new.model_dump(exclude={"tags"}))
    todo.tags = [TodoTag(tag_id=tag) for tag in new.tags]
    session.add(todo)
    session.commit()
    return jsonify(todo.as_dict()), 201
