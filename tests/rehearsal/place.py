"""Where the rehearsal takes place: names and addresses, all from ranges that are kept for documentation."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".rehearsal"
LOG = KEPT / "log"  # of the last rehearsal, and its report
BUILT = KEPT / "built"  # the bundles; gone when the rehearsal has ended
HANDED_OVER = BUILT / "rds.key"  # the authority that signs for RDS, from outside the sandbox to its inside
WORK = Path("/run/rehearsal")  # in memory, inside the sandbox; gone with it

ACCOUNT = "111111111111"
REGION = "us-east-1"
STACK = "rehearsal"
ZONE = "example.com"
DOMAIN = "todo.example.com"
URL = f"https://{DOMAIN}"

AWS = "192.0.2.1"  # the emulator, under every name of AWS (RFC 5737)
PEOPLE = "198.51.100.10"  # where browsers are (RFC 5737)
MACHINE = os.uname().machine
ARCHITECTURE = {"aarch64": "arm64"}.get(MACHINE, MACHINE)

SERVICES = (
    *("acm", "autoscaling", "backup", "budgets", "cloudformation", "cloudwatch", "cognito-idp", "ec2", "ecr"),
    *("elasticloadbalancing", "iam", "kms", "logs", "monitoring", "rds", "route53", "s3", "secretsmanager", "sns"),
    *("ssm", "sts", "wafv2"),
)
BOOTSTRAP_BUCKET = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
AWS_NAMES = (
    *(f"{service}.{REGION}.amazonaws.com" for service in SERVICES),
    *(f"{service}.amazonaws.com" for service in ("budgets", "iam", "route53", "s3", "sts")),
    *(f"{BOOTSTRAP_BUCKET}.{s3}.amazonaws.com" for s3 in ("s3", f"s3.{REGION}")),
)
AWS_WILDCARDS = (
    *("*.amazonaws.com", f"*.{REGION}.amazonaws.com", "*.s3.amazonaws.com", f"*.s3.{REGION}.amazonaws.com"),
    f"*.auth.{REGION}.amazoncognito.com",
)
