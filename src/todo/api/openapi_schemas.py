"""The schemas of the contract, from the models that validate, and examples from those of their fields."""

from collections.abc import Iterable
from typing import Any, cast

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

Schema = dict[str, Any]

PREFIX = "#/components/schemas/"

_EXAMPLES = {
    "uuid": "01900000-0000-7000-8000-00000000000a",
    "date": "2026-12-01",
    "date-time": "2026-11-22T18:00:00.123456+00:00",
    "date-time-local": "2026-12-01T09:00",
    "uri": "https://example.com/",
}


class _Plain(GenerateJsonSchema):
    """Without titles, which would say the names again; and of a dict, what need not be there is not required."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic calls it so)
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        is_of_dict = field["type"] == "typed-dict-field"
        return field.get("required", total) if is_of_dict else super().field_is_required(field, total)


class Schemas:
    """Every model that the contract names: its schema by itself, and all of them for `components`."""

    def __init__(self, bodies: Iterable[Any], answers: Iterable[Any]) -> None:
        kinds: list[tuple[Any, JsonSchemaMode]] = [
            *((model, "validation") for model in bodies),
            *((model, "serialization") for model in answers),
        ]
        inputs = [(repr(kind), mode, TypeAdapter(kind)) for kind, mode in kinds]
        found, definitions = TypeAdapter.json_schemas(
            cast("Any", inputs), ref_template=PREFIX + "{model}", schema_generator=_Plain
        )
        self._found = {(key, mode): schema for (key, mode), schema in cast("Any", found).items()}
        self.all: dict[str, Schema] = {name: _tidy(schema) for name, schema in definitions.get("$defs", {}).items()}

    def of(self, kind: Any, mode: JsonSchemaMode) -> Schema:
        """A reference to the model's schema, or what it is made of."""
        return dict(self._found[repr(kind), mode])

    def forget_defaults(self, kind: Any) -> None:
        """Of a body of which only what is named is heeded."""
        for value in self.resolved(self.of(kind, "validation"))["properties"].values():
            value.pop("default", None)

    def resolved(self, schema: Schema) -> Schema:
        """The schema itself, where there was a reference to it."""
        reference = schema.get("$ref")
        return self.all[reference.removeprefix(PREFIX)] if reference else schema

    def example(self, schema: Schema, *, only_required: bool = False) -> Any:
        """What such a value looks like: the first example on the way, or one made of those of the parts.

        What may be null and has no example is null.
        """
        schema = self.resolved(schema)
        for word in ("examples", "enum"):
            if word in schema:
                return schema[word][0]
        if "const" in schema:
            return schema["const"]
        if kinds := schema.get("anyOf") or schema.get("oneOf"):
            return None if {"type": "null"} in kinds else self.example(kinds[0], only_required=only_required)
        return self._made(schema, only_required)

    def _needed(self, schema: Schema) -> list[str]:
        """What has to be there; of what may all be left out, the last that has an example."""
        properties: dict[str, Schema] = schema.get("properties", {})
        return schema.get("required") or [name for name, value in properties.items() if "examples" in value][-1:]

    def _made(self, schema: Schema, only_required: bool) -> Any:
        match schema.get("type"):
            case "object":
                wanted: dict[str, Schema] = schema.get("properties", {})
                names = self._needed(schema) if only_required else wanted
                return {name: self.example(wanted[name]) for name in names}
            case "array":
                return [self.example(schema["items"])] if "items" in schema else []
            case "integer" | "number":
                return schema.get("default", schema.get("minimum", 1))
            case "boolean":
                return schema.get("default", True)
            case _:
                return _EXAMPLES.get(schema.get("format", ""), schema.get("default") or "text")


def _tidy(schema: Schema) -> Schema:
    """Without the names of Python: `title` of a model is the name that it has among the schemas already."""
    return {name: value for name, value in schema.items() if name != "title"}


def parameters(schema: Schema, place: str) -> list[Schema]:
    """The properties of a query's model as parameters. Several values are one parameter, with commas."""
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": place,
            "required": name in required,
            **({"description": value["description"]} if "description" in value else {}),
            **({"style": "form", "explode": False} if value.get("type") == "array" else {}),
            "schema": {word: said for word, said in value.items() if word != "description"},
        }
        for name, value in ((name, _without_null(value)) for name, value in schema.get("properties", {}).items())
    ]


def _without_null(schema: Schema) -> Schema:
    """A parameter is there or not: none is null."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    rest = {word: value for word, value in schema.items() if not (word == "default" and value is None)}
    if not kinds:
        return rest
    del rest["anyOf"]
    return {**kinds[0], **rest} if len(kinds) == 1 else {"anyOf": kinds, **rest}
