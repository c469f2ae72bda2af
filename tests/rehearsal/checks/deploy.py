"""Bootstrap and deploy, as `make deploy` does it."""

import time

from tests.rehearsal import cloud, emulator, place
from tests.rehearsal.stage import Stage

TITLE = "bootstrap and deploy"
PROVES = "the template synthesises, and the pinned CDK command deploys all of it without any endpoint override"
CANNOT = "AWS's own limits and checks of properties; the deploying role's rights; how long AWS takes"


def show(stage: Stage) -> str:
    began = time.monotonic()
    stage.cdk.bootstrap()
    stage.cdk.deploy(1)
    seconds = time.monotonic() - began
    resources = cloud.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=place.STACK)
    made = [it for page in resources for it in page["StackResourceSummaries"]]
    assert {it["ResourceStatus"] for it in made} == {"CREATE_COMPLETE"}
    recorded = emulator.recorded()
    return f"{len(made)} resources in {seconds:.0f} s, {len(recorded)} of them recorded only"
