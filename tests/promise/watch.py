"""What is noticed, and who is told."""

from collections.abc import Iterator
from typing import Any

from promise.template import Case, Template, as_list, target, text, wanted

FEWER = "LessThanThreshold"
STATISTICS = {  # where it is not the sum
    **dict.fromkeys(("DatabaseCpu", "BusyInstances"), "Average"),
    **dict.fromkeys(("NobodyServes", "UnhealthyInstances", "DatabaseStorage"), "Minimum"),
    **dict.fromkeys(("FleetAtItsLimit", "WaitingForConnections", "DatabaseConnections", "NatFailed1"), "Maximum"),
    "SlowAnswers": "p95",
}
EXPRESSIONS = {
    "IF(requests > 100, 100 * refused / requests, 0)": {"refused": "RefusedTokens", "requests": "Requests"},
    "SUM([FILL(sign, 0), FILL(up, 0), FILL(refresh, 0)])": {
        "sign": "SignInThrottles",
        "up": "SignUpThrottles",
        "refresh": "TokenRefreshThrottles",
    },
}
BALANCER = ("LoadBalancer", "AWS::ElasticLoadBalancingV2::LoadBalancer")
GROUP = ("AutoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup")
TARGET = ("TargetGroup", "AWS::ElasticLoadBalancingV2::TargetGroup")
DIMENSIONS: dict[
    str, list[set[tuple[str, str]]]
] = {  # of a namespace, or of a metric: what it is about, and what that is
    "AWS/ApplicationELB": [{BALANCER, TARGET}],
    "HTTPCode_ELB_5XX_Count": [{BALANCER}],
    "AWS/AutoScaling": [{GROUP}],
    "AWS/EC2": [{GROUP}, {("InstanceId", "AWS::EC2::Instance")}],
    "AWS/RDS": [{("DBInstanceIdentifier", "AWS::RDS::DBInstance")}],
    "AWS/NATGateway": [{("NatGatewayId", "AWS::EC2::NatGateway")}],
    "AWS/Cognito": [{("UserPool", "AWS::Cognito::UserPool"), ("UserPoolClient", "AWS::Cognito::UserPoolClient")}],
    "AWS/Backup": [{("BackupVaultName", "AWS::Backup::BackupVault")}],
    "Todo": [{("Site", "site")}, {("Site", "AWS::CloudFront::Distribution")}],
}
WATCHED = {  # alarm: namespace, metric, limit, minutes
    "BalancerErrors": ("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", 5, 2),
    "ServiceErrors": ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", 5, 2),
    "SlowAnswers": ("AWS/ApplicationELB", "TargetResponseTime", 0.5, 5),
    "NobodyServes": ("AWS/ApplicationELB", "HealthyHostCount", 1, 2),
    "UnhealthyInstances": ("AWS/ApplicationELB", "UnHealthyHostCount", 0, 10),
    "FleetAtItsLimit": ("AWS/AutoScaling", "GroupInServiceInstances", "limit", 15),
    "BusyInstances": ("AWS/EC2", "CPUUtilization", 85, 10),
    "RefusedTokens": ("Todo", "RefusedTokens", 5, 10),
    "WaitingForConnections": ("Todo", "RequestsWaiting", 5, 5),
    "DatabaseCpu": ("AWS/RDS", "CPUUtilization", 80, 15),
    "DatabaseStorage": ("AWS/RDS", "FreeStorageSpace", "storage", 5),
    "DatabaseConnections": ("AWS/RDS", "DatabaseConnections", "connections", 5),
    "SignInThrottled": ("AWS/Cognito", "SignInThrottles", 5, 5),
    "BackupFailed": ("AWS/Backup", "NumberOfBackupJobsFailed", 0, 1),
}
LAUNCHES = {f"autoscaling:EC2_INSTANCE_{it}" for it in ("LAUNCH", "LAUNCH_ERROR", "TERMINATE", "TERMINATE_ERROR")}
WAKING = {
    *("BalancerErrors", "ServiceErrors", "SlowAnswers", "NobodyServes"),
    *("SignInThrottled", "DatabaseStorage", "WaitingForConnections"),
}
FEWER_IS_WORSE = {"NobodyServes", "DatabaseStorage"}


def _alarms(t: Template) -> dict[str, tuple[str, dict[str, Any]]]:
    """By the last word of its path: logical id, properties."""
    return {t.path(name).rpartition("/")[2]: (name, it) for name, it in t.of("AWS::CloudWatch::Alarm")}


def _expected(case: Case) -> dict[str, tuple[str, str, float, int]]:
    database = case.profile.database
    limits: dict[object, float] = {
        "limit": case.profile.fleet.at_most - 1,
        "storage": database.storage_gib * 1024**3 // 10,
        "connections": database.connections_alarm,
    }
    if case.profile.nat == "one instance":
        nat = {"NatFailed1": ("AWS/EC2", "StatusCheckFailed", 0, 3)}
    else:
        nat = {f"NatPorts{n + 1}": ("AWS/NATGateway", "ErrorPortAllocation", 0, 3) for n in range(case.profile.zones)}
    return {
        name: (namespace, metric, limits.get(limit, limit), minutes)  # pyright: ignore[reportReturnType]
        for name, (namespace, metric, limit, minutes) in {**WATCHED, **nat}.items()
    }


def what_can_go_wrong_is_watched(t: Template, case: Case) -> Iterator[str]:
    alarms, expected = _alarms(t), _expected(case)
    for word in sorted(set(alarms) ^ set(expected)):
        yield f"{word}: {'not meant' if word in alarms else 'missing'}"
    for word in set(alarms) & set(expected):
        name, it = alarms[word]
        namespace, metric, limit, minutes = expected[word]
        metrics = [it, *(query.get("MetricStat", {}).get("Metric", {}) for query in it.get("Metrics", []))]
        if not any(one.get("Namespace") == namespace and one.get("MetricName") == metric for one in metrics):
            yield f"{name} does not look at {metric}"
        compared = FEWER if word in FEWER_IS_WORSE else "GreaterThanThreshold"
        silence = "breaching" if word == "NobodyServes" else "notBreaching"
        settings = {
            "ComparisonOperator": compared,
            "Threshold": limit,
            "EvaluationPeriods": minutes,
            "TreatMissingData": silence,
        }
        yield from wanted(name, it, settings)


def each_alarm_looks_at_what_is_ours(t: Template, _: Case) -> Iterator[str]:
    for word, (name, it) in _alarms(t).items():
        queries = it.get("Metrics") or [{"Id": "", "MetricStat": _plain(it)}]
        computed = [query["Expression"] for query in queries if "Expression" in query]
        operands = {
            query["Id"]: query["MetricStat"]["Metric"]["MetricName"] for query in queries if "MetricStat" in query
        }
        if "Metrics" in it and (EXPRESSIONS.get(computed[0]) != operands or len(computed) != 1):
            yield f"{name} computes {computed} of {operands}"
        if [query.get("ReturnData", True) for query in queries] != [
            "Expression" in query or not query["Id"] for query in queries
        ]:
            yield f"{name} looks at a part of what it computes"
        for stat in (query["MetricStat"] for query in queries if "MetricStat" in query):
            if stat["Period"] != 60 or stat["Stat"] != STATISTICS.get(word, "Sum"):
                yield f"{name}: {stat['Stat']} of {stat['Period']} s"
            metric = stat["Metric"]
            dimensions = {(one["Name"], _kind_of(t, one["Value"])) for one in metric["Dimensions"]}
            about = DIMENSIONS.get(metric["MetricName"], DIMENSIONS[metric["Namespace"]])
            if dimensions not in about:
                yield f"{name} looks at {dimensions}"


def _plain(it: dict[str, Any]) -> dict[str, Any]:
    return {"Metric": it, "Period": it["Period"], "Stat": it.get("Statistic") or it.get("ExtendedStatistic")}


def _kind_of(t: Template, value: Any) -> str:
    """The type of the resource that it names; of a plain name, whether it is the site's."""
    if isinstance(value, dict):
        return t.type_of(target(value))
    return "site" if text(t.raw["Outputs"]["Url"]["Value"]) == f"https://{value}" else str(value)


def each_alarm_tells_somebody(t: Template, _: Case) -> Iterator[str]:
    notices = {name for name, _ in t.of("AWS::SNS::Topic") if t.path(name) == "Watch/Notices"}
    for name, it in t.of("AWS::CloudWatch::Alarm"):
        for actions in ("AlarmActions", "OKActions"):
            if {target(one) for one in it.get(actions, [])} != notices:
                yield f"{name}: {actions} tells {it.get(actions)}"
        if it.get("ActionsEnabled", True) is not True:
            yield f"{name} is silenced"


def one_alarm_wakes_somebody(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::CloudWatch::CompositeAlarm")
    rule = text(it.get("AlarmRule"))
    for word, (alarm, _properties) in _alarms(t).items():
        if (f'ALARM("${{{alarm}.Arn}}")' in rule) != (word in WAKING):
            yield f"{name}: {word} {'does not wake' if word in WAKING else 'wakes'} anybody"
    if " AND " in rule or "NOT " in rule:
        yield f"{name}: not any of them is enough"
    pages = {name for name, _ in t.of("AWS::SNS::Topic") if t.path(name) == "Watch/Pages"}
    for actions in ("AlarmActions", "OKActions"):
        if {target(one) for one in it.get(actions, [])} != pages or not pages:
            yield f"{name}: {actions} tells {it.get(actions)}"
    if it.get("ActionsEnabled", True) is not True:
        yield f"{name} is silenced"


def the_fleet_tells_what_it_does(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::AutoScaling::AutoScalingGroup")
    told = it.get("NotificationConfigurations", [])
    kinds = {kind for one in told for kind in one.get("NotificationTypes", [])}
    if kinds != LAUNCHES or {t.type_of(target(one.get("TopicARN"))) for one in told} != {"AWS::SNS::Topic"}:
        yield f"{name} tells nobody of {kinds}"
    if it.get("MetricsCollection") != [{"Granularity": "1Minute"}]:
        yield f"{name} is not measured"


def topics_may_be_written_to_by_what_rings(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::SNS::TopicPolicy"):
        allowed = [one for one in as_list(it.get("PolicyDocument", {}).get("Statement")) if one["Effect"] == "Allow"]
        found = {service for one in allowed for service in as_list(one["Principal"].get("Service"))}
        if found != {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}:
            yield f"{name} is written to by {sorted(found)}"
    keys = [text(it.get("KeyPolicy")) for _, it in t.of("AWS::KMS::Key")]
    for word in ("cloudwatch.amazonaws.com", "budgets.amazonaws.com", "AWSServiceRoleForAutoScaling", "logs."):
        if not any(word in policy for policy in keys):
            yield f"{word} may not use the key, and is not heard"


def there_is_a_page_to_look_at(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::CloudWatch::Dashboard")
    body = text(it.get("DashboardBody"))
    for metric in ("RequestCount", "TargetResponseTime", "HealthyHostCount", "DatabaseConnections", "RequestsWaiting"):
        if metric not in body:
            yield f"{name} does not show {metric}"


def a_month_does_not_become_dearer_unnoticed(t: Template, case: Case) -> Iterator[str]:
    name, it = t.one("AWS::Budgets::Budget")
    limit = {"Amount": case.profile.budget_usd, "Unit": "USD"}
    yield from wanted(
        name, it, {"Budget.BudgetLimit": limit, "Budget.TimeUnit": "MONTHLY", "Budget.BudgetType": "COST"}
    )
    over = {"ComparisonOperator": "GREATER_THAN", "ThresholdType": "PERCENTAGE"}
    expected = [
        {**over, "NotificationType": kind, "Threshold": percent}
        for kind, percent in (("FORECASTED", 100), ("ACTUAL", 80), ("ACTUAL", 100))
    ]
    told = it["NotificationsWithSubscribers"]
    if [one["Notification"] for one in told] != expected:
        yield f"{name} tells of {told}"
    for one in told:
        who = [(sub["SubscriptionType"], t.type_of(target(sub["Address"]))) for sub in one["Subscribers"]]
        if who != [("SNS", "AWS::SNS::Topic")]:
            yield f"{name} tells {who}"


PROMISES = (
    what_can_go_wrong_is_watched,
    each_alarm_looks_at_what_is_ours,
    each_alarm_tells_somebody,
    one_alarm_wakes_somebody,
    the_fleet_tells_what_it_does,
    topics_may_be_written_to_by_what_rings,
    there_is_a_page_to_look_at,
    a_month_does_not_become_dearer_unnoticed,
)
