"""A small OpenID provider on 127.0.0.1 that signs real tokens: the rim at which these tests fake something."""

import base64
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1_800_000_000.0
DISCOVERY = "/.well-known/openid-configuration"
JWKS = "/.well-known/jwks.json"

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Answer = tuple[int, dict[str, str], bytes]


class Clock:
    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def public_jwk(key: PrivateKey, kid: str | None, **members: Any) -> dict[str, Any]:
    """As issuers publish it; a member given as None is left out."""
    numbers = key.public_key().public_numbers()
    if isinstance(numbers, rsa.RSAPublicNumbers):
        jwk = {"kty": "RSA", "alg": "RS256", "n": number(numbers.n), "e": number(numbers.e)}
    else:
        jwk = {"kty": "EC", "alg": "ES256", "crv": "P-256", "x": number(numbers.x), "y": number(numbers.y)}
    jwk |= {"kid": kid, "use": "sig", **members}
    return {name: value for name, value in jwk.items() if value is not None}


def signature(data: bytes, key: PrivateKey) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def signed(header: Any, payload: Any, key: PrivateKey) -> str:
    """A really signed token; header and payload may be bytes, to be as odd as the test wants."""
    parts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, payload)]
    signing_input = ".".join(map(b64, parts))
    return signing_input + "." + b64(signature(signing_input.encode(), key))


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what some tests are about."""


class Issuer:
    """Publishes `keys` and counts what it is asked; `answers` replaces what a path says."""

    def __init__(self, clock: Clock) -> None:
        self.key: PrivateKey = rsa.generate_private_key(65537, 2048)
        self.reset(clock)
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/pool"

    def reset(self, clock: Clock) -> None:
        self.clock = clock
        self.keys: list[Any] = [public_jwk(self.key, "first")]
        self.asked: list[str] = []
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], Answer]] = {}

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "jwks_uri": self.url + JWKS,
            "authorization_endpoint": self.url + "/oauth2/authorize",
            "token_endpoint": self.url + "/oauth2/token",
            "revocation_endpoint": self.url + "/oauth2/revoke",
        }

    def claims(self, **claims: Any) -> dict[str, Any]:
        """An access token's, as Cognito gives it; a claim given as None is left out."""
        now = int(self.clock())
        usual = {
            "sub": "5f0c7b1e-owner",
            "iss": self.url,
            "token_use": "access",
            "client_id": "web",
            "scope": "openid email",
            "jti": "1",
            "auth_time": now,
            "iat": now,
            "exp": now + 3600,
            "username": "owner",
        }
        return {name: value for name, value in {**usual, **claims}.items() if value is not None}

    def header(self, **members: Any) -> dict[str, Any]:
        header = {"alg": "RS256", "kid": "first", **members}
        return {name: value for name, value in header.items() if value is not None}

    def token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        return signed(self.header(**header or {}), self.claims(**claims), self.key)

    def times_asked(self, path: str) -> int:
        return self.asked.count("/pool" + path)

    def answer(self, request: BaseHTTPRequestHandler) -> Answer:
        path = request.path.split("?")[0].removeprefix("/pool")
        if path in self.answers:
            return self.answers[path](request)
        found = {DISCOVERY: self.document(), JWKS: {"keys": self.keys}}.get(path)
        return as_json(200 if found else 404, found or {})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path.split("?")[0])
                status, headers, body = issuer.answer(self)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *args: Any) -> None:
                """Silent."""

        return Handler


def as_json(status: int, content: object) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(content).encode()
