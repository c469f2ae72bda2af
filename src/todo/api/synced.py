"""What `POST /sync` answers."""

from typing import Annotated, Literal, NotRequired
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict

from todo.api.answers import Answer, Instant
from todo.api.filter import Filter
from todo.api.list import List
from todo.api.me import Account
from todo.api.section import Section
from todo.api.tag import Tag
from todo.api.todo import Todo


class WrongField(TypedDict):
    """A field that is wrong, as it is named in the mutation."""

    field: str
    code: str
    message: str
    column: NotRequired[int]


class Refusal(TypedDict, total=False):
    """Why a mutation was refused, as a problem says it; `errors` where fields are wrong."""

    code: str
    detail: str
    errors: list[WrongField]


class Applied(Answer):
    """A mutation that was applied, now or when it was sent before. What it changed is among the changes."""

    id: UUID
    status: Literal["applied"]


class NotApplied(Answer):
    """A mutation that was refused and has changed nothing, with the row that it named as it is here, or null."""

    id: UUID
    status: Literal["refused"]
    problem: Refusal
    row: Todo | List | Section | Tag | Filter | None


class Gone(Answer):
    """A row that has left for good."""

    kind: Literal["filter", "list", "section", "tag", "todo"]
    id: UUID
    seq: int


_Filters = list[Filter]
_Lists = list[List]  # below, `list` is a kind
_Sections = list[Section]
_Tags = list[Tag]
_Todos = list[Todo]


class Changed(TypedDict, total=False):
    """Rows that have changed, whole, by kind; also those in the trash. A kind without any is left out."""

    account: list[Account]
    filter: _Filters
    list: _Lists
    section: _Sections
    tag: _Tags
    todo: _Todos


class Synced(Answer):
    """What came of the mutations, and what has changed since the cursor."""

    cursor: Annotated[str | None, Field(description="What to send the next time. Opaque.")]
    more: Annotated[bool, Field(description="There is more behind the cursor: ask again at once.")]
    reset: Annotated[bool, Field(description="Forget every row, but not what was not sent yet; they begin anew.")]
    time: Annotated[Instant, Field(description="The server's clock.")]
    answers: list[Applied | NotApplied]
    changes: Changed
    gone: list[Gone]
