"""What the contract says of refusals: a response for each status and the codes that come with it."""

from http import HTTPStatus

from todo.api.openapi_schemas import Schema
from todo.problems import CODES

_HEADERS = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}


def refusal_name(status: int, codes: list[str]) -> str:
    """Operations that refuse alike share a response."""
    return f"{status}_{'.'.join(codes)}"


def refusal(name: str) -> Schema:
    """The response of that name."""
    status, _, codes = name.partition("_")
    told = codes.split(".")
    return {
        "description": "\n".join(f"- `{code}`: {CODES[code].when}" for code in told),
        "headers": {header: {"$ref": f"#/components/headers/{header}"} for header in _HEADERS.get(int(status), ())},
        "content": {
            "application/problem+json": {
                "schema": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Problem"},
                        {"type": "object", "properties": {"code": {"type": "string", "enum": told}}},
                    ]
                },
                "examples": {code: {"value": _problem(int(status), code)} for code in told},
            }
        },
    }


def _problem(status: int, code: str) -> Schema:
    """What it looks like."""
    found: Schema = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    if code != "invalid":
        return {**found, "detail": CODES[code].when.replace("`", "")}
    wrong = {"field": "priority", "code": "too_large", "message": "should be less than or equal to 4"}
    return {**found, "detail": f"{wrong['field']}: {wrong['message']}", "errors": [wrong]}
