"""One page that answers, from top to bottom: are people served, how fast, by whom, and what is close to its limit."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra import metrics
from infra.database import Database
from infra.entry import Entry
from infra.fleet import Fleet


def add_dashboard(
    scope: Construct,
    *,
    entry: Entry,
    fleet: Fleet,
    database: Database,
    host: str,
    alarms: Sequence[cloudwatch.IAlarm],
) -> cloudwatch.Dashboard:
    board = cloudwatch.Dashboard(scope, "Board")
    board.add_widgets(cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(alarms), width=24))
    board.add_widgets(
        _graph("Requests a minute", metrics.targets(entry, "RequestCount")),
        _graph(
            "Errors a minute",
            metrics.balancer(entry, "HTTPCode_ELB_5XX_Count"),
            metrics.targets(entry, "HTTPCode_Target_5XX_Count"),
            metrics.targets(entry, "HTTPCode_Target_4XX_Count"),
        ),
        _graph("Time to answer, s", *(metrics.targets(entry, "TargetResponseTime", p) for p in ("p50", "p95", "p99"))),
    )
    board.add_widgets(
        _graph(
            "Instances",
            metrics.targets(entry, "HealthyHostCount", "Minimum"),
            metrics.group(fleet, "GroupDesiredCapacity"),
        ),
        _graph(
            "CPU of instances, percent",
            *(metrics.instances(fleet, "CPUUtilization", s) for s in ("Average", "Maximum")),
        ),
        _graph(
            "Inside the service",
            metrics.service(host, "ConnectionsInUse", "Maximum"),
            metrics.service(host, "RequestsWaiting", "Maximum"),
            metrics.service(host, "RefusedTokens"),
        ),
    )
    board.add_widgets(
        _graph("CPU of the database, percent", metrics.database(database, "CPUUtilization")),
        _graph("Connections", metrics.database(database, "DatabaseConnections", "Maximum")),
        _graph("Free storage, bytes", metrics.database(database, "FreeStorageSpace", "Minimum")),
    )
    return board


def _graph(title: str, *lines: cloudwatch.IMetric) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(lines), width=8)
