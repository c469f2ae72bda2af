"""Whom the database lets in."""

from pathlib import Path
from typing import Any

import boto3
import psycopg
from tests.rehearsal import role
from tests.rehearsal.stage import Site, Stage

TITLE = "sign-in to the database"
PROVES = (
    "an instance's role gets in as the two users that it may be, over verified TLS and by token; not as others, not by "
    "password or an altered token, not without TLS"
)
CANNOT = "RDS's own: TLS and tokens are checked in front of PostgreSQL 18 here"
USERS = ("todo", "todo_owner")
REFUSED = "authentication failed"


def show(stage: Stage, site: Site) -> str:
    machine = site.fleet.serving[0].instance.machine
    return machine.call(_try, site.deployed.database, stage.rds.path)


def _try(database: dict[str, Any], authority: Path) -> str:
    end, rds = database["Endpoint"], role.session().client("rds")
    tokens = {user: _token(rds, end, user) for user in (*USERS, database["MasterUsername"], "rdsadmin")}
    for user in USERS:
        assert not (refusal := _refusal(end, authority, user, tokens[user])), refusal
    plain = _refusal(end, authority, "todo", tokens["todo"], sslmode="disable")
    refusals = {
        "the master user": _refusal(end, authority, database["MasterUsername"], tokens[database["MasterUsername"]]),
        "RDS's superuser": _refusal(end, authority, "rdsadmin", tokens["rdsadmin"]),
        "a password": _refusal(end, authority, "todo", "todo"),
        "another user's token": _refusal(end, authority, "todo", tokens["todo_owner"]),
        "an altered token": _refusal(end, authority, "todo", _altered(tokens["todo"])),
        "a token of other keys": _refusal(end, authority, "todo", _token(_other_keys(), end, "todo")),
    }
    let = {name: said for name, said in refusals.items() if REFUSED not in said}
    assert not let, let
    assert "no encryption" in plain, plain
    return f"{' and '.join(USERS)} let in; refused: {', '.join(refusals)}, no TLS"


def _token(rds: Any, end: dict[str, Any], user: str) -> str:
    return str(rds.generate_db_auth_token(end["Address"], end["Port"], user))


def _altered(token: str) -> str:
    return token[:-1] + ("0" if token[-1] != "0" else "1")  # of the signature, which comes last


def _other_keys() -> Any:
    return boto3.Session("AKIAIOSFODNN7EXAMPLE", "x" * 40).client("rds")


def _refusal(end: dict[str, Any], authority: Path, user: str, password: str, sslmode: str = "verify-full") -> str:
    """What the database says, or '' if it lets in."""
    try:
        psycopg.connect(
            host=end["Address"],
            port=end["Port"],
            user=user,
            password=password,
            dbname="todo",
            sslmode=sslmode,
            sslrootcert=str(authority),
        ).close()
    except psycopg.OperationalError as error:
        return str(error)
    return ""
