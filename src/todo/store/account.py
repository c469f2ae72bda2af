"""Accounts: one person as this system knows them, with the space that their todos are in."""

import json
import logging
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg
from psycopg import errors
from uuid_utils.compat import uuid7

from todo import db
from todo.db import Connection
from todo.errors import Problem, not_found
from todo.rules.merge import Merged, merge
from todo.store import departed, trash
from todo.store.change import CHANGE, Changed, Mutation, Stored, decisive, lose, parameters, stamp_of
from todo.store.departed import Who
from todo.store.row import Row

_log = logging.getLogger(__name__)


class Known(NamedTuple):
    """An account and its space."""

    account: UUID
    space: UUID


FIELDS: LiteralString = """
  a.id, a.space, a.issuer, a.subject, a.email, a.name, coalesce(a.zone, 'UTC') as zone,
  a.zone is not null as zone_is_chosen,
  a.week_start, a.language, a.theme, a.seq, a.created_at, a.updated_at"""

_COLUMNS: dict[str, LiteralString] = {
    "name": "name = %(name)s",
    "zone": "zone = %(zone)s",
    "week_start": "week_start = %(week_start)s",
    "language": "language = %(language)s",
    "theme": "theme = %(theme)s",
}


class OfBefore(Exception):
    """The person deleted their account, and has not signed in since."""


def first_sight(who: Who, since: datetime | None, *, email: str | None = None, name: str | None = None) -> Known:
    """The account of somebody who has signed in, made with its space if this is the first time. Two at once make one.

    `since` is when they did so, as far as it is known. Raises OfBefore rather than make anew what they deleted later.
    """
    for _ in range(2):
        if known := find(who):
            if email:
                _keep_email(known.space, email)
            _empty_trash(known.space)
            return known
        try:
            return _make(who, since, email, name)
        except errors.UniqueViolation:
            continue  # another request made it meanwhile
    raise Problem(503, "try_again", "The account is being made; try again.", headers={"Retry-After": "1"})


def _keep_email(space: UUID, email: str) -> None:
    """The issuer says where the person is reached; an access token alone does not."""
    with db.transaction(spaces=f"{{{space}}}") as conn:
        conn.execute(
            "with bump as (update space set seq = seq + 1 where id = %(space)s and exists"
            " (select from account where space = %(space)s and email is distinct from %(email)s) returning seq)"
            " update account set email = %(email)s, updated_at = now(), seq = bump.seq"
            " from bump where space = %(space)s",
            {"space": space, "email": email},
        )


def _empty_trash(space: UUID) -> None:
    """What hinders it keeps nobody out: it is tried again the next time."""
    try:
        with db.transaction(spaces=f"{{{space}}}") as conn:
            trash.sweep(conn, space)
    except psycopg.Error as error:
        _log.error("The trash of %s was not emptied: %s %s", space, type(error).__name__, error.diag.constraint_name)


def find(who: Who) -> Known | None:
    """None if this subject has never been seen."""
    with db.transaction(issuer=who.issuer, subject=who.subject) as conn:
        found = conn.execute("select id, space from account where issuer = %s and subject = %s", who).fetchone()
    return Known(*found) if found else None


def _make(who: Who, since: datetime | None, email: str | None, name: str | None) -> Known:
    known = Known(uuid7(), uuid7())
    with db.transaction(spaces=f"{{{known.space}}}", issuer=who.issuer, subject=who.subject) as conn:
        conn.execute("insert into space (id, seq) values (%s, 1)", (known.space,))
        conn.execute(
            "insert into account (id, space, issuer, subject, email, name, seq) values (%s, %s, %s, %s, %s, %s, 1)",
            (*known, *who, email, name),
        )
        # Behind the insert, which waits for a deletion that is under way.
        left = departed.at(conn, who)
        if left and (since is None or since <= left):
            raise OfBefore
    return known


def read(conn: Connection, space: UUID) -> Stored:
    """The account whose own space this is."""
    found = conn.execute(
        "select row_to_json(x)::text, x.seq from (select " + FIELDS + " from account a where a.space = %s) x",
        (space,),
    ).fetchone()
    if found is None:
        raise not_found("account")
    return Stored(*found)


def patch(conn: Connection, space: UUID, changes: Row, mutation: Mutation) -> Stored:
    """Sets what is named. Raises Problem 412 if the client has seen another state of it."""
    found = conn.execute(
        "select (select row_to_json(x)::text from (select " + FIELDS + ") x), a.seq, a.stamps from account a"
        " where a.space = %s for no key update of a",
        (space,),
    ).fetchone()
    if found is None:
        raise not_found("account")
    current: dict[str, Any] = json.loads(found[0])
    if mutation.only_if is not None and found[1] not in mutation.only_if:
        raise Problem(412, "changed_meanwhile", f"The account was changed meanwhile: it is at {found[1]}.")
    stamps = decisive(conn, space, found[2], mutation)
    _write(conn, space, current, merge(stamps, changes, stamp_of(stamps, changes, mutation)), mutation)
    return read(conn, space)


def _write(conn: Connection, space: UUID, current: Row, merged: Merged, mutation: Mutation) -> None:
    before = {name: current[name] for name in merged.applied}
    if "zone" in before and not current["zone_is_chosen"]:
        before["zone"] = None
    changed = Changed("account", UUID(current["id"]), "patch", before, merged.applied, merged.lost)
    if not merged.applied:
        return lose(conn, space, mutation, changed) if merged.lost else None
    conn.execute(
        CHANGE
        + " update account a set "
        + ", ".join([_COLUMNS[name] for name in merged.applied])
        + ", stamps = a.stamps || %(stamps)s::jsonb, updated_at = now(), seq = bump.seq"
        " from bump where a.space = %(space)s",
        {**merged.applied, "stamps": json.dumps(merged.stamps), **parameters(space, mutation, changed)},
    )
    return None


def subject(conn: Connection, space: UUID) -> str:
    """Who the account's person is at the issuer. Raises Problem 404."""
    found = conn.execute("select subject from account where space = %s", (space,)).fetchone()
    if found is None:
        raise not_found("account")
    return str(found[0])


def zone(conn: Connection, space: UUID) -> str:
    """The time zone in which the account's days begin and end."""
    found = conn.execute("select zone from account where space = %s", (space,)).fetchone()
    return (found[0] if found else None) or "UTC"
