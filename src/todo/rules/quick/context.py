"""What quick add must know of the person who types."""

from dataclasses import dataclass, field
from datetime import date, datetime

from todo.rules.quick.language import Language, language

MONTH_FIRST = ("us", "ph", "fm", "pw")


def is_day_first(tag: str) -> bool:
    """False where 3/4 is the fourth of March: in the United States and a few others, by the BCP 47 tag's region."""
    return tag.lower().split("-")[-1] not in MONTH_FIRST


@dataclass(frozen=True, slots=True)
class Context:
    """`now` is where the person is, without a zone; the names are those of what they have.

    `is_day_first` says what 3/4 is; `plain` holds spans (start, end) that are to stay words.
    """

    now: datetime
    week_start: int = 1
    is_day_first: bool = True
    code: str = "en"
    lists: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    plain: tuple[tuple[int, int], ...] = field(default=())

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def language(self) -> Language:
        return language(self.code)
