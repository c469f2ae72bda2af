"""What an instance's role may not do."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import httpx
import psycopg
from botocore.exceptions import ClientError
from tests.rehearsal import metadata, place
from tests.rehearsal.fleet import Member
from tests.rehearsal.stage import Site, Stage

TITLE = "calls outside the role's policy"
PROVES = "with the role's credentials, from the instance, what the policy does not name is denied; so is IMDSv1"
CANNOT = "AWS's own evaluation: it is the emulator's"
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}
LATEST = f"http://{metadata.ADDRESS[0]}/latest"

Call = Callable[[boto3.Session], Any]


def show(stage: Stage, site: Site) -> str:
    member = site.fleet.serving[0]
    return member.instance.machine.call(_try, site.deployed.outputs, site.deployed.database, member)


def _try(outputs: dict[str, str], database: dict[str, Any], member: Member) -> str:
    assert httpx.get(f"{LATEST}/meta-data/instance-id").status_code == 401
    session = _session()
    assert session.client("sts").get_caller_identity()["Arn"].endswith(member.instance.id)
    calls = _calls(outputs, member)
    let = [name for name, call in calls.items() if not _is_denied(session, call)]
    assert not let, f"not denied: {', '.join(let)}"
    for user in ("todo_master", "rdsadmin"):
        token = session.client("rds").generate_db_auth_token(
            outputs["DatabaseEndpoint"], database["Endpoint"]["Port"], user
        )
        assert not _connects(outputs, database, user, token), f"connected as {user}"
    return f"{len(calls)} calls and 2 database users denied; metadata without a session token: 401"


def _calls(outputs: dict[str, str], member: Member) -> dict[str, Call]:
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    role, group = outputs["InstanceRole"], outputs["FleetName"]
    deployer = f"arn:aws:iam::{place.ACCOUNT}:role/cdk-hnb659fds-deploy-role-{place.ACCOUNT}-{place.REGION}"
    return {
        "read the master secret": lambda it: it.client("secretsmanager").get_secret_value(
            SecretId=outputs["MasterSecret"]
        ),
        "list secrets": lambda it: it.client("secretsmanager").list_secrets(),
        "list the bucket": lambda it: it.client("s3").list_objects_v2(Bucket=place.BOOTSTRAP_BUCKET),
        "write to the bucket": lambda it: it.client("s3").put_object(Bucket=place.BOOTSTRAP_BUCKET, Key="x", Body=b"x"),
        "read access logs": lambda it: it.client("s3").get_object(Bucket=outputs["AccessLogs"], Key="x"),
        "describe instances": lambda it: it.client("ec2").describe_instances(),
        "end an instance": lambda it: it.client("ec2").terminate_instances(InstanceIds=[member.instance.id]),
        "scale": lambda it: it.client("autoscaling").set_desired_capacity(
            AutoScalingGroupName=group, DesiredCapacity=9
        ),
        "widen its role": lambda it: it.client("iam").put_role_policy(
            RoleName=role, PolicyName="x", PolicyDocument=policy
        ),
        "become the deployer": lambda it: it.client("sts").assume_role(RoleArn=deployer, RoleSessionName="other"),
        "list people": lambda it: it.client("cognito-idp").list_users(UserPoolId=outputs["UserPoolId"]),
        "delete the database": lambda it: it.client("rds").delete_db_instance(
            DBInstanceIdentifier=outputs["DatabaseName"], SkipFinalSnapshot=True
        ),
        "delete logs": lambda it: it.client("logs").delete_log_group(logGroupName=outputs["LogGroup"]),
        "delete the key": lambda it: it.client("kms").schedule_key_deletion(KeyId=outputs["DataKey"]),
    }


def _session() -> boto3.Session:
    """As any program on the instance gets one."""
    with httpx.Client(base_url=LATEST) as client:
        client.headers["X-aws-ec2-metadata-token"] = client.put("/api/token", headers={metadata.TTL: "60"}).text
        roles = "/meta-data/iam/security-credentials/"
        given = client.get(roles + client.get(roles).text).json()
    return boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["Token"], place.REGION)


def _is_denied(session: boto3.Session, call: Call) -> bool:
    try:
        call(session)
    except ClientError as error:
        return error.response["Error"]["Code"] in DENIED
    return False


def _connects(outputs: dict[str, str], database: dict[str, Any], user: str, token: str) -> bool:
    host, port = outputs["DatabaseEndpoint"], database["Endpoint"]["Port"]
    try:
        psycopg.connect(host=host, port=port, user=user, password=token, dbname="todo", sslmode="require").close()
    except psycopg.OperationalError:
        return False
    return True
