"""Mutations of devices that were away: each is applied once, however often and from wherever it is sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import errors

from todo import db, race
from todo.db import Connection
from todo.errors import FieldError, Problem, is_lost_race, problem_of
from todo.store.change import Device


@dataclass(frozen=True, slots=True)
class Claim:
    """A mutation by the id that a client gave it."""

    space: UUID
    id: UUID
    device: Device


def apply_once(claim: Claim, work: Callable[[Connection], object], *, lost: int = 0) -> Problem | None:
    """Does `work` in a transaction of its own, unless it was done before; returns why it was refused, now or then.

    What is refused leaves nothing behind but that. Raises Problem 503 where it is not known whether it was applied or
    that could not be tried: the same may be sent again.
    """
    try:
        with db.transaction() as conn:
            conn.execute("insert into mutation (space, id, client, at) values (%s, %s, %s, %s)", _values(claim))
            work(conn)
    except errors.UniqueViolation as error:
        if error.diag.constraint_name == "mutation_pkey":
            return answered(claim)
        return _refuse(claim, problem_of(error))
    except psycopg.Error as error:
        if lost < race.TRIES - 1 and is_lost_race(error):
            race.give_way(lost)
            return apply_once(claim, work, lost=lost + 1)
        return _refuse(claim, problem_of(error))
    except Problem as refusal:
        return _refuse(claim, refusal)
    return None


def _refuse(claim: Claim, refusal: Problem) -> Problem | None:
    """Keeps the refusal, so that it is repeated. What is no fault of the client's is not kept: it may be sent again."""
    if refusal.status == 503:
        raise refusal
    if refusal.status == 500:
        return refusal
    fields = [[field.field, field.code, field.message, field.column] for field in refusal.fields]
    kept = json.dumps([refusal.status, refusal.code, refusal.detail, fields], ensure_ascii=False)
    with db.transaction() as conn:
        is_kept = conn.execute(
            "insert into mutation (space, id, client, at, refusal) values (%s, %s, %s, %s, %s::jsonb)"
            " on conflict (space, id) do nothing returning id",
            (*_values(claim), kept),
        ).fetchone()
    return refusal if is_kept else answered(claim)


def answered(claim: Claim) -> Problem | None:
    """The refusal of a mutation that was answered, or None if it was applied."""
    with db.statement() as conn:
        found = conn.execute(
            "select refusal from mutation where space = %s and id = %s", (claim.space, claim.id)
        ).fetchone()
    if found is None or found[0] is None:
        return None
    status, code, detail, fields = found[0]
    return Problem(status, code, detail, [FieldError(*field) for field in fields])


def _values(claim: Claim) -> tuple[object, ...]:
    return claim.space, claim.id, claim.device.client, claim.device.clock
