"""An archive, piece by piece: the same as if it were read as a whole, wherever a chunk ends."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from todo.rules import archive
from todo.rules.archive import Malformed, Piece, pieces

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
ARCHIVES = st.dictionaries(st.text(max_size=8), VALUES, max_size=5)


@pytest.fixture(params=[1, 2, 7, 1 << 18])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(archive, "CHUNK", request.param)
    return request.param


def read(text: str) -> list[Piece]:
    return list(pieces(io.StringIO(text)))


def whole(found: list[Piece]) -> dict[str, Any]:
    """What the pieces are together. An array without elements has no pieces."""
    together: dict[str, Any] = {}
    for piece in found:
        if piece.number is None:
            together[piece.name] = json.loads(piece.text)
        else:
            together.setdefault(piece.name, []).append(json.loads(piece.text))
            assert piece.number == len(together[piece.name]) - 1
    return together


@settings(deadline=None, max_examples=150)
@given(content=ARCHIVES, indent=st.sampled_from([None, 0, 3]), is_ascii=st.booleans(), chunk=st.integers(1, 40))
def test_the_pieces_are_the_whole(content: dict[str, Any], indent: int | None, is_ascii: bool, chunk: int) -> None:
    text = json.dumps(content, indent=indent, ensure_ascii=is_ascii)
    before, archive.CHUNK = archive.CHUNK, chunk
    try:
        found = read(text)
    finally:
        archive.CHUNK = before

    assert whole(found) == {name: value for name, value in content.items() if value != []}
    assert all(piece.text in text for piece in found)


@settings(deadline=None, max_examples=150)
@given(content=ARCHIVES, cut=st.integers(1, 200))
def test_what_is_cut_off_is_no_archive(content: dict[str, Any], cut: int) -> None:
    text = json.dumps(content)

    with pytest.raises(Malformed):
        read(text[: -min(cut, len(text))])


def test_a_number_goes_on_behind_the_end_of_a_chunk(chunk: int) -> None:
    text = '{"version":12345,"seq":1e5 ,"todo":[123,456 , 7]}'

    assert [piece.text for piece in read(text)] == ["12345", "1e5", "123", "456", "7"]


def test_each_piece_is_the_text_that_stands_there(chunk: int) -> None:
    odd = r'{ "b" : 1.0 ,"a":[1E+2, "\u00fc\/"], "huge": 1' + "0" * 5000 + "}"

    (found,) = read('\n{ "todo" : [ ' + odd + " ] }\n")

    assert found == Piece("todo", 0, odd)


@pytest.mark.parametrize(
    ("text", "place", "at"),
    [
        ("", "the beginning", 1),
        ("[]", "the beginning", 1),
        ('{"a": 1,}', "a", 9),
        ('{"a" 1}', "a", 6),
        ('{"a": 1 "b": 2}', "a", 9),
        ('{"a": 1, "a": 2}', "a", 13),
        ('{"a": [1, 2 3]}', "a.1", 13),
        ('{"a": [1, {"b": tru}]}', "a.1", 17),
        ('{"a": [NaN]}', "a.0", 8),
        ('{"a": ["x\ny"]}', "a.0", 10),
        ('{"a": [{"b": 1, "b": 2}]}', "a.0", 8),
        ('{"a": []} []', "a", 11),
    ],
)
def test_the_place_where_it_stops_being_json_is_named(chunk: int, text: str, place: str, at: int) -> None:
    with pytest.raises(Malformed) as refusal:
        read(text)

    assert (refusal.value.place, refusal.value.at) == (place, at)


def test_what_is_nested_too_deeply_or_too_large_is_refused() -> None:
    for text in ('{"todo": [' + "[" * 100_000, '{"todo": ["' + "x" * (archive.MAX_PIECE * 2)):
        with pytest.raises(Malformed) as refusal:
            read(text)
        assert refusal.value.place == "todo.0"
