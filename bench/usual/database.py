"""The usual version's own database, beside ours in the same PostgreSQL."""

from typing import LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import URL, create_engine

from bench.usual.model import Base
from bench.world import World

NAME = "usual"


def made(world: World) -> str:
    """Its address as SQLAlchemy wants it; made with its tables if it is not there."""
    login = conninfo_to_dict(world.superuser)
    folder = {"host": str(login["host"])}
    url = URL.create("postgresql+psycopg", str(login["user"]), str(login["password"]), database=NAME, query=folder)
    if not world.execute("select from pg_database where datname = 'usual'"):
        world.execute("create database usual")
        engine = create_engine(url)
        Base.metadata.create_all(engine)
        engine.dispose()
    return url.render_as_string(hide_password=False)


def fill(world: World, people: list[str]) -> None:
    """Gives people the todos there that they have with ours."""
    todos = world.execute(_TODOS, people)
    with psycopg.connect(make_conninfo(world.superuser, dbname=NAME), autocommit=True) as conn:
        conn.cursor().executemany(_TODO, todos)
        conn.execute("analyze")


_TODOS: LiteralString = """
select todo.id, subject, title, notes, status, priority, due_on::text, repeat_from, position,
  foreign_properties::text, todo.created_at, todo.updated_at
from todo join account using (space) where subject = any(%s)"""

_TODO: LiteralString = """
insert into todo (id, owner, title, notes, status, priority, due, repeat_from, position,
  foreign_properties, created_at, updated_at, version) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1)"""
