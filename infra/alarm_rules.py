"""What is worth a person's attention, in tables: docs/aws.md says what each alarm means and what to do."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch

from infra import metrics
from infra.alarms import Rule, Under
from infra.database import Database
from infra.entry import Entry
from infra.fleet import Fleet
from infra.network import Network
from infra.people import People

GIB = 1024**3


def of_answers(entry: Entry) -> list[Rule]:
    """What a rollout is stopped by and taken back."""
    return [
        Rule(name="BalancerErrors", metric=metrics.balancer(entry, "HTTPCode_ELB_5XX_Count"), limit=5, minutes=2),
        Rule(name="ServiceErrors", metric=metrics.targets(entry, "HTTPCode_Target_5XX_Count"), limit=5, minutes=2),
        Rule(name="SlowAnswers", metric=metrics.targets(entry, "TargetResponseTime", "p95"), limit=0.5),
    ]


def of_fleet(fleet: Fleet, entry: Entry, host: str) -> list[Rule]:
    serving, unhealthy = (
        metrics.targets(entry, "HealthyHostCount", "Minimum"),
        metrics.targets(entry, "UnHealthyHostCount", "Minimum"),
    )
    in_service = metrics.group(fleet, "GroupInServiceInstances")
    waiting = metrics.service(host, "RequestsWaiting", "Maximum")
    return [
        Rule(name="NobodyServes", metric=serving, limit=1, compared=Under, minutes=2, silence_is_bad=True),
        # An instance that boots counts as unhealthy, for a minute or two.
        Rule(name="UnhealthyInstances", metric=unhealthy, limit=0, minutes=10),
        Rule(name="FleetAtItsLimit", metric=in_service, limit=fleet.at_most - 1, minutes=15),
        Rule(name="BusyInstances", metric=metrics.instances(fleet, "CPUUtilization"), limit=85, minutes=10),
        Rule(name="RefusedTokens", metric=_refused_share(host), limit=5, minutes=10),
        Rule(name="WaitingForConnections", metric=waiting, limit=5),
    ]


def of_database(database: Database, connections: int) -> list[Rule]:
    """There is no replica, so nothing that lags: the standby of a Multi-AZ instance is written in step."""
    free = metrics.database(database, "FreeStorageSpace", "Minimum")
    in_use = metrics.database(database, "DatabaseConnections", "Maximum")
    return [
        Rule(name="DatabaseCpu", metric=metrics.database(database, "CPUUtilization"), limit=80, minutes=15),
        Rule(name="DatabaseStorage", metric=free, limit=database.storage_gib * GIB // 10, compared=Under),
        Rule(name="DatabaseConnections", metric=in_use, limit=connections),
    ]


def of_way_out(network: Network) -> list[Rule]:
    gateways = [gateway.gateway_id for gateway in network.nat.configured_gateways]
    if network.is_nat_instance:
        return [
            Rule(name=f"NatFailed{n}", metric=metrics.nat_instance(it, "StatusCheckFailed"), limit=0, minutes=3)
            for n, it in enumerate(gateways, 1)
        ]
    return [
        Rule(name=f"NatPorts{n}", metric=metrics.nat_gateway(it, "ErrorPortAllocation"), limit=0, minutes=3)
        for n, it in enumerate(gateways, 1)
    ]


def of_people(people: People) -> list[Rule]:
    throttled = {"sign": "SignInThrottles", "up": "SignUpThrottles", "refresh": "TokenRefreshThrottles"}
    metric = cloudwatch.MathExpression(
        expression="SUM([FILL(sign, 0), FILL(up, 0), FILL(refresh, 0)])",
        using_metrics={word: metrics.sign_in(people, name) for word, name in throttled.items()},
        label="throttled sign-ins",
        period=metrics.MINUTE,
    )
    return [Rule(name="SignInThrottled", metric=metric, limit=5)]


def of_backups(vault_name: str) -> list[Rule]:
    return [
        Rule(name="BackupFailed", metric=metrics.backup(vault_name, "NumberOfBackupJobsFailed"), limit=0, minutes=1)
    ]


def affecting_people(alarms: Sequence[cloudwatch.Alarm]) -> list[cloudwatch.Alarm]:
    waking = {
        *("BalancerErrors", "ServiceErrors", "SlowAnswers", "NobodyServes"),
        *("SignInThrottled", "DatabaseStorage", "WaitingForConnections"),
    }
    return [alarm for alarm in alarms if alarm.node.id in waking]


def _refused_share(host: str) -> cloudwatch.MathExpression:
    """Percent of the requests whose token was refused: an attack, a wrong clock, or keys that were not taken up."""
    return cloudwatch.MathExpression(
        expression="IF(requests > 100, 100 * refused / requests, 0)",
        using_metrics={
            "refused": metrics.service(host, "RefusedTokens"),
            "requests": metrics.service(host, "Requests"),
        },
        label="refused tokens, percent",
        period=metrics.MINUTE,
    )
