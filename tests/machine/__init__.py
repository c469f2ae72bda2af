"""A bare Debian machine under its own systemd, with what AWS would put around it: for tests of infra/instance/.

It is a container of systemd-nspawn without a network, on a root that debootstrap makes once and keeps in the user's
cache. Needs root. Beside the bare system it has a PostgreSQL that takes tokens as RDS does, the metadata service, an
issuer of tokens, and a command `aws` that knows what an instance asks; all of them are the files of this folder.
"""

import base64
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
RELEASE = "trixie"  # has Python 3.13, as Amazon Linux 2023 does
PACKAGES = ("curl", "dbus", "logrotate", "postgresql-17", "python3", "systemd", "systemd-sysv", "iproute2")
NEEDED = ("debootstrap", "systemd-nspawn", "nsenter", "openssl")
UNITS = ("metadata.service", "issuer.service", "database.service", "user-data.service")
ISSUER = "http://127.0.0.1:9000/pool"


def why_not() -> str:
    """Why there can be no such machine here, or ''."""
    if os.geteuid() != 0:
        return "needs root"
    missing = [name for name in NEEDED if not shutil.which(name)]
    return f"needs {', '.join(missing)}: apt-get install debootstrap systemd-container" if missing else ""


class Machine:
    """A running machine; `root` is its file system."""

    def __init__(self, root: Path, leader: int) -> None:
        self.root = root
        self._leader = leader

    def run(self, *command: str, check: bool = True) -> str:
        """What the command says, as root in the machine."""
        enter = ["nsenter", "--target", str(self._leader), "--all", "--", *command]
        done = subprocess.run(enter, capture_output=True, text=True, check=False, env={"PATH": "/usr/sbin:/usr/bin"})
        assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return (done.stdout + done.stderr).strip()

    def read(self, path: str) -> str:
        return (self.root / path.lstrip("/")).read_text(errors="replace")

    def wait(self, unit: str, seconds: float) -> str:
        """The state of a unit once it has started, or has failed to."""
        deadline = time.monotonic() + seconds
        while True:
            state = self.run("systemctl", "is-active", unit, check=False)
            if state in {"active", "failed"} or time.monotonic() > deadline:
                return state
            time.sleep(0.5)


@contextmanager
def booted(folder: Path, bundle: Path, user_data: str, state: str) -> Iterator[Machine]:
    """A machine that has unpacked `bundle` and runs `user_data` once it is up, as cloud-init would.

    `state` is what AWS holds, for the command `aws`: secrets, and whether it answers.
    """
    root = folder / "root"
    with _overlay(folder, root), (folder / "console.log").open("wb") as console:
        _furnish(root, bundle, user_data)
        (root / "srv/aws/state.json").write_text(state)
        process = subprocess.Popen(
            [
                *("systemd-nspawn", f"--directory={root}", "--boot", "--register=no", "--keep-unit"),
                *("--private-network", "--machine=todo-test", "--hostname=instance", "--console=pipe"),
            ],
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
        )
        leader = _leader(process)
        try:
            yield Machine(root, leader)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.kill(leader, signal.SIGKILL)
                process.wait()


def _leader(process: subprocess.Popen[bytes]) -> int:
    """The first process of the machine, as seen from here."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for _ in range(200):
        found = children.read_text().split() if children.exists() else []
        if found and Path(f"/proc/{found[0]}/comm").read_text().strip() == "systemd":
            return int(found[0])
        time.sleep(0.1)
    raise AssertionError("the machine does not boot")


@contextmanager
def _overlay(folder: Path, root: Path) -> Iterator[None]:
    upper, work = folder / "upper", folder / "work"
    for path in (root, upper, work):
        path.mkdir(parents=True)
    options = f"lowerdir={_bare_root()},upperdir={upper},workdir={work}"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, str(root)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(root)], check=True)


def _bare_root() -> Path:
    """Made the first time, in two or three minutes."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "aws-scalable-todo-app"
    root = cache / f"{RELEASE}-{len(PACKAGES)}"
    if not root.exists():
        unfinished = root.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        include = f"--include={','.join(PACKAGES)}"
        command = ["debootstrap", "--variant=minbase", include, RELEASE, str(unfinished)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        unfinished.rename(root)
    return root


def _furnish(root: Path, bundle: Path, user_data: str) -> None:
    shutil.copytree(bundle, root / "opt/todo/bundle")
    shutil.copyfile(HERE / "aws", root / "usr/bin/aws")
    (root / "usr/bin/aws").chmod(0o755)
    shutil.copytree(HERE, root / "srv/aws", ignore=shutil.ignore_patterns("*.service", "__pycache__", "__init__.py"))
    _make_certificates(root / "srv/aws")
    _make_issuer(root / "srv/aws/issuer/pool/.well-known", root / "srv/aws/ca.key")
    shutil.copyfile(root / "srv/aws/ca.pem", root / "opt/todo/bundle/rds-ca.pem")
    (root / "etc/hosts").write_text("127.0.0.1 localhost instance database.test\n")
    (root / "usr/lib/user-data").write_text(user_data)
    wanted = root / "etc/systemd/system/multi-user.target.wants"
    wanted.mkdir(parents=True, exist_ok=True)
    for unit in UNITS:
        shutil.copyfile(HERE / unit, root / "etc/systemd/system" / unit)
        (wanted / unit).symlink_to(f"/etc/systemd/system/{unit}")


def _make_certificates(folder: Path) -> None:
    """Of an authority that is thrown away, for the name of the database."""
    script = """
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=throw-away -keyout ca.key -out ca.pem
    openssl req -newkey rsa:2048 -nodes -subj /CN=database.test -keyout server.key -out server.csr
    printf 'subjectAltName=DNS:database.test\\n' > names
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 -extfile names -out server.pem
    """
    subprocess.run(["bash", "-ec", script], cwd=folder, check=True, capture_output=True)


def _make_issuer(folder: Path, key: Path) -> None:
    """The two documents of an issuer, whose one key signs nothing here."""
    folder.mkdir(parents=True)
    command = ["openssl", "rsa", "-in", str(key), "-noout", "-modulus"]
    modulus = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split("=")[1]
    n = base64.urlsafe_b64encode(bytes.fromhex(modulus)).rstrip(b"=").decode()
    jwk = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "e": "AQAB", "n": n}
    (folder / "jwks.json").write_text(json.dumps({"keys": [jwk]}))
    (folder / "openid-configuration").write_text(
        json.dumps({"issuer": ISSUER, "jwks_uri": f"{ISSUER}/.well-known/jwks.json"})
    )
