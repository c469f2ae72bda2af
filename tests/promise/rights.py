"""Who may do what to which: each statement of each policy, and no wildcard but the one that is named."""

import json
import re
from collections.abc import Iterator
from typing import Any

from promise.statements import OTHERS, OWNER, PLAIN_IS_DENIED, PUBLISHERS_WRITE
from promise.template import Case, Properties, Template, as_list, target, text, texts

SESSION_MANAGER = {
    "ssm:UpdateInstanceInformation",
    *(f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")),
}
WRITE_LOG = {"logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"}
TRUSTED = {"ec2": 1, "vpc-flow-logs": 1, "monitoring.rds": 1, "backup": 1}
BACKUP = "service-role/AWSBackupServiceRolePolicyForBackup"


def statements(it: Properties, document: str = "PolicyDocument") -> list[Properties]:
    return as_list(it.get(document, {}).get("Statement"))


def no_wildcard_in_what_is_allowed(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
        for statement in statements(it):
            actions = set(as_list(statement.get("Action")))
            if statement.get("Effect") != "Allow" or "NotAction" in statement or "NotResource" in statement:
                yield f"{name} says what is allowed by what is not"
            if any("*" in action or "?" in action for action in actions):
                yield f"{name} allows {sorted(actions)}"
            resources = texts(statement.get("Resource"))
            if any("*" in it or "?" in it for it in resources) and not (
                resources == ["*"] and actions == SESSION_MANAGER
            ):
                yield f"{name} allows {sorted(actions)} on {resources}"


def no_policy_hides_in_a_role(t: Template, _: Case) -> Iterator[str]:
    for name, _properties in t.of("AWS::IAM::Policy", "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey"):
        yield f"{name} is there"
    for name, it in t.of("AWS::IAM::Role"):
        if it.get("Policies"):
            yield f"{name} has policies inside"
        attached = texts(it.get("ManagedPolicyArns"))
        is_backup = _trusted(it) == ["backup.amazonaws.com"]
        if [arn.partition(":policy/")[2] for arn in attached] != ([BACKUP] if is_backup else []):
            yield f"{name} has {attached}"


def _trusted(role: Properties) -> list[str]:
    found: list[str] = []
    for statement in statements(role, "AssumeRolePolicyDocument"):
        principal = statement.get("Principal", {})
        plain = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": principal.get("Service")}}
        found += texts(principal.get("Service")) if statement == plain else [text(statement)]
    return found


def only_services_take_roles_and_each_its_own(t: Template, case: Case) -> Iterator[str]:
    count: dict[str, int] = {}
    for _, it in t.of("AWS::IAM::Role"):
        for service in _trusted(it):
            word = service.removesuffix(".amazonaws.com")
            count[word] = count.get(word, 0) + 1
    nat = 1 if case.profile.nat == "one instance" else 0
    expected = {**TRUSTED, "ec2": TRUSTED["ec2"] + nat}
    if count != expected:
        yield f"roles are taken by {count}"


def _policies_of(t: Template, role: str) -> list[tuple[frozenset[str], frozenset[str], str]]:
    return [
        (frozenset(as_list(it.get("Action"))), frozenset(texts(it.get("Resource"))), text(it.get("Condition")))
        for _, policy in t.of("AWS::IAM::ManagedPolicy")
        if role in {target(one) for one in policy.get("Roles", [])}
        for it in statements(policy)
    ]


def fleet_role(t: Template) -> str:
    for _, group in t.of("AWS::AutoScaling::AutoScalingGroup"):
        template = t.properties(target(group.get("LaunchTemplate", {}).get("LaunchTemplateId")))
        profile = template.get("LaunchTemplateData", {}).get("IamInstanceProfile", {}).get("Arn")
        return target(next(iter(t.properties(target(profile)).get("Roles", [])), ""))
    return ""


def an_instance_may_do_what_it_needs_and_nothing_else(t: Template, _: Case) -> Iterator[str]:
    database, _properties = t.one("AWS::RDS::DBInstance")
    pool = next((name for name, _ in t.of("AWS::Cognito::UserPool")), "")
    key = target(t.properties(database).get("KmsKeyId"))
    session = next((name for name, _ in t.of("AWS::SecretsManager::Secret") if t.path(name) == "SessionSecret"), "")
    log = next((name for name, _ in t.of("AWS::Logs::LogGroup") if t.path(name) == "Watch/Log"), "")
    user = f"arn:${{AWS::Partition}}:rds-db:${{AWS::Region}}:${{AWS::AccountId}}:dbuser:${{{database}.DbiResourceId}}"
    bundle = re.compile(
        r"arn:\$\{AWS::Partition\}:s3:::cdk-hnb659fds-assets-\$\{AWS::AccountId\}-\$\{AWS::Region\}/[0-9a-f]{64}\.zip"
    )
    secrets_manager = {"Fn::Join": ["", ["secretsmanager.", {"Ref": "AWS::Region"}, ".amazonaws.com"]]}
    via = text({"StringEquals": {"kms:ViaService": secrets_manager}})
    expected: set[Any] = {
        (frozenset(WRITE_LOG), frozenset({f"${{{log}.Arn}}"}), "null"),
        (frozenset({"rds-db:connect"}), frozenset({f"{user}/todo", f"{user}/todo_owner"}), "null"),
        (frozenset({"cognito-idp:DescribeUserPoolClient"}), frozenset({f"${{{pool}.Arn}}"}), "null"),
        (frozenset({"secretsmanager:GetSecretValue"}), frozenset({f"${{{session}}}"}), "null"),
        (frozenset({"kms:Decrypt"}), frozenset({f"${{{key}.Arn}}"}), via),
        (frozenset(SESSION_MANAGER), frozenset({"*"}), "null"),
    }
    found = set(_policies_of(t, fleet_role(t)))
    read = {it for it in found if it[0] == {"s3:GetObject"} and len(it[1]) == 1 and bundle.fullmatch(next(iter(it[1])))}
    if len(read) != 1:
        yield "an instance may not read its bundle, or more than that"
    for it in sorted(map(str, (found - read) ^ expected)):
        yield f"an instance: {it}"


def services_write_their_own_logs_only(t: Template, _: Case) -> Iterator[str]:
    roles = {service: name for name, it in t.of("AWS::IAM::Role") for service in _trusted(it)}
    flows = [target(it.get("LogDestination")) for _, it in t.of("AWS::EC2::FlowLog")]
    expected = [(frozenset(WRITE_LOG), frozenset(f"${{{name}.Arn}}" for name in flows), "null")]
    if _policies_of(t, roles.get("vpc-flow-logs.amazonaws.com", "")) != expected:
        yield "what records the traffic may write elsewhere too, or cannot write"
    database, _properties = t.one("AWS::RDS::DBInstance")
    group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:RDSOSMetrics"
    stream = f"{group}:log-stream:${{{database}.DbiResourceId}}"
    expected = {
        (frozenset({"logs:CreateLogGroup", "logs:PutRetentionPolicy"}), frozenset({group}), "null"),
        (frozenset({"logs:DescribeLogStreams"}), frozenset({group, f"{group}:log-stream:"}), "null"),
        (frozenset({"logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"}), frozenset({stream}), "null"),
    }
    found = set(_policies_of(t, roles.get("monitoring.rds.amazonaws.com", "")))
    for it in sorted(map(str, found ^ expected)):
        yield f"what measures the database: {it}"
    if _policies_of(t, roles.get("backup.amazonaws.com", "")):
        yield "what makes backups may do more than that"


def keys_are_used_by_whom_they_are_for(t: Template, _: Case) -> Iterator[str]:
    """The account manages each, by its own policies; beside it some services use one, from this account only."""
    for name, it in t.of("AWS::KMS::Key"):
        found = [_use(statement) for statement in statements(it, "KeyPolicy")]
        if found[:1] != [_use(OWNER)]:
            yield f"{name}: the account does not manage it"
        for use in found[1:]:
            if use not in [_use({"Effect": "Allow", "Resource": "*", **other}) for other in OTHERS]:
                yield f"{name}: {use}"
    watch = [it for name, it in t.of("AWS::KMS::Key") if t.path(name) == "Keys/Watch"]
    if [len(statements(it, "KeyPolicy")) for it in watch] != [4]:
        yield "somebody who writes logs or rings may not use the key"


def _use(statement: Properties) -> tuple[str, ...]:
    parts = ("Effect", "Principal", "Action", "Resource", "Condition")
    return tuple(json.dumps(statement.get(part), sort_keys=True) for part in parts)


def topics_take_from_this_account_only(t: Template, _: Case) -> Iterator[str]:
    policies = {target(one): statements(it) for _, it in t.of("AWS::SNS::TopicPolicy") for one in it["Topics"]}
    for name, _properties in t.of("AWS::SNS::Topic"):
        own = {"Resource": {"Ref": name}}
        expected = [{**statement, **own} for statement in (PLAIN_IS_DENIED, PUBLISHERS_WRITE)]
        if [{k: v for k, v in it.items() if k != "Sid"} for it in policies.get(name, [])] != expected:
            yield f"{name}: {policies.get(name)}"


def buckets_take_from_the_balancer_only(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::S3::BucketPolicy"):
        arn = {"Fn::GetAtt": [target(it["Bucket"]), "Arn"]}
        expected = {
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": {"Fn::Join": ["", [arn, "/AWSLogs/", {"Ref": "AWS::AccountId"}, "/*"]]},
        }
        if [one for one in statements(it) if one["Effect"] == "Allow"] != [expected]:
            yield f"{name} lets in others than the load balancer"


PROMISES = (
    no_wildcard_in_what_is_allowed,
    no_policy_hides_in_a_role,
    only_services_take_roles_and_each_its_own,
    an_instance_may_do_what_it_needs_and_nothing_else,
    services_write_their_own_logs_only,
    keys_are_used_by_whom_they_are_for,
    topics_take_from_this_account_only,
    buckets_take_from_the_balancer_only,
)
