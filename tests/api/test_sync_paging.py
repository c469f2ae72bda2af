"""What has changed comes out of POST /sync in pages, and none of it is skipped."""

import gzip
import json
from collections.abc import Callable
from typing import Any

from device import Device, everything, statuses

Sql = Callable[..., list[Any]]


def purge(sql: Sql) -> None:
    """As the sweep of the trash does after 30 days."""
    ((seq,),) = sql("update space set seq = seq + 1 returning seq")
    for kind in ("todo", "list", "tag"):
        sql(
            f"with gone as (delete from {kind} where deleted_at is not null returning space, id)"
            " insert into tombstone (space, id, kind, seq) select space, id, %s, %s from gone",
            kind,
            seq,
        )


def test_a_first_sync_pages_and_knows_everything_but_what_is_gone(phone: Device, laptop: Device) -> None:
    for number in range(7):
        phone.makes("todo", title=str(number))
        phone.makes("list", name=str(number))
    phone.does("todo.delete", id=phone.makes("todo", title="thrown away"))
    phone.syncs()

    pages = []
    while not pages or pages[-1]["more"]:
        pages.append(laptop.asks(limit=3).get_json())
        laptop.takes(pages[-1])

    assert [sum(map(len, page["changes"].values())) for page in pages] == [3, 3, 3, 3, 3, 1]
    assert laptop.rows == phone.rows == everything(phone.person)


def test_what_thousands_of_rows_bear_is_paged_too(phone: Device, laptop: Device) -> None:
    home = phone.makes("list")
    ids = [phone.makes("todo", title=str(number), list=home) for number in range(1500)]
    phone.syncs()
    laptop.syncs(limit=2000)
    phone.does("list.delete", id=home)
    phone.syncs()

    answers = []
    while not answers or answers[-1]["more"]:
        answers.append(laptop.asks(limit=100).get_json())
        laptop.takes(answers[-1])

    assert len(answers) == 16
    assert len({row["seq"] for answer in answers for row in answer["changes"]["todo"]}) == 1
    assert all(laptop.knows("todo", todo)["deleted_at"] for todo in ids)
    assert laptop.rows == phone.rows


def test_a_large_answer_is_compressed_for_whoever_can_read_that(phone: Device, laptop: Device) -> None:
    for number in range(100):
        phone.makes("todo", title=str(number))
    phone.syncs()

    asked = {"client": laptop.client, "clock": laptop.clock(), "cursor": None}
    plain = laptop.person.post("/sync", asked, headers={"Accept-Encoding": "gzip;q=0"})
    small = laptop.person.post("/sync", {**asked, "limit": 1}, headers={"Accept-Encoding": "gzip"})
    compressed = laptop.person.post("/sync", asked, headers={"Accept-Encoding": "gzip, br"})

    assert [it.headers.get("Content-Encoding") for it in (plain, small, compressed)] == [None, None, "gzip"]
    assert len(compressed.data) < len(plain.data) / 4
    assert json.loads(gzip.decompress(compressed.data))["changes"] == plain.get_json()["changes"]


def test_whoever_was_away_learns_what_is_gone(phone: Device, laptop: Device, sql: Sql) -> None:
    todo, home = phone.makes("todo"), phone.makes("list")
    phone.syncs()
    laptop.syncs()
    phone.does("todo.delete", id=todo)
    phone.does("list.delete", id=home)
    phone.syncs()
    purge(sql)

    answer = laptop.asks(limit=1).get_json()
    laptop.takes(answer)
    laptop.syncs(limit=1)

    assert (answer["more"], answer["changes"], len(answer["gone"])) == (True, {}, 1)
    assert laptop.rows == everything(phone.person)
    assert {kind for kind, _ in laptop.rows} == {"account"}


def test_a_new_device_is_not_told_what_is_gone(phone: Device, laptop: Device, sql: Sql) -> None:
    phone.does("todo.delete", id=phone.makes("todo"))
    phone.syncs()
    purge(sql)

    answer = laptop.asks().get_json()

    assert (answer["gone"], answer["reset"]) == ([], False)


def test_what_goes_while_a_new_device_pages_is_told(phone: Device, laptop: Device, sql: Sql) -> None:
    ids = [phone.makes("todo", title=str(number)) for number in range(5)]
    phone.syncs()
    laptop.takes(laptop.asks(limit=3).get_json())
    phone.does("todo.delete", id=ids[0])
    phone.syncs()
    purge(sql)

    laptop.syncs(limit=1)

    assert ids[0] in {row_id for _, row_id in phone.rows}
    assert laptop.rows == everything(phone.person)


def test_two_kinds_of_one_id_are_gone_one_by_one(phone: Device, laptop: Device, sql: Sql) -> None:
    both = phone.makes("tag")
    phone.makes("todo", id=both)
    laptop.syncs()
    phone.syncs()
    laptop.syncs()
    phone.does("tag.delete", id=both)
    phone.does("todo.delete", id=both)
    phone.syncs()
    purge(sql)

    laptop.syncs(limit=1)

    assert laptop.rows == everything(phone.person)


def test_whoever_was_away_for_too_long_begins_anew_and_keeps_the_outbox(
    phone: Device, laptop: Device, sql: Sql
) -> None:
    todo, stays = phone.makes("todo"), phone.makes("todo", title="stays")
    phone.syncs()
    laptop.syncs()
    phone.does("todo.delete", id=todo)
    phone.syncs()
    purge(sql)
    sql("update space set min_seq = (select max(seq) from tombstone)")
    sql("delete from tombstone")
    laptop.does("todo.patch", id=stays, title="stayed")

    answers = laptop.syncs(limit=1)

    assert (statuses(answers), laptop.resets) == (["applied"], 1)
    assert laptop.rows == everything(phone.person)
    assert laptop.knows("todo", stays)["title"] == "stayed"


def test_a_client_that_is_ahead_of_a_database_that_was_set_back_begins_anew(phone: Device) -> None:
    phone.makes("todo")
    phone.syncs()

    answer = phone.asks(cursor="100000").get_json()

    assert (answer["reset"], len(answer["changes"]["todo"])) == (True, 1)
