"""One mutation of `POST /sync`: is it one that we know, and what came of it."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from todo import db
from todo.api.body import Id, Strict
from todo.api.mutators import MUTATORS, Args, Mutator
from todo.auth.asker import asker
from todo.errors import Problem, from_validation
from todo.rules.clock import acted
from todo.store import row, tag
from todo.store.change import Device, Mutation
from todo.store.mutation import Claim, apply_once


def _of_our_times(at: datetime) -> datetime:
    if not 1900 <= at.year < 3000:
        raise ValueError("write an instant between the years 1900 and 3000")
    return at


def _known(name: str) -> str:
    if name not in MUTATORS:
        raise ValueError("there is no mutation of this name")
    return name


Instant = Annotated[AwareDatetime, AfterValidator(_of_our_times)]


class Identified(BaseModel):
    """A mutation of which only the id must be right: of whatever else is wrong with it, it alone is told."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, hide_input_in_errors=True)

    id: Id

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Says what each mutation is like, and last what is not refused with all of the request."""
        known = [handler(_shape(name, mutator).__pydantic_core_schema__) for name, mutator in MUTATORS.items()]
        return {"anyOf": [*known, handler(schema)]}


def _shape(name: str, mutator: Mutator) -> type[BaseModel]:
    """A mutation of this name, as a model."""
    title = "".join(word.capitalize() for word in name.split("."))
    at = Field(description="When the person acted, by the clock of the device.")
    return create_model(
        f"{title}Mutation",
        __base__=Strict,
        __doc__=f"The mutation `{name}`.",
        id=(Id, ...),
        name=(Annotated[str, WithJsonSchema({"type": "string", "const": name})], ...),
        at=(Annotated[Instant, at], ...),
        args=(mutator.model, ...),
    )


class Asked(Strict):
    """A mutation; `at` is when the person acted, by the clock of the device."""

    id: Id
    name: Annotated[str, AfterValidator(_known)]
    at: Instant
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ready:
    """A mutation that is what it should be, as far as can be seen without the database.

    `at` is when the person acted, and `shown` what the clock of the device has shown then.
    """

    id: UUID
    at: datetime
    shown: datetime
    mutator: Mutator
    args: Args


@dataclass(frozen=True, slots=True)
class Refused:
    """A mutation that is not to be, with the row that it named, as it is here."""

    id: UUID
    problem: Problem
    row: str | None = None


def checked(item: Identified, clock: datetime, now: datetime) -> Ready | Refused:
    """Whether the mutation is known and its arguments are of its model's shape."""
    try:
        asked = Asked.model_validate_json(json.dumps({**(item.model_extra or {}), "id": str(item.id)}))
    except ValidationError as error:
        return Refused(item.id, from_validation(error))
    mutator = MUTATORS[asked.name]
    try:
        return Ready(asked.id, acted(asked.at, clock, now), asked.at, mutator, mutator.args(asked.args))
    except ValidationError as error:
        return Refused(item.id, _of_args(from_validation(error)))


def applied(ready: Ready, client: UUID) -> Refused | None:
    """Applies what was not applied yet. Raises Problem 503 where it is not known whether it was."""
    space = asker().space
    device = Device(client, ready.shown)
    mutation = Mutation(ready.id, ready.at, asker().actor, is_late=True, device=device)
    problem = apply_once(
        Claim(space, ready.id, device), lambda conn: ready.mutator.apply(conn, space, ready.args, mutation)
    )
    return Refused(ready.id, _of_args(problem), _row(ready, problem)) if problem else None


def _of_args(problem: Problem) -> Problem:
    """A field is named as it stands in the mutation."""
    fields = [replace(field, field=f"args.{field.field}") for field in problem.fields]
    return replace(problem, fields=fields)


def _row(ready: Ready, problem: Problem) -> str | None:
    """What the client has refused to change, or the tag whose name it has chosen."""
    if ready.mutator.noun is None:
        return None
    with db.statement() as conn:
        if problem.code == "taken" and (name := ready.args.named.get("name")):
            return tag.named(conn, asker().space, name)
        return row.find(conn, ready.mutator.noun, asker().space, ready.args.id)
