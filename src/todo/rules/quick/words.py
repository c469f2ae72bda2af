"""What may stand in the slots of the patterns, made of the tables of one language."""

import re
from typing import Any

DAY = "(?:3[01]|[12][0-9]|0?[1-9])"


def spaced(text: str) -> str:
    """A space is any white space, `' ?'` perhaps none; an apostrophe may be a curly one."""
    return text.replace("\\ ", " ").replace("'", "['\u2019]").replace(" ?", r"\s*").replace(" ", r"\s+")


def alternation(words: Any) -> str:
    """Any of the words, the longest first."""
    return "|".join(spaced(re.escape(word)) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


def slots_of(data: dict[str, Any]) -> dict[str, str]:
    """Slot to regular expression."""
    tables = {
        "relative": "relative", "full_weekday": "weekdays", "short_weekday": "short_weekdays", "month": "months",
        "holiday": "holidays", "daypart": "dayparts", "time_name": "times_by_name", "adverb": "adverbs",
        "unit": "units", "nth_word": "nth_words", "minute_word": "minute_words", "minutes_past": "minutes_past",
    }  # fmt: skip
    return {name: alternation(data.get(table, ())) for name, table in tables.items()} | {
        **_lists(data), **_numbers(data), **_days(data), **_clocks(data), "span": span(data),
        "every": f"(?:{spaced(data['every'])})!?",
    }  # fmt: skip


def _lists(data: dict[str, Any]) -> dict[str, str]:
    # Each place in it and in the lists below can match in one way only, else a long line takes for ever.
    join = rf"\s*(?:{spaced(data['and'])})(?:\s*(?:{spaced(data['and'])}))*\s*"
    suffix = f"(?:{data['ordinal_suffix']})"
    weekday = f"(?:{alternation([*data['weekdays'], *data['short_weekdays']])})"
    plural = f"(?:{alternation(data['plural_weekdays'])})"
    any_weekday = f"(?:{plural}|{weekday})"
    month = f"(?:{alternation(data['months'])})"
    ordinal = f"(?:{alternation(data['ordinals'])}|[1-5]{suffix})"
    day = f"{DAY}(?:{suffix})?"
    monthday = rf"(?:{DAY}{suffix}|{DAY}(?=\s*(?:,|{spaced(data['and'])})\s*{DAY}|\s*$|\s+(?:{data['at']})))"
    return {
        "weekday": weekday,
        "any_weekday": any_weekday,
        "weekdays": rf"{any_weekday}(?:(?:{join}|\s+){any_weekday})*",
        "plurals": f"{plural}(?:{join}{plural})*",
        "months": f"{month}(?:{join}{month})*",
        "ordinal": ordinal,
        "ordinals": f"{ordinal}(?:{join}{ordinal})*",
        "monthdays": f"{monthday}(?:{join}{day})*",
        "days_months": rf"{day}(?:\s+of)?\s+{month}(?:{join}{day}(?:\s+of)?\s+{month})+",
        "months_days": rf"{month}\s+{day}(?:{join}{month}\s+{day})+",
    }


def _numbers(data: dict[str, Any]) -> dict[str, str]:
    count = f"{alternation(data['numbers'])}|[0-9]{{1,4}}"
    return {
        "n": count,
        "interval": f"{alternation(data['intervals'])}|[1-9][0-9]?(?:{data['ordinal_suffix']})|{count}",
        "digits": "[0-9]{1,4}",
    }


def _days(data: dict[str, Any]) -> dict[str, str]:
    suffix = f"(?:{data['ordinal_suffix']})"
    parts = (("/", 1), (r"\.", 2), ("-", 1))
    numeric = [rf"[0-9]{{1,2}}{s}[0-9]{{1,2}}{s}[0-9]{{4}}" for s, _ in parts]
    shorter = [rf"[0-9]{{{n},2}}{s}[0-9]{{{n},2}}{s}[0-9]{{2}}" for s, n in parts]
    return {
        "day": f"{DAY}(?:{suffix})?|{alternation(data['nth_words'])}",
        "nth": DAY + suffix,
        "year": "(?:19|20|21)[0-9]{2}|['\u2019][0-9]{2}",
        "iso": "|".join(f"[0-9]{{4}}{s}[0-9]{{1,2}}{s}[0-9]{{1,2}}" for s in ("-", "/", r"\.")),
        "compact": "(?:19|20|21)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
        "numeric": "|".join([*numeric, *shorter]),
        "short_numeric": str(data.get("short_numeric", "[0-9]{1,2}/[0-9]{1,2}")),
    }


def _clocks(data: dict[str, Any]) -> dict[str, str]:
    words = alternation(data["hour_words"])
    return {
        "hour12": f"(?:1[0-2]|0?[1-9]|{words})",
        "hour24": "(?:2[0-3]|[01]?[0-9])",
        "minute": "[0-5][0-9]",
        "clock": "(?:[01][0-9]|2[0-3])[0-5][0-9]",
        "ampm": alternation([*data["am"], *data["pm"]]),
    }


def span(data: dict[str, Any]) -> str:
    """A length in hours and minutes: `45 min`, `1h30`, `an hour and a half`."""
    units, numbers = data["units"], data["numbers"]
    small = alternation([word for word, unit in units.items() if unit in {"minute", "hour"}])
    minutes = alternation([word for word, unit in units.items() if unit == "minute"])
    ones = alternation([word for word in numbers if " " not in word])
    half, more = spaced(data["and_a_half"]), spaced(data["span_and"])
    return (
        rf"(?:{spaced(data['half_an_hour'])})|(?:(?:[0-9]{{1,4}}(?:[.,][0-9]{{1,2}})?|{ones})(?:\s+(?:{half}))?\s*-?(?:{small})"
        rf"(?![^\W\d_])(?:\s+(?:{half})|\s*(?:(?:{more})\s+)?[0-5]?[0-9]\s*(?:{minutes})?(?!\w))?)"
    )
