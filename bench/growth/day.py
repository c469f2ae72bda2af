"""How a day goes for people of one time zone: how many ask at an hour, as a multiple of the day's mean."""

from collections.abc import Callable
from math import exp

HOUR = 3600.0
RISES_IN = 30.0
NIGHT = 0.2  # phones and programs that ask while people sleep
MORNING, EVENING = (2.8, 8.5, 1.5), (1.73, 20.0, 2.0)  # height, hour, hours from there to half the way down, nearly

Course = Callable[[float], float]  # seconds since the start -> requests a second


def course(hour: float) -> float:
    """Has the mean 1 over a day. Its height, 3, is at half past eight: an assumption, and not a mild one."""
    return NIGHT + sum(_hill(hour, *hill) for hill in (MORNING, EVENING))


def _hill(hour: float, height: float, at: float, width: float) -> float:
    away = min(abs(hour - at), 24 - abs(hour - at))
    return height * exp(-0.5 * (away / width) ** 2)


PEAK = max(course(minute / 60) for minute in range(24 * 60))


def rush(per_second: float, *, begins: float = 5.0) -> Course:
    """The morning of a day with that mean, from an hour of the clock on."""
    return lambda second: per_second * course(begins + second / HOUR)


def spike(per_second: float, *, times: float = 10, at: float = 900, lasts: float = 1200) -> Course:
    """A steady stream that grows to a multiple of itself within half a minute, and ends as quickly."""

    def now(second: float) -> float:
        risen = min(1.0, max(0.0, (second - at) / RISES_IN))
        fallen = min(1.0, max(0.0, (second - at - lasts) / RISES_IN))
        return per_second * (1 + (times - 1) * (risen - fallen))

    return now
