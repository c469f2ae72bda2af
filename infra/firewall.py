"""The web application firewall before the load balancer and before the sign-in pages, and its log."""

from collections.abc import Mapping

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.firewall_rules import all_rules, seen


class Firewall(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stack: str,
        protects: Mapping[str, str],
        is_behind_cloudfront: bool,
        key: kms.IKey,
    ) -> None:
        """`protects`: ARNs by a word for each."""
        super().__init__(scope, name)
        self.acl = waf.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=seen("firewall"),
            rules=all_rules(is_behind_cloudfront=is_behind_cloudfront),
        )
        for word, arn in protects.items():
            waf.CfnWebACLAssociation(self, word, resource_arn=arn, web_acl_arn=self.acl.attr_arn)
        self._log(f"aws-waf-logs-{stack}", key)

    def _log(self, group_name: str, key: kms.IKey) -> None:
        group = logs.LogGroup(
            self,
            "Log",
            log_group_name=group_name,  # WAF wants it to begin so
            encryption_key=key,
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )
        logging = waf.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:{group_name}"],
            redacted_fields=[{"singleHeader": {"Name": name}} for name in ("authorization", "cookie")],
            logging_filter={
                "DefaultBehavior": "DROP",
                "Filters": [
                    {
                        "Behavior": "KEEP",
                        "Requirement": "MEETS_ANY",
                        "Conditions": [{"ActionCondition": {"Action": action}} for action in ("BLOCK", "COUNT")],
                    }
                ],
            },
        )
        logging.node.add_dependency(group)
