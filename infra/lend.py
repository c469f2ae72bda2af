"""Lends instances, for minutes, the right to read the master secret: docs/decisions/0020-….md says why."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

POLICY = "LentUntilTheRolesAreMade"


@contextmanager
def lent(iam: Any, *, role: str, secret: str, key: str) -> Generator[None]:
    """While in here, the instances' `role` may read `secret`, which `key` encrypts; both are ARNs."""
    iam.put_role_policy(RoleName=role, PolicyName=POLICY, PolicyDocument=json.dumps(_policy(secret, key)))
    try:
        yield
    finally:
        take_back(iam, role=role)


def take_back(iam: Any, *, role: str) -> None:
    """Whatever an earlier deployment that was cut off has left lent."""
    try:
        iam.delete_role_policy(RoleName=role, PolicyName=POLICY)
    except iam.exceptions.NoSuchEntityException:
        return


def _policy(secret: str, key: str) -> dict[str, Any]:
    region = secret.split(":")[3]
    through = {"StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secret},
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key, "Condition": through},
        ],
    }
