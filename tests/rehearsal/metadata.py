"""The instance metadata service, version 2, of one instance (EC2 user guide, "Use IMDS"): run inside its namespace as
`python metadata.py`, with what it tells as JSON on standard input. Without a session token it answers 401."""

import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = ("169.254.169.254", 80)
TTL = "X-aws-ec2-metadata-token-ttl-seconds"


class Metadata(ThreadingHTTPServer):
    def __init__(self, told: dict[str, str]) -> None:
        super().__init__(ADDRESS, Handler)
        self.told = told  # by path below /latest/
        self.sessions: set[str] = set()


class Handler(BaseHTTPRequestHandler):
    server: Metadata

    def log_message(self, *_: object) -> None: ...

    def do_PUT(self) -> None:
        if self.path != "/latest/api/token" or not self.headers[TTL]:
            return self.answer(400, "")
        session = secrets.token_urlsafe(24)
        self.server.sessions.add(session)
        return self.answer(200, session)

    def do_GET(self) -> None:
        if self.headers["X-aws-ec2-metadata-token"] not in self.server.sessions:
            return self.answer(401, "")
        told = self.server.told.get(self.path.removeprefix("/latest/"))
        return self.answer(404, "") if told is None else self.answer(200, told)

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    Metadata(json.load(sys.stdin)).serve_forever()
