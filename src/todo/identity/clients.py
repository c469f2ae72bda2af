"""The two clients of the built-in issuer: the web application, and programs on somebody's own machine."""

import hmac
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from todo.auth.secret import load_secret
from todo.identity.seal import signature
from todo.settings import Settings

WEB_CLIENT_ID = "todo-web"
CLI_CLIENT_ID = "todo-cli"
SCOPES = ("openid", "email", "profile")

# RFC 8252, section 7.3: a program listens on a free port of the loopback interface, so that the port may be any.
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|\[::1\]):([1-9][0-9]{0,4})/callback")


@dataclass(frozen=True, slots=True)
class Client:
    """What Authlib wants to know of a client. Without a secret it is public, and its person is asked each time."""

    client_id: str
    name: str
    secret: str | None = field(default=None, repr=False)
    redirect_uri: str | None = None
    logout_uris: frozenset[str] = frozenset()

    @property
    def asks_first(self) -> bool:
        """RFC 8252, section 8.6: anybody on the machine may pose as a public client, so no answer comes by itself."""
        return self.secret is None

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        return None  # always to be named (OAuth 2.1)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        words = (scope or "").split()
        return " ".join(words) if "openid" in words and set(words) <= set(SCOPES) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """To the letter (RFC 9700, section 4.1.3), but for the port of a loopback address."""
        if self.redirect_uri is not None:
            return redirect_uri == self.redirect_uri
        loopback = _LOOPBACK.fullmatch(redirect_uri)
        return loopback is not None and int(loopback[1]) <= 65535

    def check_client_secret(self, client_secret: str) -> bool:
        return self.secret is not None and hmac.compare_digest(self.secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return (method == "none") is (self.secret is None)

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in {"authorization_code", "refresh_token"}


def web_client_secret(settings: Settings) -> str:
    """The secret of the web application, which is the same program: made of the program's own secret."""
    return signature(load_secret(settings), "client secret", WEB_CLIENT_ID)


def make_clients(settings: Settings) -> dict[str, Client]:
    base = settings.base_url.rstrip("/")
    web = Client(
        WEB_CLIENT_ID,
        "the web application",
        web_client_secret(settings),
        redirect_uri=base + "/auth/callback",
        logout_uris=frozenset({base, base + "/"}),
    )
    return {WEB_CLIENT_ID: web, CLI_CLIENT_ID: Client(CLI_CLIENT_ID, "A program on your computer")}


def form_target(redirect_uri: str) -> str:
    """The origin as a Content-Security-Policy names it: its grammar has no IPv6 addresses, so there it is the port."""
    parts = urlsplit(redirect_uri)
    return f"{parts.scheme}://*:{parts.port}" if parts.netloc.startswith("[") else f"{parts.scheme}://{parts.netloc}"
