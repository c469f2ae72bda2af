"""What the deployment promises, asked of each profile, with a domain and without."""

from collections.abc import Callable

import pytest

import promise
from promise.synthesised import Synthesised


@pytest.mark.parametrize("kept", promise.ALL, ids=lambda it: it.__name__)
def test_a_promise_is_kept(kept: promise.Promise, promised: Synthesised) -> None:
    assert promise.broken(kept, promised.template(), promised.case) == []


def test_a_snapshot_and_a_pool_that_were_kept_are_taken_up(synthesised: Callable[[str], Synthesised]) -> None:
    template = synthesised("ha, restored").template()

    name, database = template.one("AWS::RDS::DBInstance")

    assert database["DBSnapshotIdentifier"] == "todo-last"
    assert database["DBInstanceIdentifier"] != "todo"
    assert not {"MasterUsername", "StorageEncrypted", "KmsKeyId"} & database.keys()
    assert template.resources[name]["DeletionPolicy"] == "Snapshot"
    assert not list(template.of("AWS::Cognito::UserPool"))
    assert {it["UserPoolId"] for _, it in template.of("AWS::Cognito::UserPoolClient")} == {"eu-central-1_AbCdEf123"}


def test_the_stack_is_whole(stack: Synthesised) -> None:
    assert len(stack.template().resources) > 90


def test_nothing_asks_for_a_function(stack: Synthesised) -> None:
    kinds = {resource["Type"] for resource in stack.template().resources.values()}

    assert not [kind for kind in kinds if kind.startswith(("AWS::Lambda", "AWS::CloudFormation::Custom", "Custom::"))]
