"""The two people of every test: an owner and a stranger."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

NOWHERE = "01900000-0000-7000-8000-000000000000"
"""The id of nothing. It is the same in every process, since tests may be named by it."""


@dataclass(frozen=True)
class Person:
    """Somebody with a valid token, and an HTTP client that sends it."""

    client: FlaskClient
    token: str

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.ask("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.ask("POST", path, json={} if body is None else body, **options)

    def patch(self, path: str, body: Any, **options: Any) -> TestResponse:
        return self.ask("PATCH", path, json=body, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.ask("DELETE", path, **options)

    def made(self, noun: str, **fields: Any) -> dict[str, Any]:
        """A new row of the noun, as the answer has it."""
        usual = {
            "todo": {"title": "Water the plants"},
            "filter": {"name": "Now", "query": "today | overdue"},
        }.get(noun, {"name": noun.capitalize()})
        response = self.post(f"/{noun}", {**usual, **fields})
        assert response.status_code == 201, response.get_data(as_text=True)
        return response.get_json()

    def titles(self, query: str = "") -> list[str]:
        """The titles that GET /todo answers, in its order."""
        response = self.get(f"/todo{query}")
        assert response.status_code == 200, response.get_data(as_text=True)
        return [todo["title"] for todo in response.get_json()]


def problem(response: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """What a refusal says: status, code, and each field with its code."""
    assert response.content_type == "application/problem+json", response.get_data(as_text=True)
    body = response.get_json()
    return response.status_code, body["code"], [(e["field"], e["code"]) for e in body.get("errors", [])]
