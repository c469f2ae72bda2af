"""How far a client has read. To clients the text is opaque; `GET /events` sends the same."""

import re
from typing import NamedTuple
from uuid import UUID

_TEXT = re.compile(r"([0-9]{1,18})(?:\.([a-z-]{1,20})\.([0-9a-f-]{36})(?:\.([0-9]{1,18}))?)?")
_BEHIND_ALL = "~"  # no kind sorts behind it


class Cursor(NamedTuple):
    """Everything up to change `seq` has been read, or of that change everything up to the row of this kind and id.

    `began` is the number at which a client began that had nothing. None if it knew what was there before.
    """

    seq: int
    kind: str = _BEHIND_ALL
    id: UUID = UUID(int=2**128 - 1)
    began: int | None = None

    def __str__(self) -> str:
        if self.kind == _BEHIND_ALL:
            return str(self.seq)
        within = f"{self.seq}.{self.kind}.{self.id}"
        return within if self.began is None else f"{within}.{self.began}"


def parse(text: str) -> Cursor:
    """The cursor that was given out as `text`. Raises ValueError."""
    found = _TEXT.fullmatch(text)
    if not found:
        raise ValueError("take it from the answer before")
    seq, kind, row_id, began = found.groups()
    if kind is None:
        return Cursor(int(seq))
    return Cursor(int(seq), kind, UUID(row_id), int(began) if began else None)
