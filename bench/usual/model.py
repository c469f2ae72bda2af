"""A todo as SQLAlchemy and pydantic usually have it, with as many fields as ours."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSONB, str: Text, datetime: DateTime(timezone=True)}


class TodoTag(Base):
    __tablename__ = "todo_tag"

    todo_id: Mapped[UUID] = mapped_column(ForeignKey("todo.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(primary_key=True)


def _now() -> datetime:
    return datetime.now(UTC)


class Todo(Base):
    __tablename__ = "todo"
    __table_args__ = (Index("todo_owner_position", "owner", "position", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner: Mapped[str]
    tags: Mapped[list[TodoTag]] = relationship(lazy="selectin")
    list: Mapped[UUID | None]
    section: Mapped[UUID | None]
    parent: Mapped[UUID | None]
    title: Mapped[str]
    notes: Mapped[str]
    status: Mapped[str]
    priority: Mapped[int]
    start: Mapped[str | None]
    start_zone: Mapped[str | None]
    due: Mapped[str | None]
    due_zone: Mapped[str | None]
    deadline: Mapped[date | None]
    duration_minutes: Mapped[int | None]
    recurrence: Mapped[str | None]
    repeat_from: Mapped[str]
    position: Mapped[str]
    foreign_properties: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=_now)
    updated_at: Mapped[datetime] = mapped_column(default=_now, onupdate=_now)
    completed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    def as_dict(self) -> dict[str, Any]:
        names = [column.name for column in self.__table__.columns if column.name != "owner"]
        fields = {name: getattr(self, name) for name in names}
        fields["tags"] = [tag.tag_id for tag in self.tags]
        for name in ("created_at", "updated_at", "completed_at", "deleted_at", "deadline"):
            fields[name] = fields[name].isoformat() if fields[name] else None
        return fields


class NewTodo(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=500)
    notes: str = ""
    tags: list[UUID] = []
    list: UUID | None = None
    section: UUID | None = None
    parent: UUID | None = None
    status: str = "open"
    priority: int = Field(0, ge=0, le=4)
    start: str | None = None
    start_zone: str | None = None
    due: str | None = None
    due_zone: str | None = None
    deadline: date | None = None
    duration_minutes: int | None = None
    recurrence: str | None = None
    repeat_from: str = "due"
    foreign_properties: dict[str, Any] = {}
