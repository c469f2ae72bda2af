"""The contract of the whole API at /openapi.json: OpenAPI 3.1, made of the routes, the models and what is declared."""

import json
import re
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app

from todo import __version__
from todo.api import everybodys
from todo.api.contract import contract
from todo.api.openapi_operation import Operation, described, operation, path_name
from todo.api.openapi_parts import FIELD_ERROR, GROUPS, HEADERS, PARAMETERS, PROBLEM, security_schemes
from todo.api.openapi_refusals import refusal
from todo.api.openapi_schemas import Schema, Schemas
from todo.auth import session
from todo.auth.guard import public
from todo.settings import Settings

blueprint = Blueprint("openapi", __name__)

_DESCRIPTION = """\
JSON over HTTP. You see your own todos and nobody else's; what is not yours and what is not there are the same 404.

Every answer about one thing has an `ETag`: send it back as `If-Match`, and a change that came between is answered 412
instead of being written over. Collections are arrays; where there is more, `Link` names the next page. Refusals are
`application/problem+json` with a stable `code`. Unknown fields are refused with their name."""


@blueprint.get("/openapi.json")
@public
@contract(dict[str, Any])
def read() -> Response:
    """Read this document.

    It is made of the models that requests are validated with.
    """
    return everybodys.answer("todo.openapi", _text, "application/json", {"Cache-Control": "public, max-age=300"})


def _text() -> str:
    return json.dumps(document(current_app), ensure_ascii=False, separators=(",", ":"))


def document(app: Flask) -> Schema:
    """The whole contract of `app`."""
    settings = cast("Settings", app.extensions["todo.settings"])
    operations = _operations(app)
    schemas = Schemas(
        [model for op in operations for model in (op.promise.body, op.promise.query) if model],
        [op.promise.answer for op in operations if op.promise.answer is not None],
    )
    for op in operations:
        if op.method == "PATCH" and op.promise.body:
            schemas.forget_defaults(op.promise.body)
    paths: dict[str, Schema] = {}
    for op in operations:
        paths.setdefault(_path(op), {})[op.method.lower()] = described(op, schemas)
    used = {op.group for op in operations}
    with app.app_context():
        cookie = session.cookie_name()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Todo",
            "version": __version__,
            "description": _DESCRIPTION,
            "contact": {"name": "Whoever runs this server", "url": settings.base_url},
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": settings.base_url}],
        "security": [{"bearer": []}, {"session": []}],
        "tags": [{"name": name, "description": said} for name, said in GROUPS.items() if name in used],
        "paths": paths,
        "components": {
            "schemas": {**_used(schemas, operations), "Problem": PROBLEM, "FieldError": FIELD_ERROR},
            "responses": {name: refusal(name) for name in _references(paths, "responses")},
            "parameters": {name: PARAMETERS[name] for name in _references(paths, "parameters")},
            "headers": HEADERS,
            "securitySchemes": security_schemes(cookie),
        },
    }


def _operations(app: Flask) -> list[Operation]:
    """In the order of the groups, and in each as the routes were added."""
    found = [
        op
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (op := operation(method, rule, app.view_functions[rule.endpoint]))
    ]
    order = {group: place for place, group in enumerate(GROUPS)}
    return sorted(found, key=lambda op: order.get(op.group, len(order)))


def _path(op: Operation) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: f"{{{path_name(match[1])}}}", op.rule.rule)


def _used(schemas: Schemas, operations: list[Operation]) -> dict[str, Schema]:
    """Without the models of queries, which stand as parameters."""
    queries = {op.promise.query.__name__ for op in operations if op.promise.query}
    return {name: schema for name, schema in schemas.all.items() if name not in queries}


def _references(found: object, kind: str) -> list[str]:
    """What is named of the components of that kind, sorted."""
    return sorted(set(re.findall(rf'"#/components/{kind}/([^"]+)"', json.dumps(found))))
