"""/docs: the contract as a page, made from the same document, without anything from elsewhere."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template

from todo.api import docs_words as words
from todo.api import everybodys
from todo.api.openapi import document
from todo.api.openapi_schemas import Schema
from todo.auth.guard import public

blueprint = Blueprint("docs", __name__)

_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
}
_STREAM = "text/event-stream"


@blueprint.get("/docs")
@public
def page() -> Response:
    return everybodys.answer("todo.docs", _rendered, "text/html; charset=utf-8", _HEADERS)


def _rendered() -> str:
    contract = document(current_app)
    components = contract["components"]
    operations = [
        _operation(method, path, operation, components)
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
    ]
    return render_template(
        "docs.html",
        info=contract["info"],
        server=contract["servers"][0]["url"],
        groups=[
            {**group, "operations": [operation for operation in operations if operation["group"] == group["name"]]}
            for group in contract["tags"]
        ],
        schemas=[
            {
                "name": name,
                "description": schema.get("description", ""),
                "fields": words.fields(schema),
                "kind": words.kind(schema),
            }
            for name, schema in sorted(components["schemas"].items())
        ],
        **{name: getattr(words, name) for name in ("prose", "inline", "pretty")},
    )


def _operation(method: str, path: str, operation: Schema, components: Schema) -> dict[str, Any]:
    answers = {status: _resolved(answer, components) for status, answer in operation["responses"].items()}
    return {
        "id": operation["operationId"],
        "group": operation["tags"][0],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"].removeprefix(operation["summary"] + "."),
        "is_public": not operation["security"],
        "parameters": [_parameter(_resolved(parameter, components)) for parameter in operation["parameters"]],
        "body": _body(operation, components),
        "answers": [_answer(status, answer) for status, answer in answers.items() if status < "400"],
        "refusals": [(status, answer["description"]) for status, answer in answers.items() if status >= "400"],
        "is_stream": any(_STREAM in answer.get("content", {}) for answer in answers.values()),
    }


def _resolved(part: Schema, components: Schema) -> Schema:
    """The part itself, where there was a reference to it."""
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    return components[kind][name]


def _parameter(parameter: Schema) -> dict[str, Any]:
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "is_required": parameter.get("required", False),
        "kind": words.kind(schema),
        "description": words.inline(parameter.get("description", "")),
        "choices": ["true", "false"] if schema.get("type") == "boolean" else schema.get("enum", []),
    }


def _body(operation: Schema, components: Schema) -> dict[str, Any] | None:
    if "requestBody" not in operation:
        return None
    content = operation["requestBody"]["content"]["application/json"]
    schema = _resolved(content["schema"], components)
    return {
        "kind": words.kind(content["schema"]),
        "fields": words.fields(schema),
        "example": words.pretty(content["example"]),
    }


def _answer(status: str, answer: Schema) -> dict[str, Any]:
    content = next(iter(answer.get("content", {}).items()), None)
    is_json = content is not None and content[0] == "application/json"
    return {
        "status": status,
        "description": answer["description"],
        "headers": list(answer.get("headers", {})),
        "kind": words.kind(content[1]["schema"]) if content else "",
        "example": words.pretty(content[1]["example"]) if content and is_json else "",
    }
