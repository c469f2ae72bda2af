"""Words of every script come back to the byte, and are found."""

import unicodedata

import pytest

from people import Person

WORDS = {
    "Arabic": "اشترِ الحليب",
    "Hebrew": "לִקְנוֹת חָלָב",
    "Chinese": "买牛奶和面包",
    "Japanese": "牛乳を買う ｶﾞ",
    "Korean": "우유 사기",
    "Korean, apart": unicodedata.normalize("NFD", "우유 사기"),
    "Devanagari": "दूध खरीदें क्ष",
    "Thai": "ซื้อนม",
    "Tamil": "பால் வாங்கு",
    "Greek": "Αγόρασε γάλα ΐ",
    "Cyrillic": "Купить молоко ё",
    "Vietnamese": "Mua sữa",
    "Turkish": "İstanbul'da ılık süt",
    "German": "Straße fegen",
    "emoji": "🛒🥛👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇳🇺",
    "combining": "e\u0301 and é, Z̶̢a̷l̵g̴o̸",
    "right to left": "a\u202ereversed\u202c \u2067isolated\u2069",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe\u2060f",
    "beyond 16 bits": "𝒲𝒽𝑜 𠜎𠜱𠝹 𐍈 🜁",
    "private": "\ue000\U000f0000\U0010fffd",
    "no character": "\ufffe\uffff\U0001ffff\ufffd",
    "for browsers": "<script>alert(1)</script> &amp; \"quoted\" 'single' `back`",
    "for shells": "$(rm -rf /) ; | && ~ ${HOME} %s %(x)s {0} {{x}}",
    "for SQL": "'); drop table todo; -- \\' %s $1 :x",
    "for JSON": '{"title": "\\u0000"}',
}


@pytest.mark.parametrize("script", WORDS)
def test_a_title_comes_back_to_the_byte_and_is_found(owner: Person, script: str) -> None:
    owner.made("todo", title="something else")

    made = owner.made("todo", title=WORDS[script], notes=WORDS[script] + "\n")

    read = owner.get(f"/todo/{made['id']}")
    assert made["title"] == read.get_json()["title"] == WORDS[script]
    assert read.get_json()["notes"] == WORDS[script] + "\n"
    for sought in (WORDS[script], WORDS[script][1:-1], WORDS[script][:2]):
        found = owner.get("/todo", query_string={"search": sought}).get_json()
        assert WORDS[script] in [todo["title"] for todo in found]


@pytest.mark.parametrize("noun", ["list", "section", "tag"])
def test_names_come_back_to_the_byte(owner: Person, noun: str) -> None:
    home = {"list": owner.made("list")["id"]} if noun == "section" else {}

    names = {owner.made(noun, name=word, **home)["id"]: word for word in WORDS.values()}

    assert {id_: owner.get(f"/{noun}/{id_}").get_json()["name"] for id_ in names} == names


@pytest.mark.parametrize(
    ("title", "sought"), [("Äpfel", "äPFEL"), ("ΣΊΣΥΦΟΣ", "σίσυφοσ"), ("ЁЖ", "ёж"), ("Éclair", "éclair")]
)
def test_search_takes_upper_and_lower_case_alike_in_every_script(owner: Person, title: str, sought: str) -> None:
    owner.made("todo", title=title)

    assert [todo["title"] for todo in owner.get("/todo", query_string={"search": sought}).get_json()] == [title]


def test_notes_keep_every_space_and_line(owner: Person) -> None:
    notes = "\n\n  # Head\r\n\ttab\u2028line\u0085\n\n   "

    assert owner.made("todo", notes=notes)["notes"] == notes


def test_answers_are_utf_8_and_say_so(owner: Person) -> None:
    response = owner.post("/todo", {"title": "雨"})

    assert response.content_type == "application/json"
    assert '"title":"雨"' in response.get_data().decode("utf-8")
