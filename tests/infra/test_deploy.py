"""What `make deploy` and `make destroy` do, with AWS and the CDK's command played by small things of this file."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ProfileNotFound
from infra.account import CannotDeploy
from infra.settings import SettingsError

from infra import account, bundle, choices, deploy, lend

SECRET, KEY = "arn:aws:secretsmanager:eu-central-1:111111111111:secret:master", "arn:aws:kms:eu-central-1:1:key/1"
CDK = """
import os, sys
with open(os.environ["SAID"], "a") as said:
    print(*sys.argv[1:], file=said)
sys.exit(os.environ.get("FAILS") in sys.argv)
"""


class Site(ThreadingHTTPServer):
    """It is ready when the right to make the roles was lent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SiteHandler)
        self.is_ready = False


class SiteHandler(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        self.send_response(200 if self.server.is_ready and self.path == "/health/ready" else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Aws:
    """An account, as far as a deployment asks: each method is a call of the API; what changes something is noted."""

    region_name = "eu-central-1"
    exceptions = SimpleNamespace(NoSuchEntityException=KeyError, ParameterNotFound=LookupError)

    def __init__(self, site: Site, outputs: dict[str, str], said: Path) -> None:
        self.site = site
        self.outputs = outputs
        self.said = said
        self.done: list[str] = []
        self.lent: dict[str, Any] = {}
        self.has_stack = False
        self.is_bootstrapped = False
        self.zones = ["example.com.", "todo.example.com.", "other.org."]
        self.events: list[dict[str, Any]] = []
        self.backups = ["arn:1", "arn:2"]
        self.logs = [{"Key": f"AWSLogs/{n}", "VersionId": "1"} for n in range(3)]

    def client(self, _name: str) -> "Aws":
        return self

    def get_available_regions(self, _service: str) -> list[str]:
        return ["eu-central-1", "us-east-1"]

    def get_caller_identity(self) -> dict[str, str]:
        return {"Account": "111111111111"}

    def get_parameter(self, Name: str) -> None:  # noqa: N803
        if not self.is_bootstrapped:
            raise LookupError(Name)

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        if not self.has_stack and "deploy" not in self.said.read_text():
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "Stack does not exist"}}, StackName)
        return {"Stacks": [{"Outputs": [{"OutputKey": k, "OutputValue": v} for k, v in self.outputs.items()]}]}

    def describe_managed_prefix_lists(self, **_: Any) -> dict[str, Any]:
        return {"PrefixLists": [{"PrefixListId": "pl-1"}]}

    def get_paginator(self, name: str) -> SimpleNamespace:
        zones = [{"Name": z, "Id": f"/hostedzone/{z}", "Config": {"PrivateZone": False}} for z in self.zones]
        pages: dict[str, Any] = {
            "list_hosted_zones": {"HostedZones": zones},
            "describe_stack_events": {"StackEvents": self.events},
            "list_object_versions": {"Versions": self.logs, "DeleteMarkers": []},
            "list_recovery_points_by_backup_vault": {
                "RecoveryPoints": [{"RecoveryPointArn": arn} for arn in self.backups]
            },
        }
        return SimpleNamespace(paginate=lambda **_: [pages[name]])

    def put_role_policy(self, **policy: Any) -> None:
        self.done.append("lent")
        self.lent = policy
        self.site.is_ready = True

    def delete_role_policy(self, **_: Any) -> None:
        if not self.lent:
            raise KeyError
        self.done.append("taken back")
        self.lent = {}

    def describe_load_balancers(self, Names: list[str]) -> dict[str, Any]:  # noqa: N803
        return {"LoadBalancers": [{"LoadBalancerArn": f"arn:{Names[0]}"}]}

    def modify_load_balancer_attributes(self, **_: Any) -> None:
        self.done.append("unlocked balancer")

    def modify_db_instance(self, **_: Any) -> None:
        self.done.append("unlocked database")

    def delete_recovery_point(self, BackupVaultName: str, RecoveryPointArn: str) -> None:  # noqa: N803
        assert BackupVaultName == self.outputs["BackupVault"]
        self.backups = [arn for arn in self.backups if arn != RecoveryPointArn]

    def delete_objects(self, Bucket: str, Delete: dict[str, Any]) -> None:  # noqa: N803
        assert Bucket == self.outputs["AccessLogs"]
        self.logs = [it for it in self.logs if it not in Delete["Objects"]]

    def update_termination_protection(self, **_: Any) -> None:
        self.done.append("unlocked stack")


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def outputs(site: Site) -> dict[str, str]:
    named = ("UserPoolId", "CliClientId", "Dashboard", "LogGroup", "DatabaseName", "BackupVault", "AccessLogs")
    return {
        **{name: f"the-{name}" for name in named},
        "Url": f"http://127.0.0.1:{site.server_port}",
        "InstanceRole": "role",
        "MasterSecret": SECRET,
        "DataKey": KEY,
        "LoadBalancerName": "balancer",
        "Keep": "yes",
    }


@pytest.fixture
def aws(site: Site, outputs: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Aws:
    """The account that this machine has credentials of; and a folder of its own for what a deployment keeps."""
    (tmp_path / "said").touch()
    found = Aws(site, outputs, tmp_path / "said")
    monkeypatch.setattr(boto3, "Session", lambda: found)
    monkeypatch.setattr(choices, "PLACES", tmp_path / "place")
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path / "bundle")
    monkeypatch.setattr(bundle, "CERTIFICATES", "https://127.0.0.1:9/")
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "rds-ca.pem").write_text("certificates\n")
    return found


@pytest.fixture
def cdk(aws: Aws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What the CDK was told, so far."""
    script = tmp_path / "cdk.py"
    script.write_text(CDK)
    monkeypatch.setenv("SAID", str(aws.said))
    monkeypatch.setattr(deploy, "CDK", (Path(sys.executable), script))
    return lambda: aws.said.read_text().splitlines()


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("builtins.input", lambda _: text)


def test_a_first_deployment_prepares_asks_deploys_and_lends_until_it_is_ready(
    aws: Aws, cdk: Callable[[], list[str]], outputs: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    deploy.up(["profile=small", "architecture=x86_64"], is_agreed=True)

    assert [line.split()[0] for line in cdk()] == ["bootstrap", "diff", "deploy"]
    assert "--context profile=small" in cdk()[2]
    assert "--context cloudfront_prefix_list=pl-1" in cdk()[2]
    assert aws.done == ["lent", "taken back"]
    said = capsys.readouterr().out
    assert f"Open       {outputs['Url']}" in said
    assert "Sign up" in said


def test_another_deployment_lends_nothing_and_remembers_what_was_chosen(
    aws: Aws, cdk: Callable[[], list[str]], site: Site
) -> None:
    choices.keep({"name": "todo", "profile": "large", "domain": "todo.example.com", "architecture": "x86_64"})
    aws.has_stack = aws.is_bootstrapped = site.is_ready = True

    deploy.up(["profile=small"], is_agreed=True)

    assert [line.split()[0] for line in cdk()] == ["diff", "deploy"]
    assert "--context domain=todo.example.com" in cdk()[1]
    assert "--context zone_id=todo.example.com." in cdk()[1]
    assert aws.done == []
    assert choices.read([])["profile"] == "small"


@pytest.mark.usefixtures("aws")
def test_a_bundle_that_is_built_already_is_taken_as_it_is(cdk: Callable[[], list[str]], tmp_path: Path) -> None:
    deploy.up([f"bundle={tmp_path}", "architecture=x86_64"], is_agreed=True)

    assert f"--context bundle={tmp_path} " in cdk()[2]
    assert not (tmp_path / "bundle" / "x86_64").exists()
    assert "bundle" not in choices.read([])


def test_nothing_is_deployed_without_a_yes(
    aws: Aws, cdk: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.is_bootstrapped = True
    answer(monkeypatch, "")

    with pytest.raises(CannotDeploy, match="Nothing was changed"):
        deploy.up(["architecture=x86_64"], is_agreed=False)

    assert [line.split()[0] for line in cdk()] == ["diff"]
    assert not choices.PLACES.exists()


def test_a_failed_deployment_says_what_failed_first(
    aws: Aws, cdk: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC) + timedelta(minutes=1)
    aws.is_bootstrapped = True
    aws.events = [
        {"Timestamp": now, "LogicalResourceId": "Fleet", "ResourceStatus": "CREATE_FAILED",
         "ResourceStatusReason": "Resource creation cancelled"},
        {"Timestamp": now, "LogicalResourceId": "Nat1Address", "ResourceStatus": "CREATE_FAILED",
         "ResourceStatusReason": "The maximum number of addresses has been reached."},
        {"Timestamp": now - timedelta(days=9), "LogicalResourceId": "Old", "ResourceStatus": "CREATE_FAILED",
         "ResourceStatusReason": "of another time"},
    ]  # fmt: skip
    monkeypatch.setenv("FAILS", "deploy")

    with pytest.raises(CannotDeploy, match=r"stopped at Nat1Address: The maximum number of addresses"):
        deploy.up(["architecture=x86_64"], is_agreed=True)


def test_what_is_lent_is_two_exact_things_and_is_taken_back_after_a_failure(aws: Aws) -> None:
    document: dict[str, Any] = {}

    def fail_while_it_is_lent() -> None:
        with lend.lent(aws, role="role", secret=SECRET, key=KEY):
            document.update(json.loads(aws.lent["PolicyDocument"]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_while_it_is_lent()

    assert [(it["Action"], it["Resource"]) for it in document["Statement"]] == [
        ("secretsmanager:GetSecretValue", SECRET),
        ("kms:Decrypt", KEY),
    ]
    assert document["Statement"][1]["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com"}
    }
    assert aws.done == ["lent", "taken back"]


def test_a_site_that_was_deployed_by_hand_is_opened(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    aws.has_stack = True
    monkeypatch.setattr(deploy, "PATIENCE_SECONDS", 0)

    deploy.open_([])

    assert aws.done == ["lent", "taken back"]


def test_a_site_that_never_gets_ready_says_where_to_look(aws: Aws, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    aws.has_stack = True
    monkeypatch.setattr(Aws, "put_role_policy", lambda self, **policy: setattr(self, "lent", policy))
    monkeypatch.setattr(deploy, "READY_SECONDS", 0)
    monkeypatch.setattr(deploy, "PATIENCE_SECONDS", 0)

    with pytest.raises(CannotDeploy, match="aws logs tail the-LogGroup"):
        deploy.open_([])

    assert aws.lent == {}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NoCredentialsError(), "No credentials of AWS: .*AWS_PROFILE"),
        (ProfileNotFound(profile="work"), "AWS_PROFILE: .*work"),
        (EndpointConnectionError(endpoint_url="https://sts"), "AWS_REGION: AWS cannot be reached"),
        (
            ClientError({"Error": {"Code": "ExpiredToken", "Message": "The token has expired"}}, "GetCallerIdentity"),
            "AWS refuses: .*The token has expired",
        ),
    ],
)
def test_what_aws_refuses_is_one_sentence(error: Exception, sentence: str) -> None:
    with pytest.raises(CannotDeploy, match=sentence) as raised, account.said_in_a_sentence():
        raise error

    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("region", "sentence"), [(None, "name the region"), ("eu-center-1", "no region of AWS")])
def test_a_region_that_is_none_is_one_sentence(aws: Aws, region: str | None, sentence: str) -> None:
    aws.region_name = region  # type: ignore[assignment]

    with pytest.raises(CannotDeploy, match=f"AWS_REGION: .*{sentence}"):
        account.found()


def test_a_domain_belongs_to_the_nearest_zone_of_the_account(aws: Aws) -> None:
    there = account.found()

    assert account.hosted_zone(there, "a.todo.example.com")[0] == "todo.example.com"
    assert account.hosted_zone(there, "www.example.com")[0] == "example.com"
    with pytest.raises(CannotDeploy, match=r"domain=notexample\.com"):
        account.hosted_zone(there, "notexample.com")


@pytest.mark.parametrize("word", ["domain", "colour=red", "=small"])
@pytest.mark.usefixtures("aws")
def test_a_choice_that_is_none_is_refused_by_name(word: str) -> None:
    with pytest.raises(SettingsError, match="write name=value"):
        choices.read([word])


@pytest.mark.usefixtures("aws")
def test_a_choice_is_forgotten_by_giving_it_no_value() -> None:
    choices.keep({"name": "todo", "domain": "todo.example.com"})

    assert choices.read(["domain="]) == choices.DEFAULTS


@pytest.mark.usefixtures("aws")
def test_each_stack_has_choices_of_its_own() -> None:
    choices.keep({"name": "todo", "domain": "todo.example.com"})
    choices.keep({"name": "drill", "snapshot": "of-yesterday"})

    assert choices.read(["name=drill"]) == {**choices.DEFAULTS, "name": "drill", "snapshot": "of-yesterday"}
    assert choices.read([])["domain"] == "todo.example.com"


def test_removing_says_what_is_kept_unlocks_and_removes(
    aws: Aws,
    cdk: Callable[[], list[str]],
    outputs: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    aws.has_stack = True
    answer(monkeypatch, "todo")

    deploy.down([], is_agreed=False)

    assert [line.split()[:2] for line in cdk()] == [["destroy", "--no-notices"]]
    assert aws.done == ["unlocked balancer", "unlocked database", "unlocked stack"]
    said = capsys.readouterr().out
    for name in ("DatabaseName", "UserPoolId", "BackupVault", "AccessLogs", "DataKey"):
        assert outputs[name] in said


def test_removing_with_everything_empties_what_only_goes_when_it_is_empty(
    aws: Aws, cdk: Callable[[], list[str]]
) -> None:
    aws.has_stack = True
    aws.outputs["Keep"] = "no"

    deploy.down([], is_agreed=True)

    assert (aws.backups, aws.logs) == ([], [])
    assert [line.split()[0] for line in cdk()] == ["destroy"]


def test_a_stack_that_keeps_is_not_talked_out_of_it_when_it_is_removed(
    aws: Aws, cdk: Callable[[], list[str]], outputs: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    aws.has_stack = True

    deploy.down(["keep=no"], is_agreed=True)

    assert (len(aws.backups), len(aws.logs)) == (2, 3)
    assert [line.split()[0] for line in cdk()] == ["destroy"]
    said = capsys.readouterr().out
    assert outputs["BackupVault"] in said
    assert "make deploy PLACE=keep=no" in said


def test_removing_what_is_kept_deletes_no_backup_and_no_log(aws: Aws, cdk: Callable[[], list[str]]) -> None:
    aws.has_stack = True

    deploy.down([], is_agreed=True)

    assert (len(aws.backups), len(aws.logs)) == (2, 3)
    assert cdk()


def test_removing_wants_the_name_of_the_stack(
    aws: Aws, cdk: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    aws.has_stack = True
    answer(monkeypatch, "yes")

    with pytest.raises(CannotDeploy, match="Nothing was removed"):
        deploy.down([], is_agreed=False)

    assert (cdk(), aws.done) == ([], [])
