"""An assumption is a field with a value and the reason for it; a table prints both."""

from dataclasses import Field, field, fields
from typing import Any


def said(value: Any, why: str) -> Any:
    """A dataclass field with this default."""
    return field(default=value, metadata={"why": why})


def reasons(assumptions: Any) -> list[list[object]]:
    """Rows of name, value and reason."""
    return [[_words(item), getattr(assumptions, item.name), item.metadata["why"]] for item in fields(assumptions)]


def _words(item: Field[Any]) -> str:
    return item.name.replace("_", " ")
