"""When people acted, by the server's clock: the clock of a device may be wrong, by seconds or by years."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

_STEP = timedelta(minutes=1)
_APART = timedelta(milliseconds=1)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def acted(times: Iterable[datetime], clock: datetime, now: datetime) -> list[datetime]:
    """`times` of a device whose clock shows `clock` at `now`, as they were here: in their order, none in the future.

    A clock is corrected by whole minutes. What a request takes to arrive is part of the difference too: to the second,
    what somebody did while a slow request was under way would seem to come before what that request brought.
    """
    offset = round((now - clock) / _STEP) * _STEP
    corrected = [at + offset for at in times]
    cut: dict[datetime, datetime] = {}
    latest = now
    for at in sorted(set(corrected), reverse=True):
        cut[at] = max(min(at, latest), _EARLIEST)
        latest = cut[at] - _APART if at > latest else cut[at]
    return [cut[at] for at in corrected]
