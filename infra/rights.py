"""What an instance may do, and to what: exact names, and one wildcard that Session Manager asks for."""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.who import role_of

DATABASE_USERS = ("todo", "todo_owner")  # the service's own, and the one that migrates
LOG_ACTIONS = ("CreateLogStream", "PutLogEvents", "DescribeLogStreams")
MANAGED_ACTIONS = (
    "ssm:UpdateInstanceInformation",
    *(f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")),
)


class Rights(Construct):
    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        bundle: assets.Asset,
        database: rds.DatabaseInstance,
        pool: cognito.IUserPool,
        session: secrets.Secret,
        key: kms.IKey,
        log_group: logs.LogGroup,
    ) -> None:
        super().__init__(scope, name)
        self.role = role_of(self, "Role", "ec2")
        self.policy = iam.ManagedPolicy(
            self,
            "Policy",
            roles=[self.role],
            statements=[
                _allow("ReadBundle", ["s3:GetObject"], bundle.bucket.arn_for_objects(bundle.s3_object_key)),
                _allow("WriteLog", [f"logs:{it}" for it in LOG_ACTIONS], log_group.log_group_arn),
                _allow("Connect", ["rds-db:connect"], *(_user(database, user) for user in DATABASE_USERS)),
                _allow("ReadClientSecret", ["cognito-idp:DescribeUserPoolClient"], pool.user_pool_arn),
                _allow("ReadSessionSecret", ["secretsmanager:GetSecretValue"], session.secret_arn),
                _decrypt(key, f"secretsmanager.{Aws.REGION}.amazonaws.com"),
                # They know no resource (service authorization reference, "Session Manager Message Gateway Service").
                _allow("BeManaged", MANAGED_ACTIONS, "*"),
            ],
        )


def _allow(sid: str, actions: Sequence[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(sid=sid, actions=list(actions), resources=list(resources))


def _user(database: rds.DatabaseInstance, name: str) -> str:
    return f"arn:{Aws.PARTITION}:rds-db:{Aws.REGION}:{Aws.ACCOUNT_ID}:dbuser:{database.instance_resource_id}/{name}"


def _decrypt(key: kms.IKey, via: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid="DecryptSecret",
        actions=["kms:Decrypt"],
        resources=[key.key_arn],
        conditions={"StringEquals": {"kms:ViaService": via}},
    )
