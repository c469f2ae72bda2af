"""An issuer of tokens that publishes one key, as Cognito does, and signs really."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "bench"
JWKS = "/.well-known/jwks.json"


class Issuer:
    def __init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"kid": "bench", "alg": "RS256", "use": "sig"})
        self.jwks = json.dumps({"keys": [self._key.as_dict(private=False)]})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def headers(self, person: str) -> dict[str, str]:
        """The Authorization of a person, valid for a day; the claims are those of Cognito's access tokens."""
        now = int(time.time())
        claims = {
            "sub": person,
            "iss": self.url,
            "token_use": "access",
            "client_id": CLIENT,
            "scope": "openid email",
            "username": person,
            "jti": person,
            "auth_time": now,
            "iat": now,
            "exp": now + 86_400,
        }
        return {"Authorization": "Bearer " + jwt.encode({"alg": "RS256", "kid": "bench"}, claims, self._key)}

    def _document(self) -> str:
        paths = {
            "jwks_uri": JWKS,
            "authorization_endpoint": "/oauth2/authorize",
            "token_endpoint": "/oauth2/token",
            "revocation_endpoint": "/oauth2/revoke",
        }
        return json.dumps({"issuer": self.url, **{name: self.url + path for name, path in paths.items()}})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = (issuer.jwks if self.path == JWKS else issuer._document()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Silent."""

        return Handler
