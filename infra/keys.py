"""Two keys: one for what people own, one for what the deployment says about itself."""

from typing import cast

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.who import anybody, service

# Services that write to an encrypted topic need both (SNS developer guide, "Key management").
PUBLISH = ["kms:Decrypt", "kms:GenerateDataKey"]
PUBLISHERS = ("budgets", "cloudwatch")


class Keys(Construct):
    def __init__(self, scope: Construct, name: str, *, keeps_state: bool) -> None:
        super().__init__(scope, name)
        self.data = self._key(
            "Data",
            "What people own: the database, its backups, secrets",
            RemovalPolicy.RETAIN if keeps_state else RemovalPolicy.DESTROY,
        )
        self.watch = self._key("Watch", "What the deployment says of itself: logs, alarms", RemovalPolicy.DESTROY)
        self.watch.add_to_resource_policy(_logs_may_use_it())
        self.watch.add_to_resource_policy(_publishers_may_use_it())
        self.watch.add_to_resource_policy(_scaling_may_use_it())

    def _key(self, name: str, description: str, at_removal: RemovalPolicy) -> kms.IKey:
        key = kms.Key(self, name, description=description, enable_key_rotation=True, removal_policy=at_removal)
        return cast("kms.IKey", key)


def _logs_may_use_it() -> iam.PolicyStatement:
    groups = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:*"
    return iam.PolicyStatement(
        principals=[service(f"logs.{Aws.REGION}")],
        actions=[
            *("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
            *("kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"),
        ],
        resources=["*"],  # in a key's policy: this key
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _publishers_may_use_it() -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[service(name) for name in PUBLISHERS],
        actions=PUBLISH,
        resources=["*"],
        conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
    )


def _scaling_may_use_it() -> iam.PolicyStatement:
    """Auto Scaling publishes as a role that a new account does not have yet, and a policy that names it is refused."""
    role = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    return iam.PolicyStatement(
        principals=[anybody()],
        actions=PUBLISH,
        resources=["*"],
        conditions={
            "StringEquals": {"kms:CallerAccount": Aws.ACCOUNT_ID},
            "ArnEquals": {"aws:PrincipalArn": f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:{role}"},
        },
    )
