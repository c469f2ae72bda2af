import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from promise.synthesised import CASES, PROMISED, Synthesised, synthesise

if find_spec("aws_cdk") is None:
    collect_ignore_glob = ["*"]  # they are for .venv-infra, where `make test` runs them

Synthesis = Callable[[str], Synthesised]


@pytest.fixture(scope="session")
def synthesised(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """By the name of a case; each is made once, also where several processes test."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "synthesised"
    folder.mkdir(exist_ok=True)
    return cache(lambda name: synthesise(name, folder))


@pytest.fixture(params=CASES)
def stack(request: pytest.FixtureRequest, synthesised: Synthesis) -> Synthesised:
    return synthesised(request.param)


@pytest.fixture(params=PROMISED)
def promised(request: pytest.FixtureRequest, synthesised: Synthesis) -> Synthesised:
    return synthesised(request.param)


@pytest.fixture(scope="session")
def policy_tools() -> Path:
    """The folder of cfn-lint and checkov, which want other versions of some packages than the CDK's environment has."""
    return Path(__file__).parents[2] / ".venv-policy" / "bin"
