"""Undone from the last to the first, it is as if nothing had been done; redone, as if nothing had been undone."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from people import Person

NOUNS = ("filter", "list", "section", "tag", "todo")
ANY_TIME = {"seq", "updated_at", "deleted_at"}

Row = dict[str, Any]
State = dict[tuple[str, str], Row]


def state(person: Person) -> State:
    """Every row, in the trash or not, but for the times and numbers of its last change."""
    found: State = {}
    for noun in NOUNS:
        for trash in ("false", "true"):
            for row in person.get(f"/{noun}?limit=500&trash={trash}").get_json():
                kept = {name: value for name, value in row.items() if name not in ANY_TIME}
                found[noun, row["id"]] = {**kept, "is_gone": row["deleted_at"] is not None}
    for noun, row_id in list(found):
        if noun == "todo":
            days = person.get(f"/todo/{row_id}/occurrences?limit=10&until=2026-12-31").get_json()
            found[noun, row_id]["occurrences"] = days
    found["account", "me"] = {n: v for n, v in person.get("/me").get_json().items() if n not in ANY_TIME}
    return found


class Walk:
    """Somebody who does one thing after another by chance."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person, self.dice = person, random.Random(seed)
        self.ids: dict[str, list[str]] = {noun: [] for noun in NOUNS}
        self.mutations: list[str] = []
        self.number = 0

    def furnish(self) -> None:
        for _ in range(3):
            self.make("list")
            self.make("section")
            self.make("tag")
            self.make("filter")
        for _ in range(6):
            self.make("todo")

    def make(self, noun: str) -> None:
        self.number += 1
        name = {"title" if noun == "todo" else "name": f"{noun} {self.number}"}
        query = {"query": f"@tag{self.number}"} if noun == "filter" else {}
        response = self.person.post(f"/{noun}", {**name, **query, **self.place(noun)})
        if response.status_code == 201:
            self.ids[noun].append(response.get_json()["id"])

    def place(self, noun: str) -> Row:
        match noun:
            case "list":
                return {"parent": self.one("list") if self.dice.random() < 0.6 and self.ids["list"] else None}
            case "section":
                return {"list": self.one("list")}
            case "todo" if self.ids["todo"]:
                kind = self.dice.choice(["list", "section", "parent"])
                return {kind: self.one({"parent": "todo"}.get(kind, kind))}
            case _:
                return {}

    def one(self, noun: str) -> str:
        return self.dice.choice(self.ids[noun])

    def some(self, noun: str) -> list[str]:
        return self.dice.sample(self.ids[noun], self.dice.randint(1, len(self.ids[noun])))

    def step(self) -> None:
        """Does one thing, which may well be refused, and notes which mutation it was."""
        before = self.newest()
        self.dice.choice(
            [
                *([self.delete, self.restore, self.change] * 2),
                *(self.move, self.complete, self.create, self.reorder, self.undo_one, self.settle, self.bulk),
            ]
        )()
        if (after := self.newest()) != before and after:
            self.mutations.append(after)

    def newest(self) -> str | None:
        entries = self.person.get("/history?limit=1").get_json()
        return entries[0]["mutation"] if entries else None

    def delete(self) -> None:
        noun = self.dice.choice(NOUNS)
        self.person.delete(f"/{noun}/{self.one(noun)}")

    def restore(self) -> None:
        noun = self.dice.choice(NOUNS)
        trash = self.person.get(f"/{noun}?trash=true&limit=500").get_json()
        if trash:
            self.person.post(f"/{noun}/{self.dice.choice(trash)['id']}/restore")

    def change(self) -> None:
        noun = self.dice.choice(NOUNS)
        self.number += 1
        fields: list[Row] = [
            {"title" if noun == "todo" else "name": f"{noun} {self.number}"},
            {"foreign_properties": {"n": self.number}},
            self.place(noun),
        ]
        if noun == "todo":
            fields += [
                {"due": self.dice.choice([None, "2026-12-01", "2026-12-01T09:00"])},
                {"due": "2026-12-01T10:00", "due_zone": "Europe/Berlin", "notes": f"{self.number}"},
                {"tags": self.some("tag")},
                {"tags": [], "status": "cancelled"},
                {"priority": self.dice.randint(0, 4), **self.place(noun)},
                {"recurrence": self.dice.choice([None, "FREQ=DAILY", "FREQ=WEEKLY;COUNT=2"]), "due": "2026-12-01"},
                {"repeat_from": self.dice.choice(["due", "completion"]), "exceptions": ["2026-12-02"]},
                {"reminders": [{"before_minutes": self.number}], "deadline": "2026-12-24"},
            ]
        self.person.patch(f"/{noun}/{self.one(noun)}", self.dice.choice(fields))

    def move(self) -> None:
        self.person.post(f"/todo/{self.one('todo')}/move", self.place("todo"))

    def complete(self) -> None:
        does = self.dice.choice(["complete", "complete", "reopen", "skip", "postpone"])
        self.person.post(f"/todo/{self.one('todo')}/{does}")

    def create(self) -> None:
        self.make(self.dice.choice(NOUNS))

    def reorder(self) -> None:
        noun = self.dice.choice(NOUNS)
        self.person.post(f"/{noun}/{self.one(noun)}/reorder", {self.dice.choice(["before", "after"]): self.one(noun)})

    def undo_one(self) -> None:
        if self.mutations:
            self.person.post(f"/history/{self.dice.choice(self.mutations)}/undo")

    def bulk(self) -> None:
        self.number += 1
        action, changes = self.dice.choice(
            [
                *[("delete", {}), ("restore", {}), ("complete", {}), ("reopen", {})],
                *[("move", self.place("todo")), ("patch", {"notes": f"{self.number}", **self.place("todo")})],
                ("tag", {"add": self.some("tag"), "remove": self.some("tag")}),
            ]
        )
        self.person.post("/todo/bulk", {"ids": self.some("todo"), "action": action, "changes": changes})

    def settle(self) -> None:
        self.person.patch("/me", {"zone": self.dice.choice(["Asia/Tokyo", "Europe/Berlin"])})

    def undo_all(self, mutations: list[str]) -> list[str]:
        """Takes them back, the last first, and returns what did so, in that order."""
        done: list[str] = []
        for mutation in reversed(mutations):
            response = self.person.post(f"/history/{mutation}/undo")
            assert response.status_code == 200, response.get_data(as_text=True)
            done.append(response.get_json()["mutation"])
        return done


@pytest.mark.parametrize("seed", range(12))
def test_all_is_as_it_was_when_all_is_undone_and_as_it_became_when_that_is_undone(
    make_person: Callable[[], Person], seed: int
) -> None:
    walk = Walk(make_person(), seed)
    walk.furnish()
    first = state(walk.person)
    for _ in range(25):
        walk.step()
    last = state(walk.person)

    undone = walk.undo_all(walk.mutations)
    again = state(walk.person)
    assert {key: again[key] for key in first} == first
    assert all(row["is_gone"] for key, row in again.items() if key not in first)

    walk.undo_all(undone)
    assert state(walk.person) == last
