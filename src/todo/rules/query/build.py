"""From what the grammar has recognised to the tree of a query."""

import re
from collections.abc import Callable, Mapping
from typing import cast

from todo.rules.query.build_moment import moment
from todo.rules.query.misread import Misread
from todo.rules.query.parsed import Parsed, column, tokens, trees
from todo.rules.query.tree import (
    All,
    Dated,
    Either,
    Field,
    Kind,
    Named,
    Node,
    Not,
    Overdue,
    Pane,
    Plain,
    Priority,
    Relation,
    Said,
    Word,
)

MAX_SEARCH_LENGTH = 200
"""Characters that are searched for."""

_ESCAPED = re.compile(r"\\(.)|(\*)", re.DOTALL)
_STATUS = {"open", "done", "cancelled"}


def panes(tree: Parsed) -> tuple[Pane, ...]:
    """The panes of a whole query. Raises Misread where it is well written but means nothing, as 31 feb."""
    nodes = [_node(child) for child in trees(tree)]
    return tuple(Pane(node, _speaks_of_status(node)) for node in nodes)


def _speaks_of_status(node: Node) -> bool:
    match node:
        case All(terms) | Either(terms):
            return any(_speaks_of_status(term) for term in terms)
        case Not(term):
            return _speaks_of_status(term)
        case Plain(word):
            return word in _STATUS
        case Dated(field):
            return field == "completed"
        case _:
            return False


def _node(tree: Parsed) -> Node:
    return _BUILDERS[str(tree.data)](tree)


def _either(tree: Parsed) -> Node:
    terms = [_node(child) for child in trees(tree)]
    return Either(tuple(terms)) if len(terms) > 1 else terms[0]


def _both(tree: Parsed) -> Node:
    terms = [_node(child) for child in trees(tree)]
    return All(tuple(terms)) if len(terms) > 1 else terms[0]


def _negated(tree: Parsed) -> Node:
    node = _node(trees(tree)[0])
    return Not(node) if len(tokens(tree)) % 2 else node


_WORDS: Mapping[str, Node] = {
    "OPEN": Plain("open"),
    "DONE": Plain("done"),
    "COMPLETED": Plain("done"),
    "CANCELLED": Plain("cancelled"),
    "SUBTASK": Plain("subtask"),
    "RECURRING": Plain("recurring"),
    "OVERDUE": Overdue(),
}


def _said(tree: Parsed) -> Node:
    (token,) = tokens(tree)
    marker = token.index(":") + 1
    text = _ESCAPED.sub(lambda found: found[1] or found[2], _trimmed(token[marker:]))
    if not text:
        raise Misread(column(token) + len(token), "expected the words to search for")
    if len(text) > MAX_SEARCH_LENGTH:
        raise Misread(column(token), f"at most {MAX_SEARCH_LENGTH} characters are searched for")
    return Said(text.lower())


_KINDS: Mapping[str, tuple[Kind, str]] = {
    "TAG": ("tag", "@"),
    "LIST": ("list", "#"),
    "TREE": ("tree", "##"),
    "SECTION": ("section", "/"),
}


def _named(tree: Parsed) -> Node:
    (token,) = tokens(tree)
    kind, mark = _KINDS[token.type]
    name = _trimmed(token[len(mark) :])
    if not name:
        raise Misread(column(token) + len(mark), f"expected a name behind {mark}")
    return Named(kind, _parts(name))


def _parts(name: str) -> tuple[str, ...]:
    """What stands between the wildcards."""
    parts, at = [""], 0
    for found in _ESCAPED.finditer(name):
        parts[-1] += name[at : found.start()] + (found[1] or "")
        at = found.end()
        if found[2]:
            parts.append("")
    parts[-1] += name[at:]
    return tuple(part.lower() for part in parts)


def _trimmed(text: str) -> str:
    """Without space around it, but for one that is escaped."""
    trimmed = text.strip()
    backslashes = len(trimmed) - len(trimmed.rstrip("\\"))
    return trimmed + " " if backslashes % 2 else trimmed


def _dated(relation: Relation) -> Callable[[Parsed], Node]:
    def build(tree: Parsed) -> Node:
        field, when = trees(tree)
        return Dated(_field(field), relation, moment(when))

    return build


def _field(tree: Parsed) -> Field:
    name = tokens(tree)[0].lower()
    return "due" if name == "date" else cast("Field", name)


def _plain(word: Word) -> Callable[[Parsed], Node]:
    return lambda _: Plain(word)


_BUILDERS: Mapping[str, Callable[[Parsed], Node]] = {
    "either": _either,
    "both": _both,
    "negated": _negated,
    "everything": _plain("everything"),
    "word": lambda tree: _WORDS[tokens(tree)[0].type],
    "priority": lambda tree: Priority(5 - int(tokens(tree)[0][1])),
    "no_priority": lambda _: Priority(0),
    "no_due": _plain("no due"),
    "no_start": _plain("no start"),
    "no_deadline": _plain("no deadline"),
    "no_time": _plain("no time"),
    "no_tags": lambda _: Not(Named("tag", ("", ""))),
    "due": lambda tree: Dated("due", "on", moment(trees(tree)[0])),
    "on": _dated("on"),
    "before": _dated("before"),
    "after": _dated("after"),
    "named": _named,
    "said": _said,
}
