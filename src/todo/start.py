"""What a start needs before anything else runs: the data folder, made, held by one program, and its secrets."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


class CannotStart(Exception):
    """Why the program does not start: one sentence for the person who started it, with what to do about it."""


@contextmanager
def held(folder: Path, address: str) -> Generator[None]:
    """The data folder is this process's alone; who else starts on it is told of `address`.

    The kernel drops the lock with the process, so that a program that was killed leaves nothing to clean up.
    Raises CannotStart if the folder cannot be written or another program holds it.
    """
    with _lock_file(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"Already running{_where(file.read())}, with the data in {folder}.") from None
        file.truncate(0)
        file.write(f"{address}\n{os.getpid()}\n")
        file.flush()
        yield
        file.truncate(0)


@contextmanager
def _lock_file(folder: Path) -> Generator[TextIO]:
    try:
        _make(folder)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(f"TODO_DATA_DIR: {folder} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "r+") as file:
        yield file


def _make(folder: Path) -> None:
    with suppress(FileExistsError):
        folder.parent.mkdir(parents=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return  # whoever made it has chosen who may enter
    if os.geteuid() == 0:
        folder.chmod(0o711)  # PostgreSQL runs as somebody else and has to pass through


def _where(text: str) -> str:
    lines = text.split()
    return f" at {lines[0]} (process {lines[1]})" if len(lines) == 2 else ""


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text of a file that only this user may read; made, and on the disk, before it is used the first time."""
    try:
        return path.read_text()
    except FileNotFoundError:
        text, new = make(), path.with_name(path.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    new.replace(path)
    return text
