"""An export is looked at before anything of it is stored, and then it is all there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from browser.visitor import Visitor, intercept

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

MakeVisitor = Callable[..., Visitor]


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """Somebody's settings, in an account that has never held anything."""
    visitor.page.goto("/app/settings/data")
    return visitor.page


@pytest.fixture
def export(make_visitor: MakeVisitor, tmp_path: Path) -> Path:
    """What somebody else has taken along: two todos, one of them done, a list and a tag."""
    owner = make_visitor()
    owner.sign_up()
    owner.page.goto("/app/inbox")
    owner.add("Sharpen the secateurs #Garden @autumn", "Send the figures")
    owner.page.get_by_role("checkbox", name="Send the figures", exact=True).click()
    owner.page.goto("/app/settings/data")
    expect(_fact(owner.page, "Changes to send")).to_have_text("0")
    with owner.page.expect_download() as download:
        owner.page.get_by_role("link", name="Download everything").click()
    download.value.save_as(tmp_path / "todos.json")
    return tmp_path / "todos.json"


def test_what_is_in_a_file_is_seen_before_it_is_taken_in(page: Page, export: Path) -> None:
    _choose(page, export)

    expect(page.get_by_text("todos.json")).to_be_visible()
    expect(page.get_by_text("Exported ")).to_be_visible()
    for name, count in {"Open todos": 1, "Completed": 1, "Trash": 0, "Lists": 1, "Tags": 1}.items():
        expect(_fact(page, name)).to_have_text(str(count))
    page.get_by_role("button", name="Not now").click()
    page.goto("/app/list")

    expect(page.get_by_role("navigation", name="Screens").get_by_role("link", name="Garden")).to_have_count(0)


def test_an_export_is_taken_into_an_empty_account_and_is_here_at_once(page: Page, export: Path) -> None:
    _choose(page, export)

    page.get_by_role("button", name="Import it").click()

    expect(page.get_by_text("All is here: 2 todos.")).to_be_visible()
    page.get_by_role("navigation", name="Screens").get_by_role("link", name="Garden").click()
    expect(page.get_by_role("link", name="Sharpen the secateurs")).to_be_visible()


def test_a_file_is_dropped_where_it_could_be_chosen(page: Page, export: Path) -> None:
    dropped = page.evaluate_handle(
        """(text) => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "dropped.json", { type: "application/json" }));
          return carried;
        }""",
        export.read_text(),
    )

    page.get_by_text("or drop it here").dispatch_event("drop", {"dataTransfer": dropped})

    expect(page.get_by_text("dropped.json")).to_be_visible()


def test_an_account_that_holds_something_is_told_what_to_do_instead(page: Page, visitor: Visitor, export: Path) -> None:
    visitor.visit("/app/inbox")
    visitor.add("Mine already")
    visitor.visit("/app/settings/data")

    _choose(page, export)

    expect(page.get_by_text("This account already holds 1 todo")).to_be_visible()
    expect(page.get_by_role("button", name="Import it")).to_have_count(0)


def test_what_only_the_server_knows_to_be_held_is_said_in_the_same_words(page: Page, export: Path) -> None:
    taken = {"status": 409, "code": "not_empty", "detail": "The account has rows."}
    intercept(page, "**/import", lambda route: route.fulfill(status=418, json=taken))
    _choose(page, export)

    page.get_by_role("button", name="Import it").click()

    expect(page.get_by_role("alert")).to_contain_text("an account that has never held anything")
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been changed.")
    expect(page.get_by_role("button", name="Import it")).to_be_enabled()


def test_an_import_whose_answer_is_lost_is_here_all_the_same(page: Page, export: Path) -> None:
    def lose(route: Route) -> None:
        route.fetch(
            max_retries=3, post_data=export.read_bytes()
        )  # a browser does not tell what a file of the disk holds
        route.abort("connectionreset")

    intercept(page, "**/import", lose)
    _choose(page, export)

    page.get_by_role("button", name="Import it").click()

    expect(page.get_by_role("alert").first).to_contain_text("the server has taken it in: it is here")
    expect(page.get_by_role("button", name="Import it")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Screens").get_by_role("link", name="Garden")).to_be_visible()


def test_an_import_that_never_arrived_can_be_tried_again(page: Page, export: Path) -> None:
    intercept(page, "**/import", lambda route: route.abort("connectionreset"))
    _choose(page, export)
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("alert").first).to_contain_text("No answer came")
    page.unroute("**/import")

    page.get_by_role("button", name="Import it").click()

    expect(page.get_by_text("All is here: 2 todos.")).to_be_visible()


def _renamed(export: dict[str, Any]) -> str:
    return json.dumps({**export, "format": "of-another-program"})


def _newer(export: dict[str, Any]) -> str:
    return json.dumps({**export, "version": 7})


def _cut_off(export: dict[str, Any]) -> str:
    return json.dumps(export)[:-40]


def _scribbled(export: dict[str, Any]) -> str:
    return json.dumps(export, indent=0).replace(":", "=", 3)


def _untitled(export: dict[str, Any]) -> str:
    return json.dumps({**export, "todo": [{**export["todo"][0], "title": None}]})


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_renamed, "not an export of this program"),
        (_newer, "is of version 7"),
        (_cut_off, "ends in the middle"),
        (_scribbled, "is not JSON"),
        (_untitled, "“todo.0.title” is wrong"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence(
    page: Page, export: Path, spoil: Callable[[dict[str, Any]], str], why: str
) -> None:
    export.write_text(spoil(json.loads(export.read_text())))

    _choose(page, export)

    expect(page.get_by_role("alert")).to_contain_text(why)
    expect(page.get_by_role("button", name="Import it")).to_have_count(0)


def test_what_the_server_finds_wrong_is_named_by_its_place(page: Page, export: Path) -> None:
    file = json.loads(export.read_text())
    file["todo"][1]["priority"] = 9
    export.write_text(json.dumps(file))
    _choose(page, export)

    page.get_by_role("button", name="Import it").click()

    expect(page.get_by_role("alert")).to_contain_text("“todo.1.priority” is wrong")
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been changed.")


def _choose(page: Page, file: Path) -> None:
    page.get_by_label("Choose a file").set_input_files(file)


def _fact(page: Page, name: str) -> Any:
    return page.locator("dl div").filter(has=page.get_by_text(name, exact=True)).locator("dd")
