"""The page of the rehearsal tells the lines that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_shows_each_line_of_the_rehearsal_and_no_other() -> None:
    checks = (ROOT / "tests/rehearsal/checks").glob("*.py")
    titles = {title for path in checks for title in re.findall(r'^TITLE = "(.+)"', path.read_text(), re.MULTILINE)}

    shown = re.findall(r"^\| ([^|]+) \| shown \|", (ROOT / "docs/rehearsal.md").read_text(), re.MULTILINE)

    assert len(shown) > 12
    assert set(shown) == titles
