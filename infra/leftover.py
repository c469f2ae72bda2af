"""What CloudFormation removes only when it is empty: the vault of backups, and the bucket of access logs."""

# pyright: reportMissingTypeStubs=false
# boto3 brings no types, and makes its clients at run time; so they are Any.

import time

from infra.account import Account, CannotDeploy

GONE_SECONDS = 600.0
DELETED_AT_ONCE = 1000  # as many as S3 takes in one request


def empty(there: Account, *, vault: str, bucket: str) -> None:
    """Deletes every backup and every access log. Raises CannotDeploy when a backup does not go."""
    backup = there.client("backup")
    for arn in _backups(there, vault):  # refused where the stack keeps them: then nothing is deleted
        backup.delete_recovery_point(BackupVaultName=vault, RecoveryPointArn=arn)
    _await_nothing_in(there, vault)
    s3 = there.client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [
            {"Key": it["Key"], "VersionId": it["VersionId"]}
            for kind in ("Versions", "DeleteMarkers")
            for it in page.get(kind, [])
        ]
        for n in range(0, len(found), DELETED_AT_ONCE):
            s3.delete_objects(Bucket=bucket, Delete={"Objects": found[n : n + DELETED_AT_ONCE], "Quiet": True})


def _backups(there: Account, vault: str) -> list[str]:
    pages = there.client("backup").get_paginator("list_recovery_points_by_backup_vault").paginate(BackupVaultName=vault)
    return [it["RecoveryPointArn"] for page in pages for it in page["RecoveryPoints"]]


def _await_nothing_in(there: Account, vault: str) -> None:
    deadline = time.monotonic() + GONE_SECONDS
    while left := _backups(there, vault):
        if time.monotonic() > deadline:
            raise CannotDeploy(f"{len(left)} backups are still in {vault}; try again when AWS Backup has deleted them.")
        time.sleep(5)
