"""Answers the database whether a token is good: signed by credentials that the emulator has given out, for this
database and user, not older than 15 minutes, and allowed by a policy to connect (`rds-db:connect`).

Over a Unix socket: a line of JSON {"database", "user", "token"}; back comes {"refused": ""} or the reason.
"""

import json
import os
import socketserver
import threading
from typing import Any

from ministack.core.iam_evaluator import AuthError, EvalContext, evaluate, resolve_principal
from ministack.core.rds_iam import RdsIamTokenError, verify_rds_iam_token
from ministack.core.responses import request_scope
from ministack.services import rds
from tests.rehearsal.shim import TOKENS

_LONGEST = 65536


def serve() -> None:
    server = socketserver.ThreadingUnixStreamServer(os.environ[TOKENS], _Question)
    threading.Thread(target=server.serve_forever, daemon=True).start()


class _Question(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        asked = json.loads(self.rfile.readline(_LONGEST))
        self.wfile.write(json.dumps({"refused": _refused(**asked)}).encode() + b"\n")


def _refused(database: str, user: str, token: str) -> str:
    account, region = os.environ["MINISTACK_ACCOUNT_ID"], os.environ["MINISTACK_REGION"]
    instance = rds._instances.get_scoped(account, region, database)
    if instance is None or instance.get("IAMDatabaseAuthenticationEnabled") is not True:
        return "IAM authentication is not enabled"
    end = instance["Endpoint"]
    proof = verify_rds_iam_token(
        token, hostname=end["Address"], port=int(end["Port"]), db_user=user, region=region, account_id=account
    )
    if isinstance(proof, RdsIamTokenError):
        return proof.code
    with request_scope(account, region):
        return _not_allowed(proof.access_key_id, account, region, f"dbuser:{instance['DbiResourceId']}/{user}")


def _not_allowed(key: str, account: str, region: str, resource: str) -> str:
    principal: Any = resolve_principal(key, account)
    if isinstance(principal, AuthError):
        return principal.code
    if principal.policies is None:
        return ""  # the account's own keys
    context = EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=account,
        action="rds-db:connect",
        resource_arn=f"arn:aws:rds-db:{region}:{account}:{resource}",
        region=region,
        principal_keys=principal.keys,
    )
    decision = evaluate(context, principal.policies, *principal.limits).decision
    return "" if decision == "Allow" else f"rds-db:connect is not allowed ({decision})"
