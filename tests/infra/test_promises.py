"""What the deployment promises, asked of each profile, with a domain and without."""

import pytest

import promise
from promise.synthesised import Synthesised


@pytest.mark.parametrize("kept", promise.ALL, ids=lambda it: it.__name__)
def test_a_promise_is_kept(kept: promise.Promise, stack: Synthesised) -> None:
    assert promise.broken(kept, stack.template(), stack.case) == []


def test_the_stack_is_whole(stack: Synthesised) -> None:
    assert len(stack.template().resources) > 90


def test_nothing_asks_for_a_function(stack: Synthesised) -> None:
    kinds = {resource["Type"] for resource in stack.template().resources.values()}

    assert not [kind for kind in kinds if kind.startswith(("AWS::Lambda", "AWS::CloudFormation::Custom", "Custom::"))]
