"""What a request says: its body and its query as strict models, and which state of a row it is about."""

import json
import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from flask import request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError
from uuid_utils.compat import uuid7

from todo.api import answer
from todo.auth.asker import asker
from todo.errors import Problem, wrong
from todo.rules import order, when
from todo.rules.query.misread import Misread
from todo.rules.query.parse import MAX_LENGTH, parse
from todo.store.change import Mutation

Model = TypeVar("Model", bound=BaseModel)

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,18})-([0-9a-f]+)"')
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it, not a backslash before the letters u0000
_BREAKS = {"Cc", "Zl", "Zp"}  # Unicode's categories of control characters, line and paragraph separators


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the character NUL (U+0000) cannot be stored")
    return text


def _one_line(text: str) -> str:
    if any(unicodedata.category(character) in _BREAKS for character in text):
        raise ValueError("is one line: without line breaks and control characters")
    return text


def _within_64_kib(text: str) -> str:
    if len(text.encode()) > 65_536:
        raise PydanticCustomError("string_too_long", "at most 65536 bytes as UTF-8")
    return text


def _small(value: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise ValueError("a number is not one of JSON or too large for a double") from None
    if len(text.encode()) > 16_384:
        raise PydanticCustomError("string_too_long", "at most 16384 bytes as JSON")
    if _NUL.search(text):
        raise ValueError("the character NUL (U+0000) cannot be stored")
    return value


def _not_nil(value: UUID) -> UUID:
    if value.int in {0, 2**128 - 1}:
        raise ValueError("the nil and the max UUID name nothing")
    return value


def _id_or_none(text: str) -> UUID | Literal["none"]:
    if text == "none":
        return "none"
    try:
        return _not_nil(UUID(text))
    except ValueError:
        raise ValueError("write an id, or none") from None


def _readable(text: str) -> str:
    try:
        parse(text)
    except Misread as error:
        raise PydanticCustomError("invalid", "{why}", {"why": str(error), "column": error.column}) from None
    return text


def _whole(value: object) -> object:
    """JSON knows no integers: 2.0 is one as well as 2 (JSON Schema Core 2020-12, 4.2.3)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _separated(value: object) -> object:
    return tuple(value.split(",")) if isinstance(value, str) else value


# What the contract says of a text, in words that both ECMAScript and Python understand.
_CONTROL = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
_LINE: dict[str, Any] = {"pattern": rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$"}
_NO_NUL: dict[str, Any] = {"pattern": r"^[^\u0000]*$"}

Id = Annotated[UUID, AfterValidator(_not_nil)]
IdOrNone = Annotated[
    UUID | Literal["none"],
    PlainValidator(_id_or_none),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "uuid"}, {"const": "none"}]}),
]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}), AfterValidator(when.day)]
Word = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    Field(examples=["garden"], json_schema_extra=_LINE),
    AfterValidator(_one_line),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    Field(examples=["Home"], json_schema_extra=_LINE),
    AfterValidator(_one_line),
]
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    Field(examples=["Water the plants"], json_schema_extra=_LINE),
    AfterValidator(_one_line),
]
Notes = Annotated[
    str,
    Field(
        description="Markdown, at most 65,536 bytes as UTF-8.",
        examples=["The ones *behind* the house too."],
        json_schema_extra={"maxLength": 65_536, **_NO_NUL},
    ),
    AfterValidator(_without_nul),
    AfterValidator(_within_64_kib),
]
Sought = Annotated[str, Field(min_length=1, max_length=200, json_schema_extra=_NO_NUL), AfterValidator(_without_nul)]
Asked = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_LENGTH,
        description="A query as docs/filters.md has it.",
        examples=["(today | overdue) & #Home"],
        json_schema_extra={"format": "todo-query"},
    ),
    AfterValidator(_readable),
]
Position = Annotated[
    str,
    Field(
        max_length=1000,
        description="A fractional index; rows are ordered by it, byte by byte.",
        examples=["a0V"],
        json_schema_extra={"format": "fractional-index"},
    ),
    AfterValidator(order.position),
]
Color = Literal["red", "orange", "yellow", "green", "teal", "blue", "indigo", "purple", "pink", "grey"]
Zone = Annotated[
    str,
    Field(
        description="A zone of the IANA database.",
        examples=["Europe/Berlin"],
        json_schema_extra={"format": "iana-zone"},
    ),
    AfterValidator(when.zone),
]
Foreign = Annotated[
    dict[str, Any],
    Field(description="What other programs want back as it was; at most 16,384 bytes as JSON."),
    AfterValidator(_small),
]
Comma = BeforeValidator(_separated)
Whole = BeforeValidator(_whole)


class Strict(BaseModel):
    """A request: a field that is not named here is refused, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Query(BaseModel):
    """The part of an address behind the question mark, which is all text."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def json_body(model: type[Model]) -> Model:
    """The body as `model`. Raises ValidationError, HTTP 413, or Problem 415 if it is not sent as JSON."""
    if not request.is_json:
        raise Problem(415, "not_json", "Send the body as JSON, with Content-Type: application/json.")
    data = request.get_data()
    request.stream.read(1)  # of a body without a length werkzeug says only behind the limit that there is more
    return model.model_validate_json(data or b"{}")


def query(model: type[Model]) -> Model:
    """The query as `model`. Raises ValidationError, or Problem 422 for a name given twice."""
    values = request.args.to_dict(flat=False)
    if twice := [name for name, given in values.items() if len(given) > 1]:
        raise wrong(twice[0][:100], "twice", "is given twice; separate several values by commas")
    return model.model_validate({name: given[0] for name, given in values.items()})


def sent(body: BaseModel) -> dict[str, Any]:
    """The fields that the client has named, as JSON values."""
    return body.model_dump(mode="json", exclude_unset=True)


def mutation() -> Mutation:
    """The change that this request asks for, now, by whom it comes from, of the state that If-Match names."""
    return Mutation(uuid7(), datetime.now(UTC), asker().actor, _only_if())


def _only_if() -> frozenset[int] | None:
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    found = [_ETAG.fullmatch(tag.strip()) for tag in header.split(",")]
    return frozenset(int(tag[1]) for tag in found if tag and tag[2] == answer.whose())
