"""Signing in to RDS by IAM: the token to the letter, and where the credentials come from."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from psycopg.conninfo import conninfo_to_dict

from todo import rds
from todo.settings import SettingsError, read_settings

HOST = "todo.abcdefghijkl.eu-central-1.rds.amazonaws.com"
URL = f"postgresql://todo@{HOST}:5432/todo?sslmode=verify-full"
NOW = datetime(2026, 11, 22, 17, 30, 5, tzinfo=UTC)
CREDENTIALS = rds.Credentials(
    "AKIDEXAMPLE",
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "IQoJb3JpZ2luX2VjEXAMPLE//token+with=signs==",
    NOW + timedelta(hours=6),
)
# What botocore 1.44.5 makes of the same host, user, region, credentials and time, by generate_db_auth_token.
OF_BOTOCORE = (
    f"{HOST}:5432/?Action=connect&DBUser=todo_owner&X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIDEXAMPLE%2F20261122%2Feu-central-1%2Frds-db%2Faws4_request&X-Amz-Date=20261122T173005Z"
    "&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
    "&X-Amz-Security-Token=IQoJb3JpZ2luX2VjEXAMPLE%2F%2Ftoken%2Bwith%3Dsigns%3D%3D"
    "&X-Amz-Signature=a419e2423d67951f3af4ce87993b398178d65e35139870802adc920dd441a01f"
)


class Metadata(ThreadingHTTPServer):
    """The instance metadata service, version 2, of an instance with a role."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MetadataHandler)
        self.asked = 0
        self.lifetime = timedelta(hours=6)
        self.url = f"http://127.0.0.1:{self.server_port}/latest"


class MetadataHandler(BaseHTTPRequestHandler):
    server: Metadata

    def log_message(self, *_: Any) -> None: ...

    def do_PUT(self) -> None:
        has_lifetime = self.headers["X-aws-ec2-metadata-token-ttl-seconds"] == "60"
        self.answer(200, "a-session") if has_lifetime else self.answer(400, "")

    def do_GET(self) -> None:
        roles = "/latest/meta-data/iam/security-credentials/"
        if self.headers["X-aws-ec2-metadata-token"] != "a-session":
            self.answer(401, "")
        elif self.path == roles:
            self.answer(200, "fleet")
        elif self.path == roles + "fleet":
            self.server.asked += 1
            end = datetime.now(UTC) + self.server.lifetime
            found = {"AccessKeyId": f"AKID{self.server.asked}", "SecretAccessKey": "key", "Token": "session"}
            self.answer(200, json.dumps({**found, "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ")}))
        else:
            self.answer(404, "")

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture
def metadata() -> Iterator[Metadata]:
    server = Metadata()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_token_is_what_botocore_makes_of_the_same() -> None:
    token = rds.token(f"{HOST}:5432", "todo_owner", "eu-central-1", CREDENTIALS, NOW)

    ours, theirs = urlsplit("https://" + token), urlsplit("https://" + OF_BOTOCORE)
    assert (ours.netloc, ours.path) == (theirs.netloc, theirs.path)
    assert parse_qs(ours.query, strict_parsing=True) == parse_qs(theirs.query, strict_parsing=True)


def test_each_connection_gets_a_token_and_keeps_the_rest_of_its_address(metadata: Metadata) -> None:
    sign = rds.signer(URL, "eu-central-1", rds.InstanceRole(metadata.url))

    parts = conninfo_to_dict(sign())

    assert str(parts.pop("password")).startswith(f"{HOST}:5432/?Action=connect&DBUser=todo&")
    assert parts == conninfo_to_dict(URL)


def test_the_role_is_asked_for_once_while_its_credentials_last(metadata: Metadata) -> None:
    sign = rds.signer(URL, "eu-central-1", rds.InstanceRole(metadata.url))

    for _ in range(3):
        sign()

    assert metadata.asked == 1


def test_credentials_that_are_about_to_end_are_asked_for_anew(metadata: Metadata) -> None:
    metadata.lifetime = rds.RENEW_BEFORE - timedelta(seconds=5)
    role = rds.InstanceRole(metadata.url)

    keys = [role.credentials(datetime.now(UTC)).key_id for _ in range(2)]

    assert keys == ["AKID1", "AKID2"]


def test_an_instance_without_a_role_is_an_error_that_names_no_secret(metadata: Metadata) -> None:
    sign = rds.signer(URL, "eu-central-1", rds.InstanceRole(metadata.url + "/elsewhere"))

    with pytest.raises(httpx.HTTPError) as raised:
        sign()

    assert "a-session" not in str(raised.value)


def test_a_proxy_of_the_environment_never_sees_credentials(metadata: Metadata, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert rds.InstanceRole(metadata.url).credentials(datetime.now(UTC)).key_id == "AKID1"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"TODO_DATABASE_URL": URL}, "TODO_AWS_REGION"),
        ({"TODO_AWS_REGION": "eu-central-1"}, "TODO_DATABASE_URL"),
        (
            {"TODO_AWS_REGION": "eu-central-1", "TODO_DATABASE_URL": f"postgresql://todo@{HOST}/todo"},
            "TODO_DATABASE_URL",
        ),
        (
            {
                "TODO_AWS_REGION": "eu-central-1",
                "TODO_DATABASE_URL": URL,
                "TODO_MIGRATE_DATABASE_URL": f"postgresql://todo_owner@{HOST}/todo?sslmode=require",
            },
            "TODO_MIGRATE_DATABASE_URL",
        ),
    ],
)
def test_a_token_is_never_sent_to_whom_has_not_proven_who_it_is(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings({"TODO_DATABASE_AUTH": "rds-iam", **given})


def test_where_passwords_are_used_nothing_is_signed() -> None:
    assert read_settings({"TODO_DATABASE_URL": URL, "TODO_AWS_REGION": "eu-central-1"}).token_region is None
