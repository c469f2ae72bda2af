"""The findings that are answered, not removed: the table of docs/policy.md, and nothing beside it."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

TABLE = Path(__file__).parents[1] / "docs" / "policy.md"
ROW = re.compile(r"^\| (?P<ids>`.+?`(?:, `.+?`)*) \| `(?P<resource>[^`]+)` \| (?P<reason>.+?) \|$")


@dataclass(frozen=True)
class Answer:
    id: str  # of a rule; as cdk-nag, checkov or cfn-lint writes it
    resource: str  # path of a construct in the stack; * and ? stand for any characters
    reason: str

    def is_about(self, rule: str, path: str) -> bool:
        """Whether it answers what `rule` found at `path`, or inside it."""
        return rule == self.id and (self.covers(path) or fnmatchcase(path, f"{self.resource}/*"))

    def covers(self, path: str) -> bool:
        return fnmatchcase(path, self.resource)


def read(table: Path = TABLE) -> list[Answer]:
    """One for each id; a row may name several that say the same. Raises ValueError for a row that cannot be read."""
    answers: list[Answer] = []
    for line in table.read_text().splitlines():
        if line.startswith("| `"):
            row = ROW.match(line)
            if row is None:
                raise ValueError(f"{table.name}: this row cannot be read: {line}")
            answers += [Answer(it, row["resource"], row["reason"]) for it in re.findall(r"`(.+?)`", row["ids"])]
    return answers
