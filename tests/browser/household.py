"""What a household has to do: enough of everything to see what screens look like with it, also with what is hard."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page
from uuid_utils import uuid7

ZONE = "Europe/Amsterdam"

Mutation = dict[str, Any]

LISTS = [  # name, colour, the list that it is in, view
    ("Home", "green", None, "list"),
    ("Garden", "orange", "Home", "list"),
    ("Work", "blue", None, "list"),
    ("Trip to Lisbon", "teal", None, "board"),
    ("Books", "purple", None, "list"),
    ("Groceries", "yellow", None, "list"),
    ("Everything that has a name which is longer than the place for it", "pink", None, "list"),
]
SECTIONS = {"Work": ["This week", "Waiting for an answer"], "Trip to Lisbon": ["Ideas", "Booked", "In the suitcase"]}
TAGS = [("phone", "blue"), ("errand", "orange"), ("deep-work", "indigo"), ("five-minutes", None)]
FILTERS = [("Urgent", "(today | overdue) & (p1 | p2)", "red"), ("Next at work", "#Work & 7 days", "blue")]
NOTES = """The figures of all **three** quarters, as a table.

1. Collect them from [the folder](https://example.org/figures)
2. Compare with last year
3. Write two sentences about what stands out

- [x] revenue
- [ ] costs

> Last year this took an hour; most of it was finding the folder."""

DONE = ["Book train tickets to Utrecht", "Sharpen the secateurs"]
TRASHED = ["Cancel the newspaper", "Old idea for the attic"]
# title, days from today (None: no date), and whatever else the todo has; lists, tags and what it is part of by name.
TODOS: list[tuple[str, int | None, dict[str, Any]]] = [
    ("Pay the water bill", -3, {"priority": 4, "list": "Home"}),
    ("Return the library books", -1, {"list": "Books", "tags": ["errand"]}),
    (
        "Send the quarterly figures",
        0,
        {"priority": 4, "list": "Work", "at": "09:30", "notes": NOTES, "section": "This week", "duration_minutes": 90},
    ),
    ("Call the dentist", 0, {"priority": 3, "tags": ["phone", "five-minutes"]}),
    ("Read chapter 4 of the handbook", 0, {"priority": 2, "list": "Work", "tags": ["deep-work"]}),
    ("Water the plants", 0, {"list": "Home", "recurrence": "FREQ=WEEKLY;INTERVAL=2"}),
    ("Buy birdseed and a new feeder for the balcony 🐦", 0, {"list": "Garden"}),
    ("Write to the landlord about the radiator", 0, {"list": "Home", "deadline": 2}),
    ("Book train tickets to Utrecht", 0, {"list": "Trip to Lisbon", "priority": 3}),
    ("Sharpen the secateurs", 0, {"list": "Garden"}),
    ("Bake bread", 1, {"list": "Home", "recurrence": "FREQ=WEEKLY"}),
    ("Prepare the workshop: room, coffee, name tags, and a plan for when the projector fails", 1, {"list": "Work"}),
    ("Swim", 1, {"at": "18:00", "recurrence": "FREQ=WEEKLY", "tags": ["five-minutes"]}),
    ("Plant the tulip bulbs", 2, {"list": "Garden"}),
    ("Ask for three offers", 3, {"list": "Work", "section": "Waiting for an answer", "tags": ["phone"]}),
    ("Dinner with the neighbours", 5, {"at": "19:00", "priority": 2}),
    ("Renew the passport", 12, {"deadline": 30, "tags": ["errand"], "priority": 3}),
    ("Winter tyres", 20, {"recurrence": "FREQ=YEARLY"}),
    ("Collect the numbers", None, {"list": "Work", "part_of": "Send the quarterly figures", "is_done": True}),
    ("Draw the chart", None, {"list": "Work", "part_of": "Send the quarterly figures"}),
    ("Let somebody read it", 0, {"list": "Work", "part_of": "Send the quarterly figures"}),
    ("Reply about the contract", None, {"list": "Work", "section": "Waiting for an answer", "priority": 2}),
    ("A tram ride up to the castle", None, {"list": "Trip to Lisbon", "section": "Ideas"}),
    ("Pastéis, warm, with cinnamon", None, {"list": "Trip to Lisbon", "section": "Ideas", "tags": ["errand"]}),
    ("Night train, two beds", 9, {"list": "Trip to Lisbon", "section": "Booked", "priority": 3}),
    ("Sunglasses", None, {"list": "Trip to Lisbon", "section": "In the suitcase"}),
    ("The one about bees", None, {"list": "Books"}),
    ("Oats, lentils, two lemons", None, {"list": "Groceries"}),
    ("Coffee ☕", None, {"list": "Groceries", "priority": 1}),
    ("Ideas for the anniversary", None, {"notes": "Somewhere with a garden."}),
    ("Measure the shelf in the hall", None, {"tags": ["five-minutes"]}),
    ("לקנות חלב, ביצים ולחם טרי", None, {"tags": ["errand"]}),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", None, {"priority": 2}),
    (
        "A title that goes on and on, since somebody pasted a whole paragraph of a letter into it, with everything "
        "that was asked for and by when, and nobody has had the time to make it shorter",
        None,
        {"tags": ["deep-work", "phone", "errand"], "priority": 4, "notes": "Short."},
    ),
    *((title, None, {}) for title in TRASHED),
]


def move_in(page: Page) -> None:
    """Whoever has signed in there has all of it to do, and their device knows it."""
    mutations = list(_mutations())
    for start in range(0, len(mutations), 200):
        page.evaluate(_SEND, mutations[start : start + 200])
    page.goto("/app/trash")
    page.get_by_text(TRASHED[-1]).first.wait_for()


def _mutations() -> Iterator[Mutation]:
    ids: dict[str, str] = {}
    yield from _homes(ids)
    today = datetime.now(ZoneInfo(ZONE)).date()
    for title, days, facts in TODOS:
        yield _create(ids, "todo", title, title=title, **_fields(today, days, facts, ids))
        if title in DONE or facts.get("is_done"):
            yield _mutation("todo.complete", id=ids[title])
    for title in TRASHED:
        yield _mutation("todo.delete", id=ids[title])


def _homes(ids: dict[str, str]) -> Iterator[Mutation]:
    """Lists, sections, tags and filters."""
    for name, color, parent, view in LISTS:
        yield _create(ids, "list", name, name=name, color=color, parent=ids[parent] if parent else None, view=view)
    for of, names in SECTIONS.items():
        for name in names:
            yield _create(ids, "section", f"{of}/{name}", name=name, list=ids[of])
    for name, color in TAGS:
        yield _create(ids, "tag", f"@{name}", name=name, color=color)
    for name, query, color in FILTERS:
        yield _create(ids, "filter", name, name=name, query=query, color=color)


def _create(ids: dict[str, str], noun: str, key: str, /, **fields: Any) -> Mutation:
    """Behind all that were made before, and under its name in `ids`."""
    ids[key] = str(uuid7())
    return _mutation(f"{noun}.create", id=ids[key], position=f"i{len(ids):09}", **fields)


def _fields(today: date, days: int | None, facts: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    plain = {name: facts[name] for name in ("priority", "notes", "recurrence", "duration_minutes") if name in facts}
    if days is not None:
        plain["due"] = "T".join(filter(None, [str(today + timedelta(days)), facts.get("at")]))
    if "deadline" in facts:
        plain["deadline"] = str(today + timedelta(facts["deadline"]))
    if "list" in facts:
        plain["list"] = ids[facts["list"]]
    if "section" in facts:
        plain["section"] = ids[f"{facts['list']}/{facts['section']}"]
    if "part_of" in facts:
        plain["parent"] = ids[facts["part_of"]]
    return {**plain, "tags": [ids[f"@{name}"] for name in facts.get("tags", [])]}


def _mutation(kind: str, /, **args: Any) -> Mutation:
    return {"id": str(uuid7()), "name": kind, "at": datetime.now(UTC).isoformat(), "args": args}


_SEND = """async (mutations) => {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "todo" };
  const asked = { client: crypto.randomUUID(), clock: new Date().toISOString(), cursor: null, limit: 1, mutations };
  const answer = await fetch("/sync", { method: "POST", headers, body: JSON.stringify(asked) });
  const body = await answer.json();
  const refused = body.answers?.find(({ status }) => status !== "applied");
  if (!body.answers || refused) throw new Error(JSON.stringify(refused ?? body));
}"""
