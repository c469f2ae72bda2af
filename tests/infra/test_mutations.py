"""A promise is worth something if it notices: templates are changed on purpose, and each time one must break."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import promise
from promise.mutations import MUTATIONS
from promise.synthesised import Synthesised
from promise.template import Case, Template

# What may change without a promise breaking: names, texts, tags, and what CloudFormation itself refuses or fills in.
HARMLESS = {
    "Backup::BackupPlan": {"BackupPlan.BackupPlanName", "CompletionWindowMinutes", "RuleName", "StartWindowMinutes"},
    "Backup::BackupSelection": {"SelectionName"},
    "CloudWatch::Alarm": {"Metrics.Id", "Metrics.Label", "Metrics.ReturnData"},
    "CloudWatch::CompositeAlarm": {"AlarmDescription", "AlarmName"},
    "Cognito::UserPool": {
        "EmailConfiguration",
        "EmailVerification",
        "SmsVerification",
        "VerificationMessage",
        "TemporaryPassword",
    },
    "Cognito::UserPoolClient": {"GenerateSecret"},  # false is the default
    "EC2::EIP": {"Domain"},
    "EC2::LaunchTemplate": {"DeviceName", "VolumeSize"},
    "EC2::SecurityGroup": {"SecurityGroupEgress"},  # of the database: the rule that matches nothing
    "EC2::Subnet": {"CidrBlock"},
    "EC2::VPCEndpoint": {"RouteTableIds"},  # of the public subnets
    "KMS::Key": {"KeyPolicy.Statement"},  # what the CDK adds for secrets, which the account may already
    "RDS::DBInstance": {"MasterUsername", "PerformanceInsightsRetentionPeriod", "PreferredMaintenanceWindow"},
    "RDS::DBSubnetGroup": {"DBSubnetGroupDescription"},
    "S3::Bucket": {"NoncurrentVersionExpiration"},
    "SecretsManager::Secret": {"PasswordLength"},  # one more
    "WAFv2::WebACL": {"MetricName"},
}
NAMES_AND_TEXTS = {
    "Tags",
    "Description",
    "GroupDescription",
    "Sid",
    "Version",
    "Path",
    "BackupPlanTags",
    "BackupVaultTags",
}
NAMES_AND_TEXTS |= {"ResourceTags", "UserPoolTags", "TagSpecifications", "DashboardBody", "Metadata"}
INTRINSIC = {"Ref", "Fn::Join", "Fn::GetAtt", "Fn::Base64"}


def notices(template: Template, case: Case) -> bool:
    return any(promise.broken(it, template, case) for it in promise.ALL)


@pytest.fixture
def ha(synthesised: Callable[[str], Synthesised]) -> Synthesised:
    return synthesised("ha")


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_change_is_noticed(mutation: str, ha: Synthesised) -> None:
    template = ha.template()

    MUTATIONS[mutation](template.raw)

    assert notices(template, ha.case)


def test_whatever_is_taken_away_is_noticed(ha: Synthesised) -> None:
    template = ha.template()
    unnoticed: list[str] = []

    for name in list(template.resources):
        taken = template.resources.pop(name)
        if not notices(template, ha.case):
            unnoticed.append(name)
        template.resources[name] = taken

    assert unnoticed == []


@pytest.mark.parametrize("how", ["without it", "otherwise"])
def test_whatever_is_set_is_looked_at(how: str, ha: Synthesised) -> None:
    template = ha.template()
    unnoticed: set[str] = set()

    for kind, path, parent, key in settings_of(template):
        before = list(parent.items()) if isinstance(parent, dict) else list(parent)
        if changed(parent, key, how) and not notices(template, ha.case):
            unnoticed.add(f"{kind} {path}")
        parent.clear()
        parent.update(before) if isinstance(parent, dict) else parent.extend(before)

    assert sorted(unnoticed) == []


def changed(parent: Any, key: Any, how: str) -> bool:
    value = parent[key]
    if how == "without it":
        del parent[key]
    elif isinstance(value, bool):
        parent[key] = not value
    elif isinstance(value, int):
        parent[key] = value + 1
    elif isinstance(value, str):
        parent[key] = value + "x"
    else:
        return False
    return True


def settings_of(template: Template) -> Iterator[tuple[str, str, Any, Any]]:
    """Kind, path, and where it is, of everything in every resource's properties that is not harmless."""
    for resource in template.resources.values():
        kind = resource["Type"].removeprefix("AWS::")
        for path, parent, key in list(_walk(resource.get("Properties", {}), ())):
            words = ".".join(word for word in path if not word.isdigit())
            if not any(word in words for word in HARMLESS.get(kind, ())):
                yield kind, words, parent, key


def _walk(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        if key in NAMES_AND_TEXTS or key in INTRINSIC:
            continue
        here = (*path, str(key))
        yield here, node, key
        if isinstance(node[key], dict | list):
            yield from _walk(node[key], here)
