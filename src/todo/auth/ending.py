"""Sessions that are ended from elsewhere than their own browser, and what hangs on them at the issuer."""

from uuid import UUID

from todo import db
from todo.auth import current, exchange, session
from todo.auth.asker import asker
from todo.identity.seal import digest
from todo.store import account
from todo.store import session as store
from todo.store.identity import family, signin

MAX_REVOKED = 20
"""So many refresh tokens are taken back at an outside issuer at once: each is a request there, and somebody waits."""


def one(session_id: UUID) -> None:
    """Here at once, and at the issuer as well as it goes. Raises Problem 404."""
    with db.transaction() as conn:
        sealed = store.end_one(conn, asker().space, session_id)
    revoke([sealed] if sealed else [])


def others() -> None:
    """All sessions but the one that asks. At the built-in sign-in all else that it has given out ends too: programs'
    refresh tokens, and browsers that are signed in there."""
    space, mine = asker().space, asker().session
    with db.transaction() as conn:
        ended = store.end_others(conn, space, mine)
        subject = account.subject(conn, space)
        own = store.refresh_token(conn, space, mine) if mine else None
    if current.settings().is_built_in_issuer:
        _end_signins(UUID(subject), session.unsealed(own))
    else:
        revoke(ended)


def revoke(sealed: list[bytes]) -> None:
    """Takes the refresh tokens back at the issuer. Without the issuer they are of no use here either."""
    for refresh_token in sealed[:MAX_REVOKED]:
        if text := session.unsealed(refresh_token):
            exchange.revoke(current.verifier(), text)


def _end_signins(person: UUID, refresh_token: str | None) -> None:
    with db.transaction(identity="on") as conn:
        own = family.signin_of_token(conn, digest(refresh_token)) if refresh_token else None
        family.end_of_person(conn, person, own)
        signin.end_of_person(conn, person, own)
