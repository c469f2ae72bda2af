"""The firewall: where it stands, and what it refuses."""

from collections.abc import Iterator
from typing import Any

from promise.template import Case, Template, target, text, wanted

BODY_RULES = {  # rule: the end of the label that it leaves
    "AWSManagedRulesCommonRuleSet": {
        "SizeRestrictions_BODY": "core-rule-set:SizeRestrictions_Body",
        "CrossSiteScripting_BODY": "core-rule-set:CrossSiteScripting_Body",
        "EC2MetaDataSSRF_BODY": "core-rule-set:EC2MetaDataSSRF_Body",
        "GenericLFI_BODY": "core-rule-set:GenericLFI_Body",
        "GenericRFI_BODY": "core-rule-set:GenericRFI_Body",
    },
    "AWSManagedRulesKnownBadInputsRuleSet": {
        "Log4JRCE_BODY": "known-bad-inputs:Log4JRCE_Body",
        "JavaDeserializationRCE_BODY": "known-bad-inputs:JavaDeserializationRCE_Body",
    },
}
LABELS = [f"awswaf:managed:aws:{label}" for rules in BODY_RULES.values() for label in rules.values()]
IS_JSON = {
    "ByteMatchStatement": {
        "FieldToMatch": {"SingleHeader": {"Name": "content-type"}},
        "PositionalConstraint": "STARTS_WITH",
        "SearchString": "application/json",
        "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}],
    }
}
NOT_JSON = {
    "AndStatement": {
        "Statements": [
            {"OrStatement": {"Statements": [{"LabelMatchStatement": {"Key": it, "Scope": "LABEL"}} for it in LABELS]}},
            {"NotStatement": {"Statement": IS_JSON}},
        ]
    }
}
KEPT_LINES = {
    "DefaultBehavior": "DROP",
    "Filters": [
        {
            "Behavior": "KEEP",
            "Requirement": "MEETS_ANY",
            "Conditions": [{"ActionCondition": {"Action": action}} for action in ("BLOCK", "COUNT")],
        }
    ],
}


def it_stands_where_the_profile_says(t: Template, case: Case) -> Iterator[str]:
    if not case.profile.has_firewall:
        for name, _ in t.of("AWS::WAFv2::WebACL"):
            yield f"{name} is there"
        return
    acl, it = t.one("AWS::WAFv2::WebACL")
    protected = {
        (target(one["ResourceArn"]), target(one["WebACLArn"])) for _, one in t.of("AWS::WAFv2::WebACLAssociation")
    }
    balancer, _ = t.one("AWS::ElasticLoadBalancingV2::LoadBalancer")
    pool, _ = t.one("AWS::Cognito::UserPool")
    if protected != {(balancer, acl), (pool, acl)}:
        yield f"the firewall protects {sorted(protected)}"
    yield from wanted(acl, it, {"Scope": "REGIONAL", "DefaultAction": {"Allow": {}}})


def it_says_what_it_refuses_but_not_whose_it_is(t: Template, case: Case) -> Iterator[str]:
    if not case.profile.has_firewall:
        return
    acl, it = t.one("AWS::WAFv2::WebACL")
    name, logging = t.one("AWS::WAFv2::LoggingConfiguration")
    group = f"aws-waf-logs-{case.place.name}"
    if target(logging["ResourceArn"]) != acl or not text(logging["LogDestinationConfigs"][0]).endswith(
        f":log-group:{group}"
    ):
        yield "what the firewall refuses is not logged"
    if group not in {its.get("LogGroupName") for _, its in t.of("AWS::Logs::LogGroup")}:
        yield f"{group} is not there"
    redacted = [{"SingleHeader": {"Name": header}} for header in ("authorization", "cookie")]
    yield from wanted(name, logging, {"RedactedFields": redacted, "LoggingFilter": KEPT_LINES})
    for part in (it, *it["Rules"]):
        yield from wanted(
            acl, part["VisibilityConfig"], {"CloudWatchMetricsEnabled": True, "SampledRequestsEnabled": True}
        )


def it_has_its_rules(t: Template, case: Case) -> Iterator[str]:
    if not case.profile.has_firewall:
        return
    acl, it = t.one("AWS::WAFv2::WebACL")
    rules: dict[str, Any] = {rule["Name"]: rule for rule in it["Rules"]}
    if [rule["Priority"] for rule in it["Rules"]] != list(range(5)) or len(rules) != 5:
        yield f"{acl} has other rules, or in another order"
    rate, body = rules["rate"], rules["body-that-is-not-json"]
    if rate["Action"] != {"Block": {}} or body["Action"] != {"Block": {}}:
        yield f"{acl} blocks nothing of its own"
    expected = {"Limit": 3000, "AggregateKeyType": "IP" if case.place.domain else "FORWARDED_IP"}
    yield from wanted(f"{acl}, rate", rate["Statement"]["RateBasedStatement"], expected)
    if body["Statement"] != NOT_JSON:
        yield f"{acl}: a body that is not JSON gets through, or one that is JSON does not"
    for name in ("AWSManagedRulesAmazonIpReputationList", *BODY_RULES):
        rule, group = rules[name], rules[name]["Statement"]["ManagedRuleGroupStatement"]
        if rule["OverrideAction"] != {"None": {}} or group["Name"] != name or group["VendorName"] != "AWS":
            yield f"{acl}: {name} only counts"
        counted = [{"Name": one, "ActionToUse": {"Count": {}}} for one in BODY_RULES.get(name, {})]
        if group.get("RuleActionOverrides", []) != counted:
            yield f"{acl}: {name} does not act on {group.get('RuleActionOverrides')}"


PROMISES = (
    it_stands_where_the_profile_says,
    it_says_what_it_refuses_but_not_whose_it_is,
    it_has_its_rules,
)
