"""What a client may be told: RFC 9457 problems with a stable `code`, and which constraint means which of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

import psycopg
import pydantic
from flask import Flask, Response, current_app, g, request
from pydantic_core import ErrorDetails
from werkzeug.exceptions import HTTPException


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong: its name in the request, a stable code, and a sentence that names the limit."""

    field: str
    code: str
    message: str
    column: int | None = None

    def as_json(self) -> dict[str, str | int]:
        """With the column, from 1, where it is a place in a text that is wrong."""
        told: dict[str, str | int] = {"field": self.field, "code": self.code, "message": self.message}
        return told if self.column is None else {**told, "column": self.column}


@dataclass(slots=True)
class Problem(Exception):
    """An answer other than success. `code` is part of the contract, `detail` is for people."""

    status: int
    code: str
    detail: str
    fields: Sequence[FieldError] = ()
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def response(self) -> Response:
        body: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.fields:
            body["errors"] = [f.as_json() for f in self.fields]
        return Response(
            json.dumps(body, ensure_ascii=False),
            self.status,
            {"Cache-Control": "no-store", **self.headers},
            content_type="application/problem+json",
        )


def not_found(noun: str) -> Problem:
    """Not there and not yours are the same answer, so that nobody can find out what others have."""
    return Problem(404, "not_found", f"There is no such {noun}.")


def invalid(*fields: FieldError) -> Problem:
    detail = "; ".join(f"{f.field}: {f.message}" for f in fields)
    return Problem(422, "invalid", detail, fields)


def wrong(name: str, code: str, message: str) -> Problem:
    """One field is wrong."""
    return invalid(FieldError(name, code, message))


NOT_STORED: dict[str, FieldError] = {
    "todo_list": FieldError("list", "unknown", "there is no such list"),
    "todo_section": FieldError("section", "unknown", "there is no such section in the list"),
    "todo_section_has_list": FieldError("section", "needs_list", "a section belongs to a list; name the list too"),
    "todo_parent": FieldError("parent", "unknown", "there is no such todo, or it lives elsewhere or inside this one"),
    "todo_parent_known": FieldError("parent", "unknown", "there is no such todo"),
    "todo_nesting": FieldError("parent", "too_deep", "todos nest at most 16 levels deep"),
    "token_list": FieldError("list", "unknown", "there is no such list"),
    "todo_tag_tag": FieldError("tags", "unknown", "there is no such tag"),
    "completion_todo": FieldError("completion", "unknown", "there is no such todo"),
    "todo_start": FieldError("start_zone", "needs_time", "a zone belongs to a time of day, and start has none"),
    "todo_due": FieldError("due_zone", "needs_time", "a zone belongs to a time of day, and due has none"),
    "todo_position_length": FieldError("position", "too_long", "at most 1000 characters"),
    "list_parent": FieldError("parent", "unknown", "there is no such list, or it is inside this one"),
    "list_parent_known": FieldError("parent", "unknown", "there is no such list"),
    "list_nesting": FieldError("parent", "too_deep", "lists nest at most 8 levels deep"),
    "list_position": FieldError("position", "too_long", "at most 1000 characters"),
    "section_list": FieldError("list", "unknown", "there is no such list"),
    "section_position": FieldError("position", "too_long", "at most 1000 characters"),
    "filter_position": FieldError("position", "too_long", "at most 1000 characters"),
    "tag_position": FieldError("position", "too_long", "at most 1000 characters"),
    "tag_name_once": FieldError("name", "taken", "there is a tag of this name"),
}
"""A violated constraint is a client's error by its name."""


def from_constraint(error: psycopg.errors.IntegrityError) -> Problem | None:
    """The problem for a violated constraint. One that is not in the table is our error: None."""
    name = error.diag.constraint_name or ""
    if name.endswith(("_space", "_person")):
        return not_found("account")  # it was deleted while this was under way
    known = NOT_STORED.get(name)
    if known is None:
        return None
    if known.code == "taken":
        return Problem(409, "taken", f"{known.field}: {known.message}.", [known])
    return invalid(known)


def is_lost_race(error: psycopg.Error) -> bool:
    """True if another transaction came between, so that the same request may well succeed now.

    A place is looked at before anything is put there: where its key is violated then, it was moved meanwhile.
    """
    if isinstance(error, psycopg.errors.ForeignKeyViolation):
        return error.diag.constraint_name in {"todo_parent", "todo_section", "list_parent"}
    return isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure)


_CODES = {
    "extra_forbidden": "unknown_field",
    "missing": "required",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "less_than_equal": "too_large",
    "greater_than_equal": "too_small",
    "too_long": "too_many",
    "value_error": "invalid",
}
_MESSAGES = {
    "extra_forbidden": "there is no such field",
    "missing": "is required",
}


def from_validation(error: pydantic.ValidationError) -> Problem:
    """The problem for a request that is not of its model's shape. It never repeats what was sent."""
    found = error.errors(include_url=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return Problem(400, "not_json", "The body is not JSON.")
    return invalid(*(_field_error(e) for e in found[:20]))


def _field_error(error: ErrorDetails) -> FieldError:
    kind, field = error["type"], ".".join(map(str, error["loc"]))[:100] or "body"
    message = _MESSAGES.get(kind) or error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return FieldError(field, _CODES.get(kind, "invalid"), message, error.get("ctx", {}).get("column"))


_HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "not_json"}
_HTTP_DETAILS = {404: "There is nothing at this address.", 413: "The body is larger than this server takes."}


def _refused_by_http(error: HTTPException) -> Problem:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After", "Location"}}
    detail = _HTTP_DETAILS.get(status, error.description or "")
    return Problem(status, _HTTP_CODES.get(status, "http_error"), detail, headers=headers)


def _database_away(error: psycopg.OperationalError) -> Problem:
    current_app.logger.error("%s %s: the database: %s", request.method, request.path, type(error).__name__)
    return Problem(503, "database_away", "The database is away; try again.", headers={"Retry-After": "2"})


def _unexpected(error: Exception) -> Problem:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return Problem(500, "internal", "Something went wrong here; it has been logged.")


def problem_of(error: Exception) -> Problem:
    """What may be told of any error. What nobody expected is logged."""
    match error:
        case Problem():
            return error
        case pydantic.ValidationError():
            return from_validation(error)
        case psycopg.errors.IntegrityError():
            return from_constraint(error) or _unexpected(error)
        case psycopg.errors.InsufficientPrivilege() if g.get("list"):
            return Problem(403, "limited", "This token is limited to one list, and what you ask for is beyond it.")
        case psycopg.DataError():
            return Problem(422, "invalid", "A value is not one that can be stored or compared.")
        case psycopg.OperationalError():
            return _database_away(error)
        case HTTPException():
            return _refused_by_http(error)
        case _:
            return _unexpected(error)


def _answer(error: Exception) -> Response:
    return problem_of(error).response()


def install(app: Flask) -> None:
    """Makes every error a problem. What nobody expected is logged with its trace and told to the client as 500."""
    app.register_error_handler(Exception, _answer)
