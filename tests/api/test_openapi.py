"""The contract: what it says, and that what is answered is so."""

import gzip
from typing import Any

import pytest
from flask import Flask
from jsonschema_rs import validator_for

from people import NOWHERE, Person


@pytest.fixture(scope="module")
def contract(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/openapi.json").get_json()


def schema(contract: dict[str, Any], name: str) -> Any:
    """A validator of the schema of that name."""
    return validator_for({"$ref": f"#/components/schemas/{name}", "components": contract["components"]})


def operations(contract: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
    }


def test_the_contract_is_for_everybody_and_may_be_kept(app: Flask) -> None:
    first = app.test_client().get("/openapi.json")
    again = app.test_client().get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.content_type) == (200, "application/json")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/openapi.json", "/docs"])
def test_who_takes_it_compressed_gets_it_so(app: Flask, path: str) -> None:
    client = app.test_client()

    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert len(packed.data) * 8 < len(plain.data)


def test_every_operation_has_a_name_a_group_and_a_summary_of_its_own(contract: dict[str, Any]) -> None:
    found = list(operations(contract).values())
    groups = {group["name"] for group in contract["tags"]}

    assert len({operation["operationId"] for operation in found}) == len(found) > 30
    assert len({operation["summary"] for operation in found}) == len(found)
    assert {operation["tags"][0] for operation in found} == groups


@pytest.mark.parametrize(("noun", "name"), [("todo", "Todo"), ("list", "List"), ("section", "Section"), ("tag", "Tag")])
def test_what_is_answered_is_as_the_contract_says(
    contract: dict[str, Any], owner: Person, noun: str, name: str
) -> None:
    fields = {"list": owner.made("list")["id"]} if noun == "section" else {}
    whole = schema(contract, name)
    made = owner.made(noun, **fields)
    owner.delete(f"/{noun}/{made['id']}")

    whole.validate(made)
    whole.validate(owner.get(f"/{noun}/{made['id']}").get_json())
    for row in owner.get(f"/{noun}?trash=true").get_json():
        whole.validate(row)


def test_a_todo_with_everything_is_as_the_contract_says(contract: dict[str, Any], owner: Person) -> None:
    home = owner.made("list")["id"]
    made = owner.made(
        "todo",
        list=home,
        section=owner.made("section", list=home)["id"],
        tags=[owner.made("tag")["id"]],
        start="2026-12-01",
        due="2026-12-01T09:00",
        due_zone="Europe/Berlin",
        deadline="2026-12-24",
        duration_minutes=15,
        recurrence="FREQ=WEEKLY",
        foreign_properties={"X-COLOR": [1, None]},
    )
    done = owner.post(f"/todo/{made['id']}/complete").get_json()

    schema(contract, "Todo").validate(made)
    schema(contract, "CompletedTodo").validate(done)


def test_the_account_and_a_refusal_are_as_the_contract_says(contract: dict[str, Any], owner: Person) -> None:
    schema(contract, "Account").validate(owner.get("/me").get_json())
    schema(contract, "Problem").validate(owner.get(f"/todo/{NOWHERE}").get_json())
    schema(contract, "Problem").validate(owner.post("/todo", {"title": 1}).get_json())


def test_a_field_that_is_missing_or_added_breaks_the_contract(contract: dict[str, Any], owner: Person) -> None:
    made = owner.made("todo")

    assert not schema(contract, "Todo").is_valid({name: value for name, value in made.items() if name != "notes"})
    assert not schema(contract, "Todo").is_valid({**made, "more": 1})


def test_each_example_of_a_body_is_one_that_is_taken(contract: dict[str, Any]) -> None:
    for operation in operations(contract).values():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            validator_for({**content["schema"], "components": contract["components"]}).validate(content["example"])


def test_what_changes_a_row_heeds_if_match_and_says_so(contract: dict[str, Any]) -> None:
    found = operations(contract)
    of_rows = [route for route in found if route.startswith(("PATCH", "DELETE")) and "/{id}" in route]

    without = [route for route in of_rows if "If-Match" not in str(found[route]["parameters"])]

    assert without in ([], ["DELETE /token/{id}"])


def test_every_post_heeds_an_idempotency_key_but_these(contract: dict[str, Any]) -> None:
    found = operations(contract)
    posts = {route for route in found if route.startswith("POST")}

    without = {route for route in posts if "Idempotency-Key" not in str(found[route]["parameters"])}

    assert without == {"POST /sync", "POST /token", "POST /import"}


def test_the_cookie_has_the_name_that_it_has_here(make_app: Any) -> None:
    found = make_app(base_url="https://todo.example.com").test_client().get("/openapi.json").get_json()

    assert found["components"]["securitySchemes"]["session"]["name"] == "__Host-session"
    assert found["servers"] == [{"url": "https://todo.example.com"}]
