"""PostgreSQL on RDS: encrypted, backed up, reached only over TLS by IAM token, and not removed by accident."""

import hashlib
from typing import cast

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra import settings
from infra.keys import Keys
from infra.network import DATABASE
from infra.who import role_of

ENGINE = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_18_3)
PARAMETERS = {
    "rds.force_ssl": "1",
    "log_min_duration_statement": "500",
    "log_parameter_max_length": "0",  # what people write is no matter for a log
    "log_parameter_max_length_on_error": "0",
    "idle_in_transaction_session_timeout": "60000",
    # An instance that is gone from one moment to the next says no goodbye: its connections end after 20 seconds.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "20000",
}
EXPORTS = ("postgresql", "upgrade", "iam-db-auth-error")


class Database(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        profile: settings.Database,
        place: settings.Place,
        vpc: ec2.Vpc,
        group: ec2.SecurityGroup,
        keys: Keys,
    ) -> None:
        super().__init__(scope, name)
        self.identifier = _identifier(place)
        self.storage_gib = profile.storage_gib
        role = role_of(self, "MonitoringRole", "monitoring.rds")
        self.instance = rds.DatabaseInstance(
            self,
            "Restored" if place.snapshot else "Instance",
            instance_identifier=self.identifier,
            engine=ENGINE,
            instance_type=ec2.InstanceType(profile.instance),
            multi_az=profile.is_multi_az,
            vpc=vpc,
            vpc_subnets=DATABASE,
            security_groups=[group],
            port=settings.DATABASE_PORT,
            publicly_accessible=False,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            parameter_group=rds.ParameterGroup(self, "Parameters", engine=ENGINE, parameters=PARAMETERS),
            iam_authentication=True,
            manage_master_user_password=True,
            credentials=rds.Credentials.from_username("todo_master", encryption_key=keys.data),
            storage_type=rds.StorageType.GP3,
            allocated_storage=profile.storage_gib,
            max_allocated_storage=profile.storage_limit_gib,
            storage_encryption_key=keys.data,
            backup_retention=Duration.days(profile.backup_days),
            preferred_backup_window="02:00-03:00",
            preferred_maintenance_window="sun:03:30-sun:04:30",
            copy_tags_to_snapshot=True,
            delete_automated_backups=not place.keeps_state,
            deletion_protection=place.keeps_state,
            removal_policy=RemovalPolicy.SNAPSHOT if place.keeps_state else RemovalPolicy.DESTROY,
            auto_minor_version_upgrade=True,
            monitoring_interval=Duration.seconds(60),
            monitoring_role=role,
            enable_performance_insights=True,
            performance_insight_encryption_key=keys.data,
            cloudwatch_logs_exports=list(EXPORTS),
        )
        self.master_secret = cast("secrets.ISecret", self.instance.secret)
        if place.snapshot:
            self._start_from(place.snapshot)
        self._keep_logs(keys.watch)
        self._let_monitor(role)

    def _start_from(self, snapshot: str) -> None:
        """The snapshot brings its own master user, and its own encryption."""
        instance = cast("rds.CfnDBInstance", self.instance.node.default_child)
        instance.db_snapshot_identifier = snapshot
        instance.master_username = instance.kms_key_id = instance.storage_encrypted = None

    def _keep_logs(self, key: kms.IKey) -> None:
        """Made here, before RDS makes them, so that they are encrypted and do not grow for ever."""
        for export in EXPORTS:
            group = logs.LogGroup(
                self,
                f"Log-{export}",
                log_group_name=f"/aws/rds/instance/{self.identifier}/{export}",
                encryption_key=key,
                retention=logs.RetentionDays.THREE_MONTHS,
                removal_policy=RemovalPolicy.DESTROY,
            )
            self.instance.node.add_dependency(group)

    def _let_monitor(self, role: iam.IRole) -> None:
        """What the managed AmazonRDSEnhancedMonitoringRole allows, for this instance only."""
        group = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:RDSOSMetrics"
        stream = f"{group}:log-stream:{self.instance.instance_resource_id}"
        iam.ManagedPolicy(
            self,
            "MonitoringPolicy",
            roles=[role],
            statements=[
                iam.PolicyStatement(actions=["logs:CreateLogGroup", "logs:PutRetentionPolicy"], resources=[group]),
                iam.PolicyStatement(actions=["logs:DescribeLogStreams"], resources=[group, f"{group}:log-stream:"]),
                iam.PolicyStatement(
                    actions=["logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"], resources=[stream]
                ),
            ],
        )


def _identifier(place: settings.Place) -> str:
    """One of its own for each snapshot: CloudFormation replaces nothing that would keep its name."""
    if not place.snapshot:
        return place.name
    return f"{place.name}-{hashlib.sha256(place.snapshot.encode()).hexdigest()[:8]}"
