"""The instances: how many there are, and how a new version takes the place of the old one."""

from collections.abc import Sequence
from typing import cast

from aws_cdk import Duration
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_sns as sns
from constructs import Construct, IDependable

from infra import network, scaling, settings
from infra.entry import Entry

BOOT = Duration.minutes(5)  # a minute as a rule; an instance that waits for its database may take longer


class Fleet(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        profile: settings.Fleet,
        vpc: ec2.Vpc,
        template: ec2.LaunchTemplate,
        entry: Entry,
        rollback_alarms: Sequence[cloudwatch.IAlarm],
        notices: sns.ITopic,
        after: Sequence[IDependable],
    ) -> None:
        """`after`: what an instance needs from its first second on, beside the way out."""
        super().__init__(scope, name)
        self.at_most = profile.at_most
        warm_up = Duration.seconds(profile.warm_up_seconds)
        self.group = autoscaling.AutoScalingGroup(
            self,
            "Group",
            vpc=vpc,
            vpc_subnets=network.FLEET,
            launch_template=template,
            min_capacity=profile.at_least,
            max_capacity=profile.at_most,
            default_instance_warmup=warm_up,
            health_checks=autoscaling.HealthChecks.with_additional_checks(
                additional_types=[autoscaling.AdditionalHealthCheckType.ELB], grace_period=BOOT
            ),
            min_healthy_percentage=100,
            max_healthy_percentage=150,
            update_policy=autoscaling.UpdatePolicy.instance_refresh(
                strategy=autoscaling.InstanceRefreshStrategy.ROLLING,
                min_healthy_percentage=100,
                max_healthy_percentage=150,
                instance_warmup=warm_up,
                bake_time=Duration.minutes(5),
                alarms=list(rollback_alarms),
            ),
            group_metrics=[autoscaling.GroupMetrics.all()],
            notifications=[
                autoscaling.NotificationConfiguration(topic=notices, scaling_events=autoscaling.ScalingEvents.ALL)
            ],
        )
        ways_out = [
            it.internet_connectivity_established for it in vpc.select_subnets(subnet_group_name="fleet").subnets
        ]
        cast("Construct", self.group.node.default_child).node.add_dependency(*ways_out, *after)
        for target in (entry.target, entry.events):
            self.group.attach_to_application_target_group(target)
        scaling.follow_load(self.group, profile, target_label=entry.label, after=after)
