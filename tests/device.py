"""A device of somebody's: rows, an outbox and a cursor, as docs/sync.md says how to write a client."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from people import Person

Row = dict[str, Any]


@dataclass
class Device:
    """Whose clock may be wrong, by `skew`."""

    person: Person
    skew: timedelta = timedelta()
    client: str = field(default_factory=lambda: str(uuid4()))
    cursor: str | None = None
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    outbox: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    resets: int = 0

    def clock(self, ago: float = 0) -> str:
        return (datetime.now(UTC) + self.skew - timedelta(seconds=ago)).isoformat()

    def does(self, name: str, /, ago: float = 0, **args: Any) -> str:
        """Puts a mutation into the outbox, as of `ago` seconds before now, and gives its id."""
        self.outbox.append({"id": str(uuid7()), "name": name, "at": self.clock(ago), "args": args})
        return self.outbox[-1]["id"]

    def makes(self, noun: str, /, ago: float = 0, **args: Any) -> str:
        """Like `does`, for a new row; gives the row's id."""
        usual = {"title": "Water the plants"} if noun == "todo" else {"name": noun.capitalize()}
        row_id = args.pop("id", None) or str(uuid7())
        self.does(f"{noun}.create", ago, id=row_id, **{**usual, **args})
        return row_id

    def asks(self, limit: int = 500, **fields: Any) -> TestResponse:
        """Sends the outbox; the answer may yet be lost."""
        body = {"client": self.client, "clock": self.clock(), "cursor": self.cursor, "limit": limit}
        return self.person.post("/sync", {**body, "mutations": self.outbox[:200], **fields})

    def takes(self, answer: Row) -> list[Row]:
        """Takes up an answer, and gives what it says of the mutations."""
        if answer["reset"]:
            self.resets += 1
            self.rows.clear()
        for kind, rows in answer["changes"].items():
            self.rows.update({(kind, row["id"]): row for row in rows})
        for gone in answer["gone"]:
            self.rows.pop((gone["kind"], gone["id"]), None)
        answered = {one["id"] for one in answer["answers"]}
        self.outbox = [mutation for mutation in self.outbox if mutation["id"] not in answered]
        self.refused += [one for one in answer["answers"] if one["status"] == "refused"]
        self.cursor = answer["cursor"]
        return answer["answers"]

    def syncs(self, limit: int = 500) -> list[Row]:
        """Sends and reads until there is no more, and gives what was said of the mutations."""
        answers: list[Row] = []
        while True:
            response = self.asks(limit)
            assert response.status_code == 200, response.get_data(as_text=True)
            answers += self.takes(response.get_json())
            if not response.get_json()["more"] and not self.outbox:
                return answers

    def knows(self, kind: str, row_id: str) -> Row:
        return self.rows[kind, row_id]


def everything(person: Person) -> dict[tuple[str, str], Row]:
    """What the server has, read past /sync."""
    found: dict[tuple[str, str], Row] = {}
    for noun in ("todo", "list", "section", "tag", "filter"):
        for trash in ("false", "true"):
            path: str | None = f"/{noun}?limit=500&trash={trash}"
            while path:
                response = person.get(path)
                found |= {(noun, row["id"]): row for row in response.get_json()}
                link = response.headers.get("Link")
                path = link.partition(">")[0].removeprefix("<") if link else None
    me = person.get("/me").get_json()
    return found | {("account", me["id"]): me}


def statuses(answers: list[Row]) -> list[str]:
    """What became of the mutations: `applied`, or the code of the refusal."""
    return [answer.get("problem", {}).get("code", answer["status"]) for answer in answers]
