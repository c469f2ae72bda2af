"""What the emulator has recorded of the deployment, asked for by its API as anybody would."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError
from tests.rehearsal import place
from tests.rehearsal.balancer import Described, Targets

Record = dict[str, Any]


def client(service: str, **options: Any) -> Any:
    return boto3.client(service, region_name=place.REGION, **options)


@dataclass(frozen=True)
class Deployed:
    outputs: dict[str, str]
    vpc: str  # its addresses, as CIDR
    subnets: dict[str, list[Record]]  # by the name that the stack gives them: public, fleet, database
    database: Record
    parameters: dict[str, str]
    balancer: Described


def outputs() -> dict[str, str]:
    stack = client("cloudformation").describe_stacks(StackName=place.STACK)["Stacks"][0]
    return {it["OutputKey"]: it["OutputValue"] for it in stack["Outputs"]}


def stack_status() -> str:
    """Of the stack, or '' as long as there is none."""
    try:
        stack = client("cloudformation").describe_stacks(StackName=place.STACK)["Stacks"][0]
    except ClientError:
        return ""
    return str(stack["StackStatus"])


def deployed() -> Deployed:
    told = outputs()
    ec2, rds = client("ec2"), client("rds")
    database = rds.describe_db_instances(DBInstanceIdentifier=told["DatabaseName"])["DBInstances"][0]
    balancer = _balancer(told["LoadBalancerName"])
    vpc_id = balancer.usual.group["VpcId"]
    ours = [{"Name": "vpc-id", "Values": [vpc_id]}]
    subnets: dict[str, list[Record]] = {}
    for subnet in ec2.describe_subnets(Filters=ours)["Subnets"]:
        subnets.setdefault(_tags(subnet)["aws-cdk:subnet-name"], []).append(subnet)
    return Deployed(
        outputs=told,
        vpc=ec2.describe_vpcs(VpcIds=[vpc_id])["Vpcs"][0]["CidrBlock"],
        subnets=subnets,
        database=database,
        parameters=_parameters(database["DBParameterGroups"][0]["DBParameterGroupName"]),
        balancer=balancer,
    )


def security_groups() -> list[Record]:
    return list(client("ec2").describe_security_groups()["SecurityGroups"])


def routes(subnet: Mapping[str, Any], vpc: str) -> tuple[str, ...]:
    """Where a machine in it can send to: the VPC, and everything else only by a gateway."""
    for table in client("ec2").describe_route_tables()["RouteTables"]:
        if any(it.get("SubnetId") == subnet["SubnetId"] for it in table["Associations"]):
            ways = [it for it in table["Routes"] if it.get("DestinationCidrBlock") == "0.0.0.0/0"]
            return ("default",) if ways else (vpc,)
    return (vpc,)


def group(name: str) -> Record | None:
    """The Auto Scaling group, or None if there is none of that name any more."""
    found = client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
    return found[0] if found else None


def template(identifier: str, version: str) -> Record:
    found = client("ec2").describe_launch_template_versions(LaunchTemplateId=identifier, Versions=[version])
    data: Record = found["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    return data


def secret(arn: str) -> str:
    return str(client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])


def _balancer(name: str) -> Described:
    elb = client("elbv2")
    balancer = elb.describe_load_balancers(Names=[name])["LoadBalancers"][0]
    arn = balancer["LoadBalancerArn"]
    listeners = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    return Described(
        balancer=balancer,
        attributes=_attributes(elb.describe_load_balancer_attributes(LoadBalancerArn=arn)),
        listeners=listeners,
        targets=_targets([it["ListenerArn"] for it in listeners]),
    )


def _targets(listeners: list[str]) -> list[Targets]:
    """The groups that are forwarded to, each with the paths of its rule."""
    elb = client("elbv2")
    paths: dict[str, tuple[str, ...]] = {}
    for rule in (it for arn in listeners for it in elb.describe_rules(ListenerArn=arn)["Rules"]):
        for action in rule["Actions"]:
            if action["Type"] == "forward":
                paths[_forwarded_to(action)] = tuple(
                    value
                    for condition in rule["Conditions"]
                    for value in condition.get("PathPatternConfig", {}).get("Values") or condition.get("Values", [])
                )
    groups = elb.describe_target_groups(TargetGroupArns=list(paths))["TargetGroups"]
    return [
        Targets(
            group,
            _attributes(elb.describe_target_group_attributes(TargetGroupArn=group["TargetGroupArn"])),
            paths[group["TargetGroupArn"]],
        )
        for group in groups
    ]


def _forwarded_to(action: Record) -> str:
    if "TargetGroupArn" in action:
        return str(action["TargetGroupArn"])
    return str(action["ForwardConfig"]["TargetGroups"][0]["TargetGroupArn"])


def _attributes(answer: Record) -> dict[str, str]:
    return {it["Key"]: it["Value"] for it in answer["Attributes"]}


def _parameters(name: str) -> dict[str, str]:
    pages = client("rds").get_paginator("describe_db_parameters").paginate(DBParameterGroupName=name, Source="user")
    return {it["ParameterName"]: it["ParameterValue"] for page in pages for it in page["Parameters"]}


def _tags(record: Record) -> dict[str, str]:
    return {it["Key"]: it["Value"] for it in record.get("Tags", [])}
