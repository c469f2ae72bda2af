"""What answers have in common, as models. The database builds the JSON; tests hold it to them."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Instant = Annotated[AwareDatetime, Field(examples=["2026-11-22T18:00:00.123456+00:00"])]
Seq = Annotated[int, Field(ge=0, examples=[42], description="The number of the last change in the space.")]


class Answer(BaseModel):
    """What is answered: exactly these fields, all of them."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Row(Answer):
    """A row: its answer has an ETag, and If-Match and If-None-Match are heeded."""

    id: Annotated[UUID, Field(examples=["01900000-0000-7000-8000-00000000000a"])]
    seq: Seq
    created_at: Instant
    updated_at: Instant


class Kept(Row):
    """A row that can be in the trash."""

    deleted_at: Instant | None
