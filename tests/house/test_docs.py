"""What there is, is documented; what is documented, is there."""

import re
from pathlib import Path

import pytest

from todo.settings import PREFIX, SECRETS, Settings

ROOT = Path(__file__).parents[2]
OF_THE_COMMAND = {"TODO_SERVER", "TODO_TOKEN"}  # what the client reads: docs/command.md
TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_docs_with_what_it_does(name: str) -> None:
    text = (ROOT / "docs" / "settings.md").read_text()
    field = Settings.model_fields[name]

    row = next((line for line in text.splitlines() if line.startswith(f"| `{PREFIX}{name.upper()}`")), "")

    assert row.endswith(f"| {field.description} |")
    assert ("_FILE`" in row) == (name in SECRETS)


def test_no_setting_is_in_the_docs_that_is_not_there() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | OF_THE_COMMAND

    named = {
        word.removesuffix("_FILE") for text in TEXTS for word in re.findall(r"TODO_[A-Z_]*[A-Z]", text.read_text())
    }

    assert named - known == set()


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(text: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text.read_text())

    assert [link for link in links if not (text.parent / link).exists()] == []


def test_every_dependency_is_named_with_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text().split("dependencies = [")[1].split("]\n")[0]
    names = re.findall(r'"([a-z0-9-]+)', project)
    table = (ROOT / "README.md").read_text().lower()

    assert len(names) > 10
    assert [name for name in names if name not in table and name.replace("-", " ") not in table] == []


def test_no_lock_names_the_host_of_a_registry() -> None:
    locks = list((ROOT / "requirements").glob("*.txt"))

    assert len(locks) >= 6
    assert [lock.name for lock in locks if re.search(r"://|--(extra-)?index|--find-links", lock.read_text())] == []
    assert [lock.name for lock in locks if "--hash=sha256:" not in lock.read_text()] == []


def test_make_has_at_most_twelve_targets_and_prints_them() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert {"run", "test", "check", "format", "bench"} <= set(targets)
    assert len(targets) <= 12
