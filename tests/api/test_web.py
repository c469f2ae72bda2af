"""The web application's files, as a browser asks for them."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from todo.api import web

REAL = web.FOLDER
BASE = "http://127.0.0.1:8000"
SHELL = "<!doctype html><title>Todo</title>"
SCRIPT = "console.log('Water the plants')"


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a build leaves behind."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(SHELL)
    (tmp_path / "sw.js").write_text("self")
    (tmp_path / "assets" / "index-Ab_3-xyZ.js").write_text(SCRIPT)
    (tmp_path / "assets" / "index-Ab_3-xyZ.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (tmp_path / "assets" / "manifest.webmanifest").write_text("{}")
    monkeypatch.setattr(web, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/app", "/app/today", "/app/list/01900000-0000-7000-8000-00000000000a"])
def test_every_screen_is_answered_by_the_shell(app: Flask, path: str) -> None:
    response = app.test_client().get(path)

    assert (response.status_code, response.text, response.mimetype) == (200, SHELL, "text/html")
    assert response.headers["Cache-Control"] == "no-cache"


def test_the_shell_that_a_browser_has_is_not_sent_again(app: Flask) -> None:
    first = app.test_client().get("/")

    again = app.test_client().get("/app/today", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_the_shell_is_the_same_for_everybody(app: Flask) -> None:
    response = app.test_client().get("/", headers={"Cookie": "session=whatever"})

    assert response.data == app.test_client().get("/").data
    assert "Set-Cookie" not in response.headers


def test_the_policy_allows_our_own_files_and_two_names_of_trusted_types(app: Flask) -> None:
    policy = app.test_client().get("/").headers["Content-Security-Policy"].split("; ")

    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "worker-src 'self'"} <= set(policy)
    assert {"require-trusted-types-for 'script'", "trusted-types svelte-trusted-html todo-sw"} <= set(policy)
    assert {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy)
    assert not any("unsafe" in rule for rule in policy)


def test_the_page_may_connect_to_where_the_events_are(app: Flask, make_app: Callable[..., Flask]) -> None:
    behind = make_app(base_url="https://todo.example.com")

    here, there = app.test_client().get("/"), behind.test_client().get("/")

    assert "connect-src 'self' http://127.0.0.1:8001;" in here.headers["Content-Security-Policy"]
    assert "connect-src 'self';" in there.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("http://localhost:8000/", f"{BASE}/"),  # the same program under the name that its cookies are not for
        ("http://localhost:8000/app/inbox?todo=1", f"{BASE}/app/inbox?todo=1"),
        ("http://127.0.0.1:8000/", None),
        ("http://localhost:9000/", None),  # something stands in between
        ("http://todo.example.com:8000/", None),
    ],
)
def test_only_another_name_for_this_machine_is_sent_on(app: Flask, asked: str, to: str | None) -> None:
    response = app.test_client().get(asked)

    assert response.status_code == (302 if to else 200)
    assert response.headers.get("Location") == to


def test_a_file_whose_name_bears_its_hash_is_kept_for_ever(app: Flask) -> None:
    response = app.test_client().get("/assets/index-Ab_3-xyZ.js")

    assert (response.text, response.mimetype) == (SCRIPT, "text/javascript")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_file_is_asked_for_again(app: Flask) -> None:
    response = app.test_client().get("/assets/manifest.webmanifest")

    assert response.mimetype == "application/manifest+json"
    assert response.headers["Cache-Control"] == "no-cache"


def test_what_was_compressed_beforehand_is_sent_so_to_whoever_can_read_it(app: Flask) -> None:
    response = app.test_client().get("/assets/index-Ab_3-xyZ.js", headers={"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(response.data).decode() == SCRIPT
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.mimetype == "text/javascript"


@pytest.mark.parametrize(
    "path",
    ["/assets/nothing.js", "/assets/index-Ab_3-xyZ.js.gz", "/assets/", "/assets/../../app.py", "/assets/%2e%2e/x"],
)
def test_what_is_not_there_is_404_and_never_the_shell(app: Flask, path: str) -> None:
    response = app.test_client().get(path)

    assert response.status_code == 404
    assert SHELL not in response.text


def test_the_service_worker_may_fetch_and_is_looked_at_anew_each_time(app: Flask) -> None:
    response = app.test_client().get("/sw.js")

    assert (response.text, response.mimetype) == ("self", "text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"


def test_where_the_setting_says_so_the_service_worker_removes_itself(make_app: Callable[..., Flask]) -> None:
    response = make_app(service_worker=False).test_client().get("/sw.js")

    assert "registration.unregister()" in response.text


def test_where_nothing_was_built_it_is_said(app: Flask, built: Path) -> None:
    (built / "index.html").unlink()

    response = app.test_client().get("/")

    assert response.status_code == 404
    assert "hatch_build.py" in response.json["detail"]  # type: ignore[index]


def test_what_is_built_has_no_script_or_style_within_and_names_only_what_is_there() -> None:
    if not (REAL / "index.html").is_file():
        pytest.skip("The web application is not built: python hatch_build.py")
    shell = BeautifulSoup((REAL / "index.html").read_text(), "html.parser")
    named = {str(tag.get("href") or tag.get("src")) for tag in shell.select("link, script, img")}

    assert len(named) > 3
    assert [path for path in named if not (REAL / path.lstrip("/")).is_file()] == []
    assert [script.get_text() for script in shell.find_all("script") if script.get_text()] == []
    assert shell.find_all("style") == []
    attributes = {name for tag in shell.find_all(True) for name in tag.attrs}
    assert [name for name in attributes if name == "style" or name.startswith("on")] == []
