"""One operation of the contract: from a route, what it declares and what follows from that."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast, get_args, get_origin

from werkzeug.routing import Rule

from todo.api.answers import Row
from todo.api.contract import JSON, Promise, promise_of
from todo.api.openapi_parts import GROUP_OF
from todo.api.openapi_refusals import refusal_name
from todo.api.openapi_schemas import Schema, Schemas, parameters
from todo.auth.guard import is_public
from todo.problems import CODES

_SAFE = {"GET", "HEAD"}
_OF_ASKERS = (
    "invalid_request",
    "unauthorized",
    "invalid_token",
    "limited",
    "too_many_requests",
    "issuer_unreachable",
    "database_away",
)


@dataclass(frozen=True, slots=True)
class Operation:
    """A route with what it promises."""

    method: str
    rule: Rule
    view: Callable[..., Any]
    promise: Promise

    @property
    def group(self) -> str:
        first = self.rule.rule.split("/")[1]
        return GROUP_OF.get(first, first)

    @property
    def arguments(self) -> list[str]:
        """The parts of the path that vary."""
        return sorted(cast("set[str]", self.rule.arguments))  # pyright: ignore[reportUnknownMemberType]

    @property
    def is_public(self) -> bool:
        return is_public(self.view)

    @property
    def heeds_key(self) -> bool:
        """True if it heeds Idempotency-Key."""
        return self.method == "POST" and self.promise.keeps_answers and not self.is_public

    @property
    def has_tag(self) -> bool:
        """True if its answer has an ETag."""
        kind = _item(self.promise.answer)
        return isinstance(kind, type) and issubclass(kind, Row)

    @property
    def heeds_if_match(self) -> bool:
        names_a_row = bool(self.arguments) or self.method == "PATCH"
        return self.method not in _SAFE and (self.promise.heeds_if_match or (self.has_tag and names_a_row))

    def codes(self) -> list[str]:
        """Everything that it may refuse with, in the order of CODES."""
        promise = self.promise
        found = {"internal", *promise.problems}
        if not self.is_public:
            found |= {*_OF_ASKERS, *(() if self.method in _SAFE else ("cross_site", "insufficient_scope"))}
        if promise.body:
            found |= {"not_json", "too_large", "invalid"}
        if promise.query:
            found |= {"invalid"}
        if self.arguments:
            found |= {"not_found"}
        if self.heeds_if_match:
            found |= {"changed_meanwhile"}
        if self.heeds_key:
            found |= {"under_way", "key_reused", "invalid"}
        return [code for code in CODES if code in found]


def operation(method: str, rule: Rule, view: Callable[..., Any]) -> Operation | None:
    """None if the view declares nothing."""
    promise = promise_of(view)
    return Operation(method, rule, view, promise) if promise else None


def described(op: Operation, schemas: Schemas) -> Schema:
    """As OpenAPI has it."""
    summary, _, description = inspect.cleandoc(op.view.__doc__ or op.rule.endpoint).partition("\n\n")
    found: Schema = {
        "tags": [op.group],
        "operationId": op.rule.endpoint.replace(".", "_"),
        "summary": summary.rstrip("."),
        "description": description or summary,
        "parameters": _parameters(op, schemas),
        "responses": {**_answers(op, schemas), **_refusals(op)},
        "security": _security(op),
    }
    if op.promise.body:
        found["requestBody"] = {"required": op.promise.needs_body, "content": {JSON: _body(op.promise, schemas)}}
    return found


def _item(answer: Any) -> Any:
    return get_args(answer)[0] if get_origin(answer) is list else answer


def _security(op: Operation) -> list[dict[str, list[str]]]:
    if op.is_public:
        return []
    session: dict[str, list[str]] = {"session": []} if op.method in _SAFE else {"session": [], "script": []}
    return [{"bearer": []}, session]


def _parameters(op: Operation, schemas: Schemas) -> list[Schema]:
    found = [
        {"name": path_name(name), "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in op.arguments
    ]
    if op.promise.query:
        found += parameters(schemas.resolved(schemas.of(op.promise.query, "validation")), "query")
    if op.has_tag and op.method == "GET":
        found.append(_header("If-None-Match"))
    if op.heeds_if_match:
        found.append(_header("If-Match"))
    if op.heeds_key:
        found.append(_header("Idempotency-Key"))
    return found


def path_name(argument: str) -> str:
    """What a part of a path is called outside."""
    return "id" if argument == "row_id" else argument


def _header(name: str) -> Schema:
    return {"$ref": f"#/components/parameters/{name}"}


def _body(promise: Promise, schemas: Schemas) -> Schema:
    schema = schemas.of(promise.body, "validation")
    example = promise.example or schemas.example(schema, only_required=True)
    return {"schema": schema, "example": example}


def _answers(op: Operation, schemas: Schemas) -> dict[str, Schema]:
    found = {str(status): _answer(op, status, schemas) for status in op.promise.status}
    if op.has_tag and op.method == "GET":
        found["304"] = {"description": "It is still as If-None-Match says.", "headers": _headers(op, "ETag")}
    return found


def _answer(op: Operation, status: int, schemas: Schemas) -> Schema:
    names = [
        *(["ETag"] if op.has_tag else []),
        *(["Link"] if get_origin(op.promise.answer) is list else []),
        *(["Location"] if status in {HTTPStatus.CREATED, HTTPStatus.TEMPORARY_REDIRECT} else []),
    ]
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        return {"description": "It is elsewhere.", "headers": _headers(op, *names)}
    answer: Schema = {"description": _said(op.promise.answer), "headers": _headers(op, *names)}
    if op.promise.answer is not None:
        schema = schemas.of(op.promise.answer, "serialization")
        example = schemas.example(schema)
        answer["content"] = {op.promise.media: {"schema": schema, "example": example}}
    return answer


def _said(answer: Any) -> str:
    if answer is None:
        return "It is done."
    said = (inspect.getdoc(_item(answer)) or "").partition("\n")[0] if _item(answer) is not str else "A word."
    return f"A page of: {said}" if get_origin(answer) is list else said


def _headers(op: Operation, *names: str) -> Schema:
    limits = [] if op.is_public else ["RateLimit", "RateLimit-Policy"]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in [*names, *limits]}


def _refusals(op: Operation) -> dict[str, Schema]:
    by_status: dict[int, list[str]] = {}
    for code in op.codes():
        for status in CODES[code].statuses:
            by_status.setdefault(status, []).append(code)
    return {
        str(status): {"$ref": f"#/components/responses/{refusal_name(status, codes)}"}
        for status, codes in sorted(by_status.items())
    }
