"""What other programs want back comes back as it was."""

import json
from typing import Any

import pytest

from people import Person

VALUES: list[Any] = [
    {},
    {"": None},
    {"whole": 1.0, "half": 1.5, "small": 1e-300, "large": 1.7976931348623157e308, "exact": 0.1},
    {"integer": 9007199254740993, "beyond": 123456789012345678901234567890, "minus": -(10**40)},
    {"true": True, "false": False, "null": None, "text": "", "array": [], "object": {}},
    {"nested": {"a": [{"b": [[[[{"c": "d"}]]]]}]}},
    {"ключ": "значение", "键": "值", "🔑": "🚪", "e\u0301": 1, "é": 2},
    {"escapes": '\\u0000 \\ " / \b\f\n\r\t \u2028', "\\u0000": "\\\\u0000"},
    {"__proto__": {"admin": True}, "constructor": 1, "id": "not ours", "title": "not ours"},
    {f"{number}": number for number in range(500)},
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: json.dumps(value)[:40])
@pytest.mark.parametrize("noun", ["todo", "list", "section", "tag"])
def test_they_come_back_as_they_were(owner: Person, noun: str, value: dict[str, Any]) -> None:
    home = {"list": owner.made("list")["id"]} if noun == "section" else {}

    made = owner.made(noun, **home, foreign_properties=value)

    assert made["foreign_properties"] == value
    path = f"/{noun}/{made['id']}"
    assert owner.patch(path, {"position": "a0"}).get_json()["foreign_properties"] == value
    assert owner.patch(path, {"foreign_properties": {"other": 1}}).get_json()["foreign_properties"] == {"other": 1}
    assert owner.patch(path, {"foreign_properties": value}).get_json()["foreign_properties"] == value


def test_names_keep_their_order_and_numbers_their_point(owner: Person) -> None:
    text = '{"z":1.0,"a":1,"m":{"y":-0.0,"b":[1e+100]}}'

    made = owner.ask(
        "POST", "/todo", data=f'{{"title":"x","foreign_properties":{text}}}', content_type="application/json"
    )

    assert f'"foreign_properties":{text}' in made.get_data(as_text=True)


def test_undo_gives_them_back_as_they_were_written(owner: Person) -> None:
    text = '{"z":1.0,"a":1,"m":{"y":-0.0,"b":[1e+100]}}'
    body = f'{{"title":"x","foreign_properties":{text}}}'
    todo = owner.ask("POST", "/todo", data=body, content_type="application/json").get_json()["id"]
    owner.patch(f"/todo/{todo}", {"foreign_properties": {}})

    owner.post(f"/history/{owner.get('/history').get_json()[0]['id']}/undo")

    assert f'"foreign_properties":{text}' in owner.get(f"/todo/{todo}").get_data(as_text=True)


def test_they_are_set_as_a_whole(owner: Person) -> None:
    todo = owner.made("todo", foreign_properties={"a": 1, "b": 2})

    assert owner.patch(f"/todo/{todo['id']}", {"foreign_properties": {"b": 3}}).get_json()["foreign_properties"] == {
        "b": 3
    }


def test_history_keeps_them_as_objects(app: Any, owner: Person) -> None:
    todo = owner.made("todo", foreign_properties={"a": 1})
    owner.patch(f"/todo/{todo['id']}", {"foreign_properties": {"b": [2]}})

    with app.extensions["todo.pool"].connection() as conn, conn.transaction():
        space = owner.get("/me").get_json()["space"]
        conn.execute("select set_config('todo.spaces', %s, true)", (f"{{{space}}}",))
        kept = conn.execute("select before, after from history where action = 'patch'").fetchall()

    assert kept == [({"foreign_properties": {"a": 1}}, {"foreign_properties": {"b": [2]}})]
