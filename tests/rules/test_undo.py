"""What undo sets, of what was before and what has become of it."""

from typing import Any

import pytest

from todo.rules import undo

NINE, DAY = "2026-12-01T09:00", "2026-12-01"


@pytest.mark.parametrize(
    ("current", "before", "after", "sets"),
    [
        ({"title": "C"}, {"title": "A"}, {"title": "B"}, {"title": "A"}),
        ({"tags": ["a"]}, {"tags": []}, {"tags": ["a"]}, {"tags": []}),
        ({"tags": []}, {"tags": ["a"]}, {"tags": []}, {"tags": ["a"]}),
        ({"tags": ["a", "c"]}, {"tags": ["b"]}, {"tags": ["a"]}, {"tags": ["b", "c"]}),
        ({"tags": ["b"]}, {"tags": []}, {"tags": ["a"]}, {"tags": ["b"]}),
        ({"due": None, "due_zone": None}, {"due": NINE}, {"due": None}, {"due": NINE}),
        ({"due": NINE, "due_zone": "UTC"}, {"due": DAY}, {"due": NINE}, {"due": DAY, "due_zone": None}),
        ({"due": DAY, "due_zone": None}, {"due_zone": "UTC"}, {"due_zone": None}, {"due_zone": None}),
        ({"due": NINE, "due_zone": None}, {"due_zone": "UTC"}, {"due_zone": None}, {"due_zone": "UTC"}),
        (
            {"start": None, "start_zone": None},
            {"start": NINE, "start_zone": "UTC"},
            {"start": None},
            {"start": NINE, "start_zone": "UTC"},
        ),
        ({"name": "C", "color": None}, {}, {}, {}),
    ],
)
def test_what_undo_sets(current: Any, before: Any, after: Any, sets: Any) -> None:
    assert undo.fields(current, before, after) == sets
