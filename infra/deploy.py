"""Puts it on AWS and takes it away again: `make deploy PROFILE=ha`, `make destroy`. docs/aws.md has it by hand."""

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from infra import account, bundle, choices, leftover, lend
from infra.account import Account, CannotDeploy
from infra.settings import SettingsError, read_profile

INFRA = Path(__file__).parent
CDK = (INFRA.parent / ".venv-infra/bin/node", INFRA / "node_modules/aws-cdk/bin/cdk")
PATIENCE_SECONDS = 60.0  # with a site that was there before, until its database is suspected of having no roles
TRIAL = "Without domain=… this is a trial: CloudFront reaches the load balancer unencrypted. Not for data that matters."
WITH_EVERYTHING = "Everything goes: the database, its backups, the people. It was deployed with keep=no."
TOO_LATE = """
keep=no comes too late: what a stack keeps is part of it, and this one was deployed with keep=yes. To have nothing kept,
answer no, `make deploy PLACE=keep=no`, and then `make destroy`."""
READY_SECONDS = 1800.0  # at a first deployment: to boot, to make the roles, to migrate; and names take their time


def up(words: Sequence[str], *, is_agreed: bool) -> None:
    """Raises CannotDeploy, SettingsError or CannotBuild."""
    chosen = choices.read(words)
    there = account.found()
    with account.said_in_a_sentence():
        completed = _completed(there, chosen)
        choices.check(completed, Path(chosen.get("bundle", INFRA)))
        context = choices.as_context(completed)
        stack = chosen["name"]
        print(f"Account {there.number}, region {there.region}, stack {stack}, profile {chosen['profile']}")
        for loss in read_profile(chosen["profile"]).gives_up:
            print(f"It gives up: {loss}.")
        if not chosen.get("domain"):
            print(TRIAL)
        if "bundle" not in chosen:  # one that is built already is taken as it is
            bundle.build(chosen["architecture"], certificates=bundle.fetch_certificates())
        is_first = not account.outputs(there, stack)
        if not account.is_bootstrapped(there):
            _agree(f"The CDK has not been in {there.region} yet. Prepare it (cdk bootstrap)?", is_agreed)
            _cdk(there, "bootstrap", f"aws://{there.number}/{there.region}", *context)
        _cdk(there, "diff", *context)
        _agree("Deploy this? docs/growth.md says what it costs.", is_agreed)
        choices.keep(chosen)
        _deploy(there, stack, context)
        _open(there, account.outputs(there, stack), is_first=is_first)


def open_(words: Sequence[str]) -> None:
    """Waits for a site that was deployed by hand, and lets its instances make the database's roles if there are none.

    Raises CannotDeploy or SettingsError.
    """
    there = account.found()
    with account.said_in_a_sentence():
        _open(there, _outputs(there, choices.read(words)["name"]), is_first=False)


def down(words: Sequence[str], *, is_agreed: bool) -> None:
    """Raises CannotDeploy or SettingsError."""
    chosen = choices.read(words)
    there = account.found()
    stack = chosen["name"]
    with account.said_in_a_sentence():
        outputs = _outputs(there, stack)
        keeps = outputs["Keep"] == "yes"
        print(_what_is_kept(outputs) if keeps else WITH_EVERYTHING)
        if keeps and chosen["keep"] == "no":
            print(TOO_LATE)
        if not is_agreed and input(f"Write the name of the stack, {stack}, to remove it: ").strip() != stack:
            raise CannotDeploy("Nothing was removed.")
        _unlock(there, stack, outputs)
        if not keeps:
            leftover.empty(there, vault=outputs["BackupVault"], bucket=outputs["AccessLogs"])
        anything = {"bundle": str(INFRA / "instance")}  # nothing is uploaded
        _cdk(there, "destroy", "--force", *choices.as_context({**_completed(there, chosen), **anything}))


def _outputs(there: Account, stack: str) -> dict[str, str]:
    if outputs := account.outputs(there, stack):
        return outputs
    raise CannotDeploy(f"There is no stack {stack} in {there.region} of account {there.number}.")


def _completed(there: Account, chosen: dict[str, str]) -> dict[str, str]:
    """With what the account knows by itself: the hosted zone of a domain, or whom CloudFront comes as."""
    if domain := chosen.get("domain"):
        if not chosen.get("zone_id"):
            name, zone_id = account.hosted_zone(there, domain)
            chosen = {**chosen, "zone": name, "zone_id": zone_id}
    elif not chosen.get("cloudfront_prefix_list"):
        chosen = {**chosen, "cloudfront_prefix_list": account.cloudfront_prefix_list(there)}
    return chosen


def _deploy(there: Account, stack: str, context: Sequence[str]) -> None:
    began = datetime.now(UTC)
    try:
        _cdk(there, "deploy", "--require-approval", "never", *context)
    except CannotDeploy:
        reason = account.first_failure(there, stack, began)
        where = reason or "what stands above"
        raise CannotDeploy(
            f"The deployment stopped at {where}; CloudFormation puts back what was there before."
        ) from None


def _cdk(there: Account, command: str, *words: str) -> None:
    path = f"{CDK[0].parent}{os.pathsep}{os.environ.get('PATH', '')}"  # the app needs a Node as well
    environment = {**os.environ, "PATH": path, "AWS_REGION": there.region, "CDK_DISABLE_CLI_TELEMETRY": "true"}
    words = (*map(str, CDK), command, "--no-notices", *words)
    done = subprocess.run(words, cwd=INFRA, env=environment, check=False)  # noqa: S603 (no shell)
    if done.returncode:
        raise CannotDeploy(f"`cdk {command}` failed; what it says stands above.")


def _open(there: Account, outputs: dict[str, str], *, is_first: bool) -> None:
    """Waits until people are served. As long as the database has no roles, the right to make them is lent."""
    iam, role = there.client("iam"), outputs["InstanceRole"]
    lend.take_back(iam, role=role)
    may_make_roles = nullcontext()
    if is_first or not _is_ready(outputs["Url"], seconds=PATIENCE_SECONDS):
        print("The database has no roles yet: the instances may make them, until the site is ready.")
        may_make_roles = lend.lent(iam, role=role, secret=outputs["MasterSecret"], key=outputs["DataKey"])
    with may_make_roles:
        if not _is_ready(outputs["Url"], seconds=READY_SECONDS):
            tail = f"aws logs tail {outputs['LogGroup']} --region {there.region} --since 30m"
            minutes = f"{READY_SECONDS / 60:.0f} minutes"
            raise CannotDeploy(f"{outputs['Url']} is not ready after {minutes}; `{tail}` tells why.")
    print(_how_to_go_on(outputs, there.region))


def _is_ready(url: str, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=10) as answer:  # noqa: S310 (the stack's own)
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            pass
        if time.monotonic() > deadline:
            return False
        time.sleep(5)


def _agree(question: str, is_agreed: bool) -> None:
    if not is_agreed and input(f"{question} [y/N] ").strip().lower() not in {"y", "yes"}:
        raise CannotDeploy("Nothing was changed.")


def _unlock(there: Account, stack: str, outputs: dict[str, str]) -> None:
    """Takes off what keeps stack, load balancer and database from being removed by accident. This is on purpose.

    The load balancer stops writing its access logs, so that their bucket can be emptied.
    """
    elb = there.client("elbv2")
    balancer = elb.describe_load_balancers(Names=[outputs["LoadBalancerName"]])["LoadBalancers"][0]["LoadBalancerArn"]
    off = [{"Key": f"{it}.enabled", "Value": "false"} for it in ("deletion_protection", "access_logs.s3")]
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=off)
    there.client("rds").modify_db_instance(
        DBInstanceIdentifier=outputs["DatabaseName"], DeletionProtection=False, ApplyImmediately=True
    )
    there.client("cloudformation").update_termination_protection(StackName=stack, EnableTerminationProtection=False)


def _how_to_go_on(outputs: dict[str, str], region: str) -> str:
    console = f"https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}"
    return f"""
  Open       {outputs["Url"]}
  Sign up    "Sign in" there leads to Cognito's pages; "Create an account" sends a code to the address that you give
  Programs   client id {outputs["CliClientId"]}, issuer pool {outputs["UserPoolId"]}; docs/api.md
  Watch      {console}#dashboards/dashboard/{outputs["Dashboard"]}
  Log        aws logs tail {outputs["LogGroup"]} --region {region} --follow
"""


def _what_is_kept(outputs: dict[str, str]) -> str:
    return f"""What is kept, and costs a little; "Remove" in docs/aws.md starts from it again, or removes it too:
  the database    as a last snapshot of {outputs["DatabaseName"]}
  its backups     vault {outputs["BackupVault"]}, and those of RDS until they are too old
  the people      user pool {outputs["UserPoolId"]}
  the key         {outputs["DataKey"]}, without which none of it can be read
  access logs     bucket {outputs["AccessLogs"]}
Everything else goes: instances, load balancer, network, alarms, logs."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Put it on AWS, or take it away.")
    parser.add_argument("command", choices=("up", "open", "down"))
    parser.add_argument("choice", nargs="*", help=f"name=value, with one of {', '.join(choices.NAMES)}")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    asked = parser.parse_args()
    try:
        match asked.command:
            case "up":
                up(asked.choice, is_agreed=asked.yes)
            case "open":
                open_(asked.choice)
            case _:
                down(asked.choice, is_agreed=asked.yes)
    except (CannotDeploy, SettingsError, bundle.CannotBuild) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. CloudFormation goes on with what it has begun.")


if __name__ == "__main__":
    main()
