"""What the policy tools find: nothing but what docs/policy.md answers, and each answer answers something."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from infra.answers import Answer

from infra import answers, policy
from promise.synthesised import CASES, DOMAIN, Synthesised, run_app

Finding = tuple[str, str]  # rule, path of the construct
Tool = Callable[[], dict[str, set[Finding]]]


def of_pack(stack: Synthesised, pack: str, kind: str, severity: str | None = None) -> set[Finding]:
    """`kind`: violations or suppressedViolations."""
    return {
        (found["ruleName"], construct["constructPath"].partition("/")[2].removesuffix("/Resource"))
        for found in stack.report()[pack].get(kind, [])
        if severity in {None, found["severity"]}
        for construct in found["violatingConstructs"]
    }


@pytest.fixture(scope="session")
def checkov(synthesised: Callable[[str], Synthesised], policy_tools: Path) -> Tool:
    stacks = [synthesised(name) for name in CASES]
    found: dict[str, set[Finding]] = {}

    def run() -> dict[str, set[Finding]]:
        if not found:
            found.update(zip(CASES, _checkov(policy_tools, stacks), strict=True))
        return found

    return run


def _checkov(tools: Path, stacks: list[Synthesised]) -> Iterator[set[Finding]]:
    files = [word for stack in stacks for word in ("--file", str(stack.template_file))]
    done = subprocess.run(
        [
            *(tools / "python", tools / "checkov", "--skip-download", "--quiet", "--framework", "cloudformation"),
            *("--output", "json", *files),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    failed = json.loads(done.stdout)["results"]["failed_checks"]
    for stack in stacks:
        template = stack.template()
        yield {
            (it["check_id"], template.path(it["resource"].rpartition(".")[2]))
            for it in failed
            if it["file_abs_path"] == str(stack.template_file)
        }


def unanswered(found: set[Finding]) -> set[Finding]:
    table = answers.read()
    return {it for it in found if not any(answer.is_about(*it) for answer in table)}


@pytest.mark.parametrize("pack", policy.PACKS)
def test_a_pack_finds_nothing_that_is_not_answered(pack: str, stack: Synthesised) -> None:
    assert of_pack(stack, pack, "violations") == set()
    assert unanswered(of_pack(stack, pack, "suppressedViolations")) == set()


@pytest.mark.parametrize("pack", policy.PACKS)
def test_a_pack_has_looked_at_the_whole_stack(pack: str, stack: Synthesised) -> None:
    looked_at = {path.partition("/")[0] for _, path in of_pack(stack, pack, "suppressedViolations")}

    assert {"Network", "Entry"} & looked_at
    assert len(stack.template().resources) > 90


def test_for_the_profile_ha_six_findings_of_awssolutions_are_answered(
    synthesised: Callable[[str], Synthesised],
) -> None:
    stack = synthesised("ha")

    assert len(of_pack(stack, "AwsSolutions", "suppressedViolations", "error")) <= 6
    assert len(of_pack(stack, "AwsSolutions", "suppressedViolations", "warning")) <= 1


def test_a_finding_that_is_not_answered_stops_the_synthesis(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    code = "from infra import answers, app; answers.read = lambda: []; app.main()"

    done = run_app({"profile": "ha", "bundle": str(tmp_path / "bundle"), **DOMAIN}, tmp_path / "out", code)

    assert done.returncode != 0
    assert "AwsSolutions-EC23" in done.stdout + done.stderr


def test_cfn_lint_finds_nothing(synthesised: Callable[[str], Synthesised], policy_tools: Path) -> None:
    files = [synthesised(name).template_file for name in CASES]

    done = subprocess.run(
        [policy_tools / "python", policy_tools / "cfn-lint", "--regions", "us-east-1", "eu-central-1", "--", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.xdist_group("checkov")
def test_checkov_finds_nothing_that_is_not_answered(checkov: Tool) -> None:
    found = {name: unanswered(of_case) for name, of_case in checkov().items()}

    assert found == {name: set() for name in CASES}


@pytest.mark.xdist_group("checkov")
def test_each_answer_answers_something(checkov: Tool, synthesised: Callable[[str], Synthesised]) -> None:
    found = {
        *(finding for of_case in checkov().values() for finding in of_case),
        *(
            finding
            for name in CASES
            for pack in policy.PACKS
            for finding in of_pack(synthesised(name), pack, "suppressedViolations")
        ),
    }

    idle = [answer for answer in answers.read() if not any(answer.is_about(*finding) for finding in found)]

    assert idle == []


def test_each_answer_has_a_reason() -> None:
    assert [answer for answer in answers.read() if len(answer.reason.split()) < 5] == []


def test_a_row_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "policy.md"
    table.write_text("| `AwsSolutions-S1` | no path | because |\n")

    with pytest.raises(ValueError, match="cannot be read"):
        answers.read(table)


def test_an_answer_is_about_what_is_inside_too_but_not_beside() -> None:
    answer = Answer("S1", "Network/Vpc/publicSubnet?/DefaultRoute", "")

    assert answer.is_about("S1", "Network/Vpc/publicSubnet1/DefaultRoute")
    assert not answer.is_about("S1", "Network/Vpc/fleetSubnet1/DefaultRoute")
    assert not answer.is_about("S2", "Network/Vpc/publicSubnet1/DefaultRoute")
