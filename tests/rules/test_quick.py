"""Quick add: tests/vectors/quick.json is read here and by the web application alike."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from todo.rules.quick import Context, parse

GROUPS = json.loads((Path(__file__).parents[1] / "vectors" / "quick.json").read_text())
CASES = [(group, case) for group in GROUPS for case in group["cases"]]


def context(group: dict[str, Any], plain: tuple[tuple[int, int], ...] = ()) -> Context:
    names = {name: tuple(group.get(name, ())) for name in ("lists", "sections", "tags")}
    more = {name: group[name] for name in ("week_start", "is_day_first") if name in group}
    return Context(datetime.fromisoformat(group["now"]), code=group["language"], plain=plain, **names, **more)


@pytest.mark.parametrize(("group", "case"), CASES, ids=lambda it: it.get("text", it.get("name")))
def test_a_line_means_what_the_table_says(group: dict[str, Any], case: dict[str, Any]) -> None:
    found = parse(case["text"], context(group))

    assert (found.title, found.fields) == (case["title"], case["fields"])
    assert [[token.kind, token.start, token.end] for token in found.tokens] == case["tokens"]


@pytest.mark.parametrize("group", GROUPS, ids=lambda it: it["name"])
def test_a_token_that_is_rejected_stays_in_the_title(group: dict[str, Any]) -> None:
    for case in group["cases"]:
        plain = tuple((start, end) for _, start, end in case["tokens"])

        found = parse(case["text"], context(group, plain))

        assert not {(token.start, token.end) for token in found.tokens} & set(plain)
        for start, end in plain:
            assert " ".join(case["text"][start:end].replace("\\", "").split()) in found.title, case


def test_the_table_is_long_and_no_line_is_there_twice() -> None:
    texts = [(group["name"], case["text"]) for group, case in CASES]

    assert len(texts) > 1800
    assert len(set(texts)) == len(texts)
