"""What people own: encrypted, kept, backed up."""

from collections.abc import Iterator

from promise.template import Case, Template, as_list, target, text, wanted

KEYS = {  # type: the property that names its key
    "AWS::Logs::LogGroup": "KmsKeyId",
    "AWS::SNS::Topic": "KmsMasterKeyId",
    "AWS::SecretsManager::Secret": "KmsKeyId",
    "AWS::Backup::BackupVault": "EncryptionKeyArn",
    "AWS::RDS::DBInstance": "KmsKeyId",
}
KEPT = ("AWS::Cognito::UserPool", "AWS::Backup::BackupVault", "AWS::S3::Bucket")
PARAMETERS = {
    "rds.force_ssl": "1",
    "log_min_duration_statement": "500",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "idle_in_transaction_session_timeout": "60000",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "20000",
}
NOBODY_DELETES = {
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
    "Resource": "*",
}
BLOCKED = {"BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}


def every_store_is_encrypted_with_a_key_of_ours(t: Template, _: Case) -> Iterator[str]:
    for kind, property_name in KEYS.items():
        for name, it in t.of(kind):
            if t.type_of(target(it.get(property_name))) != "AWS::KMS::Key":
                yield f"{name} is not encrypted with a key of ours"
    for name, it in t.of("AWS::S3::Bucket"):
        rules = it.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
        if [rule.get("ServerSideEncryptionByDefault", {}).get("SSEAlgorithm") for rule in rules] != ["AES256"]:
            yield f"{name} is not encrypted"


def what_belongs_to_the_database_is_encrypted_too(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::RDS::DBInstance"):
        yield from wanted(name, it, {"StorageEncrypted": True})
        for other in (it.get("PerformanceInsightsKMSKeyId"), it.get("MasterUserSecret", {}).get("KmsKeyId")):
            if t.type_of(target(other)) != "AWS::KMS::Key":
                yield f"{name}: what belongs to it is not encrypted with a key of ours"


def keys_rotate(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::KMS::Key"):
        yield from wanted(name, it, {"EnableKeyRotation": True, "Enabled": None, "KeySpec": None})


def what_people_own_outlives_the_stack_unless_told_otherwise(t: Template, case: Case) -> Iterator[str]:
    kept = {name: "Retain" for name, _ in t.of(*KEPT)}
    kept |= {target(it.get("EncryptionKeyArn")): "Retain" for _, it in t.of("AWS::Backup::BackupVault")}
    kept |= {name: "Snapshot" for name, _ in t.of("AWS::RDS::DBInstance")}
    for name, expected in kept.items():
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            found = t.resources.get(name, {}).get(policy)
            if found != (expected if case.place.keeps_state else "Delete"):
                yield f"{name}: {policy} is {found}"


def what_people_own_is_not_deleted_by_mistake(t: Template, case: Case) -> Iterator[str]:
    on = case.place.keeps_state
    for name, it in t.of("AWS::RDS::DBInstance"):
        yield from wanted(name, it, {"DeletionProtection": on, "DeleteAutomatedBackups": not on})
    for name, it in t.of("AWS::Cognito::UserPool"):
        if (it.get("DeletionProtection") == "ACTIVE") != on:
            yield f"{name}: DeletionProtection is {it.get('DeletionProtection')}"
    for name, it in t.of("AWS::Backup::BackupVault"):
        if "AWS::StackId" not in text(it["BackupVaultName"]):
            yield f"{name}: once kept, it is in the way of the next"
        if it.get("AccessPolicy", {}).get("Statement", []) != ([NOBODY_DELETES] if on else []):
            yield f"{name}: backups can be deleted, or cannot, against the setting"


def the_database_asks_for_tls_and_a_token(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::RDS::DBInstance")
    expected = {
        "EnableIAMDatabaseAuthentication": True,
        "ManageMasterUserPassword": True,
        "MasterUserPassword": None,
        "AutoMinorVersionUpgrade": True,
        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
        "Engine": "postgres",
        "EngineVersion": "18.3",
    }
    yield from wanted(name, it, expected)
    parameters = t.properties(target(it.get("DBParameterGroupName")))
    if parameters.get("Parameters") != PARAMETERS:
        yield f"{name}: its parameters are {parameters.get('Parameters')}"
    if parameters.get("Family") != "postgres18":
        yield f"{name}: its parameters are of {parameters.get('Family')}"


def the_database_tells_how_it_is(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::RDS::DBInstance")
    yield from wanted(name, it, {"EnablePerformanceInsights": True, "MonitoringInterval": 60})
    exports = {"postgresql", "upgrade", "iam-db-auth-error"}
    if set(it.get("EnableCloudwatchLogsExports", [])) != exports:
        yield f"{name} does not export its logs"
    groups = {text(group.get("LogGroupName")) for _, group in t.of("AWS::Logs::LogGroup")}
    if not {f"/aws/rds/instance/{it.get('DBInstanceIdentifier')}/{export}" for export in exports} <= groups:
        yield f"{name}: RDS would make log groups that are not encrypted and keep everything"
    if t.type_of(target(it.get("MonitoringRoleArn"))) != "AWS::IAM::Role":
        yield f"{name}: nobody may write its measurements"


def the_database_is_backed_up_twice(t: Template, case: Case) -> Iterator[str]:
    name, it = t.one("AWS::RDS::DBInstance")
    expected = {"BackupRetentionPeriod": case.profile.database.backup_days, "CopyTagsToSnapshot": True}
    yield from wanted(name, it, {**expected, "PreferredBackupWindow": "02:00-03:00"})
    plan, its = t.one("AWS::Backup::BackupPlan")
    rules = its.get("BackupPlan", {}).get("BackupPlanRule", [])
    if [rule.get("Lifecycle", {}).get("DeleteAfterDays") for rule in rules] != [35]:
        yield "backups are not kept for 35 days"
    if [rule.get("ScheduleExpression") for rule in rules] != ["cron(0 4 * * ? *)"]:
        yield "there is not a backup each night"
    if [t.type_of(target(rule.get("TargetBackupVault"))) for rule in rules] != ["AWS::Backup::BackupVault"]:
        yield "backups go to no vault of ours"
    _, selection = t.one("AWS::Backup::BackupSelection")
    chosen = selection.get("BackupSelection", {}).get("Resources", [])
    if (
        not any(text(arn).endswith(f":db:${{{name}}}") for arn in chosen)
        or target(selection.get("BackupPlanId")) != plan
    ):
        yield f"{name} is in no plan of backups"
    if t.type_of(target(selection["BackupSelection"]["IamRoleArn"])) != "AWS::IAM::Role":
        yield "nobody may make the backups"


def buckets_are_private_and_forget(t: Template, _: Case) -> Iterator[str]:
    policies = {target(it["Bucket"]): it for _, it in t.of("AWS::S3::BucketPolicy")}
    for name, it in t.of("AWS::S3::Bucket"):
        yield from wanted(
            name, it, {"PublicAccessBlockConfiguration": BLOCKED, "VersioningConfiguration.Status": "Enabled"}
        )
        arn = {"Fn::GetAtt": [name, "Arn"]}
        everything = [arn, {"Fn::Join": ["", [arn, "/*"]]}]
        ownership = it.get("OwnershipControls", {}).get("Rules", [])
        if ownership != [{"ObjectOwnership": "BucketOwnerEnforced"}]:
            yield f"{name}: others may own what is in it"
        lives = [
            (rule.get("ExpirationInDays"), rule.get("Status"))
            for rule in it.get("LifecycleConfiguration", {}).get("Rules", [])
        ]
        if lives != [(90, "Enabled")]:
            yield f"{name} keeps everything"
        for condition in ({"Bool": {"aws:SecureTransport": "false"}}, {"NumericLessThan": {"s3:TlsVersion": 1.2}}):
            denial = {
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "s3:*",
                "Resource": everything,
                "Condition": condition,
            }
            if denial not in as_list(policies.get(name, {}).get("PolicyDocument", {}).get("Statement")):
                yield f"{name} may be read without TLS 1.2"


def nothing_is_logged_for_ever(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::Logs::LogGroup"):
        if it.get("RetentionInDays") not in {30, 90}:
            yield f"{name} keeps its lines for {it.get('RetentionInDays')} days"


def secrets_are_made_long_and_by_aws(t: Template, _: Case) -> Iterator[str]:
    for name, it in t.of("AWS::SecretsManager::Secret"):
        made = it.get("GenerateSecretString", {})
        if (
            it.get("SecretString") is not None
            or made.get("PasswordLength", 0) < 40
            or made.get("ExcludePunctuation") is not True
        ):
            yield f"{name} is not made by AWS, or is short"


PROMISES = (
    every_store_is_encrypted_with_a_key_of_ours,
    what_belongs_to_the_database_is_encrypted_too,
    keys_rotate,
    what_people_own_outlives_the_stack_unless_told_otherwise,
    what_people_own_is_not_deleted_by_mistake,
    the_database_asks_for_tls_and_a_token,
    the_database_tells_how_it_is,
    the_database_is_backed_up_twice,
    buckets_are_private_and_forget,
    nothing_is_logged_for_ever,
    secrets_are_made_long_and_by_aws,
)
