"""Makes the database and its two roles, once, as the master user: `roles.py <url> < secret`.

The secret is what RDS keeps in Secrets Manager, JSON with `username` and `password`. The URL says where; its user is
replaced. Run again it finds nothing left to do. The roles get `rds_iam` last: whoever has it signs in by IAM token
only, and from PostgreSQL 16 on the master user counts as a member of the roles that it has made, so that its password
may be of no use afterwards (RDS user guide, "IAM database authentication").
"""

import json
import sys
from typing import LiteralString

import psycopg

OWNER, SERVICE, DATABASE = "todo_owner", "todo", "todo"
ROLES: dict[str, LiteralString] = {
    OWNER: "create role todo_owner login createrole",  # makes, in a migration, the group that holds the rights
    SERVICE: "create role todo login",  # owns nothing
}


def make_roles(url: str, username: str, password: str) -> None:
    """Raises psycopg.Error."""
    with psycopg.connect(url, user=username, password=password, dbname="postgres", autocommit=True) as conn:
        there = {name for (name,) in conn.execute("select rolname from pg_roles")}
        for role, statement in ROLES.items():
            if role not in there:
                conn.execute(statement)
        _make_database(conn)
        # What an instance that is gone has begun keeps others waiting no longer than its own statements might have.
        conn.execute("alter role todo set transaction_timeout = '15s'")
        conn.execute("grant rds_iam to todo_owner, todo")


def _make_database(conn: psycopg.Connection) -> None:
    conn.execute("grant todo_owner to current_user")  # to give something to a role one must be of it
    if not conn.execute("select from pg_database where datname = %s", [DATABASE]).fetchall():
        conn.execute("create database todo owner todo_owner encoding 'UTF8' template template0")
    conn.execute("alter database todo owner to todo_owner")
    conn.execute("revoke all on database todo from public")
    conn.execute("grant connect on database todo to todo")
    conn.execute("revoke todo_owner from current_user")


def main() -> None:
    text = sys.stdin.read()
    if not text.strip():
        sys.exit("todo: this instance may not read the master secret; `make deploy` lends it that right")
    secret = json.loads(text)
    try:
        make_roles(sys.argv[1], secret["username"], secret["password"])
    except psycopg.Error as error:
        sys.exit(f"todo: the roles could not be made: {error}")
    print("todo: made the database and its roles")


if __name__ == "__main__":
    main()
