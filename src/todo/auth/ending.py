"""Where somebody is signed in, ended from elsewhere, and what hangs on it at the issuer."""

from uuid import UUID

from todo import db
from todo.auth import current, exchange, session
from todo.auth.asker import asker
from todo.errors import not_found
from todo.identity.clients import CLI_CLIENT_ID
from todo.identity.seal import digest
from todo.store import account
from todo.store import session as store
from todo.store.identity import family, signin

MAX_REVOKED = 20
"""So many refresh tokens are taken back at an outside issuer at once: each is a request there, and somebody waits."""


def programs() -> list[str]:
    """The programs that the person has signed in, as JSON; only the built-in sign-in tells of them."""
    if not current.settings().is_built_in_issuer:
        return []
    with db.statement() as conn:
        person = UUID(account.subject(conn, asker().space))
    with db.statement(identity="on") as conn:
        return family.programs(conn, person, CLI_CLIENT_ID)


def one(session_id: UUID) -> None:
    """A browser or a program, here at once, and at the issuer as well as it goes. Raises Problem 404."""
    with db.transaction() as conn:
        sealed = store.end_one(conn, asker().space, session_id)
        subject = account.subject(conn, asker().space)
    if sealed is not None:
        revoke(sealed)
    elif not current.settings().is_built_in_issuer or not _is_program_ended(UUID(subject), session_id):
        raise not_found("session")


def _is_program_ended(person: UUID, family_id: UUID) -> bool:
    with db.statement(identity="on") as conn:
        return family.end_program(conn, person, family_id, CLI_CLIENT_ID)


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
