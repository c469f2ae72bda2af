"""How an instance is made, and how a new version takes the place of the old one."""

from collections.abc import Iterator

from infra.settings import DATABASE_PORT

from promise.template import Case, Template, target, text, wanted

EXPORTED = (
    *("AWS_DEFAULT_REGION", "DATABASE_HOST", "DATABASE_PORT", "MASTER_SECRET_ID", "SESSION_SECRET_ID", "USER_POOL_ID"),
    *("WEB_CLIENT_ID", "LOG_GROUP", "TODO_BASE_URL", "TODO_ISSUER", "TODO_CLIENT_ID", "TODO_TRUSTED_PROXIES"),
)


def an_instance_guards_its_credentials_and_its_disk(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::EC2::LaunchTemplate"):
        data = it.get("LaunchTemplateData", {})
        expected = {
            "MetadataOptions.HttpTokens": "required",
            "MetadataOptions.HttpPutResponseHopLimit": 1,
            "KeyName": None,
        }
        yield from wanted(name, data, expected)
        disks = [disk.get("Ebs", {}) for disk in data.get("BlockDeviceMappings", [])]
        if not disks or any(disk.get("Encrypted") is not True or disk.get("VolumeType") != "gp3" for disk in disks):
            yield f"{name}: a disk is not encrypted gp3"
    for name, it in t.of("AWS::EC2::Instance"):
        if t.type_of(target(it.get("LaunchTemplate", {}).get("LaunchTemplateId"))) != "AWS::EC2::LaunchTemplate":
            yield f"{name} has no launch template"
    for name, _properties in t.of("AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::KeyPair"):
        yield f"{name} is there"


def the_fleet_is_made_by_the_template(t: Template, case: Case) -> Iterator[str]:
    _, group = t.one("AWS::AutoScaling::AutoScalingGroup")
    template = target(group.get("LaunchTemplate", {}).get("LaunchTemplateId"))
    if text(group.get("LaunchTemplate", {}).get("Version")) != f"${{{template}.LatestVersionNumber}}":
        yield "a new version of the template starts nothing"
    data = t.properties(template).get("LaunchTemplateData", {})
    image = t.raw.get("Parameters", {}).get(target(data.get("ImageId")), {}).get("Default", "")
    if "al2023" not in image or not image.endswith(case.place.architecture):
        yield f"the image is {image}"
    if t.type_of(target(data.get("IamInstanceProfile", {}).get("Arn"))) != "AWS::IAM::InstanceProfile":
        yield "an instance has no role"
    yield from wanted(template, data, {"Monitoring.Enabled": True})


def user_data_stops_at_the_first_failure_and_holds_no_secret(t: Template, _: Case) -> Iterator[str]:
    _, group = t.one("AWS::AutoScaling::AutoScalingGroup")
    template = target(group.get("LaunchTemplate", {}).get("LaunchTemplateId"))
    script = text(t.properties(template).get("LaunchTemplateData", {}).get("UserData"))
    lines = script.splitlines()
    if lines[:2] != ["#!/bin/bash", "set -euo pipefail"]:
        yield "user data goes on after a failure"
    if lines[-1:] != ["bash /opt/todo/bundle/bootstrap.sh"]:
        yield "user data does not end in the bootstrap"
    if "{{resolve:" in script:
        yield "user data holds a secret"
    exported = [line.removeprefix("export ").partition("=")[0] for line in lines if line.startswith("export ")]
    if sorted(exported) != sorted(EXPORTED):
        yield f"user data exports {exported}"
    if f"export DATABASE_PORT='{DATABASE_PORT}'" not in lines:
        yield "instances ask for the database on another port"


def a_new_version_takes_over_without_a_gap_and_goes_back_by_itself(t: Template, case: Case) -> Iterator[str]:
    name, group = t.one("AWS::AutoScaling::AutoScalingGroup")
    policy = t.resources.get(name, {}).get("UpdatePolicy", {})
    refresh = policy.get("AutoScalingInstanceRefresh", {})
    expected = {
        "Strategy": "Rolling",
        "Preferences.MinHealthyPercentage": 100,
        "Preferences.MaxHealthyPercentage": 150,
        "Preferences.BakeTime": 300,
        "Preferences.InstanceWarmup": case.profile.fleet.warm_up_seconds,
    }
    yield from wanted("rollout", refresh, expected)
    yield from wanted("rollout", policy, {"AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties": True})
    alarms = refresh.get("Preferences", {}).get("AlarmSpecification", {}).get("Alarms", [])
    metrics = {t.properties(target(alarm)).get("MetricName") for alarm in alarms}
    if metrics != {"HTTPCode_ELB_5XX_Count", "HTTPCode_Target_5XX_Count", "TargetResponseTime"}:
        yield f"a rollout is stopped by {sorted(map(str, metrics))}"
    expected = {"InstanceMaintenancePolicy": {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 150}}
    yield from wanted(name, group, {**expected, "DefaultInstanceWarmup": case.profile.fleet.warm_up_seconds})


def the_balancer_says_who_is_healthy(t: Template, _: Case) -> Iterator[str]:
    name, group = t.one("AWS::AutoScaling::AutoScalingGroup")
    yield from wanted(name, group, {"HealthCheckType": "ELB", "HealthCheckGracePeriod": 300})
    targets = {it for it, _properties in t.of("AWS::ElasticLoadBalancingV2::TargetGroup")}
    if {target(it) for it in group.get("TargetGroupARNs", [])} != targets or len(targets) != 2:
        yield f"{name} is not behind the load balancer with all that it serves"


def the_fleet_follows_requests_and_cpu(t: Template, case: Case) -> Iterator[str]:
    found = {}
    for name, it in t.of("AWS::AutoScaling::ScalingPolicy"):
        if t.type_of(target(it.get("AutoScalingGroupName"))) != "AWS::AutoScaling::AutoScalingGroup":
            yield f"{name} scales nothing"
        config = it.get("TargetTrackingConfiguration", {})
        if (it.get("PolicyType") == "TargetTrackingScaling") != bool(config):
            yield f"{name} is a {it.get('PolicyType')}"
        if "ALBRequestCount" in text(it) and not all(
            f'"{part}FullName"' in text(it) for part in ("LoadBalancer", "TargetGroup")
        ):
            yield f"{name} counts the requests of nothing"
        kind = config.get("PredefinedMetricSpecification", {}).get("PredefinedMetricType", it.get("PolicyType"))
        found[kind] = config.get("TargetValue")
    fleet = case.profile.fleet
    expected = {"ALBRequestCountPerTarget": fleet.requests_per_minute, "ASGAverageCPUUtilization": fleet.cpu_percent}
    if fleet.is_predictive:
        expected["PredictiveScaling"] = None
    if found != expected:
        yield f"the fleet follows {found}"


PROMISES = (
    an_instance_guards_its_credentials_and_its_disk,
    the_fleet_is_made_by_the_template,
    user_data_stops_at_the_first_failure_and_holds_no_secret,
    a_new_version_takes_over_without_a_gap_and_goes_back_by_itself,
    the_balancer_says_who_is_healthy,
    the_fleet_follows_requests_and_cpu,
)
