"""The emulator of AWS, on a machine of its own: under AWS's own host names, over TLS, with IAM enforced."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from tests.rehearsal import place, shim
from tests.rehearsal.certificates import Identity
from tests.rehearsal.network import Machine

START_SECONDS = 90
KEYS = {
    "AWS_ACCESS_KEY_ID": place.ACCOUNT,
    "AWS_SECRET_ACCESS_KEY": "of-the-account",
}  # the account's own, of no use elsewhere
RECORDED = place.WORK / "recorded"
TOKENS = place.WORK / "tokens.sock"


@contextmanager
def running(identity: Identity, log: Path) -> Iterator[Machine]:
    machine = Machine("aws", place.AWS)
    RECORDED.touch()
    with log.open("w") as lines:
        process = machine.start(
            [sys.executable, "-m", "tests.rehearsal.shim"], env=_settings(identity), stdout=lines, stderr=lines
        )
        try:
            _await(process, log)
            yield machine
        finally:
            process.kill()
            process.wait()


def recorded() -> list[str]:
    """Types and names of the resources of which it has made nothing but a record."""
    return RECORDED.read_text().splitlines()


def _settings(identity: Identity) -> dict[str, str]:
    scratch = place.WORK / "aws"
    scratch.mkdir()
    return {
        **os.environ,
        **KEYS,
        "AUTH": "true",  # IAM is enforced; the bootstrap bucket then denies plain HTTP, so:
        "USE_SSL": "1",
        "GATEWAY_PORT": "4566",  # it opens 443 too; as the gateway's own port, 443 would not start
        "MINISTACK_SSL_CERT": str(identity.certificate),
        "MINISTACK_SSL_KEY": str(identity.key),
        "MINISTACK_ACCOUNT_ID": place.ACCOUNT,
        "MINISTACK_REGION": place.REGION,
        "BIND_HOST": place.AWS,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(scratch),
        "STATE_DIR": str(scratch / "state"),
        "S3_DATA_DIR": str(scratch / "s3"),
        shim.RECORDED: str(RECORDED),
        shim.TOKENS: str(TOKENS),
    }


def _await(process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            boto3.client("sts").get_caller_identity()
        except (BotoCoreError, ClientError):
            time.sleep(0.5)
        else:
            return
    raise RuntimeError(f"the emulator does not answer; see {log}")
