"""What a deployment needs to know of the account and the region that it goes to."""

# pyright: reportMissingTypeStubs=false
# boto3 brings no types, and makes its clients at run time; so they are Any.

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
from botocore import exceptions

BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"  # where the CDK says that it has been here (CDK guide, "Bootstrapping")
FROM_CLOUDFRONT = "com.amazonaws.global.cloudfront.origin-facing"


class CannotDeploy(Exception):
    """Why it does not go on: one sentence, with what to do about it."""


@dataclass(frozen=True)
class Account:
    number: str
    region: str
    session: Any

    def client(self, name: str) -> Any:
        return self.session.client(name)


@contextmanager
def said_in_a_sentence() -> Generator[None]:
    """What AWS refuses is a sentence, not a traceback."""
    try:
        yield
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError, exceptions.TokenRetrievalError) as error:
        raise CannotDeploy(f"No credentials of AWS: {error}; `aws configure` or AWS_PROFILE gives them.") from None
    except exceptions.ProfileNotFound as error:
        raise CannotDeploy(f"AWS_PROFILE: {error}.") from None
    except exceptions.EndpointConnectionError as error:
        raise CannotDeploy(f"AWS_REGION: AWS cannot be reached there, or there is no network: {error}") from None
    except exceptions.ClientError as error:
        raise CannotDeploy(f"AWS refuses: {error}.") from None


def found(session: Any = None) -> Account:
    """Whose credentials these are, and where they point. Raises CannotDeploy."""
    with said_in_a_sentence():
        session = session or boto3.Session()
        if not session.region_name:
            raise CannotDeploy("AWS_REGION: name the region to deploy to, such as AWS_REGION=eu-central-1.")
        if session.region_name not in session.get_available_regions("ec2"):
            raise CannotDeploy(f"AWS_REGION: {session.region_name} is no region of AWS that this program knows.")
        return Account(session.client("sts").get_caller_identity()["Account"], session.region_name, session)


def is_bootstrapped(account: Account) -> bool:
    ssm = account.client("ssm")
    try:
        ssm.get_parameter(Name=BOOTSTRAP)
    except ssm.exceptions.ParameterNotFound:
        return False
    return True


def hosted_zone(account: Account, domain: str) -> tuple[str, str]:
    """Name and id of the public zone that `domain` is in. Raises CannotDeploy."""
    pages = account.client("route53").get_paginator("list_hosted_zones").paginate()
    zones = {
        zone["Name"].rstrip("."): zone["Id"].split("/")[-1]
        for page in pages
        for zone in page["HostedZones"]
        if not zone["Config"]["PrivateZone"]
    }
    names = [name for name in zones if f".{domain}".endswith(f".{name}")]
    if not names:
        raise CannotDeploy(f"domain={domain}: this account has no public hosted zone for it; make one in Route 53.")
    name = max(names, key=len)
    return name, zones[name]


def cloudfront_prefix_list(account: Account) -> str:
    """Id of this region's list of the addresses that CloudFront comes from. Raises CannotDeploy."""
    named = [{"Name": "prefix-list-name", "Values": [FROM_CLOUDFRONT]}]
    lists = account.client("ec2").describe_managed_prefix_lists(Filters=named)["PrefixLists"]
    if not lists:
        raise CannotDeploy(f"AWS_REGION: {account.region} cannot be behind CloudFront; give a domain=… of your own.")
    return lists[0]["PrefixListId"]


def outputs(account: Account, stack: str) -> dict[str, str]:
    """What the stack says of itself; nothing where there is none."""
    try:
        stacks = account.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    except exceptions.ClientError as error:
        if "does not exist" in str(error):
            return {}
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


def first_failure(account: Account, stack: str, since: datetime) -> str:
    """What went wrong first, in CloudFormation's words, or ''. What it then cancelled is of no interest."""
    try:
        pages = account.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack)
        failed = [
            f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
            for page in pages
            for event in page["StackEvents"]
            if event["Timestamp"] >= since and event["ResourceStatus"].endswith("_FAILED")
            if "cancelled" not in event.get("ResourceStatusReason", "cancelled")
        ]
    except exceptions.ClientError:
        return ""
    return failed[-1] if failed else ""
