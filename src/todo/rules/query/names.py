"""The names of lists, sections and tags, and which of them a query means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from todo.rules.query.tree import Kind, Named

INBOX = "Inbox"
"""What the home of todos without a list is called in a query."""


class Listed(NamedTuple):
    """A list, and the one that it is in."""

    id: str
    parent: str | None
    name: str


class Called(NamedTuple):
    """A section or a tag."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Names:
    """Those that are not in the trash. `inbox` stands for the id of the Inbox, which has none of its own."""

    inbox: str
    lists: tuple[Listed, ...] = ()
    sections: tuple[Called, ...] = ()
    tags: tuple[Called, ...] = ()

    def ids(self, named: Named) -> frozenset[str]:
        """The ids of what is called so, of none, one or several: names of lists and sections may come twice."""
        return frozenset(_FINDERS[named.kind](self, named.parts))

    def lists_called(self, parts: tuple[str, ...]) -> list[str]:
        homes = (Listed(self.inbox, None, INBOX), *self.lists)
        return [home.id for home in homes if is_called(home.name, parts)]

    def lists_below(self, parts: tuple[str, ...]) -> set[str]:
        found = set(self.lists_called(parts))
        missing = True
        while missing:
            missing = {below.id for below in self.lists if below.parent in found} - found
            found |= missing
        return found


def is_called(name: str, parts: tuple[str, ...]) -> bool:
    """True if the name is made of the parts, in their order, with anything between two of them.

    Each part is sought once, behind the one before, so that no number of wildcards makes it slow.
    """
    name = name.lower()
    first, *between = parts
    if not between:
        return name == first
    last = between.pop()
    at, end = len(first), len(name) - len(last)
    if not (name.startswith(first) and name.endswith(last)) or end < at:
        return False
    for part in between:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _called(among: Iterable[Called], parts: tuple[str, ...]) -> list[str]:
    return [one.id for one in among if is_called(one.name, parts)]


_FINDERS: Mapping[Kind, Callable[[Names, tuple[str, ...]], Iterable[str]]] = {
    "list": Names.lists_called,
    "tree": Names.lists_below,
    "section": lambda names, parts: _called(names.sections, parts),
    "tag": lambda names, parts: _called(names.tags, parts),
}
