"""The end of a deployment."""

from collections.abc import Iterator
from typing import Any

from tests.rehearsal import cloud
from tests.rehearsal.stage import Site, Stage

TITLE = "make destroy"
PROVES = "removal of a deployment that keeps nothing leaves nothing but the bootstrap"
CANNOT = "what AWS makes by itself: snapshots, log groups, network interfaces that linger"
OF_BOOTSTRAP = ("cdk-hnb659fds-", "CDKToolkit")
NAMES = {  # of each kind of thing, by what asks for all of them
    ("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups"): "AutoScalingGroupName",
    ("elbv2", "describe_load_balancers", "LoadBalancers"): "LoadBalancerName",
    ("elbv2", "describe_target_groups", "TargetGroups"): "TargetGroupName",
    ("rds", "describe_db_instances", "DBInstances"): "DBInstanceIdentifier",
    ("rds", "describe_db_parameter_groups", "DBParameterGroups"): "DBParameterGroupName",
    ("rds", "describe_db_subnet_groups", "DBSubnetGroups"): "DBSubnetGroupName",
    ("s3", "list_buckets", "Buckets"): "Name",
    ("secretsmanager", "list_secrets", "SecretList"): "Name",
    ("iam", "list_roles", "Roles"): "RoleName",
    ("iam", "list_instance_profiles", "InstanceProfiles"): "InstanceProfileName",
    ("logs", "describe_log_groups", "logGroups"): "logGroupName",
    ("cloudwatch", "describe_alarms", "MetricAlarms"): "AlarmName",
    ("cloudwatch", "list_dashboards", "DashboardEntries"): "DashboardName",
    ("sns", "list_topics", "Topics"): "TopicArn",
    ("acm", "list_certificates", "CertificateSummaryList"): "CertificateArn",
    ("backup", "list_backup_vaults", "BackupVaultList"): "BackupVaultName",
    ("backup", "list_backup_plans", "BackupPlansList"): "BackupPlanName",
}


def show(stage: Stage, site: Site) -> str:
    before = [it for it in _left() if not any(word in it for word in OF_BOOTSTRAP)]
    stage.deploy.destroy()
    site.fleet.settle(0)
    left = [it for it in _left() if not any(word in it for word in OF_BOOTSTRAP)]
    assert not left, f"left behind: {', '.join(left)}"
    return f"of {len(before)} things that were looked for, none is left"


def _left() -> Iterator[str]:
    ec2 = cloud.client("ec2")
    yield from (it["VpcId"] for it in ec2.describe_vpcs()["Vpcs"] if not it["IsDefault"])
    yield from (it["LaunchTemplateId"] for it in ec2.describe_launch_templates()["LaunchTemplates"])
    yield from (it["PublicIp"] for it in ec2.describe_addresses()["Addresses"])
    yield from (it["NatGatewayId"] for it in ec2.describe_nat_gateways()["NatGateways"] if it["State"] != "deleted")
    for reservation in ec2.describe_instances()["Reservations"]:
        yield from (it["InstanceId"] for it in reservation["Instances"] if it["State"]["Name"] != "terminated")
    for (service, call, many), name in NAMES.items():
        yield from (it[name] for it in _ask(service, call)[many])
    yield from (it["GroupId"] for it in cloud.security_groups() if it["GroupName"] != "default")
    yield from (it["PolicyName"] for it in _ask("iam", "list_policies", Scope="Local")["Policies"])
    yield from _records()
    yield from (it["Name"] for it in _ask("cognito-idp", "list_user_pools", MaxResults=10)["UserPools"])
    yield from (it["Name"] for it in _ask("wafv2", "list_web_acls", Scope="REGIONAL")["WebACLs"])
    for key in _ask("kms", "list_keys")["Keys"]:
        about = _ask("kms", "describe_key", KeyId=key["KeyId"])["KeyMetadata"]
        if about["KeyManager"] == "CUSTOMER" and about["KeyState"] != "PendingDeletion":
            yield key["KeyId"]


def _records() -> Iterator[str]:
    """But for those that a hosted zone always has."""
    for zone in _ask("route53", "list_hosted_zones")["HostedZones"]:
        found = _ask("route53", "list_resource_record_sets", HostedZoneId=zone["Id"])["ResourceRecordSets"]
        yield from (it["Name"] for it in found if it["Type"] not in {"NS", "SOA"})


def _ask(service: str, call: str, **options: Any) -> Any:
    return getattr(cloud.client(service), call)(**options)
