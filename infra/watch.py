"""Where the deployment says how it is: the service's log, and two topics, one to read and one to be woken by."""

from typing import cast

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.keys import PUBLISHERS
from infra.who import service


class Watch(Construct):
    def __init__(self, scope: Construct, name: str, *, key: kms.IKey, email: str) -> None:
        super().__init__(scope, name)
        self.log = logs.LogGroup(
            self,
            "Log",
            encryption_key=key,
            retention=logs.RetentionDays.THREE_MONTHS,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.notices = self._topic("Notices", key, email)
        self.pages = self._topic("Pages", key, email)

    def _topic(self, name: str, key: kms.IKey, email: str) -> sns.ITopic:
        topic = sns.Topic(self, name, master_key=key, enforce_ssl=True)
        it = cast("sns.ITopic", topic)
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[service(publisher) for publisher in PUBLISHERS],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        if email:
            sns.Subscription(topic, "Email", topic=it, protocol=sns.SubscriptionProtocol.EMAIL, endpoint=email)
        return it
