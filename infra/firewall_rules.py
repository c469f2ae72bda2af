"""The rules of the firewall.

A todo may say anything: `<script>`, `../../etc/passwd`, `${jndi:…}`, or 500 KB. The rules that look into bodies would
refuse it, and a device that works offline would send it again for ever. They only count, therefore, and what they
counted is refused unless the body is JSON, which nothing here runs, includes or shows as markup. The program itself
refuses what is larger than its limit, and what is not JSON.
"""

from collections.abc import Sequence

from aws_cdk import aws_wafv2 as waf

Acl = waf.CfnWebACL
REQUESTS_IN_5_MINUTES = 3000  # of one address; an office behind one address stays below
BODY_RULES = {
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


def all_rules(*, is_behind_cloudfront: bool) -> list[Acl.RuleProperty]:
    """Behind CloudFront an address is what X-Forwarded-For says."""
    return [
        _rate_rule(0, is_behind_cloudfront),
        _managed_rule(1, "AWSManagedRulesAmazonIpReputationList"),
        _managed_rule(2, "AWSManagedRulesCommonRuleSet"),
        _managed_rule(3, "AWSManagedRulesKnownBadInputsRuleSet"),
        _body_rule(4),
    ]


def seen(name: str) -> Acl.VisibilityConfigProperty:
    return Acl.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )


def _rate_rule(priority: int, is_behind_cloudfront: bool) -> Acl.RuleProperty:
    forwarded = Acl.ForwardedIPConfigurationProperty(header_name="X-Forwarded-For", fallback_behavior="MATCH")
    return Acl.RuleProperty(
        name="rate",
        priority=priority,
        action=Acl.RuleActionProperty(block={}),
        visibility_config=seen("rate"),
        statement=Acl.StatementProperty(
            rate_based_statement=Acl.RateBasedStatementProperty(
                limit=REQUESTS_IN_5_MINUTES,
                aggregate_key_type="FORWARDED_IP" if is_behind_cloudfront else "IP",
                forwarded_ip_config=forwarded if is_behind_cloudfront else None,
            )
        ),
    )


def _managed_rule(priority: int, name: str) -> Acl.RuleProperty:
    counted = [
        Acl.RuleActionOverrideProperty(name=rule, action_to_use=Acl.RuleActionProperty(count={}))
        for rule in BODY_RULES.get(name, {})
    ]
    group = Acl.ManagedRuleGroupStatementProperty(vendor_name="AWS", name=name, rule_action_overrides=counted or None)
    return Acl.RuleProperty(
        name=name,
        priority=priority,
        override_action=Acl.OverrideActionProperty(none={}),
        visibility_config=seen(name),
        statement=Acl.StatementProperty(managed_rule_group_statement=group),
    )


def _body_rule(priority: int) -> Acl.RuleProperty:
    is_json = Acl.StatementProperty(
        byte_match_statement=Acl.ByteMatchStatementProperty(
            field_to_match=Acl.FieldToMatchProperty(single_header={"Name": "content-type"}),
            positional_constraint="STARTS_WITH",
            search_string="application/json",
            text_transformations=[Acl.TextTransformationProperty(priority=0, type="LOWERCASE")],
        )
    )
    return Acl.RuleProperty(
        name="body-that-is-not-json",
        priority=priority,
        action=Acl.RuleActionProperty(block={}),
        visibility_config=seen("body-that-is-not-json"),
        statement=_all([_any([_labelled(label) for label in LABELS]), _not(is_json)]),
    )


def _labelled(label: str) -> Acl.StatementProperty:
    return Acl.StatementProperty(label_match_statement=Acl.LabelMatchStatementProperty(scope="LABEL", key=label))


def _any(statements: Sequence[Acl.StatementProperty]) -> Acl.StatementProperty:
    return Acl.StatementProperty(or_statement=Acl.OrStatementProperty(statements=list(statements)))


def _all(statements: Sequence[Acl.StatementProperty]) -> Acl.StatementProperty:
    return Acl.StatementProperty(and_statement=Acl.AndStatementProperty(statements=list(statements)))


def _not(statement: Acl.StatementProperty) -> Acl.StatementProperty:
    return Acl.StatementProperty(not_statement=Acl.NotStatementProperty(statement=statement))
