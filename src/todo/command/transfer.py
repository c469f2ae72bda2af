"""`todo export` and `todo import`: everything as one file, and back."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn

from todo.command import output
from todo.command.failure import Failure
from todo.command.output import as_json
from todo.command.service import Service, chosen_server

_CHUNK = 65_536


def _progress() -> Progress:
    """On the terminal of the errors, so that what is written to a pipe stays what it is."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@as_json
def export(file: Path | None, is_json: bool) -> None:
    """Write everything that is in the account to FILE, or to the terminal."""
    service = Service(chosen_server())
    if file is None:
        with service.streamed("/me/export") as answer:
            for chunk in answer.iter_bytes():
                sys.stdout.buffer.write(chunk)
        return
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with service.streamed("/me/export") as answer, _progress() as progress, new.open("wb") as written:
            task = progress.add_task("Exporting", total=None)
            for chunk in answer.iter_bytes(_CHUNK):
                written.write(chunk)
                progress.advance(task, len(chunk))
        new.replace(file)  # only what is whole bears the name
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror}.") from None
    finally:
        new.unlink(missing_ok=True)
    if is_json:
        output.dump({"file": str(file), "bytes": file.stat().st_size})
    else:
        output.said(f"Everything is in {file}.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def import_(file: Path, is_json: bool) -> None:
    """Take back what `todo export` has written, into an account that is empty."""
    service = Service(chosen_server())
    size = file.stat().st_size
    with _progress() as progress, file.open("rb") as opened:
        task = progress.add_task("Importing", total=size)

        def chunks() -> Iterator[bytes]:
            while chunk := opened.read(_CHUNK):
                progress.advance(task, len(chunk))
                yield chunk

        headers = {"Content-Type": "application/json", "Content-Length": str(size)}
        answer = service.send("POST", "/import", chunks(), headers)
    if is_json:
        output.dump(answer)
    else:
        output.said("Imported.")
