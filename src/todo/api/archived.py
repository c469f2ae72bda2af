"""An archive as models: what is in the file that `GET /me/export` gives and `POST /import` takes."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, Field, StringConstraints

from todo.api.answers import Answer
from todo.api.body import Asked, Day, Id, Name, Strict, Title, Whole, Word, Zone
from todo.api.filter import FilterFields
from todo.api.list import ListFields
from todo.api.me import Language, Theme, WeekStart
from todo.api.section import SectionFields
from todo.api.tag import TagFields
from todo.api.todo import Local, SeriesFields, TodoFields

FORMAT, VERSION = "aws-scalable-todo-app", 1

Number = Annotated[int, Field(ge=1, le=10**15), Whole]
Stamp = Annotated[str, Field(pattern=r"^[0-9]{14}:[0-9a-f]{32}$")]
Stamps = Annotated[
    dict[Annotated[str, StringConstraints(max_length=100)], Stamp],
    Field(description="When each field was last set, and by which mutation."),
]
Kind = Literal["list", "section", "tag", "todo", "filter"]


class ArchivedRow(Strict):
    """What lists, sections, tags and todos have besides what a person can say of them."""

    id: Id
    seq: Number
    stamps: Stamps
    created_at: AwareDatetime
    updated_at: AwareDatetime
    deleted_at: AwareDatetime | None
    deletion: Annotated[Id | None, Field(description="What was moved to the trash together shares it.")]


class ArchivedList(ArchivedRow, ListFields):
    """A list."""

    name: Name


class ArchivedSection(ArchivedRow, SectionFields):
    """A section."""

    name: Name
    list: Id


class ArchivedTag(ArchivedRow, TagFields):
    """A tag."""

    name: Word


class ArchivedFilter(ArchivedRow, FilterFields):
    """A saved filter."""

    name: Name
    query: Asked


class ArchivedTodo(ArchivedRow, SeriesFields, TodoFields):
    """A todo. Devices may have given it more tags than one request can name."""

    title: Title
    tags: list[Id] = []
    completed_at: AwareDatetime | None


class ArchivedCompletion(Strict):
    """What became of an occurrence of a todo that repeats."""

    todo: Id
    occurrence: Day
    outcome: Literal["done", "skipped"]
    due: Local | None
    due_zone: Zone | None
    completed_at: AwareDatetime
    seq: Number


class ArchivedEntry(Strict):
    """What one mutation has changed of one row."""

    id: Id
    mutation: Id
    undoes: Id | None
    seq: Number
    kind: Literal[Kind, "account"]
    entity: Id
    action: Annotated[str, Field(min_length=1, max_length=40)]
    at: AwareDatetime
    recorded_at: AwareDatetime
    actor: Annotated[str, Field(min_length=1, max_length=300)]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    lost: dict[str, Any] | None
    carried_by: Id | None


class ArchivedTombstone(Strict):
    """The id of what has left the trash for good."""

    id: Id
    kind: Kind
    seq: Number
    created_at: AwareDatetime


class ArchivedAccount(Strict):
    """The account's settings; without a zone of its own choosing it has none."""

    name: Name | None
    zone: Zone | None
    week_start: WeekStart
    language: Language
    theme: Theme
    stamps: Stamps


class Head(Strict):
    """What an archive has besides its rows. `seq` is the number of the last change."""

    format: Literal["aws-scalable-todo-app"]
    version: Literal[1]
    exported_at: AwareDatetime | None = None
    seq: Number
    account: ArchivedAccount


Lists: TypeAlias = list[ArchivedList]
Sections: TypeAlias = list[ArchivedSection]
Tags: TypeAlias = list[ArchivedTag]
Filters: TypeAlias = list[ArchivedFilter]
Todos: TypeAlias = list[ArchivedTodo]
Completions: TypeAlias = list[ArchivedCompletion]
Entries: TypeAlias = list[ArchivedEntry]
Tombstones: TypeAlias = list[ArchivedTombstone]


class Archive(Head):
    """Everything of an account in one file, in this order."""

    list: Lists = []
    section: Sections = []
    tag: Tags = []
    filter: Filters = []
    todo: Todos = []
    completion: Completions = []
    history: Entries = []
    tombstone: Tombstones = []


ROWS: dict[str, type[Strict]] = {
    "list": ArchivedList,
    "section": ArchivedSection,
    "tag": ArchivedTag,
    "filter": ArchivedFilter,
    "todo": ArchivedTodo,
    "completion": ArchivedCompletion,
    "history": ArchivedEntry,
    "tombstone": ArchivedTombstone,
}


class TakenIn(Answer):
    """How many rows of each kind were taken in."""

    list: int
    section: int
    tag: int
    filter: int
    todo: int
    completion: int
    history: int
    tombstone: int
