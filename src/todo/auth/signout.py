"""/auth/logout: the session ends here, then at the issuer."""

import httpx
from flask import Response, jsonify, request

from todo.auth import current, origin, pages, session
from todo.auth.fetch import IssuerUnreachable
from todo.auth.guard import public


@public
def logout() -> Response:
    """Also for a browser whose session is over. A script is told where to go on to, a form is taken there.

    What the device keeps is removed for a form; a script does so itself, since others may have something here that they
    have not sent yet.
    """
    origin.check_page()
    if cookie := session.presented():
        session.end(cookie)
    to = issuers_logout()
    is_script = request.headers.get("X-Requested-With") == origin.OUR_HEADER
    response = jsonify(next=to) if is_script else pages.onward(to)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Clear-Site-Data"] = '"cache"' if is_script else '"cache", "storage"'
    session.clear_cookie(response)
    return response


def issuers_logout() -> str:
    """Where the issuer ends its own session and sends the browser back: Cognito's /logout, or RP-Initiated Logout."""
    home, verifier = current.base() + "/", current.verifier()
    try:
        end_session = verifier.endpoints.value().end_session
    except IssuerUnreachable:
        return home
    if end_session is None:
        return home
    back = "logout_uri" if verifier.trust.profile == "cognito" else "post_logout_redirect_uri"
    return str(httpx.URL(end_session).copy_merge_params({"client_id": verifier.trust.client_id, back: home}))
