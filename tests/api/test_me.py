"""The account of whoever asks."""

import pytest

from people import Person, problem


def test_an_account_is_there_at_first_sight(owner: Person) -> None:
    me = owner.get("/me").get_json()

    assert {name: me[name] for name in ("zone", "zone_is_chosen", "week_start", "language", "theme")} == {
        "zone": "UTC",
        "zone_is_chosen": False,
        "week_start": 1,
        "language": "en",
        "theme": "system",
    }
    assert owner.get("/me").get_json() == me


def test_two_people_have_two_accounts(owner: Person, stranger: Person) -> None:
    mine, theirs = owner.get("/me").get_json(), stranger.get("/me").get_json()

    assert mine["id"] != theirs["id"]
    assert mine["space"] != theirs["space"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Zoë 🌱"),
        ("name", None),
        ("zone", "Asia/Kathmandu"),
        ("week_start", 7),
        ("language", "zh-Hant-TW"),
        ("language", "de"),
        ("theme", "dark"),
    ],
)
def test_a_patch_changes_what_it_names_and_nothing_else(
    owner: Person, stranger: Person, name: str, value: object
) -> None:
    before, theirs = owner.get("/me").get_json(), stranger.get("/me").get_json()

    response = owner.patch("/me", {name: value})

    after = response.get_json()
    changed = {field for field in before if before[field] != after[field]}
    assert (response.status_code, after[name]) == (200, value)
    assert changed <= {name, "zone_is_chosen", "seq", "updated_at"}
    assert after["zone_is_chosen"] == (name == "zone")
    assert owner.get("/me").get_json() == after
    assert stranger.get("/me").get_json() == theirs


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"name": ""}, ("name", "too_short")),
        ({"name": "x" * 201}, ("name", "too_long")),
        ({"name": "a\u0000b"}, ("name", "invalid")),
        ({"zone": "Mars/Phobos"}, ("zone", "invalid")),
        ({"zone": None}, ("zone", "invalid")),
        ({"zone": "+02:00"}, ("zone", "invalid")),
        ({"week_start": 0}, ("week_start", "too_small")),
        ({"week_start": 8}, ("week_start", "too_large")),
        ({"week_start": "1"}, ("week_start", "invalid")),
        ({"week_start": True}, ("week_start", "invalid")),
        ({"language": "e"}, ("language", "invalid")),
        ({"language": "english please"}, ("language", "invalid")),
        ({"language": "de\n"}, ("language", "invalid")),
        ({"language": "de-" + "-".join(["abcdefgh"] * 9)}, ("language", "too_long")),
        ({"theme": "pink"}, ("theme", "invalid")),
        ({"email": "owner@example.com"}, ("email", "unknown_field")),
        ({"space": None}, ("space", "unknown_field")),
        ({"subject": "stranger"}, ("subject", "unknown_field")),
    ],
)
def test_what_is_no_setting_is_refused_by_field(
    owner: Person, changes: dict[str, object], wrong: tuple[str, str]
) -> None:
    assert problem(owner.patch("/me", changes)) == (422, "invalid", [wrong])


def test_a_change_that_came_between_is_not_written_over(owner: Person) -> None:
    seen = owner.get("/me").headers["ETag"]
    owner.patch("/me", {"theme": "dark"})

    refused = owner.patch("/me", {"theme": "light"}, headers={"If-Match": seen})

    assert problem(refused) == (412, "changed_meanwhile", [])
    assert owner.get("/me").get_json()["theme"] == "dark"


def test_an_account_that_has_not_changed_is_not_sent_again(owner: Person) -> None:
    seen = owner.get("/me").headers["ETag"]
    owner.made("todo")

    assert owner.get("/me", headers={"If-None-Match": seen}).status_code == 304
