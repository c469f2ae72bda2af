"""An account that was deleted while a request of it was under way, or in another process just before."""

import psycopg
import pydantic
from flask import g

from todo import db
from todo.auth.asker import asker
from todo.errors import Problem
from todo.store import space

_SAYS_ENOUGH = {401, 403, 404, 503}


def is_answer_to(error: Exception) -> bool:
    """True if the asker's account is gone, and that is more than the error says: a list that is not there, say.

    Asked only where something went wrong, so that it costs the others nothing.
    """
    if "asker" not in g or isinstance(error, pydantic.ValidationError | psycopg.OperationalError):
        return False
    if isinstance(error, Problem) and error.status in _SAYS_ENOUGH and error.code != "try_again":
        return False
    try:
        with db.statement() as conn:
            return not space.seqs(conn, [asker().space])
    except psycopg.Error:
        return False
