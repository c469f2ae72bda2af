"""The page at `/`: one shell for everybody, under a strict policy."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

BASE = "http://127.0.0.1:8000"


def opened(app: Flask, at: str = BASE, **headers: str) -> TestResponse:
    return app.test_client().get("/", base_url=at, headers=headers)


def test_the_page_is_the_same_for_everybody(app: Flask) -> None:
    response = opened(app, Cookie="session=whatever")

    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert response.data == opened(app).data
    assert "Set-Cookie" not in response.headers


def test_a_browser_that_has_the_page_is_told_so(app: Flask) -> None:
    first = opened(app)

    again = opened(app, **{"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304
    assert again.data == b""


def test_the_policy_allows_nothing_but_our_own_files(app: Flask) -> None:
    response = opened(app)

    policy = response.headers["Content-Security-Policy"].split("; ")

    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= set(policy)
    assert {"require-trusted-types-for 'script'", "trusted-types 'none'"} <= set(policy)
    assert not any("unsafe" in rule for rule in policy)


def test_the_shell_has_no_script_or_style_of_its_own(app: Flask) -> None:
    shell = BeautifulSoup(opened(app).data, "html.parser")

    assert [script.get_text() for script in shell.find_all("script")] == [""]
    assert shell.find_all("style") == []
    assert [
        tag.name
        for tag in shell.find_all(True)
        if any(name in ("style",) or name.startswith("on") for name in tag.attrs)
    ] == []


def test_every_file_that_the_shell_names_is_there(app: Flask) -> None:
    shell = BeautifulSoup(opened(app).data, "html.parser")
    named = {tag.get("href") or tag.get("src") for tag in shell.select("link, script, img")}

    answers = {path: app.test_client().get(path, buffered=True).status_code for path in named}

    assert len(answers) > 6
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("http://localhost:8000", 302),  # the same program under the name that its cookies are not for
        ("http://127.0.0.1:8000", 200),
        ("http://localhost:9000", 200),  # something stands in between
        ("http://todo.example.com:8000", 200),
    ],
)
def test_only_another_name_for_this_machine_is_sent_on(app: Flask, asked: str, status: int) -> None:
    response = opened(app, asked)

    assert response.status_code == status
    assert response.headers.get("Location") == (BASE if status == 302 else None)


@pytest.mark.parametrize(("sign_up", "is_offered"), [("open", True), ("closed", False)])
def test_who_may_not_sign_up_is_not_asked_to(make_app: Callable[..., Flask], sign_up: str, is_offered: bool) -> None:
    app = make_app(sign_up=sign_up)

    shell = BeautifulSoup(opened(app).data, "html.parser")

    assert bool(shell.select_one('#welcome a[href="/signup"]')) == is_offered
