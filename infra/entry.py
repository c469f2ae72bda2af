"""The one thing that is public: a load balancer, and where its access logs go."""

from typing import cast

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.network import PUBLIC
from infra.settings import EVENTS_PATH, EVENTS_PORT, HEALTH_PORT, IDLE_SECONDS, SERVICE_PORT, Place
from infra.who import service


class Entry(Construct):
    def __init__(self, scope: Construct, name: str, *, place: Place, vpc: ec2.Vpc, group: ec2.SecurityGroup) -> None:
        super().__init__(scope, name)
        self.logs = self._log_bucket(keeps_state=place.keeps_state)
        self.balancer = elb.ApplicationLoadBalancer(
            self,
            "Balancer",
            vpc=vpc,
            vpc_subnets=PUBLIC,
            internet_facing=True,
            security_group=group,
            deletion_protection=place.keeps_state,
            drop_invalid_header_fields=True,
            desync_mitigation_mode=elb.DesyncMitigationMode.STRICTEST,
            idle_timeout=Duration.seconds(IDLE_SECONDS),
        )
        self._write_access_logs()
        self.target = self._target("Target", vpc, SERVICE_PORT, health_port=HEALTH_PORT, delay=30)
        # A stream does not end by itself: who leaves need not be waited for long.
        self.events = self._target("Events", vpc, EVENTS_PORT, health_port=EVENTS_PORT, delay=5)

    def route_events(self, listener: elb.ApplicationListener, *conditions: elb.ListenerCondition) -> None:
        """Streams of events go to the process that holds them, before all other rules."""
        listener.add_action(
            "Events",
            priority=10,
            conditions=[elb.ListenerCondition.path_patterns([EVENTS_PATH]), *conditions],
            action=elb.ListenerAction.forward([self.events]),
        )

    @property
    def label(self) -> str:
        """As scaling policies name it."""
        return f"{self.balancer.load_balancer_full_name}/{self.target.target_group_full_name}"

    def _target(
        self, name: str, vpc: ec2.Vpc, port: int, *, health_port: int, delay: int
    ) -> elb.ApplicationTargetGroup:
        """`delay`: how many seconds an instance that leaves may finish what runs."""
        return elb.ApplicationTargetGroup(
            self,
            name,
            vpc=vpc,
            port=port,
            protocol=elb.ApplicationProtocol.HTTP,
            target_type=elb.TargetType.INSTANCE,
            load_balancing_algorithm_type=elb.TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
            deregistration_delay=Duration.seconds(delay),
            health_check=elb.HealthCheck(
                port=str(health_port),
                path="/health/live",
                healthy_http_codes="200",
                interval=Duration.seconds(10),
                timeout=Duration.seconds(5),
                healthy_threshold_count=2,
                unhealthy_threshold_count=3,
            ),
        )

    def _log_bucket(self, *, keeps_state: bool) -> s3.Bucket:
        return s3.Bucket(
            self,
            "AccessLogs",
            encryption=s3.BucketEncryption.S3_MANAGED,  # the load balancer can write to no other
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(expiration=Duration.days(90), noncurrent_version_expiration=Duration.days(7))
            ],
            removal_policy=RemovalPolicy.RETAIN if keeps_state else RemovalPolicy.DESTROY,
        )

    def _write_access_logs(self) -> None:
        """The CDK's own way names an account of the region, which is not known here; this principal is everywhere's."""
        self.logs.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[service("logdelivery.elasticloadbalancing")],
                actions=["s3:PutObject"],
                # Another account's load balancer would write below another number.
                resources=[self.logs.arn_for_objects(f"AWSLogs/{Aws.ACCOUNT_ID}/*")],
            )
        )
        self.balancer.set_attribute("access_logs.s3.enabled", "true")
        self.balancer.set_attribute("access_logs.s3.bucket", self.logs.bucket_name)
        self.balancer.node.add_dependency(cast("s3.BucketPolicy", self.logs.policy))
