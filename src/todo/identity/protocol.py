"""A request of the OAuth protocol, as Authlib wants to see it."""

# Authlib has no types of its own, and what pyright infers of it is not what it takes and gives.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportIncompatibleMethodOverride=false, reportIncompatibleVariableOverride=false

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Payload, OAuth2Request
from flask import request as http
from werkzeug.datastructures import MultiDict

from todo.db import Connection
from todo.identity.current import current

_LONGEST_PARAMETER = 2048


class Parameters(OAuth2Payload):
    """The query of the authorization endpoint or the body of the others, never both together.

    Raises InvalidRequestError if one is there twice (RFC 6749, sections 3.1 and 3.2) or holds what no value of the
    protocol may hold (appendix A).
    """

    def __init__(self, values: MultiDict[str, str]) -> None:
        for name, several in values.lists():
            if len(several) > 1:
                raise InvalidRequestError("A parameter is repeated.")
            if name not in {"login_hint", "ui_locales"} and not _is_printable(several[0]):
                raise InvalidRequestError("A parameter is not printable ASCII or too long.")
        self._values = values

    @property
    def data(self) -> MultiDict[str, str]:
        return self._values

    @property
    def datalist(self) -> dict[str, list[str]]:
        return dict(self._values.lists())


def _is_printable(value: str) -> bool:
    r"""Without `"` and `\`, which error descriptions may not quote."""
    return len(value) <= _LONGEST_PARAMETER and all(" " <= letter <= "~" and letter not in '"\\' for letter in value)


class ProtocolRequest(OAuth2Request):
    """A request to one of the OAuth endpoints, with the transaction that all of it happens in."""

    def __init__(self, conn: Connection, values: MultiDict[str, str]) -> None:
        super().__init__(http.method, current().base + http.path, headers=dict(http.headers))
        self.conn = conn
        self.parameters = values
        self.payload = Parameters(values)

    @property
    def args(self) -> MultiDict[str, str]:
        return self.parameters

    @property
    def form(self) -> MultiDict[str, str]:
        return self.parameters
