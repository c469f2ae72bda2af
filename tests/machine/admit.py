"""Whether a role may sign in with this password, as RDS decides: it must be a token for that role, made just now.

Started by PAM with the role in the environment and the password as standard input. That a signature is right is checked
in tests/test_rds.py against what botocore makes.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

token = urlsplit("https://" + sys.stdin.read().rstrip("\0\n"))
said = {name: values[0] for name, values in parse_qs(token.query).items()}
made = datetime.strptime(said["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
scope = f"AKIDFLEET/{made:%Y%m%d}/eu-central-1/rds-db/aws4_request"

assert token.netloc == "database.test:5433"
assert (said["Action"], said["DBUser"]) == ("connect", os.environ["PAM_USER"])
assert (said["X-Amz-Credential"], said["X-Amz-Security-Token"]) == (scope, "session")
assert abs(datetime.now(UTC) - made) < timedelta(seconds=int(said["X-Amz-Expires"]))
assert len(said["X-Amz-Signature"]) == 64
