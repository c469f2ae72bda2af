"""What an archive says, looked at piece by piece; whatever is wrong is refused with the place where it stands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TextIO, TypeVar

from pydantic import ValidationError

from todo.api.archived import ROWS, Head
from todo.api.body import Strict
from todo.errors import FieldError, Problem, from_validation, invalid, wrong
from todo.rules import archive
from todo.rules.archive import Malformed, Piece
from todo.store.archive import PARTS, Part

BATCH_ROWS, BATCH_CHARACTERS = 500, 1 << 20

Model = TypeVar("Model", bound=Strict)

_PARTS = {part.name: part for part in PARTS}


class Batch(NamedTuple):
    """Rows of one part as they stand in the file; the first is number `first` of its array."""

    part: Part
    first: int
    texts: list[str]


@dataclass(slots=True)
class Reading:
    """One archive while it is read. `counts` says how many rows there were; `head` is known at the end."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_PARTS, 0))
    _members: dict[str, str] = field(default_factory=dict[str, str])
    _highest: tuple[int, str] = (0, "")

    def batches(self, file: TextIO) -> Iterator[Batch]:
        """A row never stands in one batch with its parent, which is looked up in the database. Raises Problem."""
        texts, ids = list[str](), set[object]()
        part, first, size = PARTS[0], 0, 0
        for piece in _pieces(file):
            if piece.number is None:
                self._members[piece.name] = piece.text
                continue
            row = self._row(piece)
            is_full = len(texts) == BATCH_ROWS or size > BATCH_CHARACTERS
            if texts and (is_full or piece.name != part.name or getattr(row, "parent", None) in ids):
                yield Batch(part, first, texts)
                texts, ids, size = [], set[object](), 0
            if not texts:
                part, first = _PARTS[piece.name], piece.number
            texts.append(piece.text)
            ids.add(getattr(row, "id", None))
            size += len(piece.text)
        if texts:
            yield Batch(part, first, texts)

    def head(self) -> Head:
        """What stands beside the rows. Raises Problem 422."""
        members = {name: json.loads(text) for name, text in self._members.items()}
        head = _validated(Head, json.dumps(members), "")
        highest, place = self._highest
        if highest > head.seq:
            raise wrong("seq", "too_small", f"is smaller than that of {place}")
        return head

    def _row(self, piece: Piece) -> Strict:
        model = ROWS.get(piece.name)
        if model is None:
            raise wrong(piece.name[:100], "unknown_field", "there is no such part")
        row = _validated(model, piece.text, f"{piece.place}.")
        if absent := sorted(model.model_fields.keys() - row.model_fields_set):
            raise wrong(f"{piece.place}.{absent[0]}", "required", "is required")
        self.counts[piece.name] += 1
        self._highest = max(self._highest, (int(getattr(row, "seq")), piece.place))  # noqa: B009
        return row


def _validated(model: type[Model], text: str, place: str) -> Model:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        found = from_validation(error)
        fields = found.fields or [FieldError("body", "invalid", "is not JSON of Unicode text")]
        raise invalid(*(replace(wrong, field=_within(place, wrong.field)) for wrong in fields)) from None


def _within(place: str, name: str) -> str:
    """A row as a whole is called `body` where it is one."""
    return (place if name == "body" else place + name).rstrip(".")


def _pieces(file: TextIO) -> Iterator[Piece]:
    try:
        yield from archive.pieces(file)
    except Malformed as error:
        detail = f"The file is no archive: {error.place}, at character {error.at}: {error}."
        raise Problem(400, "not_json", detail, [FieldError(error.place, "invalid", str(error))]) from None
    except UnicodeDecodeError:
        raise Problem(400, "not_json", "The file is not UTF-8.") from None
