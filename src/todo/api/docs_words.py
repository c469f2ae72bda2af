"""The contract in words for people: what a schema allows, as a reader of /docs sees it."""

import json
import re
from typing import Any

from markupsafe import Markup, escape

from todo.api.openapi_schemas import PREFIX, Schema

_FORMATS = {
    "uuid": "UUID",
    "date": "date",
    "date-time": "instant",
    "date-time-local": "local time",
    "iana-zone": "time zone",
    "rrule": "recurrence rule",
    "fractional-index": "fractional index",
}
_CODE = re.compile(r"`([^`]+)`")


def prose(text: str) -> Markup:
    """Paragraphs and lists of the little Markdown that summaries and descriptions have."""
    return Markup("\n").join(_block(block) for block in text.strip().split("\n\n"))


def inline(text: str) -> Markup:
    """One line of it: names between backticks."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 (escaped right here)


def _block(block: str) -> Markup:
    if block.startswith("- "):
        items = Markup("").join(Markup("<li>{}</li>").format(inline(line)) for line in block[2:].split("\n- "))
        return Markup("<ul>{}</ul>").format(items)
    return Markup("<p>{}</p>").format(inline(block))


def kind(schema: Schema) -> Markup:
    """Of what type a value is, with its limits; models are links to where they are described."""
    if reference := schema.get("$ref"):
        name = str(reference).removeprefix(PREFIX)
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return Markup(" or ").join(kind(choice) for choice in choices)
    if "const" in schema:
        return Markup("<code>{}</code>").format(json.dumps(schema["const"]))
    if "enum" in schema:
        return Markup(", ").join(Markup("<code>{}</code>").format(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return Markup("array of {}{}").format(kind(schema.get("items", {})), _limits(schema))
    return Markup("{}{}").format(_name(schema), _limits(schema))


def _name(schema: Schema) -> str:
    return _FORMATS.get(schema.get("format", ""), "") or str(schema.get("type", "anything"))


def _limits(schema: Schema) -> str:
    for least, most, unit in (
        ("minLength", "maxLength", " characters"),
        ("minimum", "maximum", ""),
        ("minItems", "maxItems", ""),
    ):
        low, high = schema.get(least), schema.get(most)
        if low is not None and high is not None:
            return f", {low:,} to {high:,}{unit}"
        if high is not None:
            return f", at most {high:,}{unit}"
        if low is not None and low > 0:
            return f", at least {low:,}{unit}"
    return ""


def fields(schema: Schema) -> list[dict[str, Any]]:
    """The fields of an object, those that are required first."""
    required = schema.get("required", [])
    found = [
        {
            "name": name,
            "kind": kind(value),
            "is_required": name in required,
            "description": inline(value.get("description", "")),
            "default": json.dumps(value["default"]) if value.get("default") not in (None, "", [], {}) else "",
        }
        for name, value in schema.get("properties", {}).items()
    ]
    return sorted(found, key=lambda field: not field["is_required"])


def pretty(example: object) -> str:
    """As a person writes JSON."""
    return json.dumps(example, ensure_ascii=False, indent=2)
