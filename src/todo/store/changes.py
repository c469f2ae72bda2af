"""What has changed in a space since a client has read it: a page of rows and tombstones, in the order of their numbers.

A page is one statement and so one snapshot, together with the number of the space's last change in it. Pages are cut
between rows, not between numbers: however many rows one change has written, none is skipped.
"""

from typing import LiteralString, NamedTuple
from uuid import UUID

from todo.db import Connection
from todo.errors import not_found
from todo.rules.cursor import Cursor
from todo.store import account
from todo.store.filter import FILTER
from todo.store.list import LIST
from todo.store.section import SECTION
from todo.store.tag import TAG
from todo.store.todo import TODO

NOUNS = (FILTER, LIST, SECTION, TAG, TODO)
"""What a client keeps rows of, besides the account."""

_GONE = "gone-"


class Gone(NamedTuple):
    """A row that has left for good."""

    kind: str
    id: UUID
    seq: int


class Changes(NamedTuple):
    """`rows` are JSON texts by kind. If `is_reset`, the client is to forget those that it has."""

    rows: dict[str, list[str]]
    gone: list[Gone]
    cursor: Cursor | str | None
    has_more: bool
    is_reset: bool


def _behind(kind: LiteralString) -> LiteralString:
    """The condition on the row `t` to be behind the cursor, of which the index `(space, seq)` takes the first half."""
    return (
        " where t.space = %(space)s and t.seq >= %(seq)s and (t.seq > %(seq)s or ("
        + kind
        + ' collate "C", t.id) > (%(kind)s::text collate "C", %(id)s))'
    )


def _rows(kind: LiteralString, fields: LiteralString, source: LiteralString) -> LiteralString:
    return (
        "(select '"
        + kind
        + "' as kind, x.id, x.seq, row_to_json(x)::text as body from (select "
        + fields
        + " from "
        + source
        + _behind("'" + kind + "'")
        + " order by t.seq, t.id limit %(most)s) x) union all "
    )


def _all_rows() -> LiteralString:
    sql = _rows("account", account.FIELDS, "account t cross join lateral (select t.*) a")
    for noun in NOUNS:
        sql += _rows(noun.name, noun.fields, noun.name + " t")
    return sql


_PAGE: LiteralString = (
    "(select kind, id, seq, body from ("
    + _all_rows()
    + "(select 'gone-' || t.kind, t.id, t.seq, null from tombstone t"
    + _behind("('gone-' || t.kind)")
    + ' and t.seq > %(began)s order by t.seq, t.kind collate "C", t.id limit %(most)s)) page'
    ' order by seq, kind collate "C", id limit %(most)s)'
    " union all select '', id, seq, min_seq::text from space where id = %(space)s"
)


def since(conn: Connection, space: UUID, cursor: Cursor | None, limit: int) -> Changes | None:
    """At most `limit` rows and tombstones behind the cursor; without one from the beginning, and without tombstones.

    None if the cursor is from before what is remembered: the client has to begin `anew`. Raises Problem 404 if the
    account was deleted.
    """
    found = conn.execute(_PAGE, _parameters(space, cursor, limit)).fetchall()
    own = [row for row in found if row[0] == ""]
    if not own:
        raise not_found("account")
    _, _, seq, min_seq = own[0]
    if cursor and _is_lost(cursor, seq, int(min_seq)):
        return None
    page = [row for row in found if row[0] != ""]
    if len(page) <= limit:
        return _sorted(page, Cursor(seq), has_more=False)
    kind, row_id, last, _ = page[limit - 1]
    return _sorted(page[:limit], Cursor(last, kind, row_id, cursor.began if cursor else seq), has_more=True)


def anew(conn: Connection, space: UUID, limit: int) -> Changes | None:
    """The first page for a client that is to forget what it has."""
    found = since(conn, space, None, limit)
    return found and found._replace(is_reset=True)


def _is_lost(cursor: Cursor, seq: int, min_seq: int) -> bool:
    """Tombstones that the client needed are forgotten, or it is ahead of a database that was set back."""
    known_from = cursor.seq if cursor.began is None else cursor.began
    return known_from < min_seq or cursor.seq > seq


def _parameters(space: UUID, cursor: Cursor | None, limit: int) -> dict[str, object]:
    start = cursor or Cursor(-1)
    nothing_gone_before = 2**62 if cursor is None else start.began or -1
    return {
        "space": space,
        "seq": start.seq,
        "kind": start.kind,
        "id": start.id,
        "began": nothing_gone_before,
        "most": limit + 1,
    }


def _sorted(page: list[tuple[str, UUID, int, str]], cursor: Cursor, *, has_more: bool) -> Changes:
    found = Changes({}, [], cursor, has_more, is_reset=False)
    for kind, row_id, seq, body in page:
        if kind.startswith(_GONE):
            found.gone.append(Gone(kind.removeprefix(_GONE), row_id, seq))
        else:
            found.rows.setdefault(kind, []).append(body)
    return found
