"""What is whose."""

import httpx
from tests.rehearsal import place
from tests.rehearsal.stage import Site, Stage

TITLE = "todos of two people apart"
PROVES = "each sees their own, over the deployed path; the database's policies are in force for the deployed role"
CANNOT = "nothing of it depends on AWS"


def show(stage: Stage, site: Site) -> str:
    tokens = [site.sign_in(name).access for name in ("ada", "bob")]
    seen = stage.people.call(_try, *tokens)
    role = site.database.ask(
        "select rolsuper or rolbypassrls, exists (select from pg_class where relowner = pg_roles.oid)"
        " from pg_roles where rolname = 'todo'",
        "todo",
    )
    assert role == "f|f", role
    return seen


def _try(adas: str, bobs: str) -> str:
    with _client(adas) as ada, _client(bobs) as bob:
        mine = ada.post("/todo", json={"title": "Ada's"}).raise_for_status().json()
        bob.post("/todo", json={"title": "Bob's"}).raise_for_status()
        path = f"/todo/{mine['id']}"
        refused = [bob.get(path), bob.patch(path, json={"title": "Mine now"}), bob.delete(path)]
        assert [answer.status_code for answer in refused] == [404, 404, 404]
        assert [todo["title"] for todo in bob.get("/todo").json()] == ["Bob's"]
        assert ada.get(path).json() == mine
    return "read, changed and deleted by the other: 404 each; lists hold their own only"


def _client(token: str) -> httpx.Client:
    return httpx.Client(base_url=place.URL, headers={"Authorization": f"Bearer {token}"})
