"""Signs in to RDS by IAM: a token of 15 minutes in place of a password, made anew for each connection.

A token is the address of the action `connect`, signed with the credentials of the instance's role by Signature
Version 4 and written without its scheme (RDS user guide, "IAM database authentication"; IAM user guide, "Create a
signed AWS API request"). The credentials are those of the instance metadata service, version 2 (EC2 user guide).
"""

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
from psycopg.conninfo import conninfo_to_dict, make_conninfo

METADATA = "http://169.254.169.254/latest"
METADATA_SECONDS = 2.0
TOKEN_SECONDS = 900
RENEW_BEFORE = timedelta(minutes=5)  # new ones are there at least five minutes before the old ones end

_ALGORITHM = "AWS4-HMAC-SHA256"
_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of a role: they end, and are of no use without `token`."""

    key_id: str
    key: str
    token: str
    end: datetime


class InstanceRole:
    """The credentials of the instance's role, asked for when they are about to end."""

    def __init__(self, metadata: str = METADATA) -> None:
        self._metadata = metadata
        self._lock = threading.Lock()
        self._kept: Credentials | None = None

    def credentials(self, now: datetime) -> Credentials:
        """Raises httpx.HTTPError where there is no metadata service or the instance has no role."""
        with self._lock:
            if self._kept is None or self._kept.end - now < RENEW_BEFORE:
                self._kept = self._asked()
            return self._kept

    def _asked(self) -> Credentials:
        with httpx.Client(timeout=METADATA_SECONDS, trust_env=False) as client:
            lifetime = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
            token = client.put(f"{self._metadata}/api/token", headers=lifetime).raise_for_status().text
            client.headers["X-aws-ec2-metadata-token"] = token
            roles = f"{self._metadata}/meta-data/iam/security-credentials/"
            name = client.get(roles).raise_for_status().text.strip()
            found = client.get(roles + name).raise_for_status().json()
        end = datetime.fromisoformat(found["Expiration"])
        return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["Token"], end)


def signer(conninfo: str, region: str, role: InstanceRole | None = None) -> Callable[[], str]:
    """What makes `conninfo` complete, with a fresh token, each time it is called. Raises httpx.HTTPError then."""
    role = role or InstanceRole()
    parts = conninfo_to_dict(conninfo)
    host, port, user = str(parts["host"]), str(parts.get("port") or 5432), str(parts["user"])

    def signed() -> str:
        now = datetime.now(UTC)
        return make_conninfo(conninfo, password=token(f"{host}:{port}", user, region, role.credentials(now), now))

    return signed


def token(address: str, user: str, region: str, credentials: Credentials, now: datetime) -> str:
    """The token that lets `user` in at `address` ('host:port') for 15 minutes from `now`."""
    time = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{time[:8]}/{region}/rds-db/aws4_request"
    query = _query(
        {
            "Action": "connect",
            "DBUser": user,
            "X-Amz-Algorithm": _ALGORITHM,
            "X-Amz-Credential": f"{credentials.key_id}/{scope}",
            "X-Amz-Date": time,
            "X-Amz-Expires": str(TOKEN_SECONDS),
            "X-Amz-Security-Token": credentials.token,
            "X-Amz-SignedHeaders": "host",
        }
    )
    request = f"GET\n/\n{query}\nhost:{address}\n\nhost\n{_NOTHING}"
    to_sign = f"{_ALGORITHM}\n{time}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = _hmac(_signing_key(credentials.key, scope), to_sign).hex()
    return f"{address}/?{query}&X-Amz-Signature={signature}"


def _query(parameters: dict[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(parameters.items()))


def _signing_key(secret: str, scope: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
