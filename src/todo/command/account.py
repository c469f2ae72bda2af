"""`todo login`, `logout`, `token`: who is signed in, and tokens for programs."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from todo.command import kept, output, reference, signin
from todo.command.failure import Failure
from todo.command.kept import Login
from todo.command.output import as_json
from todo.command.service import Service, chosen_server


@click.command()
@click.argument("server", required=False)
@click.option("--paste", is_flag=True, help="Where there is no browser: paste the address that it ends at elsewhere.")
@click.option("--token", "is_token", is_flag=True, help="Sign in with a personal access token, asked for or piped in.")
@as_json
def login(server: str | None, paste: bool, is_token: bool, is_json: bool) -> None:
    """Sign in at SERVER, by default the one on this machine."""
    address = chosen_server(server)
    if is_token:
        begun = Login(_asked_token())
    else:
        found = signin.program(address)
        begun = signin.by_browser(found) if signin.has_browser() and not paste else signin.by_paste(found)
    with kept.held():
        before = kept.read()
        kept.write(before.with_login(address, begun))
    try:
        person = Service(address).json("GET", "/me")
    except Failure:
        with kept.held():
            kept.write(before)
        raise
    if is_json:
        output.dump({"server": address, "account": person})
    else:
        who = person["email"] or person["name"]
        output.said(f"Signed in at {address}{f' as {who}' if who else ''}.")


def _asked_token() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Token", hide_input=True)).strip()
    return sys.stdin.readline().strip()


@click.command()
@click.argument("server", required=False)
@as_json
def logout(server: str | None, is_json: bool) -> None:
    """Sign out, here and at the issuer."""
    address = chosen_server(server)
    with kept.held():
        before = kept.read()
        ended = before.logins.get(address)
        kept.write(before.without(address))
    is_ended = not ended or not ended.refresh_token or signin.revoke(ended)
    if is_json:
        output.dump({"server": address, "was_signed_in": ended is not None, "revoked": is_ended})
    elif ended is None:
        output.said(f"You were not signed in at {address}.")
    else:
        output.said(f"Signed out of {address}.")
    if not is_ended:
        click.echo("The issuer could not be told; the sign-in ends there by itself.", err=True)


@click.group()
def token() -> None:
    """Personal access tokens, for programs."""


@token.command("new")
@click.argument("name")
@click.option("--read-only", is_flag=True, help="It may read and not write.")
@click.option("--list", "only_list", metavar="LIST", help="It reaches only this list.")
@click.option("--days", type=click.IntRange(1, 3650), help="It ends after so many days.")
@as_json
def new_token(name: str, read_only: bool, only_list: str | None, days: int | None, is_json: bool) -> None:
    """Make a token called NAME. It is shown once."""
    service = Service(chosen_server())
    body: dict[str, Any] = {"name": name, "scopes": ["read"] if read_only else ["read", "write"]}
    if only_list:
        body["list"] = reference.by_name(service, "list", only_list)
    if days:
        body["expires_at"] = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    made = service.json("POST", "/token", body)
    if is_json:
        output.dump(made)
    else:
        click.echo("Keep it now; it is not shown again.", err=True)
        output.said(made["token"])


@token.command("ls")
@as_json
def tokens(is_json: bool) -> None:
    """The tokens there are, without their secrets."""
    rows = list(Service(chosen_server()).pages("/token"))
    if is_json:
        output.dump(rows)
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "name", "may", "ends", "last used"):
        table.add_column(heading)
    for row in rows:
        ends, used = (str(row[name] or "never")[:10] for name in ("expires_at", "used_at"))
        table.add_row(str(row["id"]), escape(row["name"]), ", ".join(row["scopes"]), ends, used)
    output.shown(table)


@token.command("rm")
@click.argument("token_id")
def revoke_token(token_id: str) -> None:
    """Revoke the token TOKEN_ID at once."""
    Service(chosen_server()).json("DELETE", f"/token/{token_id}")
    output.said("Revoked.")
