"""`todo add`, `ls`, `show`, `edit`, `done`, `undo`, `rm`, `search`, `lists`."""

from itertools import islice
from typing import Any

import click
from uuid_utils.compat import uuid7

from todo.command import kept, output, reference
from todo.command.failure import Failure
from todo.command.fields import body_of, list_id, options
from todo.command.output import as_json
from todo.command.reference import completed
from todo.command.service import Service, chosen_server


def _service() -> Service:
    return Service(chosen_server())


def _show(service: Service, rows: list[dict[str, Any]], is_json: bool) -> None:
    if is_json:
        output.dump(rows)
        return
    kept.remember(service.server, [row["id"] for row in rows])
    lists = reference.names(service, "list") if any(row["list"] for row in rows) else {}
    tags = reference.names(service, "tag") if any(row["tags"] for row in rows) else {}
    output.todos(rows, lists, tags, service.today() if any(row["due"] for row in rows) else None)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--plain", "is_plain", is_flag=True, help="Take the words as the title, whatever they say.")
@click.option("--parent", metavar="ID", shell_complete=completed, help="Make it a subtask of this todo.")
@options
@as_json
def add(words: tuple[str, ...], is_plain: bool, parent: str | None, is_json: bool, **given: Any) -> None:
    """Add a todo. WORDS such as 'tomorrow at 8', 'every friday', p1 or @tag say when and how; options win over them."""
    service = _service()
    body = {"id": str(uuid7()), **body_of(service, given)}
    if parent:
        body["parent"] = reference.todo_id(service, parent)
    text = " ".join(words)
    if is_plain:
        made = service.json("POST", "/todo", {**body, "title": text})
    else:
        made = service.json("POST", "/quick", {"text": text, "todo": body})["todo"]
    if is_json:
        output.dump(made)
    else:
        _show(service, [made], is_json=False)


@click.command()
@click.argument("query", required=False)
@click.option("-l", "--list", "in_list", metavar="LIST", help="Only this list, or inbox.")
@click.option("-t", "--tag", metavar="TAG", help="Only with this tag.")
@click.option("--all", "is_all", is_flag=True, help="Also what is done.")
@click.option("--sort", default="due", show_default=True, help="position, due, priority, title, created_at …")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="At most so many.")
@as_json
def ls(query: str | None, is_json: bool, limit: int, **given: Any) -> None:
    """List todos; QUERY is a filter such as 'today | overdue' or '#Work & p1'."""
    service = _service()
    parameters: dict[str, Any] = {"query": query, "sort": given["sort"]}
    if not given["is_all"] and query is None:
        parameters["status"] = "open"
    if given["in_list"]:
        parameters["list"] = list_id(service, given["in_list"]) or "none"
    if given["tag"]:
        parameters["tag"] = reference.by_name(service, "tag", given["tag"].removeprefix("@"))
    rows: list[dict[str, Any]] = []
    for row in service.pages("/todo", **parameters):
        rows.append(row)
        if len(rows) == limit:
            click.echo(f"The first {limit}; --limit shows more.", err=True)
            break
    _show(service, rows, is_json)


@click.command()
@click.argument("words", nargs=-1, required=True)
@as_json
def search(words: tuple[str, ...], is_json: bool) -> None:
    """Find todos whose title or notes hold WORDS."""
    service = _service()
    _show(service, list(service.pages("/todo", search=" ".join(words))), is_json)


@click.command()
@click.argument("todo", shell_complete=completed)
@as_json
def show(todo: str, is_json: bool) -> None:
    """Show everything about one todo."""
    service = _service()
    row = service.json("GET", f"/todo/{reference.todo_id(service, todo)}")
    (output.dump if is_json else output.one)(row)


@click.command()
@click.argument("todo", shell_complete=completed)
@click.option("--title", help="The new title.")
@options
@as_json
def edit(todo: str, title: str | None, is_json: bool, **given: Any) -> None:
    """Change what is named, and nothing else."""
    service = _service()
    body = body_of(service, given) | ({"title": title} if title is not None else {})
    if not body:
        raise click.UsageError("Name what is to change; todo edit --help lists what there is.")
    row = service.json("PATCH", f"/todo/{reference.todo_id(service, todo)}", body)
    if is_json:
        output.dump(row)
    else:
        _show(service, [row], is_json=False)


@click.command()
@click.argument("todos", nargs=-1, required=True, shell_complete=completed)
@as_json
def done(todos: tuple[str, ...], is_json: bool) -> None:
    """Complete todos."""
    service = _service()
    ids = [reference.todo_id(service, todo) for todo in todos]
    _show(service, [service.json("POST", f"/todo/{row_id}/complete") for row_id in ids], is_json)


@click.command()
@click.argument("todos", nargs=-1, required=True, shell_complete=completed)
@as_json
def rm(todos: tuple[str, ...], is_json: bool) -> None:
    """Move todos to the trash, with their subtasks; todo undo brings them back."""
    service = _service()
    ids = [reference.todo_id(service, todo) for todo in todos]
    for row_id in ids:
        service.json("DELETE", f"/todo/{row_id}")
    if is_json:
        output.dump({"deleted": ids})
    else:
        output.said(f"{'One todo' if len(ids) == 1 else f'{len(ids)} todos'} moved to the trash.")


@click.command()
@click.option("--new", metavar="NAME", help="Make a list of this name.")
@as_json
def lists(new: str | None, is_json: bool) -> None:
    """Show the lists, or make one."""
    service = _service()
    rows = [service.json("POST", "/list", {"name": new})] if new else list(service.pages("/list"))
    (output.dump if is_json else output.named)(rows)


@click.command()
@as_json
def undo(is_json: bool) -> None:
    """Take back the last change that was made from a terminal; again for the one before."""
    service = _service()
    entry = _last_of_mine(service)
    answer = service.json("POST", f"/history/{entry['id']}/undo")
    if is_json:
        output.dump(answer)
    else:
        output.said(f"Undone: {entry['action']} of the {entry['kind']} {entry['title'] or ''}".rstrip() + ".")


LOOKED_BACK = 500


def _last_of_mine(service: Service) -> dict[str, Any]:
    """The newest entry by a program that is neither undone nor an undo itself."""
    undone: set[str] = set()
    for entry in islice(service.pages("/history"), LOOKED_BACK):
        if entry["undoes"]:
            undone.add(entry["undoes"])
        elif entry["actor"] != "session" and entry["mutation"] not in undone:
            return entry
    raise Failure("There is nothing left to undo.")
