"""What an instance's role may not do."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import httpx
from botocore.exceptions import ClientError
from tests.rehearsal import place, role
from tests.rehearsal.fleet import Member
from tests.rehearsal.stage import Site, Stage

TITLE = "calls outside the role's policy"
PROVES = "with the role's credentials, from the instance, what the policy does not name is denied; so is IMDSv1"
CANNOT = "AWS's own evaluation: it is the emulator's"
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}

Call = Callable[[boto3.Session], Any]


def show(stage: Stage, site: Site) -> str:
    member = site.fleet.serving[0]
    return member.instance.machine.call(_try, site.deployed.outputs, member)


def _try(outputs: dict[str, str], member: Member) -> str:
    assert httpx.get(f"{role.LATEST}/meta-data/instance-id").status_code == 401
    session = role.session()
    assert session.client("sts").get_caller_identity()["Arn"].endswith(member.instance.id)
    pool, client = outputs["UserPoolId"], outputs["WebClientId"]
    session.client("cognito-idp").describe_user_pool_client(UserPoolId=pool, ClientId=client)  # which it may
    calls = _calls(outputs, member)
    let = [name for name, call in calls.items() if not _is_denied(session, call)]
    assert not let, f"not denied: {', '.join(let)}"
    return f"{len(calls)} calls denied, one that it may make answered; metadata without a session token: 401"


def _calls(outputs: dict[str, str], member: Member) -> dict[str, Call]:
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    group = outputs["FleetName"]
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
            RoleName=outputs["InstanceRole"], PolicyName="x", PolicyDocument=policy
        ),
        "become the deployer": lambda it: it.client("sts").assume_role(RoleArn=deployer, RoleSessionName="other"),
        "list people": lambda it: it.client("cognito-idp").list_users(UserPoolId=outputs["UserPoolId"]),
        "delete the database": lambda it: it.client("rds").delete_db_instance(
            DBInstanceIdentifier=outputs["DatabaseName"], SkipFinalSnapshot=True
        ),
        "delete logs": lambda it: it.client("logs").delete_log_group(logGroupName=outputs["LogGroup"]),
        "delete the key": lambda it: it.client("kms").schedule_key_deletion(KeyId=outputs["DataKey"]),
    }


def _is_denied(session: boto3.Session, call: Call) -> bool:
    try:
        call(session)
    except ClientError as error:
        return error.response["Error"]["Code"] in DENIED
    return False
