"""Four packs of cdk-nag, run at each synthesis, so at each deployment too: a finding that is not answered stops it."""

from collections.abc import Sequence

import cdk_nag
from aws_cdk import Acknowledgment, App, Stack, Validations

from infra.answers import Answer

PACKS = {
    "AwsSolutions": cdk_nag.AwsSolutionsChecks,
    "NIST.800.53.R5": cdk_nag.NIST80053R5Checks,
    "HIPAA.Security": cdk_nag.HIPAASecurityChecks,
    "PCI.DSS.321": cdk_nag.PCIDSS321Checks,
}


def check(app: App, stack: Stack, answers: Sequence[Answer]) -> None:
    Validations.of(app).add_plugins(*(pack(app, verbose=True) for pack in PACKS.values()))
    for construct in stack.node.find_all():
        path = construct.node.path.removeprefix(f"{stack.node.path}/")
        for answer in answers:
            pack = next((name for name in PACKS if answer.id.startswith(name)), None)
            if pack and answer.covers(path):
                said = Acknowledgment(id=f"{pack}::{answer.id}", reason=answer.reason)
                Validations.of(construct).acknowledge(said)
