"""Where somebody goes on to: what the application asked for is taken from page to page in the address.

None of it is trusted: it only ever leads to /oauth2/authorize, which checks all of it.
"""

from urllib.parse import urlencode

from flask import request

from todo.identity.current import current

_AUTHORIZATION = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
    "prompt", "max_age", "login_hint",
)  # fmt: skip


def query(*without: str) -> str:
    """The same for a link to another page of the sign-in, with its question mark; or nothing."""
    if "client_id" in request.args:
        taken = {name: request.args[name] for name in _AUTHORIZATION if name in request.args and name not in without}
        return "?" + urlencode(taken)
    return "?then=changePassword" if request.args.get("then") == "changePassword" else ""


def destination() -> str:
    """For who has just signed in. `prompt` and `max_age` have had their effect by now, and would ask again."""
    if "client_id" in request.args:
        return "/oauth2/authorize" + query("prompt", "max_age")
    return "/changePassword" if query() else current().base + "/auth/login"
