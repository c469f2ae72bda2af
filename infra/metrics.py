"""Every number that an alarm or the dashboard looks at, by a name of its own."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from infra.database import Database
from infra.entry import Entry
from infra.fleet import Fleet
from infra.people import People

SERVICE = "Todo"  # todo.metrics.NAMESPACE: what the program counts itself
MINUTE = Duration.minutes(1)


def balancer(entry: Entry, name: str, statistic: str = "Sum") -> cloudwatch.Metric:
    dimensions = {"LoadBalancer": entry.balancer.load_balancer_full_name}
    return _metric("AWS/ApplicationELB", name, statistic, dimensions)


def targets(entry: Entry, name: str, statistic: str = "Sum") -> cloudwatch.Metric:
    dimensions = {
        "LoadBalancer": entry.balancer.load_balancer_full_name,
        "TargetGroup": entry.target.target_group_full_name,
    }
    return _metric("AWS/ApplicationELB", name, statistic, dimensions)


def group(fleet: Fleet, name: str, statistic: str = "Maximum") -> cloudwatch.Metric:
    dimensions = {"AutoScalingGroupName": fleet.group.auto_scaling_group_name}
    return _metric("AWS/AutoScaling", name, statistic, dimensions)


def instances(fleet: Fleet, name: str, statistic: str = "Average") -> cloudwatch.Metric:
    dimensions = {"AutoScalingGroupName": fleet.group.auto_scaling_group_name}
    return _metric("AWS/EC2", name, statistic, dimensions)


def database(it: Database, name: str, statistic: str = "Average") -> cloudwatch.Metric:
    return _metric("AWS/RDS", name, statistic, {"DBInstanceIdentifier": it.instance.instance_identifier})


def nat_gateway(gateway_id: str, name: str) -> cloudwatch.Metric:
    return _metric("AWS/NATGateway", name, "Sum", {"NatGatewayId": gateway_id})


def nat_instance(instance_id: str, name: str) -> cloudwatch.Metric:
    return _metric("AWS/EC2", name, "Maximum", {"InstanceId": instance_id})


def sign_in(people: People, name: str) -> cloudwatch.Metric:
    dimensions = {"UserPool": people.pool.user_pool_id, "UserPoolClient": people.web.user_pool_client_id}
    return _metric("AWS/Cognito", name, "Sum", dimensions)


def service(host: str, name: str, statistic: str = "Sum") -> cloudwatch.Metric:
    return _metric(SERVICE, name, statistic, {"Site": host})


def backup(vault_name: str, name: str) -> cloudwatch.Metric:
    return _metric("AWS/Backup", name, "Sum", {"BackupVaultName": vault_name})


def firewall(acl_name: str, region: str) -> cloudwatch.Metric:
    return _metric("AWS/WAFV2", "BlockedRequests", "Sum", {"WebACL": acl_name, "Region": region, "Rule": "ALL"})


def _metric(namespace: str, name: str, statistic: str, dimensions: dict[str, str]) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=namespace, metric_name=name, statistic=statistic, dimensions_map=dimensions, period=MINUTE
    )
