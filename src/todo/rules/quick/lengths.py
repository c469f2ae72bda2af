"""How long something takes: `45 min`, `1h30`, `an hour and a half`."""

import re
from functools import cache

from todo.rules.quick.language import Language, language
from todo.rules.quick.slots import plain
from todo.rules.quick.words import alternation


def minutes(text: str, spoken: Language) -> int | None:
    """Of what the slot `span` holds; None if it says minutes within minutes."""
    words = plain(text)
    if re.fullmatch(spoken.one_of("half_an_hour"), words):
        return 30
    found = _parts(spoken.code).match(words)
    if found is None:
        return None
    unit = 60 if spoken.words("units")[found["unit"]] == "hour" else 1
    if unit == 1 and (found["half"] or found["more"]):
        return None
    count = found["count"].replace(",", ".")
    number = float(count) if count[0].isdigit() else float(spoken.words("numbers")[count])
    half = 0.5 if found["half"] or re.search(spoken.one_of("and_a_half"), words[found.end() :]) else 0
    return round((number + half) * unit) + int(found["more"] or 0)


@cache
def _parts(code: str) -> re.Pattern[str]:
    spoken = language(code)
    units = alternation([word for word, unit in spoken.words("units").items() if unit in {"minute", "hour"}])
    ones = alternation(spoken.words("numbers"))
    return re.compile(
        rf"(?P<count>[0-9]+(?:[.,][0-9]+)?|{ones})(?:\s+(?P<half>{spoken.one_of('and_a_half')}))?\s*-?(?P<unit>{units})"
        rf"(?:\s*(?:{spoken.one_of('span_and')}\s+)?(?P<more>[0-9]+))?"
    )
