"""`todo undo`, `token`, `export` and `import`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from command.conftest import Terminal

pytestmark = pytest.mark.slow


def titles(terminal: Terminal, *words: str) -> list[str]:
    return [row["title"] for row in json.loads(terminal.says("ls", "--json", "--sort", "created_at", *words))]


def test_undo_goes_back_one_change_after_the_other(terminal: Terminal) -> None:
    terminal.says("login")
    first = json.loads(terminal.says("add", "--json", "First"))["id"]
    terminal.says("add", "Second")
    terminal.says("done", first)
    terminal.says("edit", first, "--title", "Changed")
    seen = [titles(terminal)]

    for _ in range(4):
        terminal.says("undo")
        seen.append(titles(terminal))

    assert seen == [["Second"], ["Second"], ["First", "Second"], ["First"], []]
    assert terminal.run("undo") == (1, "", "There is nothing left to undo.\n")


def test_undo_says_what_it_has_undone(owner: Terminal) -> None:
    owner.says("add", "Soon gone")

    assert owner.says("undo") == "Undone: create of the todo Soon gone.\n"


def test_a_token_is_shown_once_and_reaches_what_it_may(owner: Terminal) -> None:
    made = json.loads(owner.says("token", "new", "script", "--read-only", "--days", "30", "--json"))
    reading = owner.run("ls", TODO_TOKEN=made["token"])
    writing = owner.run("add", "x", TODO_TOKEN=made["token"])
    listed = owner.says("token", "ls")
    owner.says("token", "rm", made["id"])

    assert reading[0] == 0
    assert writing[0] == 1
    assert "script" in listed
    assert made["token"] not in listed
    assert owner.run("ls", TODO_TOKEN=made["token"]) == (
        3,
        "",
        "The token in TODO_TOKEN is not taken: it is wrong, revoked or has ended.\n",
    )


def test_a_token_signs_a_terminal_in(owner: Terminal, make_terminal: Callable[..., Terminal]) -> None:
    token = owner.says("token", "new", "another terminal").strip()
    owner.says("add", "Seen from both")
    other = make_terminal()

    other.says("login", "--token", given=token + "\n")

    assert "Seen from both" in titles(other)


def test_what_is_exported_comes_back_in_an_empty_account(
    make_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    owner, heir = make_terminal(), make_terminal()
    for terminal in (owner, heir):
        terminal.says("login")
    owner.says("lists", "--new", "Errands")
    owner.says("add", "Buy milk", "-l", "Errands", "-t", "shop")
    file = tmp_path / "all.json"

    owner.says("export", str(file))
    heir.says("import", str(file))

    assert [line.split()[1:] for line in heir.says("ls").splitlines()] == [["Buy", "milk", "#Errands", "@shop"]]
    assert heir.run("import", str(file))[0] == 1
    assert json.loads(owner.says("export"))["todo"] == json.loads(file.read_text())["todo"]


def test_an_export_that_fails_leaves_no_half_file(owner: Terminal, tmp_path: Path) -> None:
    code, _, _ = owner.run("export", str(tmp_path / "all.json"), TODO_TOKEN="wrong")

    assert code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_none_of_ours_is_refused(make_terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = make_terminal()
    terminal.says("login")
    file = tmp_path / "other.json"
    file.write_text('{"hello": "world"}')

    code, _, complained = terminal.run("import", str(file))

    assert code == 1
    assert "Traceback" not in complained
    assert len(complained.splitlines()) == 1
