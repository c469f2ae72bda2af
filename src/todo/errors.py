"""What a client may be told: RFC 9457 problems with a stable `code`, and which constraint means which of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

import psycopg
import pydantic
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong: its name in the request, a stable code, and a sentence that names the limit."""

    field: str
    code: str
    message: str


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
            body["errors"] = [{"field": f.field, "code": f.code, "message": f.message} for f in self.fields]
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
    detail = " ".join(f"{f.field}: {f.message}" for f in fields)
    return Problem(422, "invalid", detail, fields)


def wrong(name: str, code: str, message: str) -> Problem:
    """One field is wrong."""
    return invalid(FieldError(name, code, message))
