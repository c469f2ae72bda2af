"""/auth/token: how somebody gets an access token for curl, and the page that shows it once."""

from flask import Response

from todo.auth import current, pages
from todo.auth.attempt import Attempt
from todo.auth.guard import public
from todo.auth.jwt import IdentityClaims

PASSWORD_LEEWAY_SECONDS = 60


@public
def token() -> Response:
    return pages.render("token", base=current.base())


def shown(access_token: str, identity: IdentityClaims, begun: Attempt) -> Response:
    """The token, if the person has typed their password for it: who finds a browser open must not walk off with one.

    An issuer that says nothing of `auth_time` is trusted to have followed prompt=login.
    """
    at = identity.authenticated_at
    if at is not None and at < begun.at - PASSWORD_LEEWAY_SECONDS:
        return pages.failed(403, "Your password is needed", "A token is shown only to who has just signed in.")
    claims = current.verifier().access(access_token)
    minutes = max(0, int(claims.expires_at - current.verifier().clock()) // 60)
    return pages.render("token_shown", base=current.base(), token=access_token, minutes=minutes)
