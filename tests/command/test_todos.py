"""`todo add`, `ls`, `show`, `edit`, `done`, `rm`, `search`, `lists`."""

import json
from datetime import date

import pytest

from command.conftest import Terminal
from todo.command.fields import day

pytestmark = pytest.mark.slow
SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-11-22"),
        ("Tomorrow", "2026-11-23"),
        ("yesterday", "2026-11-21"),
        ("mon", "2026-11-23"),
        ("Saturday", "2026-11-28"),
        ("sunday", "2026-11-29"),
        ("tomorrow 09:00", "2026-11-23T09:00"),
        ("fri 18:30", "2026-11-27T18:30"),
        ("2026-12-01", "2026-12-01"),
        ("2026-12-01 09:00", "2026-12-01T09:00"),
        ("2026-12-01T09:00", "2026-12-01T09:00"),
        ("su", "su"),
        ("someday", "someday"),
    ],
)
def test_a_day_can_be_said_in_a_word(text: str, meant: str) -> None:
    assert day(text, SUNDAY) == meant


def made(terminal: Terminal, *words: str) -> dict[str, str]:
    return json.loads(terminal.says("add", "--json", *words))


def test_what_is_added_is_listed_with_where_and_when(owner: Terminal) -> None:
    owner.says("lists", "--new", "Errands")
    todo = made(owner, "Buy", "milk", "-l", "errands", "-t", "shop", "-p", "p1", "--due", "2030-01-05", "-n", "2 l")

    line = next(line for line in owner.says("ls").splitlines() if "Buy milk" in line)

    assert line.split() == [todo["id"][-6:], "Buy", "milk", "p1", "2030-01-05", "#Errands", "@shop"]
    assert todo["notes"] == "2 l"


def test_the_words_say_when_and_how(owner: Terminal) -> None:
    todo = made(owner, "Standup", "every", "weekday", "at", "9:15", "p2", "@office", "starting", "2030-01-07")

    assert todo["title"] == "Standup"
    assert (todo["recurrence"], todo["due"]) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2030-01-07T09:15")
    assert (todo["priority"], len(todo["tags"])) == (3, 1)


def test_options_win_over_the_words(owner: Terminal) -> None:
    assert made(owner, "Call", "tomorrow", "p1", "--due", "2030-01-05", "-p", "p3")["due"] == "2030-01-05"


def test_plain_words_are_the_title(owner: Terminal) -> None:
    todo = made(owner, "Call", "tomorrow", "p1", "--plain")

    assert (todo["title"], todo["due"], todo["priority"]) == ("Call tomorrow p1", None, 0)


def test_json_is_what_the_api_says(owner: Terminal) -> None:
    todo = made(owner, "Call back")

    assert json.loads(owner.says("show", todo["id"], "--json")) == todo
    assert todo in json.loads(owner.says("ls", "--json"))


def test_the_end_of_an_id_is_enough(owner: Terminal) -> None:
    todo = made(owner, "Named by its end")

    assert "Named by its end" in owner.says("show", todo["id"][-6:])


def test_an_edit_changes_what_it_names_and_nothing_else(owner: Terminal) -> None:
    todo = made(owner, "Before", "--due", "2030-01-05", "-n", "kept")

    after = json.loads(owner.says("edit", todo["id"], "--title", "After", "--json"))

    assert after["title"] == "After"
    assert {name for name in todo if todo[name] != after[name]} == {"title", "seq", "updated_at"}


def test_a_due_date_can_be_taken_away(owner: Terminal) -> None:
    todo = made(owner, "Some day", "--due", "today")

    assert json.loads(owner.says("edit", todo["id"], "--due", "none", "--json"))["due"] is None


def test_what_repeats_says_so_and_goes_on_when_it_is_done(owner: Terminal) -> None:
    todo = made(owner, "Water", "the", "fern", "every", "2", "weeks", "starting", "2030-01-07")

    assert "2030-01-07 every 2 weeks" in owner.says("ls")
    assert "FREQ=WEEKLY;INTERVAL=2 (every 2 weeks)" in owner.says("show", todo["id"])
    assert "2030-01-21 every 2 weeks" in owner.says("done", todo["id"])


def test_what_is_done_is_no_longer_listed_but_with_all(owner: Terminal) -> None:
    todo = made(owner, "Soon done")
    owner.says("done", todo["id"][-6:])

    assert "Soon done" not in owner.says("ls")
    assert "Soon done" in owner.says("ls", "--all")


def test_what_is_removed_is_in_the_trash(owner: Terminal) -> None:
    todo = made(owner, "Thrown away")

    assert owner.says("rm", todo["id"]) == "One todo moved to the trash.\n"
    assert "Thrown away" not in owner.says("ls", "--all")


def test_search_finds_titles_and_notes(owner: Terminal) -> None:
    made(owner, "Somewhere", "-n", "a needle in it")

    assert "Somewhere" in owner.says("search", "needle")


def test_a_title_is_shown_as_it_is(owner: Terminal) -> None:
    made(owner, "[bold]not markup[/]")

    assert "[bold]not markup[/]" in owner.says("ls")


def test_notes_cannot_speak_to_the_terminal(owner: Terminal) -> None:
    todo = made(owner, "Hostile", "-n", "\x1b[2Jgone")

    assert "\x1b" not in owner.says("show", todo["id"])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("show", "abcdef"), 5, "There is no todo whose id ends with abcdef."),
        (("show", "milk"), 5, "'milk' is no id"),
        (("ls", "-l", "nowhere"), 5, "There is no list called nowhere."),
        (("add", "x", "--due", "someday"), 1, "due: write a date like 2026-12-01"),
        (("add", "x" * 501), 1, "title: "),
        (("edit", "abcdef"), 2, "Name what is to change"),
        (("frobnicate",), 2, "No such command"),
        (("ls", "--server", "http://x"), 2, "No such option"),
        (("--server", "http://127.0.0.1:9", "ls"), 3, "You are not signed in at http://127.0.0.1:9."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_an_exit_code(
    owner: Terminal, words: tuple[str, ...], code: int, sentence: str
) -> None:
    found, said, complained = owner.run(*words)

    assert (found, said) == (code, "")
    assert sentence in complained
    assert "Traceback" not in complained


def test_a_server_that_went_away_is_said_to_be_so(owner: Terminal) -> None:
    code, _, complained = owner.run("ls", TODO_SERVER="http://127.0.0.1:9", TODO_TOKEN="x")

    assert code == 4
    assert complained.startswith("http://127.0.0.1:9 does not answer: no connection.")


def test_the_shell_completes_commands_and_ids(owner: Terminal) -> None:
    todo = made(owner, "Completed by the shell")
    owner.says("ls")

    commands = owner.says(_TODO_COMPLETE="bash_complete", COMP_WORDS="todo lo", COMP_CWORD="1")
    ids = owner.says(_TODO_COMPLETE="bash_complete", COMP_WORDS="todo show ", COMP_CWORD="2")

    assert commands.split() == ["plain,login", "plain,logout"]
    assert f"plain,{todo['id'][-6:]}" in ids.split()
    assert "_TODO_COMPLETE=bash_complete" in owner.says("completion", "bash")
