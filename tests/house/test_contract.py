"""Every route of the API says what it promises, and of every code of a problem there is said when."""

import re
from pathlib import Path

from flask import Flask

from todo.api.contract import promise_of
from todo.problems import CODES

ROOT = Path(__file__).parents[2]
NOT_THE_API = {"static", "page", "web", "docs", "auth", "identity"}
"""Blueprints of pages for people and of OpenID Connect, which is described where it always is."""


def test_every_route_of_the_api_declares_its_contract(app: Flask) -> None:
    undeclared = {
        f"{'|'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] not in NOT_THE_API and promise_of(app.view_functions[rule.endpoint]) is None
    }

    assert undeclared == set()


def test_every_code_of_a_problem_is_known_with_its_status() -> None:
    modules = [path for path in (ROOT / "src" / "todo").rglob("*.py") if path.parent.name != "identity"]
    sources = [path.read_text() for path in modules]
    raised = {found for text in sources for found in re.findall(r'Problem\(\s*(\d{3}),\s*"(\w+)"', text)}

    assert len(raised) > 15
    assert {
        (status, code) for status, code in raised if code not in CODES or int(status) not in CODES[code].statuses
    } == set()


def test_every_code_of_a_problem_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text()

    assert [code for code in CODES if f"`{code}`" not in text] == []
