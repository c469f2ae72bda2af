"""A copy of the database each night, kept for 35 days in a vault of its own, beside what RDS keeps itself."""

from typing import cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from constructs import Construct

from infra.unique import of_this_stack
from infra.who import service

KEPT = Duration.days(35)


class Backup(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        database: rds.DatabaseInstance,
        key: kms.IKey,
        stack: str,
        keeps_state: bool,
    ) -> None:
        super().__init__(scope, name)
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=f"{stack}-{of_this_stack()}",  # kept, it must not stand in the way of the next
            encryption_key=key,
            block_recovery_point_deletion=keeps_state,
            removal_policy=RemovalPolicy.RETAIN if keeps_state else RemovalPolicy.DESTROY,
        )
        plan = backup.BackupPlan(
            self,
            "Plan",
            backup_vault=self.vault,
            backup_plan_rules=[
                backup.BackupPlanRule(
                    rule_name="nightly",
                    schedule_expression=events.Schedule.cron(hour="4", minute="0"),
                    start_window=Duration.hours(1),
                    completion_window=Duration.hours(4),
                    delete_after=KEPT,
                )
            ],
        )
        role = iam.Role(
            self,
            "Role",
            assumed_by=service("backup"),
            managed_policies=[
                iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSBackupServiceRolePolicyForBackup")
            ],
        )
        backup.BackupSelection(
            self,
            "Selection",
            backup_plan=plan,
            resources=[backup.BackupResource.from_rds_database_instance(database)],
            role=cast("iam.IRole", role),
            disable_default_backup_policy=True,
        )
