"""One instance, made in a bare Debian root under its own systemd: a story, which the tests tell in order."""

import json
import platform
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import machine
from infra import bundle
from machine import Machine

SECRETS = {name: secrets.token_urlsafe(24) for name in ("session", "client", "master")}
USER_DATA = f"""#!/bin/bash
set -euo pipefail
export AWS_DEFAULT_REGION='eu-central-1'
export DATABASE_HOST='database.test' DATABASE_PORT='5433'
export USER_POOL_ID='pool' WEB_CLIENT_ID='web' SESSION_SECRET_ID='session' MASTER_SECRET_ID='master'
export LOG_GROUP='/todo/test'
export TODO_BASE_URL='https://todo.example.com' TODO_CLIENT_ID='web,cli'
export TODO_ISSUER='{machine.ISSUER}'
export TODO_DRAIN_SECONDS='2'
bash /opt/todo/bundle/bootstrap.sh
"""

pytestmark = [
    pytest.mark.xdist_group("machine"),
    pytest.mark.skipif(machine.why_not() != "", reason=f"a bare Debian machine {machine.why_not()}"),
]


def say(where: Machine, **changed: Any) -> None:
    """What AWS holds: the secrets, whether the right to read the master's is lent, and whether AWS answers at all."""
    state = {**SECRETS, "lent": False, "away": False, **changed}
    (where.root / "srv/aws/state.json").write_text(json.dumps(state))


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("machine")
    certificates = folder / "ca.pem"
    certificates.write_text("of the machine's own, put there later\n")
    architecture = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    built = bundle.build(architecture, certificates=certificates, into=folder / "bundle")
    state = json.dumps({**SECRETS, "lent": False, "away": False})
    with machine.booted(folder, built, USER_DATA, state) as booted:
        yield booted


def ready(where: Machine) -> bool:
    urls = [f"http://127.0.0.1:{port}/health/ready" for port in (8000, 8001)]
    return all(where.run("curl", "--silent", "--max-time", "5", url, check=False) == "ready" for url in urls)


def await_ready(where: Machine, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready(where):
        assert time.monotonic() < deadline, where.read("/var/log/todo/todo.log")[-2000:]
        time.sleep(0.5)


def bootstrap_log(where: Machine) -> str:
    path = "/var/log/cloud-init-output.log"
    return where.read(path) if (where.root / path.lstrip("/")).exists() else ""


def test_an_instance_waits_for_its_roles_and_says_what_it_waits_for(instance: Machine) -> None:
    deadline = time.monotonic() + 120
    while "lends it that right" not in bootstrap_log(instance) and time.monotonic() < deadline:
        assert instance.wait("user-data.service", 0.5) != "failed", bootstrap_log(instance)

    assert "lends it that right" in bootstrap_log(instance)
    assert not ready(instance)


def test_it_makes_the_roles_once_it_may_migrates_and_serves(instance: Machine) -> None:
    say(instance, lent=True)

    state = instance.wait("user-data.service", 120)
    say(instance)

    log = bootstrap_log(instance)
    assert state == "active", log
    assert "todo: made the database and its roles" in log
    assert "Applied: todo" in log
    assert ready(instance)


def test_it_signs_in_by_token_over_tls_as_a_role_that_owns_nothing(instance: Machine) -> None:
    sql = "select usename, ssl from pg_stat_activity join pg_stat_ssl using (pid) where application_name = 'todo'"
    roles = "select rolname, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname ~ '^todo' order by 1"
    owned = "select distinct tableowner from pg_tables where schemaname in ('public', 'identity')"

    found = {query: psql(instance, query) for query in (sql, roles, owned)}

    assert set(found[sql].splitlines()) == {"todo|t"}
    assert found[roles].splitlines() == ["todo|f|f|f", "todo_owner|f|t|f", "todo_service|f|f|f"]
    assert found[owned] == "todo_owner"


def psql(where: Machine, query: str) -> str:
    command = ("psql", "--port=5433", "--dbname=todo", "--no-align", "--tuples-only", f"--command={query}")
    return where.run("runuser", "--user", "postgres", "--", *command)


def test_the_service_runs_in_its_cage(instance: Machine) -> None:
    pid = instance.run("systemctl", "show", "--property=MainPID", "--value", "todo.service")
    status = dict(
        line.split(":\t", 1) for line in instance.run("cat", f"/proc/{pid}/status").splitlines() if ":\t" in line
    )

    assert instance.run("stat", "--format=%U", f"/proc/{pid}") == "todo"
    assert (status["NoNewPrivs"], status["Seccomp"], status["CapBnd"]) == ("1", "2", "0" * 16)
    places = "/etc /opt/todo /var/log/todo /usr /run/todo"

    written = instance.run(
        *("nsenter", "--target", pid, "--mount", "--", "runuser", "--user", "todo", "--"),
        *(
            "sh",
            "-c",
            f"for at in {places}; do touch $at/it 2>/dev/null && echo $at; done; true",
        ),
    )
    assert written == ""


def test_no_secret_is_on_a_disk_a_command_line_or_in_a_log(instance: Machine) -> None:
    files = ("/etc", "/opt/todo", "/var/lib/todo", "/var/log", "/tmp", "/root", "/home")
    lines = instance.run(
        "sh", "-c", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; journalctl --no-pager --output=cat"
    )

    for name, secret in SECRETS.items():
        assert secret not in lines, name
        assert instance.run("grep", "--recursive", "--files-with-matches", secret, *files, check=False) == "", name
    assert "X-Amz-Signature" not in lines


def test_secrets_are_in_memory_for_the_service_alone(instance: Machine) -> None:
    kept = instance.run("stat", "--format=%n %U:%G %a", "/run/todo/secret", "/run/todo/client-secret")

    assert instance.run("findmnt", "--noheadings", "--output=FSTYPE", "--target=/run/todo") == "tmpfs"
    assert kept.splitlines() == ["/run/todo/secret root:todo 640", "/run/todo/client-secret root:todo 640"]
    assert instance.run("cat", "/run/todo/secret") == SECRETS["session"]
    assert instance.run("cat", "/run/todo/client-secret") == SECRETS["client"]


def test_the_log_is_json_with_metrics_that_cloudwatch_reads(instance: Machine) -> None:
    instance.run("curl", "--silent", "http://127.0.0.1:8000/todo")
    deadline = time.monotonic() + 75
    lines: list[dict[str, Any]] = []
    while not any("_aws" in line for line in lines) and time.monotonic() < deadline:
        time.sleep(1)
        log = instance.read("/var/log/todo/todo.log")
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]

    assert any(line.get("route") == "/todo" and line["status"] == 401 for line in lines)
    assert any(line.get("Site") == "todo.example.com" for line in lines)


def test_the_sql_of_the_operating_page_is_answered(instance: Machine) -> None:
    page = (Path(bundle.__file__).parents[1] / "docs" / "aws.md").read_text()
    script = page.split("SQL, as the service's role")[1].split("```sh\n")[1].split("```")[0].replace("sudo ", "")

    answer = instance.run("bash", "-c", script)

    assert re.fullmatch(r"(account|todo) -?\d+\n(account|todo) -?\d+", answer)


def test_the_bootstrap_may_run_again(instance: Machine) -> None:
    instance.run("bash", "/usr/lib/user-data")

    assert ready(instance)


def test_a_service_that_was_killed_comes_back(instance: Machine) -> None:
    instance.run("systemctl", "kill", "--signal=KILL", "todo.service")
    time.sleep(1)

    await_ready(instance)


def test_it_starts_after_a_reboot_with_new_secrets(instance: Machine) -> None:
    instance.run("systemctl", "stop", "todo.service")
    instance.run("rm", "--recursive", "/run/todo")

    instance.run("systemctl", "start", "todo.service")

    await_ready(instance)
    assert instance.run("cat", "/run/todo/secret") == SECRETS["session"]


def test_it_goes_on_with_the_secrets_that_it_has_while_aws_is_away(instance: Machine) -> None:
    say(instance, away=True)

    instance.run("systemctl", "restart", "todo.service")

    await_ready(instance)
    say(instance)


def test_it_needs_nobody_when_its_database_comes_back(instance: Machine) -> None:
    instance.run("pg_ctlcluster", "17", "main", "stop", "--", "--mode=fast")
    assert not ready(instance)
    for port in (8000, 8001, 8002):
        assert instance.run("curl", "--silent", f"http://127.0.0.1:{port}/health/live") == "live"
    instance.run("systemctl", "restart", "--no-block", "todo.service")
    time.sleep(8)

    instance.run("pg_ctlcluster", "17", "main", "start")

    await_ready(instance)


def test_a_stop_is_orderly(instance: Machine) -> None:
    began = time.monotonic()

    instance.run("systemctl", "stop", "todo.service")

    shown = instance.run("systemctl", "show", "--property=Result,ExecMainStatus", "todo.service")
    assert dict(line.split("=") for line in shown.splitlines()) == {"Result": "success", "ExecMainStatus": "0"}
    assert time.monotonic() - began < 20
