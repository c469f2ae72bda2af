"""`make deploy`, up to where CloudFormation is done."""

import time

from tests.rehearsal import cloud, emulator, place
from tests.rehearsal.stage import Stage

TITLE = "make deploy"
PROVES = (
    "the command bootstraps the region and deploys the whole template by the pinned CDK, under AWS's own names: no "
    "endpoint is overridden"
)
CANNOT = "AWS's own limits and checks of properties; the deploying role's rights; how long AWS takes"


def show(stage: Stage) -> str:
    began = time.monotonic()
    stage.deploying = stage.deploy.start(1)
    stage.deploying.await_stack()
    seconds = time.monotonic() - began
    resources = cloud.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=place.STACK)
    made = [it for page in resources for it in page["StackResourceSummaries"]]
    assert {it["ResourceStatus"] for it in made} == {"CREATE_COMPLETE"}
    recorded = emulator.recorded()
    return f"{len(made)} resources in {seconds:.0f} s, {len(recorded)} of them recorded only"
