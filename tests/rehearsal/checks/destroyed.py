"""The end of a deployment."""

from collections.abc import Iterator
from typing import Any

from tests.rehearsal import cloud
from tests.rehearsal.stage import Site, Stage

TITLE = "make destroy"
PROVES = "removal of a deployment that keeps nothing leaves nothing but the bootstrap"
CANNOT = "what AWS makes by itself: snapshots, log groups, network interfaces that linger"
OF_BOOTSTRAP = ("cdk-hnb659fds-", "CDKToolkit")


def show(stage: Stage, site: Site) -> str:
    before = [it for it in _left() if not any(word in it for word in OF_BOOTSTRAP)]
    stage.deploy.destroy()
    site.fleet.settle(0)
    left = [it for it in _left() if not any(word in it for word in OF_BOOTSTRAP)]
    assert not left, f"left behind: {', '.join(left)}"
    return f"of {len(before)} things that were looked for, none is left"


def _left() -> Iterator[str]:
    def ask(service: str, call: str, **options: Any) -> Any:
        return getattr(cloud.client(service), call)(**options)

    ec2 = cloud.client("ec2")
    yield from (it["VpcId"] for it in ec2.describe_vpcs()["Vpcs"] if not it["IsDefault"])
    yield from (it["LaunchTemplateId"] for it in ec2.describe_launch_templates()["LaunchTemplates"])
    yield from (it["PublicIp"] for it in ec2.describe_addresses()["Addresses"])
    yield from (it["NatGatewayId"] for it in ec2.describe_nat_gateways()["NatGateways"] if it["State"] != "deleted")
    for reservation in ec2.describe_instances()["Reservations"]:
        yield from (it["InstanceId"] for it in reservation["Instances"] if it["State"]["Name"] != "terminated")
    names = {
        ("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups"): "AutoScalingGroupName",
        ("elbv2", "describe_load_balancers", "LoadBalancers"): "LoadBalancerName",
        ("elbv2", "describe_target_groups", "TargetGroups"): "TargetGroupName",
        ("rds", "describe_db_instances", "DBInstances"): "DBInstanceIdentifier",
        ("rds", "describe_db_parameter_groups", "DBParameterGroups"): "DBParameterGroupName",
        ("s3", "list_buckets", "Buckets"): "Name",
        ("secretsmanager", "list_secrets", "SecretList"): "Name",
        ("iam", "list_roles", "Roles"): "RoleName",
        ("logs", "describe_log_groups", "logGroups"): "logGroupName",
        ("cloudwatch", "describe_alarms", "MetricAlarms"): "AlarmName",
        ("sns", "list_topics", "Topics"): "TopicArn",
        ("acm", "list_certificates", "CertificateSummaryList"): "CertificateArn",
        ("backup", "list_backup_vaults", "BackupVaultList"): "BackupVaultName",
    }
    for (service, call, many), name in names.items():
        yield from (it[name] for it in ask(service, call)[many])
    yield from (it["Name"] for it in ask("cognito-idp", "list_user_pools", MaxResults=10)["UserPools"])
    yield from (it["Name"] for it in ask("wafv2", "list_web_acls", Scope="REGIONAL")["WebACLs"])
    for key in ask("kms", "list_keys")["Keys"]:
        about = ask("kms", "describe_key", KeyId=key["KeyId"])["KeyMetadata"]
        if about["KeyManager"] == "CUSTOMER" and about["KeyState"] != "PendingDeletion":
            yield key["KeyId"]
