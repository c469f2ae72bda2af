"""Whoever has lost a race against another transaction tries again: it has left nothing behind."""

import random
import time

TRIES = 6
_FIRST_SECONDS = 0.02


def give_way(lost: int) -> None:
    """Waits before the next try, `lost` having been the races before this one: at most 20 ms, then 40, 80, …

    How long is a matter of luck: two that have met would else meet again.
    """
    time.sleep(random.uniform(0, _FIRST_SECONDS * 2**lost))  # noqa: S311 (nothing is to be kept secret)
