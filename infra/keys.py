"""Two keys: one for what people own, one for what the deployment says about itself."""

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

# Services that write to an encrypted topic need both (SNS developer guide, "Enable compatibility between event sources").
PUBLISH = ["kms:Decrypt", "kms:GenerateDataKey"]
PUBLISHERS = ("budgets.amazonaws.com", "cloudwatch.amazonaws.com")


class Keys(Construct):
    def __init__(self, scope: Construct, name: str, *, keeps_state: bool) -> None:
        super().__init__(scope, name)
        self.data = kms.Key(
            self,
            "Data",
            description="What people own: the database, its backups, secrets",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN if keeps_state else RemovalPolicy.DESTROY,
        )
        self.watch = kms.Key(
            self,
            "Watch",
            description="What the deployment says of itself: logs, alarms",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.watch.add_to_resource_policy(_logs_may_use_it())
        self.watch.add_to_resource_policy(_publishers_may_use_it())
        self.watch.add_to_resource_policy(_scaling_may_use_it())


def _logs_may_use_it() -> iam.PolicyStatement:
    groups = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:*"
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(f"logs.{Aws.REGION}.amazonaws.com")],
        actions=[
            *("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
            *("kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"),
        ],
        resources=["*"],  # in a key's policy: this key
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _publishers_may_use_it() -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.ServicePrincipal(name) for name in PUBLISHERS],
        actions=PUBLISH,
        resources=["*"],
        conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
    )


def _scaling_may_use_it() -> iam.PolicyStatement:
    """Auto Scaling publishes as its service-linked role. A new account has none yet, and a key's policy that names it is refused."""
    role = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    return iam.PolicyStatement(
        principals=[iam.AnyPrincipal()],
        actions=PUBLISH,
        resources=["*"],
        conditions={
            "StringEquals": {"kms:CallerAccount": Aws.ACCOUNT_ID},
            "ArnEquals": {"aws:PrincipalArn": f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:{role}"},
        },
    )
