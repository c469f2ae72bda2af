"""The instance metadata service, version 2, for an instance whose role is called `fleet`."""

import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROLES = "/latest/meta-data/iam/security-credentials/"


class Metadata(BaseHTTPRequestHandler):
    def do_PUT(self) -> None:
        self.answer(200 if self.path == "/latest/api/token" else 404, "a-session")

    def do_GET(self) -> None:
        if self.headers["X-aws-ec2-metadata-token"] != "a-session":
            self.answer(401, "")
        elif self.path == ROLES:
            self.answer(200, "fleet")
        elif self.path == ROLES + "fleet":
            end = (datetime.now(UTC) + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M:%SZ")
            # The token is short: PAM's module below hands on no more than 512 bytes of a password.
            found = {"AccessKeyId": "AKIDFLEET", "SecretAccessKey": "key", "Token": "session", "Expiration": end}
            self.answer(200, json.dumps(found))
        else:
            self.answer(404, "")

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


ThreadingHTTPServer(("169.254.169.254", 80), Metadata).serve_forever()
