"""The time of day that a phrase means."""

from collections.abc import Callable
from datetime import time

from todo.rules.quick.slots import Slots

Meaning = Callable[[Slots], time]


def _hour12(slots: Slots) -> time:
    minute = slots.number("minute") if "minute" in slots else 0
    return time(_on_clock(slots, slots.number("hour12")), minute)


def _on_clock(slots: Slots, hour: int) -> int:
    """12 am is midnight. Without am and pm the part of the day decides, or what people mean: at 5 is 17:00."""
    language = slots.language
    if "ampm" in slots:
        return hour % 12 + (12 if slots.text("ampm") in language.data["pm"] else 0)
    if "daypart" in slots:
        is_later = str(slots.of("dayparts", "daypart")) >= "12:00"
        return hour % 12 + 12 if is_later else hour
    return hour + 12 if language.data["small_hours_are_pm"] and hour < 7 else hour


def _hour12_pm(slots: Slots) -> time:
    minute = slots.number("minute") if "minute" in slots else 0
    return time(slots.number("hour12") % 12 + 12, minute)


def _minute_word(slots: Slots) -> time:
    return time(_on_clock(slots, slots.number("hour12")), slots.number("minute_word"))


def _hour24(slots: Slots) -> time:
    """Without am or pm, 3:15 is meant as 15:15 where 3 is; 03:15 is not."""
    text = slots.text("hour24")
    is_short = len(text) == 1 and text != "0"
    hour = _on_clock(slots, int(text)) if is_short else int(text)
    return time(hour, slots.number("minute") if "minute" in slots else 0)


def _clock(slots: Slots) -> time:
    text = slots.text("clock")
    return time(int(text[:2]), int(text[2:]))


def _o_clock(slots: Slots) -> time:
    return time(_on_clock(slots, slots.number("hour12")) % 24)


def _past(minutes: int) -> Meaning:
    def meaning(slots: Slots) -> time:
        hour = _on_clock(slots, slots.number("hour12"))
        total = (hour * 60 + minutes) % (24 * 60)
        return time(*divmod(total, 60))

    return meaning


def _counted(sign: int) -> Meaning:
    """`ten past five`, `twenty to six`."""

    def meaning(slots: Slots) -> time:
        return _past(sign * (slots.number("minutes_past") or slots.number("digits")))(slots)

    return meaning


def _daypart(slots: Slots) -> time:
    return time.fromisoformat(str(slots.of("dayparts", "daypart")))


def _time_name(slots: Slots) -> time:
    return time.fromisoformat(str(slots.of("times_by_name", "time_name")))


MEANINGS: dict[str, Meaning] = {
    "hour12": _hour12, "hour24": _hour24, "clock": _clock, "o_clock": _o_clock, "bare_hour": _o_clock,
    "half_past": _past(30), "quarter_past": _past(15), "quarter_to": _past(-15), "half_to": _past(-30),
    "past": _counted(1), "to": _counted(-1), "hour12_pm": _hour12_pm, "minute_word": _minute_word, "daypart": _daypart,
    "time_name": _time_name,
}  # fmt: skip
EVENING = time(19)
LATEST_SMALL = 18  # what 6 means without am and pm


def within(at: time, part: time | None) -> time:
    """The hour as it is meant in that part of the day: eight in the evening is 20:00, five in the morning 5:00."""
    if part and part.hour >= 12 and 0 < at.hour < 12:
        return at.replace(hour=at.hour + 12)
    return at.replace(hour=at.hour - 12) if part and 0 < part.hour < 12 < at.hour <= LATEST_SMALL else at
