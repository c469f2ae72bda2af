"""What a client may not send: a problem with a stable code, never an error of ours, and nothing is stored."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest

from people import NOWHERE, Person, problem

JSON = "application/json"


def sent(owner: Person, body: bytes | str, content_type: str | None = JSON) -> Any:
    return owner.ask("POST", "/todo", data=body, content_type=content_type)


def nested(depth: int, opening: str, closing: str) -> str:
    return opening * depth + "1" + closing * depth


@pytest.mark.parametrize(
    "body",
    [
        *(
            "{",
            "{'title': 'x'}",
            '{"title": "x",}',
            '{"title": "x"} {}',
            '{"title": "x"',
            "title=x",
            "\x00",
            '{"title": x}',
        ),
        *(
            '{"title": "a\nb"}',
            '{"title": "\\x"}',
            '{"title": "\\ud800"}',
            '{"\\udfff": 1}',
            '{"title": "\\udc00\\ud800"}',
        ),
        *(
            b'{"title": "\xff"}',
            b'{"title": "\xed\xa0\x80"}',
            b'\xef\xbb\xbf{"title": "x"}',
            '{"title": "x"}'.encode("utf-16"),
        ),
        *("[" * 100_000, "{" * 100_000, '{"title": "x", "foreign_properties": ' + nested(5000, '{"a":', "}") + "}"),
        '{"title": "x", "foreign_properties": {"a": ' + "9" * 5000 + "}}",
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_is_not_json_is_refused(owner: Person, body: bytes | str) -> None:
    assert problem(sent(owner, body)) == (400, "not_json", [])
    assert owner.titles() == []


@pytest.mark.parametrize("body", ["[]", '[{"title": "x"}]', '"title"', "1", "1e999", "null", "true", "NaN"])
def test_a_body_is_an_object(owner: Person, body: str) -> None:
    assert problem(sent(owner, body)) == (422, "invalid", [("body", "invalid")])


def test_an_empty_body_names_nothing(owner: Person) -> None:
    todo = owner.made("todo")

    assert problem(sent(owner, "")) == (422, "invalid", [("title", "required")])
    assert owner.ask("PATCH", f"/todo/{todo['id']}", data="", content_type=JSON).get_json() == todo


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/json",
        "json",
        "a/b/c",
    ],
)
def test_a_body_that_is_not_sent_as_json_is_refused(owner: Person, content_type: str | None) -> None:
    assert problem(sent(owner, '{"title": "x"}', content_type)) == (415, "not_json", [])


@pytest.mark.parametrize(
    "content_type", [JSON, "application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"]
)
def test_json_has_several_names(owner: Person, content_type: str) -> None:
    assert sent(owner, '{"title": "x"}', content_type).status_code == 201


def test_of_a_name_that_stands_twice_the_last_counts(owner: Person) -> None:
    assert sent(owner, '{"title": "a", "title": "b"}').get_json()["title"] == "b"


@pytest.mark.parametrize("size", [1_048_577, 2_000_000])
def test_a_body_over_a_mebibyte_is_refused(owner: Person, size: int) -> None:
    assert problem(sent(owner, b'{"title": "' + b"x" * (size - 13) + b'"}')) == (413, "too_large", [])


@pytest.mark.parametrize(("size", "status"), [(1_048_575, 422), (1_048_577, 413), (2_000_000, 413)])
def test_a_body_that_does_not_say_how_long_it_is_has_the_same_limit(owner: Person, size: int, status: int) -> None:
    body = b'{"title": "' + b"x" * (size - 13) + b'"}'
    chunked = {"wsgi.input_terminated": True}

    answer = owner.ask("POST", "/todo", input_stream=BytesIO(body), content_type=JSON, environ_overrides=chunked)

    assert answer.status_code == status


def test_a_body_that_does_not_say_how_long_it_is_is_read_whole(owner: Person) -> None:
    chunked = {"wsgi.input_terminated": True}

    answer = owner.ask(
        "POST", "/todo", input_stream=BytesIO(b'{"title": "x"}'), content_type=JSON, environ_overrides=chunked
    )

    assert answer.get_json()["title"] == "x"


def test_a_body_of_a_mebibyte_is_read(owner: Person) -> None:
    assert problem(sent(owner, b'{"title": "' + b"x" * (1_048_576 - 13) + b'"}')) == (
        422,
        "invalid",
        [("title", "too_long")],
    )


def test_unknown_fields_are_refused_by_name(owner: Person) -> None:
    refused = owner.post("/todo", {"titel": "x", "Title": "x", "__proto__": {}, "title ": "x", "": 1})

    assert problem(refused)[:2] == (422, "invalid")
    assert set(problem(refused)[2]) == {
        ("title", "required"),
        ("titel", "unknown_field"),
        ("Title", "unknown_field"),
        ("__proto__", "unknown_field"),
        ("title ", "unknown_field"),
        ("body", "unknown_field"),
    }


def test_a_refusal_is_short_whatever_was_sent(owner: Person) -> None:
    refused = owner.post("/todo", {"title": "x", "notes": 1, **{f"{'x' * 5000}{number}": 1 for number in range(50)}})

    assert refused.status_code == 422
    assert len(refused.get_data()) < 10_000


def test_a_refusal_does_not_repeat_what_was_sent(owner: Person) -> None:
    for name in ("title", "due", "due_zone", "recurrence", "list", "status", "position", "deadline"):
        refused = owner.post("/todo", {"title": "x", name: "SECRET\nx"})

        assert refused.status_code == 422
        assert "SECRET" not in refused.get_data(as_text=True)


@pytest.mark.parametrize("name", ["title", "notes"])
def test_nul_cannot_be_stored(owner: Person, name: str) -> None:
    assert problem(owner.post("/todo", {"title": "x", name: "a\0b"})) == (422, "invalid", [(name, "invalid")])


@pytest.mark.parametrize("value", [{"a": "\0"}, {"\0": 1}, {"a": [{"b": "x\0"}]}])
def test_nul_cannot_be_stored_in_foreign_properties(owner: Person, value: object) -> None:
    refused = owner.post("/todo", {"title": "x", "foreign_properties": value})

    assert problem(refused) == (422, "invalid", [("foreign_properties", "invalid")])


@pytest.mark.parametrize("letter", ["x", "é", "e\u0301", "م", "雨", "😀", "👩‍👩‍👧", "\u202e", '"', "\\"])
def test_a_title_may_be_500_characters_whatever_their_bytes(owner: Person, letter: str) -> None:
    text = (letter * 500)[:500]

    assert owner.made("todo", title=text)["title"] == text
    assert problem(owner.post("/todo", {"title": text + letter[-1]})) == (422, "invalid", [("title", "too_long")])


@pytest.mark.parametrize("title", ["", " ", "\u3000", "\t\n", "\u2028"])
def test_a_title_is_not_empty(owner: Person, title: str) -> None:
    assert problem(owner.post("/todo", {"title": title})) == (422, "invalid", [("title", "too_short")])


@pytest.mark.parametrize("between", [*"\n\r\t\v\f\0\x1b\x7f\x85\x9b", "\u2028", "\u2029"])
def test_a_title_is_one_line(owner: Person, between: str) -> None:
    assert problem(owner.post("/todo", {"title": f"a{between}b"})) == (422, "invalid", [("title", "invalid")])


@pytest.mark.parametrize("letter", ["x", "é", "雨", "😀"])
def test_notes_may_be_64_kibibytes(owner: Person, letter: str) -> None:
    text = letter * (65_536 // len(letter.encode()))
    text += "x" * (65_536 - len(text.encode()))

    assert owner.made("todo", notes=text)["notes"] == text
    assert problem(owner.post("/todo", {"title": "x", "notes": text + "x"})) == (
        422,
        "invalid",
        [("notes", "too_long")],
    )


@pytest.mark.parametrize("letter", ["x", "雨", "😀"])
def test_foreign_properties_may_be_16_kibibytes(owner: Person, letter: str) -> None:
    text = letter * ((16_384 - len('{"a":""}')) // len(letter.encode()))
    text += "x" * (16_384 - len('{"a":""}') - len(text.encode()))
    refused = {"title": "x", "foreign_properties": {"a": text + "x"}}

    assert owner.made("todo", foreign_properties={"a": text})["foreign_properties"] == {"a": text}
    assert problem(owner.post("/todo", refused)) == (422, "invalid", [("foreign_properties", "too_long")])


def test_a_todo_may_have_100_tags(owner: Person) -> None:
    tags = sorted(owner.made("tag", name=f"{number}")["id"] for number in range(101))

    assert owner.made("todo", tags=tags[:100])["tags"] == tags[:100]
    assert problem(owner.post("/todo", {"title": "x", "tags": tags})) == (422, "invalid", [("tags", "too_many")])


WRONG: list[tuple[str, Any, str]] = [
    *[("title", value, "invalid") for value in (None, 1, True, ["x"], {})],
    *[("notes", value, "invalid") for value in (None, 1, ["x"])],
    *[("priority", value, "invalid") for value in (None, True, "1", 1.5, [1])],
    *[("priority", -1, "too_small"), ("priority", 5, "too_large"), ("priority", 10**30, "too_large")],
    *[("status", value, "invalid") for value in (None, "", "Open", "closed", 0)],
    *[("duration_minutes", value, "invalid") for value in ("30", 1.5, True)],
    *[("duration_minutes", 0, "too_small"), ("duration_minutes", 527_041, "too_large")],
    *[("repeat_from", value, "invalid") for value in (None, "", "start")],
    *[
        ("due", value, "invalid")
        for value in ("", "0000-01-01", "10000-01-01", "2026-02-30", "2026-02-29", 0, 1764547200)
    ],
    *[
        ("due", f"2026-12-01T{at}", "invalid")
        for at in ("24:00", "09:00Z", "09:00+01:00", "9:00", "09:60", "09:00:60", "")
    ],
    *[("start", value, "invalid") for value in ("today", "2026-W49", "2026-12-01 09:00", ["2026-12-01"])],
    *[
        ("deadline", value, "invalid")
        for value in ("", "2026-12-01T09:00", "2026-02-30", "0000-01-01", "10000-01-01", 0, "0")
    ],
    *[
        ("due_zone", value, "invalid")
        for value in ("", "Mars/Phobos", "europe/berlin", "+01:00", "localtime", "Europe/Berlin\0", 1)
    ],
    *[("recurrence", value, "invalid") for value in ("", "daily", "FREQ=HOURLY", "FREQ=DAILY;COUNT=0", ["FREQ=DAILY"])],
    ("recurrence", "FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 500), "too_long"),
    *[("position", value, "invalid") for value in (None, "", "0", "a00", "a0 ", "a0é", "A" + "0" * 25 + "1", 1)],
    ("position", "a0" + "V" * 999, "too_long"),
    *[("tags", value, "invalid") for value in (None, "x", {})],
    *[("foreign_properties", value, "invalid") for value in (None, [], "x", 1)],
    *[
        (name, value, "invalid")
        for name in ("id", "list", "section", "parent")
        for value in (1, "", "x", {}, UUID(int=0).hex, "f" * 32)
    ],
    *[(name, NOWHERE, "unknown") for name in ("list", "section", "parent")],
]


@pytest.mark.parametrize(("name", "value", "code"), WRONG, ids=lambda value: f"{value}"[:40])
def test_a_field_that_is_wrong_is_refused_by_name(owner: Person, name: str, value: object, code: str) -> None:
    refused = owner.post("/todo", {"title": "x", name: value})

    assert problem(refused) == (422, "invalid", [(name, code)])
    assert owner.titles() == []


@pytest.mark.parametrize(
    ("noun", "fields"),
    [
        ("todo", {"priority": 0, "duration_minutes": 1, "position": "a0" + "V" * 998}),
        ("todo", {"priority": 4, "duration_minutes": 527_040, "due": "9999-12-31T23:59:59", "deadline": "0001-01-01"}),
        ("todo", {"recurrence": "FREQ=DAILY;BYMONTH=" + ",".join(["1"] * 490) + ",1"}),
        ("list", {"name": "雨" * 200}),
        ("tag", {"name": "😀" * 100}),
    ],
)
def test_what_is_at_its_limit_is_stored(owner: Person, noun: str, fields: dict[str, Any]) -> None:
    made = owner.made(noun, **fields)

    assert {name: made[name] for name in fields} == fields


@pytest.mark.parametrize("tags", [["x"], [1], [None], [UUID(int=0).hex], [[]]])
def test_a_tag_that_is_wrong_is_refused_by_its_place(owner: Person, tags: list[Any]) -> None:
    assert problem(owner.post("/todo", {"title": "x", "tags": tags})) == (422, "invalid", [("tags.0", "invalid")])


def test_an_id_is_kept_in_small_letters(owner: Person) -> None:
    wanted = str(uuid4())

    assert owner.made("todo", id=wanted.upper())["id"] == wanted
    assert owner.get(f"/todo/{wanted.upper()}").get_json()["id"] == wanted


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity"])
def test_a_number_that_is_none_in_json_is_refused(owner: Person, number: str) -> None:
    refused = sent(owner, '{"title": "x", "foreign_properties": {"a": [NUMBER]}}'.replace("NUMBER", number))

    assert problem(refused) == (422, "invalid", [("foreign_properties", "invalid")])
