"""How far a client has read, as text and back."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from todo.rules.cursor import Cursor, parse

numbers = some.integers(0, 10**18 - 1)


@given(numbers)
def test_a_cursor_at_the_end_of_a_change_is_its_number(seq: int) -> None:
    assert str(Cursor(seq)) == str(seq)
    assert parse(str(seq)) == Cursor(seq)


@given(numbers, some.sampled_from(["todo", "gone-list"]), some.uuids(), some.none() | numbers)
def test_a_cursor_within_a_change_is_read_as_it_was_written(
    seq: int, kind: str, row_id: UUID, began: int | None
) -> None:
    found = Cursor(seq, kind, row_id, began)

    assert parse(str(found)) == found


@pytest.mark.parametrize("text", ["", "x", "-1", "1.", "1.todo", "1.todo.x", "1.~." + "0" * 36, "9" * 19, "1\n", "١"])
def test_what_was_not_given_out_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of whatever wording)
        parse(text)
