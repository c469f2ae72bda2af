"""The end of an account: here, at the built-in sign-in, and as far as we can at an outside issuer."""

from todo import db
from todo.auth import current, ending, fresh
from todo.auth.asker import asker
from todo.store import account, departed
from todo.store.departed import Who


def leave() -> None:
    """Deletes the asker's account. Raises Problem 403 without a fresh sign-in, and 404 if it is gone already."""
    fresh.check()
    trust, is_built_in = current.verifier().trust, current.settings().is_built_in_issuer
    with db.statement() as conn:
        who = Who(trust.issuer, account.subject(conn, asker().space))
    kept = departed.leave(asker().space, who, current.now, is_person_here=is_built_in)
    current.parts().people.forget(who.subject)
    if not is_built_in:
        ending.revoke(kept)
